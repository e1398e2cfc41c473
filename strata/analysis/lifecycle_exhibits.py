"""Stages of life as exhibits: segments side by side, one stage over time, one segment over time, and its flows."""

from collections.abc import Iterator
from dataclasses import replace

from strata.analysis.activity_exhibits import findings, method
from strata.analysis.lifecycle import lifecycle, primary
from strata.analysis.versus import too_few, who
from strata.membership import NO_LIBRARY, Library
from strata.model.exhibit import Exhibit, Mark, Plot, Series, Stamp
from strata.model.lifecycle import STAGES, Lifecycle, LifecycleLine, Stage, stages
from strata.model.periods import Period, before
from strata.model.recipe import Recipe
from strata.model.segment import Segment
from strata.warehouse import Warehouse

NOT_THERE = "not there yet"


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """Stages of life of the segments; raises as `lifecycle` does."""
    found = lifecycle(warehouse, recipe, library)
    stamp = _stamp(found)
    side_by_side = [_side_by_side(found, stamp, found.last)] if found.last is not None else []
    flows = [_flows(found, stamp, found.last)] if found.flows and found.last else []
    return (*side_by_side, _followed(found, stamp), _over_time(found, stamp), *flows)


def _stamp(found: Lifecycle) -> Stamp:
    grain = found.periods[0].grain
    against = next((each.baseline for each in found.results), "")
    rules = tuple(f"{each.label}: {each.meaning.format(grain=grain)}" for each in STAGES.values())
    return Stamp(found.source, found.segments, against, method(found.results), rules)


def _side_by_side(found: Lifecycle, stamp: Stamp, place: int) -> Exhibit:
    """All stages of all groups in the last whole period."""
    series = tuple(
        Series(words.label, tuple(_part(found, line, place, stage) for line in found.lines))
        for stage, words in STAGES.items()
    )
    plot = Plot(
        "stacked", "%", tuple(line.name for line in found.lines), series, value_title="percent of the users there"
    )
    return Exhibit(
        key="lifecycle-stages",
        title=f"Stages of life in {found.periods[place].words}",
        plot=plot,
        stamp=stamp,
        findings=tuple(findings(found.results, primary(found.stage))),
        contrasts=found.results,
        notes=found.notes,
        result=found.as_json,
    )


def _followed(found: Lifecycle, stamp: Stamp) -> Exhibit:
    """One stage of every group over time."""
    series = tuple(
        Series(
            line.name,
            tuple(_point(found, line, place) for place in range(len(found.periods))),
            "baseline" if line.is_baseline else "",
        )
        for line in found.lines
    )
    label = STAGES[found.stage].label
    grain, title = found.periods[0].grain, f"percent {label.lower()}"
    plot = Plot("lines", "%", _labels(found), series, category_title=grain, value_title=title)
    return Exhibit("lifecycle-over-time", f"{label} by {found.periods[0].grain}", plot, stamp, notes=found.notes)


def _over_time(found: Lifecycle, stamp: Stamp) -> Exhibit:
    """All stages of one group over time."""
    line = found.lines[found.of]
    series = tuple(
        Series(words.label, tuple(_part(found, line, place, stage) for place in range(len(found.periods))))
        for stage, words in STAGES.items()
    )
    labels = tuple(
        f"{label} ({partial})" if partial else label
        for label, partial in zip(_labels(found), found.partial, strict=True)
    )
    plot = Plot("stacked", "%", labels, series, value_title="percent of the users there")
    return Exhibit("lifecycle-of-one", f"Stages of life of {line.name} by {found.periods[0].grain}", plot, stamp)


def _flows(found: Lifecycle, stamp: Stamp, last: int) -> Exhibit:
    """From which stage to which one group went."""
    line, now, earlier = found.lines[found.of], found.periods[last], found.periods[last - 1]
    plot = Plot(
        form="heat",
        unit="%",
        categories=tuple(f"{words.label} now" for words in STAGES.values()),
        series=tuple(Series(_before(stage), tuple(_flow_marks(found, line, stage, last))) for stage in _from(found)),
        category_title=f"from {earlier.words} to {now.words}, percent of each row",
    )
    return Exhibit("lifecycle-flows", f"Where {line.name} went from {earlier.words} to {now.words}", plot, stamp)


def _from(found: Lifecycle) -> tuple[Stage | None, ...]:
    """The stages that anyone came from; all of them where nobody came from any."""
    known = dict.fromkeys(flow.before for flow in found.flows if flow.users)
    return tuple(known) or (None, *STAGES)


def _flow_marks(found: Lifecycle, line: LifecycleLine, stage: Stage | None, last: int) -> Iterator[Mark]:
    """One row: where those went who were in a stage."""
    row = [flow for flow in found.flows if flow.before == stage]
    n = sum(flow.users for flow in row)
    then = stages(found.periods[last - 1], before(found.periods[last - 1], 1)[0])
    now = stages(found.periods[last], found.periods[last - 1])
    for flow in row:
        conditions = (now[flow.now],) if stage is None else (then[stage], now[flow.now])
        name = f"{line.name}, {_before(stage).lower()}, {STAGES[flow.now].label.lower()} in {found.periods[last].words}"
        yield Mark(
            value=100 * flow.users / n if n and flow.users else None,
            n=n,
            note=f"{flow.users:,} people",
            withheld=None if n and flow.users else "nobody",
            people=who(name, line.whom, *conditions) if flow.users else None,
        )


def _before(stage: Stage | None) -> str:
    return f"{STAGES[stage].label} before" if stage else NOT_THERE.capitalize()


def _part(found: Lifecycle, line: LifecycleLine, place: int, stage: Stage) -> Mark:
    """The share of a group that was in a stage in a period, as a part of a whole."""
    n, count, period = line.there[place], line.counts[stage][place], found.periods[place]
    withheld = too_few(n)
    return Mark(
        value=None if withheld else 100 * count / n,
        n=n,
        note=", ".join(filter(None, (f"{count:,} people", found.partial[place]))),
        withheld=withheld,
        people=_people(line, stage, period) if count else None,
    )


def _point(found: Lifecycle, line: LifecycleLine, place: int) -> Mark:
    """The same of the stage that is followed, with its interval."""
    part, share = _part(found, line, place, found.stage), line.followed[place]
    return replace(part, low=share.low, high=share.high, accounts=share.accounts, note=found.partial[place] or "")


def _people(line: LifecycleLine, stage: Stage, period: Period) -> Segment | None:
    """Those of a group who were in a stage in a period, as a segment."""
    tree = stages(period, before(period, 1)[0])[stage]
    return who(f"{line.name}, {STAGES[stage].label.lower()} in {period.words}", line.whom, tree)


def _labels(found: Lifecycle) -> tuple[str, ...]:
    return tuple(period.label for period in found.periods)
