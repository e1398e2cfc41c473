"""Which of many groups differ from everyone else, with false discoveries held at 5 percent over all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from strata import stats
from strata.analysis.finder_groups import Group, Placed
from strata.analysis.finder_sums import ALLOWANCE, Answers, Floats, Rows
from strata.analysis.judging import RATE, Pair
from strata.model.results import REST
from strata.stats.did import difference_in_differences
from strata.stats.inference import Inference, Withheld

OVERSTATED = 6
"""By how much a first look may overstate a p-value, so that whoever cannot be found even then is not compared."""


@dataclass(frozen=True, eq=False)
class Trial:
    """A group that is tested, and of a pair the group within which it is."""

    placed: Placed
    place: int
    n: int
    within: "Trial | None" = None

    @property
    def group(self) -> Group:
        """The group of the divide."""
        return self.placed.divide.groups[self.place]

    @property
    def own(self) -> Rows:
        """The answers of the group, of a pair those with its second value."""
        return np.asarray(self.placed.place == self.place)

    @property
    def inside(self) -> Rows:
        """The answers of the group, of a pair those with both values."""
        return self.own & self.within.own if self.within else self.own

    @property
    def key(self) -> frozenset[tuple[str, int]]:
        """The same for both orders of a pair."""
        values = [(each.placed.divide.name, each.place) for each in (self, self.within) if each]
        return frozenset(values)


class Hit(NamedTuple):
    """A trial that was found: how it differs from everyone else, and of a pair what is beyond its two values."""

    trial: Trial
    pair: Pair
    p_adjusted: float
    beyond: Inference | None = None


class Round(NamedTuple):
    """What was found among so many trials, and the level at which the interval of each find leaves out 0."""

    hits: tuple[Hit, ...]
    n_tested: int
    level: float


def singles(answers: Answers, all_placed: Sequence[Placed], *, smallest: int) -> tuple[list[Trial], int]:
    """The groups with enough answers in them and outside, and how many have too few; of two halves only the smaller."""
    trials, n_small = [], 0
    for placed in all_placed:
        n = answers.cells(placed.place.astype(np.intp), len(placed.divide.groups)).n.astype(int)
        is_large = (n >= smallest) & (len(answers.x) - n >= smallest)
        n_small += int(((n > 0) & ~is_large).sum())
        chosen = np.flatnonzero(is_large)
        if len(chosen) == 2 and n.sum() == len(answers.x):
            chosen = chosen[[int(np.argmin(n[chosen]))]]
        trials += [Trial(placed, int(place), int(n[place])) for place in chosen]
    return trials, n_small


def find_singles(answers: Answers, trials: Sequence[Trial]) -> Round:
    """The groups that differ from everyone else.

    References:
        Benjamini, Krieger & Yekutieli (2006), Biometrika 93:491.
    """
    pairs = {i: _against_rest(answers, trials[i]) for i in _likely(_first_looks(answers, trials))}
    adjusted, level = _adjusted({i: pair.p for i, pair in pairs.items()}, len(trials))
    hits = (Hit(trials[i], pairs[i], p) for i, p in adjusted.items() if p <= RATE)
    return Round(tuple(hits), len(trials), level)


def find_pairs(answers: Answers, parents: Sequence[Trial], all_placed: Sequence[Placed], *, smallest: int) -> Round:
    """The pairs of values, one of them found by itself, that differ by more than the two values add up to.

    Two things must both be so: those with both values differ from everyone else, and further in that direction than
    the sum of the differences of either value says. The larger of the two p-values counts.

    References:
        Yekutieli (2008), JASA 103:309, on testing within what was found; Berger (1982), Technometrics 24:295, on
        taking the larger p-value.
    """
    trials, looks = _pair_trials(answers, parents, all_placed, smallest)
    found = {i: _beyond(answers, trials[i]) for i in _likely(looks)}
    adjusted, level = _adjusted({i: p for i, (_, _, p) in found.items()}, len(trials))
    hits = (Hit(trials[i], found[i][0], p, found[i][1]) for i, p in adjusted.items() if p <= RATE)
    return Round(tuple(hits), len(trials), level)


def _first_looks(answers: Answers, trials: Sequence[Trial]) -> Floats:
    looks: dict[int, Floats] = {}
    for trial in trials:
        placed = trial.placed
        if id(placed) not in looks:
            cells = answers.cells(placed.place.astype(np.intp), len(placed.divide.groups))
            looks[id(placed)] = answers.first_look(cells)
    return np.array([looks[id(trial.placed)][trial.place] for trial in trials])


def _likely(p: Floats) -> list[int]:
    """The places of those that might be found: smaller p-values never lead to fewer finds."""
    adjusted, _ = stats.two_stage((p / OVERSTATED).tolist(), rate=RATE)
    return [i for i, each in enumerate(adjusted) if each is not None and each <= RATE]


def _adjusted(p: dict[int, float | None], n: int) -> tuple[dict[int, float], float]:
    """The corrected p-values among so many trials; those not looked at, or withheld, count as tested in vain."""
    known = {i: each for i, each in p.items() if each is not None}
    everything, level = stats.two_stage([*known.values(), *[1.0] * (n - len(known))], rate=RATE)
    return {i: each for i, each in zip(known, everything, strict=False) if each is not None}, level


def _against_rest(answers: Answers, trial: Trial) -> Pair:
    return Pair.of(answers.metric, (trial.group.name, REST), answers.against_rest(trial.inside), (0, 0))


def _pair_trials(
    answers: Answers, parents: Sequence[Trial], all_placed: Sequence[Placed], smallest: int
) -> tuple[list[Trial], Floats]:
    """Every pair with enough answers in each of its four cells, once, with a first look at what is beyond."""
    trials: dict[frozenset[tuple[str, int]], Trial] = {}
    looks: list[float] = []
    for parent in parents:
        for placed in all_placed:
            if placed.divide.sort == "attribute" and placed.divide.name != parent.placed.divide.name:
                for trial, p in _crossed(answers, parent, placed, smallest):
                    if trial.key not in trials:
                        trials[trial.key] = trial
                        looks.append(p)
    return list(trials.values()), np.array(looks)


def _crossed(answers: Answers, parent: Trial, placed: Placed, smallest: int) -> Iterator[tuple[Trial, float]]:
    """The pairs of one value with the values of another attribute."""
    n_groups, inside = len(placed.divide.groups), parent.own
    both = answers.cells(np.where(inside, placed.place, -1), n_groups)
    others = answers.cells(np.where(inside, -1, placed.place), n_groups)
    n_in, total_in = float(inside.sum()), float(answers.x[inside].sum())
    n_out, total_out = len(answers.x) - n_in, float(answers.x.sum()) - total_in
    n = np.stack([both.n, n_in - both.n, others.n, n_out - others.n])
    total = np.stack([both.total, total_in - both.total, others.total, total_out - others.total])
    for place in np.flatnonzero((n >= smallest).all(axis=0)):
        means = total[:, place] / n[:, place]
        beyond = means[0] - means[1] - means[2] + means[3]
        z = ALLOWANCE * abs(beyond) / np.sqrt(answers.spread * (1 / n[:, place]).sum()) if answers.spread else 0.0
        yield Trial(placed, int(place), int(n[0, place]), parent), float(2 * ndtr(-z))


def _beyond(answers: Answers, trial: Trial) -> tuple[Pair, Inference | None, float | None]:
    """A pair against everyone else, what is beyond its two values, and the p-value of both together."""
    pair = _against_rest(answers, trial)
    if trial.within is None or pair.p is None or pair.difference.value is None:
        return pair, None, None
    one, other = trial.within.own, trial.own
    cells = (one & other, one & ~other, ~one & other, ~one & ~other)
    found = difference_in_differences([answers.arm(each) for each in cells])
    if isinstance(found, Withheld) or found.value * pair.difference.value <= 0:
        return pair, None, None
    return pair, found, max(pair.p, found.p)
