"""`strata compare`: segments against everyone else, or against one another."""

from collections.abc import Sequence
from datetime import date

from strata.analysis.baselines import Baseline
from strata.analysis.compare import compare
from strata.cli.command import (
    SEGMENT_HELP,
    Arguments,
    Command,
    Parser,
    print_json,
    read_day,
    takes_json,
    takes_warehouse,
)
from strata.cli.saved import library, segment_argument, takes_state
from strata.errors import MetricError, SegmentError
from strata.membership import Library
from strata.model.attributes import Catalog
from strata.model.metrics import FAMILY_HELP, METRICS, Metric, available, metric
from strata.model.results import VERDICT_WORDS, Comparison, Contrast, amount, interval
from strata.model.segment import Between, Segment, Window
from strata.warehouse import Warehouse

HEADER = ("SEGMENT", "METRIC", "VALUE", "N", "BASELINE", "N", "DIFFERENCE", "95 % INTERVAL", "VERDICT")


def _describe(parser: Parser) -> None:
    text = f"{SEGMENT_HELP}; give it several times"
    parser.add_argument("--segment", action="append", required=True, metavar="SEGMENT", help=text)
    text = "'rest' (everyone else, the default), 'previous' (itself in the period before), the name of one of the "
    text += f"segments, {SEGMENT_HELP}"
    parser.add_argument("--baseline", default="rest", help=text)
    text = f"one of {', '.join((*METRICS, *FAMILY_HELP))}; give it several times, the first is the question asked"
    parser.add_argument("--metric", action="append", metavar="METRIC", help=text)
    parser.add_argument("--since", type=read_day, metavar="DATE", help="first day counted, e.g. 2026-01-31")
    parser.add_argument("--until", type=read_day, metavar="DATE", help="last day counted")
    takes_warehouse(parser)
    takes_state(parser)
    takes_json(parser)


def _run(chosen: Arguments) -> None:
    warehouse = Warehouse.open(chosen.warehouse)
    known = library(chosen)
    segments = [segment_argument(text, known) for text in chosen.segment]
    baseline = _baseline(chosen.baseline, segments, known)
    found = compare(
        warehouse,
        [segment for segment in segments if segment is not baseline],
        _metrics(chosen.metric, warehouse.catalog),
        baseline=baseline,
        window=_window(chosen.since, chosen.until),
        library=known,
    )
    if chosen.json:
        print_json(found.as_json())
    else:
        _print(found)


def _baseline(text: str, segments: Sequence[Segment], known: Library) -> Baseline:
    if text == "rest":
        return None
    if text == "previous":
        return "previous"
    return next((segment for segment in segments if segment.name == text), None) or segment_argument(text, known)


def _metrics(names: Sequence[str] | None, catalog: Catalog) -> list[Metric]:
    chosen = [metric(name, catalog) for name in dict.fromkeys(names)] if names else list(available(catalog))
    if not chosen:
        raise MetricError(f"The data have no answers and no events: name a --metric, one of {', '.join(FAMILY_HELP)}.")
    return chosen


def _window(since: date | None, until: date | None) -> Window:
    if since and until and until < since:
        raise SegmentError(f"The dates end on {until} before they start on {since}: swap them.")
    return Between(since, until)


def _print(found: Comparison) -> None:
    for segment in found.segments:
        print(f"{segment.name}: {segment.users:,} users ({segment.share:.1f} %) in {segment.accounts:,} accounts")
    rows = [HEADER, *(_row(result) for result in found.results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    print()
    for row in rows:
        print("  ".join(map(str.ljust, row, widths)).rstrip())
    print()
    for result in found.results:
        print(f"- {result.sentence}")
        for line in (*result.reasons, *result.badges, *(caution.sentence for caution in result.cautions)):
            print(f"    {line}")
    source = found.source
    print(f"\n{source.project}, {source.population}, {source.window}, as of {source.as_of}, version {source.version}.")


def _row(result: Contrast) -> tuple[str, ...]:
    return (
        result.segment,
        result.label,
        amount(result.value, result.unit),
        f"{result.n:,}",
        amount(result.baseline_value, result.unit),
        f"{result.baseline_n:,}",
        amount(result.difference, result.difference_unit, signed=True),
        interval(result.ci_low, result.ci_high, result.difference_unit),
        VERDICT_WORDS[result.verdict],
    )


COMMAND = Command("compare", "Compare segments with everyone else, or with one another.", _describe, _run)
