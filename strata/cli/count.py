"""`strata count`: how many users a segment has."""

from dataclasses import asdict

from strata.analysis.size import size
from strata.cli.command import (
    SEGMENT_HELP,
    Arguments,
    Command,
    Parser,
    print_json,
    read_segment_argument,
    takes_json,
    takes_warehouse,
)
from strata.membership import plain_sql
from strata.warehouse import Warehouse


def _describe(parser: Parser) -> None:
    parser.add_argument("segment", help=SEGMENT_HELP)
    takes_warehouse(parser)
    takes_json(parser)


def _run(chosen: Arguments) -> None:
    warehouse, segment = Warehouse.open(chosen.warehouse), read_segment_argument(chosen.segment)
    found, catalog = size(warehouse, segment), warehouse.catalog
    if chosen.json:
        print_json(asdict(found) | {"sql": plain_sql(segment.where, catalog), "version": catalog.version})
        return
    print(f"{found.name}: {found.users:,} users ({found.share:.1f} %) in {found.accounts:,} accounts")
    print(f"  {found.definition}")
    print(f"  As of {catalog.as_of}, version {catalog.version}.")


COMMAND = Command("count", "Count the users in a segment.", _describe, _run)
