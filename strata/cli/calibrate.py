"""`strata calibrate`: how often verdicts on the loaded data are wrong, counted on random segments."""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event
from typing import NamedTuple

from strata.analysis.calibrate import PEOPLE, Plan, calibrate
from strata.cli import calibrate_finder
from strata.cli.command import Arguments, Command, Parser, print_json, read_day, takes_json, takes_warehouse
from strata.errors import SegmentError
from strata.model.attributes import Catalog
from strata.model.calibration import AlarmCheck, Calibration, PowerCheck, Rate
from strata.model.metrics import FAMILY_HELP, METRICS, Metric, computable, metric
from strata.model.segment import Between
from strata.warehouse import Warehouse

ALARMS = ("Metric", "Drawn by", "Rounds", "Withheld", "False alarms", "95 % interval", "Shown, corrected", "Method")
ABOUT_POWER = (
    "Gaps planted in {rounds:,} random segments of a known number of users: how many were found by one comparison, and "
    "how many people or accounts it counted (n, on average). Where drawn by account, the last account may bring a few "
    "more users. pp are percentage points, sd the standard deviation of one user's value."
)


class Table(NamedTuple):
    """A head, and rows as long as it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _describe(parser: Parser) -> None:
    text = f"one of {', '.join((*METRICS, *FAMILY_HELP))}; give it several times (default: all that need no argument)"
    parser.add_argument("--metric", action="append", metavar="METRIC", help=text)
    text = "random segments of each kind (default: 200)"
    parser.add_argument("--rounds", type=int, default=200, metavar="N", help=text)
    text = "share of users, or of accounts, in a segment (default: 0.1)"
    parser.add_argument("--share", type=float, default=0.1, metavar="SHARE", help=text)
    text = "chooses the segments; the same seed gives the same counts (default: 1)"
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=text)
    parser.add_argument("--since", type=read_day, metavar="DATE", help="first day counted, e.g. 2026-01-31")
    parser.add_argument("--until", type=read_day, metavar="DATE", help="last day counted")
    parser.add_argument("--power", action="store_true", help="also plant gaps of known size and count those found")
    text = "count how often the search for gaps is wrong instead, on shuffled copies of the answers"
    parser.add_argument("--finder", action="store_true", help=text)
    takes_warehouse(parser)
    takes_json(parser)
    parser.add_argument("--markdown", action="store_true", help="print the tables as Markdown")


def _run(chosen: Arguments) -> None:
    if chosen.finder:
        calibrate_finder.run(chosen)
        return
    warehouse = Warehouse.open(chosen.warehouse)
    found = _counted(calibrate(warehouse, _plan(chosen, warehouse.catalog)), chosen.rounds)
    if chosen.json:
        print_json(found.as_json())
    else:
        print("\n\n".join(_paragraphs(found, _markdown if chosen.markdown else _text)))


def _plan(chosen: Arguments, catalog: Catalog) -> Plan:
    if chosen.since and chosen.until and chosen.until < chosen.since:
        raise SegmentError(f"The dates end on {chosen.until} before they start on {chosen.since}: swap them.")
    return Plan(
        metrics=_metrics(chosen.metric, catalog),
        rounds=chosen.rounds,
        share=chosen.share,
        seed=chosen.seed,
        window=Between(chosen.since, chosen.until),
        people=PEOPLE if chosen.power else (),
    )


def _metrics(names: Sequence[str] | None, catalog: Catalog) -> tuple[Metric, ...]:
    return tuple(metric(name, catalog) for name in dict.fromkeys(names)) if names else computable(catalog)


def _counted(steps: Iterator[Calibration], rounds: int) -> Calibration:
    """All of it, or what was counted when Ctrl-C was pressed; a second Ctrl-C does not wait for the round."""
    with _ctrl_c() as is_pressed:
        for found in steps:
            done, what = (found.power_rounds, "planted gaps") if found.power_rounds else (found.rounds, "false alarms")
            print(f"\r{what}: round {done:,} of {rounds:,} ", end="", file=sys.stderr, flush=True)
            if is_pressed.is_set():
                print("\nStopped: this is what was counted so far.", end="", file=sys.stderr)
                break
    print(file=sys.stderr)
    return found


@contextmanager
def _ctrl_c() -> Iterator[Event]:
    """Whether Ctrl-C was pressed once; it waits, because a query that it breaks off takes its round along."""
    is_pressed, usual = Event(), signal.getsignal(signal.SIGINT)

    def press(*_: object) -> None:
        is_pressed.set()
        signal.signal(signal.SIGINT, usual)

    signal.signal(signal.SIGINT, press)
    try:
        yield is_pressed
    finally:
        signal.signal(signal.SIGINT, usual)


def _paragraphs(found: Calibration, written: Callable[[Table], str]) -> Iterator[str]:
    source = found.source
    yield (
        f"{source.project}, {source.population}, {source.window}, as of {source.as_of}. Random segments of "
        f"{found.share:g} % of users or of accounts against everyone else, {found.rounds:,} rounds of each, seed "
        f"{found.seed}."
    )
    yield written(Table(ALARMS, tuple(map(_alarm_row, found.alarms))))
    yield from found.sentences
    if labels := {use.name: use.label for check in found.alarms for use in check.methods}:
        yield "\n".join(f"- {name}: {label}" for name, label in labels.items())
    if found.power_rounds:
        yield ABOUT_POWER.format(rounds=found.power_rounds)
    for way in dict.fromkeys(check.way for check in found.power):
        yield f"Drawn by {way}:"
        yield written(_power_table([check for check in found.power if check.way == way]))


def _alarm_row(check: AlarmCheck) -> tuple[str, ...]:
    bounds = "–" if check.alarms.low is None else f"{check.alarms.low:.1f} to {check.alarms.high:.1f} %"
    methods = ", ".join(use.name for use in check.methods)
    counts = f"{check.rounds:,}", f"{check.withheld:,}"
    return check.label, check.way, *counts, _percent(check.alarms), bounds, _percent(check.shown), methods


def _power_table(checks: Sequence[PowerCheck]) -> Table:
    sizes = tuple(dict.fromkeys(check.people for check in checks))
    cells: dict[tuple[str, str], dict[int, str]] = {}
    for check in checks:
        cells.setdefault((check.label, f"{check.size:g} {check.unit}"), {})[check.people] = _found(check)
    rows = tuple((*gap, *(of_gap.get(size, "–") for size in sizes)) for gap, of_gap in cells.items())
    return Table(("Metric", "Gap", *(f"{size:,} users" for size in sizes)), rows)


def _found(check: PowerCheck) -> str:
    return f"{check.found.percent:.0f} % (n {check.n:,.0f})"


def _percent(rate: Rate) -> str:
    return "–" if rate.percent is None else f"{rate.percent:.1f} %"


def _text(table: Table) -> str:
    rows = [tuple(word.upper() for word in table.head), *table.rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def _markdown(table: Table) -> str:
    rows = [table.head, ("---",) * len(table.head), *table.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


COMMAND = Command(
    "calibrate", "Count how often verdicts on your data are wrong, with random segments.", _describe, _run
)
