"""The procedures of METHODS for many comparisons at once: which answers is decided for each of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from strata.stats.answers import Answers, Movers, Students, Wilsons
from strata.stats.cells import Floats, Kind, Rows
from strata.stats.inference import NO_DIFFERENCE, SAME_PEOPLE
from strata.stats.many_groups import (
    ROUNDING,
    Texts,
    freedom,
    naive,
    no_reason,
    say,
    undefined,
    users_an_account,
    without_spread,
)
from strata.stats.sides import Between, Side, Sides
from strata.stats.tails import PEOPLE_PER_SQUARED_SKEWNESS, SIMILAR_SIZES


@dataclass(frozen=True, eq=False, slots=True)
class Found:
    """What the procedures say of K comparisons.

    Attributes:
        a, b: The groups on the scale they are compared on: of logarithms where is_log says so.
        answers: Their intervals and p-values.
        df, standard_error, design_effect: As in Inference, nan where there is none.
        reason: Why there is no interval; None where there is one.
        method: The key of the row of METHODS.
        is_unsafe: Where a few heavy users could decide, and typical ones cannot be compared.
    """

    a: Side
    b: Side
    answers: Answers
    df: Floats
    standard_error: Floats
    design_effect: Floats
    reason: Texts
    method: Texts
    is_log: Rows
    is_unsafe: Rows


class _Situations(NamedTuple):
    """How the users of the groups hang together, see methods.situation_of; each comparison is in one of them."""

    independent: Rows
    accounts: Rows
    overlap: Rows

    @classmethod
    def of(cls, between: Between) -> "_Situations":
        overlap = between.n_people > 0
        return cls(~(between.is_repeated | overlap), between.is_repeated & ~overlap, overlap)

    def methods(self, independent: str, accounts: str, overlap: str) -> Texts:
        """Their keys."""
        return np.select([self.independent, self.accounts], [independent, accounts], overlap).astype(object)


def of_shares(sides: Sides) -> Found:
    """Newcombe's intervals, and on effective counts where users hang together; see scored_difference."""
    a, b, between = sides.a, sides.b, sides.between
    situations, none = _Situations.of(between), np.zeros(len(sides), dtype=np.bool_)
    alone, reason = situations.independent, _undefined(sides, ~situations.independent)
    inflation = _inflations(sides, alone)
    say(reason, ~alone & (inflation.both <= ROUNDING), lambda _: NO_DIFFERENCE)
    own, other = Wilsons(a.mean, a.n / inflation.a), Wilsons(b.mean, b.n / inflation.b)
    df = np.where(alone, np.inf, _freedom(sides))
    return Found(
        a,
        b,
        Movers(own, other, df),
        df=np.where(alone, np.nan, df),
        standard_error=np.full(len(sides), np.nan),
        design_effect=np.where(alone, np.nan, inflation.both),
        reason=reason,
        method=situations.methods("newcombe", "score_accounts", "score_overlap"),
        is_log=none,
        is_unsafe=none,
    )


def of_means(sides: Sides) -> Found:
    """Welch's t, and CR2 where users hang together; of typical users where a few heavy ones would decide."""
    is_unsafe = ~_is_plain_safe(sides) & (sides.a.n > 0) & (sides.b.n > 0)
    is_log, judged = _on_logs(sides, is_unsafe)
    a, b, situations = judged.a, judged.b, _Situations.of(sides.between)
    alone, reason = situations.independent, _undefined(judged, ~situations.independent)
    without_spread(b, without_spread(a, reason))
    plain = naive(a) + naive(b)
    clustered = np.maximum(a.cr2 + b.cr2 - 2 * judged.between.covariance, 0.0)
    say(reason, ~alone & (clustered <= ROUNDING * plain), lambda _: NO_DIFFERENCE)
    error = np.sqrt(np.where(alone, plain, clustered))
    df = np.where(alone, _welch_freedom(judged), _freedom(judged))
    plainly = situations.methods("welch", "cr2", "cr2_overlap")
    return Found(
        a,
        b,
        Students(a.mean - b.mean, error, df),
        df=df,
        standard_error=error,
        design_effect=np.where(alone | ~(plain > 0), np.nan, clustered / plain),
        reason=reason,
        method=np.where(is_log, plainly + "_log1p", plainly),
        is_log=is_log,
        is_unsafe=is_unsafe & ~is_log,
    )


PROCEDURES: Mapping[Kind, Callable[[Sides], Found]] = {"share": of_shares, "mean": of_means}


def _undefined(sides: Sides, rows: Rows) -> Texts:
    """Why nothing can be said about users who hang together; see effective and cluster."""
    a, b, between = sides.a, sides.b, sides.between
    is_same = (between.n_people == a.n) & (a.n == b.n)
    reason = say(no_reason(a.n), rows & is_same, lambda _: SAME_PEOPLE)
    return undefined(b, rows, undefined(a, rows, reason))


class _Inflations(NamedTuple):
    """As effective.Inflation, nan where `both` is None."""

    a: Floats
    b: Floats
    both: Floats


def _inflations(sides: Sides, alone: Rows) -> _Inflations:
    """By how much variances exceed those of independent users, 1 for users who are; see effective.inflations."""
    a, b, between = sides.a, sides.b, sides.between
    naive_a, naive_b = naive(a), naive(b)
    more_a, more_b = users_an_account(a) - 1, users_an_account(b) - 1
    excess, scale = a.cr2 + b.cr2 - naive_a - naive_b, naive_a * more_a + naive_b * more_b
    is_shown = scale > ROUNDING * (naive_a + naive_b)
    correlation = np.where(is_shown, np.clip(excess / scale, 0.0, 1.0), 1.0)
    kish_a, kish_b = 1 + more_a * correlation, 1 + more_b * correlation
    expected = naive_a * kish_a + naive_b * kish_b
    scaled = np.maximum(a.cr2 + b.cr2 - 2 * between.covariance, 0.0) / expected
    is_apart = (between.n_people == 0) & (between.n_accounts == 0)
    scaled = np.where(is_apart, np.maximum(scaled, 1.0), scaled)
    is_varied = expected > 0
    return _Inflations(
        np.where(alone, 1.0, kish_a * np.where(is_varied, scaled, 1.0)),
        np.where(alone, 1.0, kish_b * np.where(is_varied, scaled, 1.0)),
        np.where(is_varied, scaled * expected / (naive_a + naive_b), np.nan),
    )


def _freedom(sides: Sides) -> Floats:
    """The degrees of freedom with accounts, or people in both groups, as units; see bell_mccaffrey."""
    return freedom(sides.a.once + sides.b.once, sides.a.twice + sides.b.twice + sides.between.cross)


def _welch_freedom(sides: Sides) -> Floats:
    """Those of Welch's t, never more than with equal spread in both groups; see tails.welch_freedom."""
    part_a, part_b = naive(sides.a), naive(sides.b)
    own = (part_a + part_b) ** 2 / (part_a**2 / (sides.a.n - 1) + part_b**2 / (sides.b.n - 1))
    return np.minimum(own, _freedom(sides))


def _is_plain_safe(sides: Sides) -> Rows:
    """Where the difference of plain means can be judged; see tails.is_plain_safe."""
    a, b = sides.a, sides.b
    sizes = ((a.n, b.n), (a.effective_accounts, b.effective_accounts))
    is_similar = [np.maximum(one, two) <= SIMILAR_SIZES * np.minimum(one, two) for one, two in sizes]
    skewness = np.maximum(np.abs(a.skewness), np.abs(b.skewness))
    is_enough = np.minimum(a.effective_accounts, b.effective_accounts) >= PEOPLE_PER_SQUARED_SKEWNESS * skewness**2
    return np.asarray((is_similar[0] & is_similar[1]) | is_enough)


def _on_logs(sides: Sides, wanted: Rows) -> tuple[Rows, Sides]:
    """Which of these exist on the logarithmic scale, and all sides, those on it."""
    is_log, places = np.zeros(len(sides), dtype=np.bool_), np.flatnonzero(wanted)
    if sides.make_logs is None or not len(places):
        return is_log, sides
    has_logs, logs = sides.make_logs(places)
    places = places[has_logs]
    is_log[places] = True
    return is_log, sides.with_others(places, logs)
