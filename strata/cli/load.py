"""`strata load`: files become a warehouse, as a project file says."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from strata.build import LoadReport, Progress, read_project
from strata.build import load as build_warehouse
from strata.cli.command import Arguments, Command, Parser, print_json, takes_json, takes_warehouse
from strata.model.results import LoadedFile, LoadIssue


def load_project(project: Path, *, files: Path | None, warehouse: Path, log: TextIO) -> LoadReport:
    """Loads what the project file names into the warehouse folder, telling `log` how far it is."""

    def show(progress: Progress) -> None:
        print(f"  [{progress.done}/{progress.total}] {progress.step}", file=log, flush=True)

    return build_warehouse(read_project(project, files=files), warehouse, now=datetime.now(UTC), report=show)


def _describe(parser: Parser) -> None:
    parser.add_argument("project", type=Path, metavar="strata.toml", help="the project file: what is loaded")
    parser.add_argument("--files", type=Path, metavar="DIR", help="folder of the files it names (default: its own)")
    takes_warehouse(parser)
    takes_json(parser)


def _run(chosen: Arguments) -> None:
    log = sys.stderr if chosen.json else sys.stdout
    report = load_project(chosen.project, files=chosen.files, warehouse=chosen.warehouse, log=log)
    if chosen.json:
        print_json(report)
    else:
        print(f"Loaded {report.warehouse.name} in {report.seconds:.1f} s:")
        print_files(report.tables, report.issues)


def print_files(files: Sequence[LoadedFile], issues: Sequence[LoadIssue]) -> None:
    """Prints what became of the rows of each source file."""
    for file in files:
        print(f"  {file.table}: {file.rows_kept:,} of {file.rows_read:,} rows kept from {file.file}")
    for issue in issues:
        print(f"  - {issue.sentence}")


COMMAND = Command("load", "Load files into a warehouse, as a project file says.", _describe, _run)
