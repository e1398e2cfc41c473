"""`strata count`: how many users a segment has."""

from dataclasses import asdict

from strata.analysis.size import size
from strata.cli.command import (
    SEGMENT_HELP,
    Arguments,
    Command,
    Parser,
    print_json,
    takes_json,
    takes_warehouse,
)
from strata.cli.saved import library, segment_argument, takes_state
from strata.membership import plain_sql
from strata.warehouse import Warehouse


def _describe(parser: Parser) -> None:
    parser.add_argument("segment", help=SEGMENT_HELP)
    takes_warehouse(parser)
    takes_state(parser)
    takes_json(parser)


def _run(chosen: Arguments) -> None:
    warehouse, known = Warehouse.open(chosen.warehouse), library(chosen)
    segment = segment_argument(chosen.segment, known)
    found, catalog = size(warehouse, segment, known), warehouse.catalog
    if chosen.json:
        print_json(
            asdict(found) | {"sql": plain_sql(segment.where, catalog, known, of=segment.of), "version": catalog.version}
        )
        return
    print(f"{found.name}: {found.users:,} users ({found.share:.1f} %) in {found.accounts:,} accounts")
    print(f"  {found.definition}")
    print(f"  As of {catalog.as_of}, version {catalog.version}.")


COMMAND = Command("count", "Count the users in a segment.", _describe, _run)
