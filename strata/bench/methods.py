"""Do the methods hold what they promise? False alarms, coverage and power, counted in simulated worlds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from strata.bench.worlds import Drawn, World, draw
from strata.stats import UNITS, Arms, Difference, differ, estimate, judge

BATCH = 250
"""Worlds drawn at once: enough to be fast, little enough to fit in memory."""

_FEW = 0.02
"""Of worlds that are judged more rarely than this no rate is told."""


@dataclass(frozen=True, slots=True)
class CellRate:
    """What became of one world drawn many times.

    Attributes:
        world: The world.
        method: Key into METHODS, of most comparisons; None if none was made.
        times: How often it was drawn.
        judged: Share of those that were not withheld.
        found: Share of the judged that were called different: false alarms without a true difference, else power.
        covered: Share of the judged whose 95 % interval holds the true difference.
    """

    world: World
    method: str | None
    times: int
    judged: float
    found: float
    covered: float

    @property
    def error(self) -> float:
        """The Monte-Carlo standard error of `found`; that of 5 % for rates too rare to tell."""
        rate = max(self.found, 0.05) if self.found <= 0.5 else self.found
        return sqrt(rate * (1 - rate) / max(self.judged * self.times, 1))


def run(
    grid: Sequence[World], *, worlds: int, seed: int, report: Callable[[CellRate], None] = lambda rate: None
) -> tuple[CellRate, ...]:
    """The rates of every world of a grid; the same worlds whatever else is in the grid.

    Args:
        grid: What is drawn.
        worlds: How often each.
        seed: Of all randomness.
        report: Told each rate as it is known.
    """
    rates = []
    for world in grid:
        rates.append(_rate(world, [_outcome(world, drawn) for drawn in _batches(world, worlds, seed)]))
        report(rates[-1])
    return tuple(rates)


def _batches(world: World, times: int, seed: int) -> Iterator[Drawn]:
    rng = world.rng(seed)
    for start in range(0, times, BATCH):
        yield from draw(world, min(BATCH, times - start), rng)


@dataclass(frozen=True, slots=True)
class _Outcome:
    method: str | None
    is_judged: bool
    is_found: bool
    is_covered: bool


def _outcome(world: World, drawn: Drawn) -> _Outcome:
    """One comparison, through the gates and the verdict people get."""
    arms = Arms.of(world.kind, *drawn)
    found = differ(arms)
    groups = estimate(arms.a), estimate(arms.b)
    verdict = judge(found, *groups, p_adjusted=None, margin=None, unit=UNITS["plain"]).verdict
    return _Outcome(
        found.method, verdict != "not_enough_data", verdict in {"higher", "lower"}, _is_covered(world, found)
    )


def _is_covered(world: World, found: Difference) -> bool:
    truth = world.log_ratio if found.scale == "log_ratio" else world.difference
    return found.low is not None and found.high is not None and found.low <= truth <= found.high


def _rate(world: World, outcomes: Sequence[_Outcome]) -> CellRate:
    judged = [outcome for outcome in outcomes if outcome.is_judged]
    methods = [outcome.method for outcome in outcomes]
    return CellRate(
        world=world,
        method=max(set(methods), key=methods.count),
        times=len(outcomes),
        judged=len(judged) / len(outcomes),
        found=_share([outcome.is_found for outcome in judged]),
        covered=_share([outcome.is_covered for outcome in judged]),
    )


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


def markdown(rates: Sequence[CellRate]) -> str:
    """One table per kind and layout: a row a size, a column a shape, rates in percent by how alike accounts are."""
    return "\n".join(line for table in _tables(rates) for line in table)


def _tables(rates: Sequence[CellRate]) -> Iterator[list[str]]:
    heads = dict.fromkeys((rate.world.kind, rate.world.layout) for rate in rates)
    for head in heads:
        mine = [rate for rate in rates if (rate.world.kind, rate.world.layout) == head]
        pairs = list(dict.fromkeys((rate.world.a, rate.world.b) for rate in mine))
        sizes = list(dict.fromkeys(_size(rate.world) for rate in mine))
        yield [
            f"**{head[0]}, {head[1]}** ({', '.join(_keys(mine))})",
            "",
            "| users (accounts) | " + " | ".join(a if a == b else f"{a} against {b}" for a, b in pairs) + " |",
            "|---" * (len(pairs) + 1) + "|",
            *(_row(size, [_of(mine, size, pair) for pair in pairs]) for size in sizes),
            "",
        ]


def _keys(rates: Sequence[CellRate]) -> list[str]:
    return sorted({rate.method for rate in rates if rate.method})


def _size(world: World) -> str:
    if world.layout == "independent":
        return f"{world.n_a:,} and {world.n_b:,}"
    if world.layout == "nested":
        return f"{world.n_a:,} ({world.accounts_a}) and {world.n_b:,} ({world.accounts_b})"
    return f"{world.n_a:,} and {world.n_b:,} ({world.accounts_a})"


def _of(rates: Sequence[CellRate], size: str, pair: tuple[str, str]) -> list[CellRate]:
    return [rate for rate in rates if _size(rate.world) == size and (rate.world.a, rate.world.b) == pair]


def _row(size: str, cells: Sequence[Sequence[CellRate]]) -> str:
    return f"| {size} | " + " | ".join(" ".join(_entry(rate) for rate in cell) or "-" for cell in cells) + " |"


def _entry(rate: CellRate) -> str:
    """The rate of verdicts; with the coverage behind it where there is something to find."""
    if rate.judged < _FEW:
        return "withheld"
    found = f"{100 * rate.found:.1f}"
    return found if rate.world.a == rate.world.b else f"{100 * rate.found:.0f} ({100 * rate.covered:.1f})"
