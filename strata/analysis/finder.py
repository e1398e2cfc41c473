"""The gaps nobody asked about: every group that can be told apart, tried against everyone else."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from strata import stats
from strata.analysis.finder_groups import Placed, divides
from strata.analysis.finder_sums import Answers, Rows
from strata.analysis.finder_trials import Hit, Round, Trial, find_pairs, find_singles, singles
from strata.analysis.judging import contrast
from strata.analysis.source import source
from strata.errors import MetricError
from strata.membership import members
from strata.model.finder import Find, Search
from strata.model.metrics import Metric
from strata.model.segment import EVER, All, Segment, Window
from strata.stats.verdicts import FEWEST_ANSWERS
from strata.warehouse import Warehouse

SMALLEST = 50
"""Answers a group must have, and those outside it."""
SAME = 0.8
"""Two groups that share more than this of all in either are nearly the same people."""
MOST_PARENTS = 20
"""Found values within which pairs are tested, the greatest effect on the total first."""

Progress = Callable[[str, float], None]
"""Takes what is being done and how much of everything is done, 0 to 1; may raise to stop it."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is searched: a metric, within dates, among groups of at least so many answers, for gaps of at least that."""

    metric: Metric
    window: Window = EVER
    smallest: int = SMALLEST
    least: float | None = None

    def __post_init__(self) -> None:
        """Raises MetricError where nothing could be found."""
        if self.smallest < FEWEST_ANSWERS:
            raise MetricError(f"Groups of {self.smallest} are too few to compare: search groups of 5 answers or more.")
        if not 0 <= self.gap < inf:
            raise MetricError(f"The smallest gap is {self.least}: write a number from 0, e.g. 5.")

    @property
    def gap(self) -> float:
        """The smallest gap that is reported, in the scale people read: by default what is of practical weight."""
        return (self.metric.margin or 0.0) if self.least is None else self.least


def _silent(what: str, done: float) -> None:
    """Says nothing."""


def search(warehouse: Warehouse, ask: Ask, progress: Progress = _silent) -> Search:
    """Every group that differs from everyone else; remembered as long as this version of the data is served.

    False discoveries are held at 5 percent among all groups, and again among all pairs of values, which are tested
    only where one of the two was found by itself (Yekutieli 2008).

    Raises:
        MetricError: the metric has no gaps to search for, or nobody has a value.
    """
    key = ("gaps", ask.metric, ask.window, ask.smallest, ask.gap)
    found: Search | None = warehouse.digests.get(key)
    if found is None:
        found = _searched(warehouse, ask, progress)
        warehouse.digests.put(key, found)
    return found


def prepare(warehouse: Warehouse, ask: Ask, progress: Progress = _silent) -> tuple[Answers, tuple[Placed, ...]]:
    """The answers, and what divides them.

    Raises:
        MetricError: the metric has no gaps to search for, or nobody has a value.
    """
    progress("Reading answers", 0.0)
    answers = Answers.of(warehouse, ask.metric, ask.window)
    if not len(answers.x):
        raise MetricError(f"Nobody has {ask.metric.label} in these dates: choose other dates, or another metric.")
    progress("Counting events", 0.1)
    every, placed = list(divides(warehouse, ask.metric, ask.window)), []
    for i, divide in enumerate(every):
        progress(f"Looking at {divide.label}", 0.2 + 0.6 * i / len(every))
        placed.append(Placed.of(warehouse, divide, answers.users, ask.window))
    return answers, tuple(placed)


def _searched(warehouse: Warehouse, ask: Ask, progress: Progress) -> Search:
    answers, placed = prepare(warehouse, ask, progress)
    trials, n_small = singles(answers, placed, smallest=ask.smallest)
    progress(f"Comparing {len(trials):,} groups", 0.8)
    first = find_singles(answers, trials)
    alone = _folded(_finds(warehouse, ask, answers, first))
    parents = [trial for find, trial in alone if find.sort == "attribute"][:MOST_PARENTS]
    progress(f"Comparing pairs within {len(parents):,} groups", 0.9)
    second = find_pairs(answers, parents, placed, smallest=ask.smallest)
    both = _folded(_finds(warehouse, ask, answers, second))
    same = [hit.trial.group.name for hit in first.hits if _is_the_metric(hit)]
    progress("Done", 1.0)
    total = stats.estimate(answers.everyone)
    return Search(
        source=source(warehouse, ask.window),
        metric=ask.metric.name,
        label=ask.metric.label,
        unit=ask.metric.unit,
        total=None if total.value is None else total.value * ask.metric.scale,
        n=total.n,
        accounts=total.n_accounts,
        n_tested=first.n_tested,
        n_pairs=second.n_tested,
        n_small=n_small,
        smallest=ask.smallest,
        least=ask.gap,
        singles=tuple(find for find, _ in alone),
        pairs=tuple(find for find, _ in both),
        notes=tuple(f"{name} is left out: it says the same as {ask.metric.label} itself." for name in same),
    )


def _finds(warehouse: Warehouse, ask: Ask, answers: Answers, found: Round) -> list[tuple[Find, Trial]]:
    """What was found and is large enough to matter, the greatest effect on the total first."""
    hits = (hit for hit in found.hits if not _is_the_metric(hit))
    finds = ((_find(warehouse, answers, hit, found), hit.trial) for hit in hits)
    kept = [(find, trial) for find, trial in finds if _matters(find, ask.gap)]
    return sorted(kept, key=lambda each: -abs(each[0].lift))


def _is_the_metric(hit: Hit) -> bool:
    """Whether everyone in the group and nobody outside has what a share counts: then it is the same thing twice."""
    return hit.pair.metric.kind == "share" and abs(hit.pair.difference.value or 0.0) >= 1


def _matters(find: Find, least: float) -> bool:
    is_clear = find.contrast.verdict in ("higher", "lower")
    return is_clear and min(map(abs, (find.contrast.difference or 0.0, *(find.beyond or ())[:1]))) >= least


def _find(warehouse: Warehouse, answers: Answers, hit: Hit, found: Round) -> Find:
    segment, metric = _segment(hit.trial), answers.metric
    users = _users(warehouse, hit.trial)
    counts = users, warehouse.population.bit_count() - users
    what = "pairs within found groups" if hit.trial.within else "groups"
    judged = contrast(
        replace(hit.pair, segment=segment.name, users=counts).at(found.level),
        p_adjusted=hit.p_adjusted,
        correction=f"Benjamini-Krieger-Yekutieli, over {found.n_tested:,} {what}",
    )
    share = hit.trial.n / len(answers.x)
    pull = share * (1 - share)
    low, high = judged.ci_low or 0.0, judged.ci_high or 0.0
    beyond = hit.beyond and tuple(metric.scale * each for each in (hit.beyond.value, *hit.beyond.limits(found.level)))
    return Find(
        segment=segment,
        sort="pair" if hit.trial.within else hit.trial.placed.divide.sort,
        about=tuple(each.placed.divide.label for each in (hit.trial.within, hit.trial) if each),
        contrast=judged,
        share=100 * share,
        lift=-pull * (judged.difference or 0.0),
        lift_low=-pull * high,
        lift_high=-pull * low,
        beyond=(beyond[0], beyond[1], beyond[2]) if beyond else None,
    )


def _users(warehouse: Warehouse, trial: Trial) -> int:
    """How many are in a group, whether or not they answered."""
    if trial.within is None:
        return trial.placed.users[trial.place]
    return (members(warehouse, _segment(trial).where) & warehouse.population).bit_count()


def _segment(trial: Trial) -> Segment:
    if trial.within is None:
        return trial.group.segment
    one, other = trial.within.group, trial.group
    return Segment(f"{one.name}, {other.name}", All((one.where, other.where)))


def _folded(finds: Iterable[tuple[Find, Trial]]) -> list[tuple[Find, Trial]]:
    """The finds without those of nearly the same people as an earlier one, which names them instead."""
    kept: list[tuple[Find, Trial]] = []
    sets: list[Rows] = []
    for find, trial in finds:
        inside = trial.inside
        same = next((i for i, other in enumerate(sets) if _are_same(inside, other)), None)
        if same is None:
            kept.append((find, trial))
            sets.append(inside)
        else:
            first, its_trial = kept[same]
            kept[same] = replace(first, like=(*first.like, find.segment.name)), its_trial
    return kept


def _are_same(one: Rows, other: Rows) -> bool:
    union = int(np.count_nonzero(one | other))
    return bool(union and np.count_nonzero(one & other) / union > SAME)


def found_in(answers: Answers, placed: Sequence[Placed], *, smallest: int) -> tuple[Hit, ...]:
    """What a search finds in answers, before near-duplicates are folded: for counting how often that is wrong."""
    first = find_singles(answers, singles(answers, placed, smallest=smallest)[0])
    parents = [hit.trial for hit in first.hits if hit.trial.placed.divide.sort == "attribute"][:MOST_PARENTS]
    return (*first.hits, *find_pairs(answers, parents, placed, smallest=smallest).hits)
