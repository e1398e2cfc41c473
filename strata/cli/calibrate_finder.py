"""`strata calibrate --finder`: how often the search for gaps is wrong."""

import sys
from collections.abc import Iterator
from contextlib import suppress

from strata.analysis.finder import Ask
from strata.analysis.finder_calibrate import FinderCheck, check_finder
from strata.cli.command import Arguments, print_json
from strata.model.calibration import Rate
from strata.model.metrics import metric
from strata.model.segment import Between
from strata.warehouse import Warehouse


def run(chosen: Arguments) -> None:
    """Counts false alarms in shuffled copies of the answers, and planted gaps that are found."""
    warehouse = Warehouse.open(chosen.warehouse)
    ask = Ask(metric((chosen.metric or ["nps"])[0], warehouse.catalog), Between(chosen.since, chosen.until))
    power_rounds = chosen.rounds // 2 if chosen.power else 0
    found: FinderCheck | None = None
    with suppress(KeyboardInterrupt):  # what was counted so far is worth reading
        for found in check_finder(warehouse, ask, rounds=chosen.rounds, power_rounds=power_rounds, seed=chosen.seed):
            print(f"\r{_so_far(found)} ", end="", file=sys.stderr)
    print(file=sys.stderr)
    if found is None:
        return
    if chosen.json:
        print_json(found.as_json())
        return
    for line in _lines(found):
        print(line)


def _so_far(found: FinderCheck) -> str:
    planted = "".join(f"; planted: {power.hits:,} of {power.of:,}" for _, power in found.power)
    return f"shuffled copies: {found.alarms.hits:,} of {found.alarms.of:,}{planted}"


def _lines(found: FinderCheck) -> Iterator[str]:
    yield (
        f"{found.n:,} answers from {found.accounts:,} accounts, divided by {found.groups} things; seed {found.seed}."
    )
    yield f"In {_words(found.alarms)} of shuffled copies of the answers anything was named; 5 % are allowed."
    for plant, found_rate in found.power:
        yield (
            f"Gaps of {plant.points:g} points in {plant.answers:,} answers, {plant.at_once} at once, in answers "
            f"{plant.ground}: {_words(found_rate)} found."
        )


def _words(rate: Rate) -> str:
    if rate.percent is None:
        return "none"
    return f"{rate.percent:.1f} % ({rate.hits:,} of {rate.of:,}; {rate.low:.1f} to {rate.high:.1f} %)"
