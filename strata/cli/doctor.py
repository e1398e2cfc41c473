"""`strata doctor`: what is loaded, how fresh it is, what was wrong with it, what is missing."""

from strata.analysis.loaded import loaded
from strata.cli.command import Arguments, Command, Parser, print_json, takes_json, takes_warehouse
from strata.cli.load import print_files
from strata.model.results import Loaded
from strata.warehouse import Warehouse


def _describe(parser: Parser) -> None:
    takes_warehouse(parser)
    takes_json(parser)


def _run(chosen: Arguments) -> None:
    found = loaded(Warehouse.open(chosen.warehouse))
    if chosen.json:
        print_json(found)
    else:
        _print(found)


def _print(found: Loaded) -> None:
    source = found.source
    print(f"{source.project}, version {source.version}, loaded {source.loaded_at}, data up to {source.as_of}")
    print(
        f"  {found.users:,} users ({found.internal:,} internal), {found.accounts:,} accounts, "
        f"{found.events:,} events, {found.answers:,} answers; {found.size_mb:,.1f} MB"
    )
    print_files(found.files, found.issues)
    for table in found.tables:
        print(f"  {table.table}: {table.rows:,} rows, {table.megabytes:,.1f} MB")
    for step in found.steps:
        print(f"  {step.seconds:8.2f} s  {step.step}")
    if found.steps:
        print(f"  {sum(step.seconds for step in found.steps):8.2f} s  in all")
    for missing, rows in (("events", found.events), ("answers", found.answers)):
        if not rows:
            print(f"  ! No {missing} are loaded: the metrics that need them are not offered.")


COMMAND = Command("doctor", "Say what is loaded, how fresh it is and what was wrong with it.", _describe, _run)
