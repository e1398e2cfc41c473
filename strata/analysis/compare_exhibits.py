"""A comparison as exhibits: the scorecard as a table, then a chart of dots for each metric.

The recipe's kind is "compare"; its options are `metrics`, the names in order with the question asked first, and
`margins`, what is practically the same where the visitor has said so, each as "nps=5".
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from strata import stats
from strata.analysis.compare import compare
from strata.errors import MetricError, SegmentError
from strata.membership import NO_LIBRARY, Library
from strata.model.attributes import Catalog
from strata.model.exhibit import Cell, Column, Exhibit, Mark, Plot, Series, Stamp, Table
from strata.model.metrics import Metric, available, metric
from strata.model.recipe import Recipe
from strata.model.results import Comparison, Contrast
from strata.model.segment import Segment
from strata.stats import PACE_METHODS
from strata.warehouse import Warehouse

KIND = "compare"
SCORECARD = "scorecard"
"""The key of the table; charts have that of their metric."""
CLEAR = ("higher", "lower")
MOST_SAID = 5


def recipe(asked: Recipe, metrics: Sequence[Metric], margins: Mapping[str, float]) -> Recipe:
    """The recipe of a comparison: segments, baseline and dates of `asked`, these metrics, these margins."""
    options = (("metrics", tuple(each.name for each in metrics)), ("margins", _written(margins)))
    return replace(asked, kind=KIND, options=options)


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """The scorecard and a chart per metric; a metric that the data cannot answer any more is left out and named.

    Raises:
        MetricError: the data can answer none of the metrics.
        SegmentError: as `compare` does.
    """
    metrics, missing = _metrics(recipe, warehouse.catalog)
    segments = [each for each in recipe.segments if each != recipe.baseline]
    found = compare(warehouse, segments, metrics, baseline=recipe.baseline, window=recipe.window, library=library)
    people = {segment.name: segment for segment in segments}
    by_metric = [[each for each in found.results if each.metric == asked.name] for asked in metrics]
    charts = (_chart(found, contrasts, people) for contrasts in by_metric if contrasts)
    return (_scorecard(found, by_metric, missing), *charts)


def key_of(name: str) -> str:
    """The key of a metric's chart: readable, and no two metrics have the same.

    >>> key_of("nps")
    'metric-nps-279e3b'
    """
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
    return f"metric-{readable}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"


def _metrics(recipe: Recipe, catalog: Catalog) -> tuple[list[Metric], list[str]]:
    """The metrics asked for with their margins, and in sentences those that cannot be had."""
    names = _texts(recipe, "metrics") or tuple(each.name for each in available(catalog))
    margins, found, missing = _margins(recipe), [], []
    for name in dict.fromkeys(names):
        try:
            known = metric(name, catalog)
        except (MetricError, SegmentError) as error:
            missing.append(f"Left out: {error}")
            continue
        found.append(replace(known, margin=margins.get(name, known.margin) or None))
    if not found:
        raise MetricError(missing[0] if missing else "The data have no answers and no events to compare.")
    return found, missing


def _margins(recipe: Recipe) -> dict[str, float]:
    try:
        pairs = [text.rpartition("=") for text in _texts(recipe, "margins")]
        return {name: float(size) for name, _, size in pairs}
    except ValueError as error:
        raise SegmentError(f"The margins {recipe.option('margins')!r:.80} are damaged: write each as nps=5.") from error


def _texts(recipe: Recipe, name: str) -> tuple[str, ...]:
    texts = recipe.option(name, ())
    if not isinstance(texts, tuple):
        raise SegmentError(f"The {name} {texts!r:.80} are damaged: write a list of texts.")
    return texts


def _written(margins: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(f"{name}={size!r}" for name, size in margins.items())


def _scorecard(found: Comparison, by_metric: Sequence[Sequence[Contrast]], missing: Sequence[str]) -> Exhibit:
    names = [each.segment for each in next(filter(None, by_metric), ())]
    heads = (
        Column("Metric"),
        Column("Unit"),
        *(column for name in names for column in (Column(name), Column(f"{name}, n"))),
    )
    return Exhibit(
        SCORECARD,
        "Segments compared",
        None,
        _stamp(found, found.results),
        findings=_findings(found.results),
        contrasts=found.results,
        notes=tuple(missing),
        table=Table(
            heads,
            tuple(_row(contrasts) for contrasts in by_metric if contrasts),
            tuple(contrasts[0].unit for contrasts in by_metric if contrasts),
        ),
        alt=f"Scorecard of {len(names)} segments in {len(by_metric)} metrics.",
        result=found.as_json,
    )


def _row(contrasts: Sequence[Contrast]) -> tuple[Cell, ...]:
    first = contrasts[0]
    return (first.label, first.unit, *(cell for each in contrasts for cell in (each.value, each.n)))


def _chart(found: Comparison, contrasts: Sequence[Contrast], people: Mapping[str, Segment]) -> Exhibit:
    first = contrasts[0]
    own = Series("The segment", tuple(_mark(each, people[each.segment]) for each in contrasts))
    against = Series(first.baseline.capitalize(), tuple(map(_baseline, contrasts)), "baseline")
    categories = tuple(each.segment for each in contrasts)
    return Exhibit(
        key_of(first.metric),
        f"{first.label} by segment",
        Plot("dots", first.unit, categories, (own, against), first.counted, category_title="Segment"),
        _stamp(found, contrasts),
        findings=_findings(contrasts),
        contrasts=tuple(contrasts),
        result=partial(_results_as_json, found, first.metric),
    )


def _results_as_json(found: Comparison, metric_name: str) -> dict[str, Any]:
    return {"results": [each for each in found.as_json()["results"] if each["metric"] == metric_name]}


def _mark(each: Contrast, people: Segment) -> Mark:
    why = each.reasons[0] if not each.is_judged and each.reasons else ""
    withheld = why or "no value" if each.value is None else None
    return Mark(each.value, each.low, each.high, each.n, each.accounts, why, withheld, people)


def _baseline(each: Contrast) -> Mark:
    bounds = (each.baseline_low, each.baseline_high)
    withheld = "too few to show" if each.baseline_value is None else None
    return Mark(each.baseline_value, *bounds, each.baseline_n, each.baseline_accounts, withheld=withheld)


def _findings(contrasts: Sequence[Contrast]) -> tuple[str, ...]:
    """The clear differences in sentences, metric by metric and there the largest first; or that none is clear."""
    order = list(dict.fromkeys(each.metric for each in contrasts))
    clear = sorted(
        (each for each in contrasts if each.verdict in CLEAR),
        key=lambda each: (order.index(each.metric), -abs(each.difference or 0)),
    )
    if not clear:
        return ("No difference is clear.", *(each.sentence for each in contrasts[:1]))
    more = len(clear) - MOST_SAID
    rest = f"{more} more {'difference is' if more == 1 else 'differences are'} clear; the table has all."
    return (*(each.sentence for each in clear[:MOST_SAID]), *([rest] if more > 0 else []))


def _stamp(found: Comparison, contrasts: Sequence[Contrast]) -> Stamp:
    baseline = next((each.baseline for each in contrasts), "")
    return Stamp(found.source, found.segments, baseline, "; ".join(_method(contrasts)))


def _method(contrasts: Sequence[Contrast]) -> Iterator[str]:
    """How verdicts were computed, each method once, and how they were corrected."""
    labels = {key: row.label for table in (stats.METHODS, PACE_METHODS) for key, row in table.items()}
    yield from dict.fromkeys(labels.get(each.method, each.method) for each in contrasts if each.method)
    yield from dict.fromkeys(each.correction for each in contrasts if each.p_adjusted is not None)
