"""How the values of one metric are spread in each segment: the picture behind an average."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from operator import or_
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from strata.analysis import sums
from strata.analysis.bars import Values, bar_counts, points_bars, value_bars
from strata.analysis.groups import Asked, Groups
from strata.analysis.ranking import Rows, Versus, rankings
from strata.analysis.source import source
from strata.errors import MetricError, SegmentError
from strata.membership import NO_LIBRARY, Library, count_accounts, in_play
from strata.model.distribution import Bar, Distribution, Point, Spread, Summary
from strata.model.metrics import Metric
from strata.model.results import REST
from strata.model.segment import EVER, Segment, Window
from strata.warehouse import Members, Query, Warehouse

FEWEST = 5
"""People of whom a group must consist before it is shown how their values are spread."""
MOST_STEPS = 5_000
"""Different values that are counted one by one; of more, neighbours are counted together in so many steps."""
MOST_POINTS = 200
"""Points of an empirical distribution that a picture can show."""
NONE_OF_THEM = "none of these"
"""The people outside all segments, where there are several."""
YES_NO = (Bar("no", 0.0, 0.0), Bar("yes", 1.0, 1.0))


@dataclass(frozen=True, slots=True)
class Scale:
    """The points of a survey's answers; `is_ranked` where their order, not a score made of them, is the question."""

    label: str
    points: range
    is_ranked: bool


SCALES: Mapping[str, Scale] = {
    "nps": Scale("NPS answer (0 to 10)", range(11), is_ranked=False),
    "csat": Scale("CSAT answer (1 to 5)", range(1, 6), is_ranked=True),
}


Masks = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Group:
    """People shown together: their name, who they are, and which rows of masks hold any of them."""

    name: str
    users: int
    rows: Callable[["_Masks"], Rows]


class _Masks(NamedTuple):
    """Per row in which segments any of its people is, and 0 where any of them is in none."""

    any_of: Masks
    least: Masks


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What the warehouse counted.

    Attributes:
        label, unit: What the values are.
        bars: Which of them are counted together.
        values: How many have which values, in no order.
        owners: Who has them.
        notes: What to know before reading.
        answers: The counts by account, where answers can be ranked.
    """

    label: str
    unit: str
    bars: tuple[Bar, ...]
    values: Values
    owners: _Masks
    notes: tuple[str, ...] = ()
    answers: pd.DataFrame | None = None


def distribution(
    warehouse: Warehouse,
    segments: Sequence[Segment],
    metric: Metric,
    *,
    baseline: Segment | None = None,
    window: Window = EVER,
    library: Library = NO_LIBRARY,
) -> Distribution:
    """How a metric's values are spread in every segment and in the people it is held against.

    Without a baseline these are everyone else, or with several segments those in none of them. Surveys are shown by
    the answers people gave; CSAT answers are also ranked, each segment against the baseline or everyone else.

    Raises:
        SegmentError: no segment, a window that differs from user to user, or a segment that cannot be counted.
        MetricError: the metric is a time that some have not reached yet.
    """
    if metric.kind == "time":
        raise MetricError(f"{metric.label} is a time that some have not reached yet: look at it as a curve over time.")
    if not segments:
        raise SegmentError("A distribution is one of the people of a segment: choose a segment.")
    shown = (*segments, *([baseline] if baseline else []))
    members = in_play(warehouse, shown, library)
    found = (_answers if metric.survey else _values)(warehouse, metric, members, window)
    groups = _inside(shown, members) if baseline else (*_inside(shown, members), _rest(shown, members))
    accounts = _accounts(warehouse, metric, window, groups)
    return Distribution(
        source=source(warehouse, window),
        metric=metric.name,
        label=found.label,
        unit=found.unit,
        counted=metric.of,
        bars=found.bars,
        groups=tuple(
            _spread(found, group, _size(warehouse, metric, group), n_accounts, metric.of)
            for group, n_accounts in zip(groups, accounts, strict=True)
        ),
        rankings=() if found.answers is None else rankings(found.answers, _pairs(segments, baseline, found.owners)),
        notes=found.notes,
    )


def _answers(warehouse: Warehouse, metric: Metric, members: Members, window: Window) -> _Found:
    """The latest answer of everyone to the metric's survey."""
    scale, dates = SCALES[metric.survey or ""], sums.metric_rows(metric, window, warehouse.catalog)
    scores = replace(dates, name="reports/survey_scores", params=(("survey", metric.survey), *dates.params), names=())
    counts = warehouse.run(Query("reports/score_counts", parts=(("metric", scores),)), members)
    answer, mask = counts["answer"].to_numpy(dtype=float), counts["mask"].to_numpy(dtype=np.int64)
    return _Found(
        label=scale.label,
        unit="",
        bars=points_bars(np.array(scale.points, dtype=float)),
        values=Values(answer, answer, counts["n"].to_numpy(dtype=float)),
        owners=_Masks(mask, mask),
        answers=counts if scale.is_ranked else None,
    )


def _values(warehouse: Warehouse, metric: Metric, members: Members, window: Window) -> _Found:
    """The value of everyone, or of every account where values are an account's."""
    asked = Asked.of(warehouse, metric, window)
    query = Query(
        "reports/value_counts",
        params=(("most_steps", MOST_STEPS),),
        names=(("owner", ("kept", "account_id" if metric.per == "account" else "user_id")),),
        kept=(("values", (asked.values, *([asked.arrived.values] if asked.arrived else ()))),),
    )
    counts = warehouse.run(query, members)
    scale = 1.0 if metric.kind == "share" else metric.scale
    lowest, highest = (scale * counts[name].to_numpy(dtype=float) for name in ("lowest", "highest"))
    values = Values(lowest, highest, counts["n"].to_numpy(dtype=float))
    bars = YES_NO if metric.kind == "share" else value_bars(values.sorted())
    return _Found(
        label=metric.label,
        unit="" if bars is YES_NO else metric.unit,
        bars=bars,
        values=values,
        owners=_Masks(*(counts[name].to_numpy(dtype=np.int64) for name in ("any_mask", "least_mask"))),
        notes=tuple(_notes(metric, bars, values)),
    )


def _notes(metric: Metric, bars: Sequence[Bar], values: Values) -> Iterator[str]:
    if metric.per == "account":
        yield "An account counts once, in every group that any of its people is in."
    if metric.kind == "ratio":
        yield "Shown is everyone's own ratio; the metric is that of all together, in which heavy users weigh more."
    for bar in (bar for bar in bars if bar.low is None or bar.high is None):
        end = values.lowest.min() if bar.low is None else values.highest.max()
        yield f'The bar "{bar.label}" holds all values that lie far out, as far as {end:,.6g}.'
    if (values.lowest < values.highest).any():
        yield f"Neighbouring values are counted together in {MOST_STEPS:,} steps, so quantiles may be off by that much."


def _inside(segments: Sequence[Segment], members: Members) -> tuple[_Group, ...]:
    return tuple(
        _Group(segment.name, users & members.population, partial(_has, place))
        for place, (segment, users) in enumerate(zip(segments, members.segments, strict=True))
    )


def _rest(segments: Sequence[Segment], members: Members) -> _Group:
    name = REST if len(segments) == 1 else NONE_OF_THEM
    return _Group(name, members.population & ~reduce(or_, members.segments), lambda masks: masks.least == 0)


def _has(place: int, masks: _Masks) -> Rows:
    return ((masks.any_of >> place) & 1).astype(bool)


def _pairs(segments: Sequence[Segment], baseline: Segment | None, people: _Masks) -> list[Versus]:
    """Each segment and what it is held against, as rows of the counts by account."""
    inside = [_has(place, people) for place in range(len(segments))]
    if baseline:
        against = _has(len(segments), people)
        return [
            Versus(segment.name, baseline.name, rows, against) for segment, rows in zip(segments, inside, strict=True)
        ]
    return [Versus(segment.name, REST, rows, ~rows) for segment, rows in zip(segments, inside, strict=True)]


def _size(warehouse: Warehouse, metric: Metric, group: _Group) -> int:
    """How many could have a value: the group's people, or the accounts they come from."""
    return count_accounts(warehouse, group.users) if metric.per == "account" else group.users.bit_count()


def _accounts(warehouse: Warehouse, metric: Metric, window: Window, groups: Sequence[_Group]) -> list[int]:
    """The accounts that those with a value come from, group by group."""
    sums_of, asked = Groups(warehouse), Asked.of(warehouse, metric, window)
    return [sums_of.arm(asked, sums_of.crew(group.users)).crowd.n_accounts if group.users else 0 for group in groups]


def _spread(found: _Found, group: _Group, size: int, n_accounts: int, of: str) -> Spread:
    values = found.values.sorted(group.rows(found.owners))
    n = round(float(values.n.sum()))
    spread = Spread(group.name, size, n, n_accounts, (), (), None, None)
    if n < FEWEST:
        return replace(spread, withheld=_too_few(group.name, n, of))
    counted = replace(spread, counts=bar_counts(found.bars, values))
    if found.bars is YES_NO:
        return counted
    return replace(counted, points=_points(values), summary=_summary(values))


def _too_few(name: str, n: int, of: str) -> str:
    if not n:
        return f"{name} has no {of}."
    return f"{name} has only {n} {of if n > 1 else of.removesuffix('s')}: too few to show how they are spread."


def _points(values: Values) -> tuple[Point, ...]:
    """The empirical distribution, thinned to steps of equally many people where it has many points."""
    upto = 100 * np.cumsum(values.n) / values.n.sum()
    last = np.append(values.highest[1:] != values.highest[:-1], True)
    highest, upto = values.highest[last], upto[last]
    step = np.floor(upto * MOST_POINTS / 100)
    kept = np.append(True, step[1:] != step[:-1]) if len(step) > MOST_POINTS else np.ones(len(step), dtype=bool)
    kept[-1] = True
    return tuple(Point(float(value), float(share)) for value, share in zip(highest[kept], upto[kept], strict=True))


def _summary(values: Values) -> Summary:
    return Summary(
        lowest=float(values.lowest.min()),
        p5=values.at(0.05),
        p25=values.at(0.25),
        median=values.at(0.5),
        p75=values.at(0.75),
        p95=values.at(0.95),
        highest=float(values.highest.max()),
    )
