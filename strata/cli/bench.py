"""`strata bench`: how long segments take on made-up data of any size, beside plain SQL."""

import sys
import tempfile
from argparse import ArgumentTypeError
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from strata.bench import Measured, measure
from strata.build import Progress
from strata.build.synthetic import synthesise
from strata.cli.command import Arguments, Command, Parser, print_json, takes_json
from strata.warehouse import POINTER, Warehouse

SEED = 7
ROW = "{:<33}{:>9}{:>12}{:>8}{:>7}{:>11}{:>10}"


def _describe(parser: Parser) -> None:
    keep = "folder to keep the made-up warehouse in, and to find it in again (default: none is kept)"
    parser.add_argument("what", choices=("segments",), help="what is measured")
    parser.add_argument("--users", type=_count, default=200_000, metavar="N", help="users (default: 200,000)")
    parser.add_argument("--events", type=_count, default=20_000_000, metavar="N", help="events (default: 20,000,000)")
    parser.add_argument("--warehouse", type=Path, metavar="DIR", help=keep)
    parser.add_argument("--runs", type=_count, default=7, metavar="N", help="runs of every question (default: 7)")
    takes_json(parser)


def _run(chosen: Arguments) -> None:
    with ExitStack() as stack:
        folder = chosen.warehouse or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="strata-bench-")))
        if not (folder / POINTER).is_file():
            _log(f"Drawing {chosen.users:,} users and {chosen.events:,} events:")
            now = datetime.now(UTC)
            synthesise(folder, users=chosen.users, events=chosen.events, seed=SEED, now=now, report=_show_step)
        warehouse = Warehouse.open(folder)
        stack.callback(warehouse.close)
        measured = measure(warehouse, runs=chosen.runs, report=lambda run: _log(f"  run {run} of {chosen.runs}"))
    if chosen.json:
        print_json(_as_json(measured))
    else:
        _print(measured)


def _as_json(measured: Measured) -> dict[str, object]:
    timings = [asdict(timing) | {"ratio": timing.ratio} for timing in measured.timings]
    return asdict(measured) | {"timings": timings}


def _print(measured: Measured) -> None:
    machine = measured.machine
    versions = ", ".join(f"{name} {version}" for name, version in machine.versions)
    print(
        f"{measured.users:,} users, {measured.events:,} events, {measured.file_mb:,.0f} MB; median of {measured.runs}"
    )
    print(f"{machine.cpu}, {machine.cores} cores, {machine.memory_gb} GB; {versions}; load {machine.load_average}")
    print(ROW.format("question", "ms", "plain SQL", "ratio", "asked", "users", "accounts"))
    for timing in measured.timings:
        numbers = (f"{timing.ms:,.1f}", f"{timing.plain_ms:,.1f}", f"{timing.ratio:,.1f}", timing.asked)
        print(ROW.format(timing.question, *numbers, f"{timing.users:,}", f"{timing.accounts:,}"))
    for timing in measured.timings:
        if not timing.agrees:
            print(f"! {timing.question}: plain SQL selects other users.")


def _show_step(progress: Progress) -> None:
    _log(f"  [{progress.done}/{progress.total}] {progress.step}")


def _log(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _count(text: str) -> int:
    try:
        number = int(text.replace("_", "").replace(",", ""))
    except ValueError:
        number = 0
    if number < 1:
        raise ArgumentTypeError(f"{text!r} is no number of anything: write a whole number from 1.")
    return number


COMMAND = Command("bench", "Measure how long segments take on made-up data, beside plain SQL.", _describe, _run)
