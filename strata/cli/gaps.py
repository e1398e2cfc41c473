"""`strata gaps`: the groups whose metric differs most from that of everyone else, without being told where to look."""

import sys
from collections.abc import Iterable
from dataclasses import asdict

from strata.cli.command import Arguments, Command, Parser, print_json, read_day, takes_json, takes_warehouse
from strata.errors import SegmentError
from strata.model.finder import Explained, Find, Search
from strata.model.segment import Between, Window

MOST_EXPLAINED = 3
MOST_PRINTED = 20


def _describe(parser: Parser) -> None:
    text = "what to search: nps (the default), csat, csat_mean, churn, share:ATTRIBUTE=VALUE, converted:EVENT ..."
    parser.add_argument("--metric", default="nps", metavar="METRIC", help=text)
    parser.add_argument("--since", type=read_day, metavar="DATE", help="first day counted, e.g. 2026-01-31")
    parser.add_argument("--until", type=read_day, metavar="DATE", help="last day counted")
    parser.add_argument("--smallest", type=int, default=50, metavar="N", help="answers a group must have (default: 50)")
    text = "smallest gap that is reported (default: what is of practical weight, e.g. 5 points of NPS)"
    parser.add_argument("--least", type=float, metavar="GAP", help=text)
    text = f"how many of the finds to look behind (default: {MOST_EXPLAINED})"
    parser.add_argument("--explain", type=int, default=MOST_EXPLAINED, metavar="N", help=text)
    takes_warehouse(parser)
    takes_json(parser)


def _run(chosen: Arguments) -> None:
    from strata.analysis.finder import Ask, search
    from strata.analysis.finder_behind import explain
    from strata.model.metrics import metric
    from strata.warehouse import Warehouse

    warehouse = Warehouse.open(chosen.warehouse)
    asked = metric(chosen.metric, warehouse.catalog)
    ask = Ask(asked, _window(chosen), smallest=chosen.smallest, least=chosen.least)
    found = search(warehouse, ask, _progress)
    explained = found.finds[: max(chosen.explain, 0)]
    behind = {find.segment.name: explain(warehouse, ask, find.segment) for find in explained}
    if chosen.json:
        print_json(document(found, behind))
    else:
        _print(found, behind)


def document(found: Search, behind: dict[str, Explained]) -> dict[str, object]:
    """The search as JSON values, what lies behind the first finds beside them."""
    results = [
        find.as_json()
        | {"rank": rank}
        | ({"explained": behind[find.segment.name].as_json()} if find.segment.name in behind else {})
        for rank, find in enumerate(found.finds, 1)
    ]
    head = {name: getattr(found, name) for name in Search.__slots__ if name not in ("singles", "pairs", "source")}
    return {"source": asdict(found.source), **head, "results": results}


def _window(chosen: Arguments) -> Window:
    if chosen.since and chosen.until and chosen.until < chosen.since:
        raise SegmentError(f"The dates end on {chosen.until} before they start on {chosen.since}: swap them.")
    return Between(chosen.since, chosen.until)


def _progress(what: str, done: float) -> None:
    """One line that is written over, where somebody is looking."""
    if sys.stderr.isatty():
        print(f"\r{100 * done:3.0f} %  {what:<60.60}", end="\n" if done == 1 else "", file=sys.stderr)


def _print(found: Search, behind: dict[str, Explained]) -> None:
    for line in _lines(found, behind):
        print(line)


def _lines(found: Search, behind: dict[str, Explained]) -> Iterable[str]:
    from strata.analysis.finder_words import head, lift_words

    yield head(found)
    for find in found.finds[:MOST_PRINTED]:
        yield f"- {find.contrast.sentence} {lift_words(find)}"
        if find.segment.name in behind:
            yield from (f"    {line}" for line in _behind(find, behind[find.segment.name]))
    if len(found.finds) > MOST_PRINTED:
        yield f"... and {len(found.finds) - MOST_PRINTED} more: --json shows all of them."
    yield from found.notes


def _behind(find: Find, explained: Explained) -> Iterable[str]:
    if find.like:
        yield f"Nearly the same people: {', '.join(find.like)}."
    yield from (f"Likely reason: {reason.sentence}" for reason in explained.reasons)
    yield from explained.mix
    yield from explained.themes
    yield from explained.notes


COMMAND = Command("gaps", "Find the groups whose score differs most from everyone else's.", _describe, _run)
