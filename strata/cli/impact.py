"""`strata impact`: what came after a change, beside those who did not get it."""

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
from strata.model.impact import Impact, Level
from strata.model.results import amount


def _describe(parser: Parser) -> None:
    parser.add_argument("--segment", required=True, metavar="SEGMENT", help=f"who got the change: {SEGMENT_HELP}")
    text = "first day of the change, e.g. 2026-04-01"
    parser.add_argument("--date", type=read_day, required=True, metavar="DATE", help=text)
    text = f"who did not: 'rest' (everyone else, the default), {SEGMENT_HELP}"
    parser.add_argument("--against", default="rest", metavar="SEGMENT", help=text)
    parser.add_argument("--metric", default="nps", metavar="METRIC", help="nps (the default), csat or csat_mean")
    text = "first day compared (default: as many days before the change as there are after it)"
    parser.add_argument("--since", type=read_day, metavar="DATE", help=text)
    parser.add_argument("--until", type=read_day, metavar="DATE", help="last day compared (default: the last there is)")
    text = "days after the change that are left out, while it takes hold"
    parser.add_argument("--settle", type=int, default=0, metavar="DAYS", help=text)
    parser.add_argument("--goal", type=float, metavar="SCORE", help="what the segment should reach")
    parser.add_argument("--what", default="", metavar="TEXT", help="the change in a few words")
    takes_warehouse(parser)
    takes_state(parser)
    takes_json(parser)


def _run(chosen: Arguments) -> None:
    from strata.analysis.impact import Ask, impact
    from strata.model.metrics import metric
    from strata.warehouse import Warehouse

    warehouse, known = Warehouse.open(chosen.warehouse), library(chosen)
    ask = Ask(
        segment_argument(chosen.segment, known),
        chosen.date,
        metric(chosen.metric, warehouse.catalog),
        against=None if chosen.against == "rest" else segment_argument(chosen.against, known),
        settle=chosen.settle,
        since=chosen.since,
        until=chosen.until,
        goal=chosen.goal,
        what=chosen.what,
    )
    found = impact(warehouse, ask, known)
    if chosen.json:
        print_json(found.as_json())
    else:
        _print(found)


def _print(found: Impact) -> None:
    print(f"{found.label} after {found.what or 'the change'} of {found.day}")
    print(f"Before: {found.before[0]} to {found.before[1]}. After: {found.after[0]} to {found.after[1]}.")
    for level in found.levels:
        print(f"  {level.group}, {level.period}: {_level(level, found.unit)}")
    for effect in found.effects:
        print(f"- {effect.sentence}")
    if found.goal:
        print(f"- {found.goal.sentence}")
    for note in found.notes:
        print(note)


def _level(level: Level, unit: str) -> str:
    who = f"{level.n:,} answers" + (f" from {level.accounts:,} accounts" if level.accounts else "")
    return f"{amount(level.value, unit)} ({who})" if level.value is not None else f"{level.withheld} ({who})"


COMMAND = Command("impact", "See what came after a change, beside those who did not get it.", _describe, _run)
