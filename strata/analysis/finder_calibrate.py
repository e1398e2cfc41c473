"""How often the search for gaps is wrong: on answers that say nothing, and on gaps planted in real ones."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.random import Generator

from strata.analysis.finder import Ask, found_in, prepare
from strata.analysis.finder_groups import Divide, Group, Placed
from strata.analysis.finder_sums import Answers
from strata.analysis.finder_trials import find_singles, singles
from strata.errors import MetricError
from strata.model.calibration import Rate
from strata.model.segment import All
from strata.stats.score import OneScore, Wilson
from strata.warehouse import Warehouse

Ground = Literal["as they are", "shuffled"]
AT_ONCE = 4
"""Gaps planted at once, every other one upwards, so that everyone else stays as they were."""
PLANTED = "planted"


@dataclass(frozen=True, slots=True)
class Plant:
    """Gaps of so many points in so many answers, planted at random in answers as they are or in shuffled ones."""

    points: float = 15.0
    answers: int = 300
    ground: Ground = "as they are"
    at_once: int = AT_ONCE


PLANTS = (Plant(), Plant(points=20.0), Plant(answers=600), Plant(ground="shuffled", at_once=1))


@dataclass(frozen=True, slots=True)
class FinderCheck:
    """What was counted.

    Attributes:
        metric, groups: What was searched, and how many things divided people.
        n, accounts: Answers, and accounts they come from.
        alarms: Of shuffled copies of the answers, those in which anything was named.
        power: Of planted gaps, those that were named on their side.
    """

    metric: str
    groups: int
    n: int
    accounts: int
    seed: int
    alarms: Rate
    power: tuple[tuple[Plant, Rate], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The check as JSON values."""
        return asdict(self)


def check_finder(
    warehouse: Warehouse, ask: Ask, *, rounds: int, power_rounds: int, seed: int = 1, plants: Sequence[Plant] = PLANTS
) -> Iterator[FinderCheck]:
    """What was counted so far, after each shuffled copy and then after each planting.

    Raises:
        MetricError: the metric has no gaps to search for, or gaps cannot be planted in it; or there are no rounds, or
            the seed is negative.
    """
    if rounds < 1:
        raise MetricError(f"{rounds} rounds shuffle no answer: give 1 or more.")
    if seed < 0:
        raise MetricError(f"The seed {seed} is negative: give 0 or more.")
    if ask.metric.kind != "nps":
        raise MetricError(f"Gaps are planted in NPS only, not in {ask.metric.label}: give --metric nps.")
    answers, placed = prepare(warehouse, ask)
    found = FinderCheck(ask.metric.name, len(placed), len(answers.x), answers.size, seed, rate(0, 0))
    alarms = 0
    for done in range(1, rounds + 1):
        shuffled = answers.shuffled(np.random.default_rng((seed, 0, done)))
        alarms += bool(found_in(shuffled, placed, smallest=ask.smallest))
        found = replace(found, alarms=rate(alarms, done))
        yield found
    for place, plant in enumerate(plants, 1):
        before, hits = found.power, 0
        for done in range(1, power_rounds + 1):
            rng = np.random.default_rng((seed, place, done))
            hits += found_plants(answers, placed, plant, rng, smallest=ask.smallest)
            found = replace(found, power=(*before, (plant, rate(hits, done * plant.at_once))))
            yield found


def found_plants(answers: Answers, placed: Sequence[Placed], plant: Plant, rng: Generator, *, smallest: int) -> int:
    """How many gaps of one planting are named, each on its side."""
    ground = answers.shuffled(rng) if plant.ground == "shuffled" else answers
    changed, mine = planted(ground, plant, rng)
    found = find_singles(changed, singles(changed, (*placed, mine), smallest=smallest)[0])
    return sum(
        hit.trial.placed is mine and ((hit.pair.difference.value or 0.0) < 0) == (hit.trial.place % 2 == 0)
        for hit in found.hits
    )


def planted(answers: Answers, plant: Plant, rng: Generator) -> tuple[Answers, Placed]:
    """The answers with gaps in random groups: every other one lower, the others higher, by the points on average."""
    chosen = rng.permutation(len(answers.x))[: plant.at_once * plant.answers]
    place = np.full(len(answers.x), -1, dtype=np.int16)
    place[chosen] = np.arange(len(chosen)) % plant.at_once
    x = answers.x.copy()
    for group in range(plant.at_once):
        inside, step = place == group, -1 if group % 2 == 0 else 1
        can = inside & (x * step < 1)
        chance = plant.points / 100 * inside.sum() / max(int(can.sum()), 1)
        x[can & (rng.random(len(x)) < chance)] += step
    groups = tuple(Group(f"{PLANTED} {group}", All(())) for group in range(plant.at_once))
    return replace(answers, x=x), Placed(Divide(PLANTED, PLANTED, "attribute", groups), place)


def rate(hits: int, of: int) -> Rate:
    """How many of how many, in percent, with the interval that so many rounds allow."""
    if not of:
        return Rate(hits, of, None, None, None)
    low, high = OneScore(Wilson(hits, of)).limits(0.95)
    return Rate(hits, of, 100 * hits / of, 100 * low, 100 * high)
