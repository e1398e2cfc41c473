"""`strata load`: files become a warehouse, as a project file says."""

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from strata.build import LoadReport, Progress, append, read_project
from strata.build import load as build_warehouse
from strata.cli.command import Arguments, Command, Parser, print_json, takes_json, takes_warehouse
from strata.model.results import LoadedFile, LoadIssue


def load_project(
    project: Path, *, files: Path | None, warehouse: Path, log: TextIO, how: Callable[..., LoadReport] = build_warehouse
) -> LoadReport:
    """Loads what the project file names into the warehouse folder, telling `log` how far it is; or adds to it."""

    def show(progress: Progress) -> None:
        print(f"  [{progress.done}/{progress.total}] {progress.step}", file=log, flush=True)

    return how(read_project(project, files=files), warehouse, now=datetime.now(UTC), report=show)


def _describe(parser: Parser) -> None:
    parser.add_argument("project", type=Path, metavar="strata.toml", help="the project file: what is loaded")
    parser.add_argument("--files", type=Path, metavar="DIR", help="folder of the files it names (default: its own)")
    new = "add the files that are new since the last load; the others are not read again"
    parser.add_argument("--append", dest="how", action="store_const", const=append, default=build_warehouse, help=new)
    takes_warehouse(parser)
    takes_json(parser)


def _run(chosen: Arguments) -> None:
    log = sys.stderr if chosen.json else sys.stdout
    report = load_project(chosen.project, files=chosen.files, warehouse=chosen.warehouse, log=log, how=chosen.how)
    if chosen.json:
        print_json(report)
    else:
        print(f"Loaded {report.warehouse.name} in {report.seconds:.1f} s: {report.note}".rstrip(" "))
        print_files(report.tables, report.issues)


def print_files(files: Sequence[LoadedFile], issues: Sequence[LoadIssue]) -> None:
    """Prints what became of the rows of each source file."""
    for file in files:
        print(f"  {file.table}: {file.rows_kept:,} of {file.rows_read:,} rows kept from {file.file}")
    for issue in issues:
        print(f"  - {issue.sentence}")


COMMAND = Command("load", "Load files into a warehouse, as a project file says.", _describe, _run)
