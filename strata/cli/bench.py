"""`strata bench`: how long questions take on made-up data of any size, and whether the statistics hold."""

import itertools
import sys
import tempfile
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from strata.bench import Machine, Measured, Scorecards, measure, measure_scorecards
from strata.bench.frames import MODULES, check_installed
from strata.bench.grid import null, planted
from strata.bench.methods import CellRate, markdown, run
from strata.bench.shapes import SHAPES
from strata.bench.sizes import Sizes, measure_sizes
from strata.build import Progress
from strata.build.synthetic import synthesise
from strata.cli.command import Arguments, Command, Parser, print_json, takes_json
from strata.warehouse import POINTER, Warehouse

Found = TypeVar("Found")


class Volume(NamedTuple):
    """How many users and events are drawn."""

    users: int
    events: int


VOLUMES = (Volume(10_000, 1_000_000), Volume(200_000, 20_000_000), Volume(1_000_000, 100_000_000))

SEED = 7
BEHAVIOUR = "{:<27}{:>10}{:>10}{:>10}{:>11}{:>8}{:>10}{:>8}"
SITUATION = "{:<33}{:>9}{:>12}{:>8}"
ROW = "{:<33}{:>9}{:>12}{:>8}{:>7}{:>11}{:>10}"


def _describe(parser: Parser) -> None:
    keep = "folder to keep the made-up warehouse in, and to find it in again (default: none is kept)"
    parser.add_argument(
        "what",
        nargs="?",
        choices=tuple(WHAT),
        default="behaviour",
        help="; ".join(f"{name}: {each.help}" for name, each in WHAT.items()),
    )
    parser.add_argument("--users", type=_count, default=200_000, metavar="N", help="users (default: 200,000)")
    parser.add_argument("--events", type=_count, default=20_000_000, metavar="N", help="events (default: 20,000,000)")
    growth = "of behaviour: also at 10 k / 1 M, 200 k / 20 M and 1 M / 100 M, as far as these are smaller"
    parser.add_argument("--growth", action="store_true", help=growth)
    tools = f"of behaviour: ask other tools the same, of {', '.join(MODULES)}"
    parser.add_argument("--against", type=_tools, default=(), metavar="NAMES", help=tools)
    parser.add_argument("--warehouse", type=Path, metavar="DIR", help=keep)
    parser.add_argument("--runs", type=_count, default=7, metavar="N", help="runs of every question (default: 7)")
    parser.add_argument("--worlds", type=_count, default=1_000, metavar="N", help="of methods: worlds drawn of a kind")
    shapes = "of methods: only worlds whose first group has this shape; give it several times"
    parser.add_argument("--shape", action="append", choices=tuple(SHAPES), metavar="SHAPE", help=shapes)
    takes_json(parser)


def _run(chosen: Arguments) -> None:
    what = WHAT[chosen.what]
    found = what.measure(chosen)
    if chosen.json:
        print_json(what.as_json(found))
    else:
        what.show(found)


@contextmanager
def _drawn(chosen: Arguments) -> Iterator[Path]:
    """The folder of a synthetic warehouse, drawn where there is none."""
    with _kept(chosen) as folder:
        _draw(folder, chosen.users, chosen.events)
        yield folder


@contextmanager
def _kept(chosen: Arguments) -> Iterator[Path]:
    """The folder that was named, or else one that goes again."""
    with ExitStack() as stack:
        yield chosen.warehouse or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="strata-bench-")))


def _draw(folder: Path, users: int, events: int) -> None:
    if not (folder / POINTER).is_file():
        _log(f"Drawing {users:,} users and {events:,} events:")
        synthesise(folder, users=users, events=events, seed=SEED, now=datetime.now(UTC), report=_show_step)


def _behaviour(chosen: Arguments) -> Sizes:
    for name in chosen.against:
        check_installed(name)
    with _kept(chosen) as folder:
        asked = Volume(chosen.users, chosen.events)
        volumes = [*(each for each in VOLUMES if each.events < asked.events), asked] if chosen.growth else [asked]
        folders = [folder if len(volumes) == 1 else folder / str(each.events) for each in volumes]
        for each, place in zip(volumes, folders, strict=True):
            _draw(place, *each)
        return measure_sizes(folders, runs=chosen.runs, against=chosen.against, report=_log)


def _segments(chosen: Arguments) -> Measured:
    with _drawn(chosen) as folder, closing(Warehouse.open(folder)) as warehouse:
        return measure(warehouse, runs=chosen.runs, report=_show_run(chosen))


def _compare(chosen: Arguments) -> Scorecards:
    with _drawn(chosen) as folder:
        return measure_scorecards(folder, runs=chosen.runs, report=_show_run(chosen))


def _methods(chosen: Arguments) -> tuple[CellRate, ...]:
    grid = [world for world in (*null(), *planted()) if world.a in (chosen.shape or SHAPES)]
    done = itertools.count(1)
    return run(grid, worlds=chosen.worlds, seed=SEED, report=lambda rate: _log(f"  {next(done)} of {len(grid)}"))


def _behaviour_json(found: Sizes) -> dict[str, object]:
    return asdict(found) | {"growth": found.growth}


def _segments_json(found: Measured) -> dict[str, object]:
    timings = [asdict(timing) | {"ratio": timing.ratio} for timing in found.timings]
    return asdict(found) | {"timings": timings}


def _compare_json(found: Scorecards) -> dict[str, object]:
    return asdict(found) | {"situations": [asdict(each) | {"ratio": each.ratio} for each in found.situations]}


def _methods_json(found: tuple[CellRate, ...]) -> dict[str, object]:
    return {"worlds": [asdict(rate) | {"error": rate.error} for rate in found]}


def _show_behaviour(found: Sizes) -> None:
    for size in found.sizes:
        _show_machine(found.machine, f"{size.users:,} users, {size.events:,} events; median of {found.runs}")
        print(
            f"warehouse {size.file_mb:,.0f} MB; memory " + ", ".join(f"{k} {v:,.0f} MB" for k, v in size.peaks.items())
        )
        others = tuple(size.rows[0].others)
        line = BEHAVIOUR + "{:>11}" * len(others)
        print(line.format("question", "cold", "edit", "redraw", "plain SQL", "ratio", "scan", "ratio", *others))
        for row in size.rows:
            ratio = row.plain / row.edited if row.plain else None
            times = (row.cold, row.edited, row.redrawn, row.plain, ratio, row.scan, row.edited / row.scan)
            print(line.format(row.question, *map(_number, (*times, *(row.others.get(each) for each in others)))))
        for row in size.rows:
            if not row.agrees:
                print(f"! {row.question}: not every way gives the same numbers.")
    for question, power in found.growth.items():
        print(f"{question}: an edit grows with events to the power of {power:.2f}")


def _number(number: float | None) -> str:
    return "-" if number is None else f"{number:,.1f}"


def _show_segments(found: Measured) -> None:
    size = f"{found.users:,} users, {found.events:,} events, {found.file_mb:,.0f} MB; median of {found.runs}"
    _show_machine(found.machine, size)
    print(ROW.format("question", "ms", "plain SQL", "ratio", "asked", "users", "accounts"))
    for timing in found.timings:
        numbers = (f"{timing.ms:,.1f}", f"{timing.plain_ms:,.1f}", f"{timing.ratio:,.1f}", timing.asked)
        print(ROW.format(timing.question, *numbers, f"{timing.users:,}", f"{timing.accounts:,}"))
    for timing in found.timings:
        if not timing.agrees:
            print(f"! {timing.question}: plain SQL selects other users.")


def _show_compare(found: Scorecards) -> None:
    scorecard = f"{found.segments} segments in {found.metrics} metrics, {found.peak_mb:,.0f} MB at most"
    _show_machine(found.machine, f"{found.users:,} users, {found.events:,} events; {scorecard}; median of {found.runs}")
    print(SITUATION.format("scorecard", "ms", "plain", "ratio"))
    for each in found.situations:
        print(SITUATION.format(each.name, f"{each.ms:,.1f}", f"{each.plain_ms:,.1f}", f"{each.ratio:,.1f}"))
    for each in found.situations:
        if not each.agrees:
            print(f"! {each.name}: the plain way gives other intervals.")


def _show_machine(machine: Machine, size: str) -> None:
    versions = ", ".join(f"{name} {version}" for name, version in machine.versions)
    print(size)
    print(f"{machine.cpu}, {machine.cores} cores, {machine.memory_gb} GB; {versions}; load {machine.load_average}")


def _tools(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in MODULES:
            raise ArgumentTypeError(f"{name!r} is no tool that can be asked: write {' or '.join(MODULES)}.")
    return names


def _show_run(chosen: Arguments) -> Callable[[int], None]:
    return lambda run: _log(f"  run {run} of {chosen.runs}")


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


@dataclass(frozen=True, slots=True)
class What(Generic[Found]):
    """Something that can be measured: how, and how it is printed."""

    help: str
    measure: Callable[[Arguments], Found]
    as_json: Callable[[Found], dict[str, object]]
    show: Callable[[Found], None]


WHAT: dict[str, What[Any]] = {
    "behaviour": What(
        "the screens of behaviour, beside plain SQL and a bare scan (this is what is measured if nothing is said)",
        _behaviour,
        _behaviour_json,
        _show_behaviour,
    ),
    "segments": What("counting segments, beside plain SQL", _segments, _segments_json, _show_segments),
    "compare": What("a scorecard, beside the plain way", _compare, _compare_json, _show_compare),
    "methods": What(
        "false alarms, power and coverage of the statistics in simulated worlds",
        _methods,
        _methods_json,
        lambda found: print(markdown(found)),
    ),
}

COMMAND = Command(
    "bench",
    "Measure how fast segments and comparisons are, and whether the statistics hold what they promise.",
    _describe,
    _run,
)
