"""Many shares at once from counts by account: accounts with the same few counts are alike, and taken together.

How many of an account's users are counted, and how many of those did something, is all that the accuracy of a share
takes of it. Of a hundred thousand accounts most have a handful of users, so there are some hundred kinds of them:

    side_of(users, hits)                                    # K groups, for estimate_all
    sides_of((users, hits), (others, their_hits), shared)   # K groups beside K others, for compare_all
    sides_of_rest((users, hits), (everyone, all_hits))      # K groups beside everyone else
"""

from collections.abc import Sequence
from math import prod
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from strata.stats.cells import Floats
from strata.stats.sides import Between, Side, Sides

Counts = NDArray[np.integer[Any]]
ONE_GROUP = (64, 64)
TWO_GROUPS = (8, 8, 32, 32)
"""Accounts with fewer users in each count than this are taken together; the others stand alone."""
_ROUNDING = 1e-12


class Tallied(NamedTuple):
    """Groups of users, counted: a row for each, or for as many as there are parts, part by part.

    Attributes:
        counts: Per row, and per account of each part, its users in the group.
        lone: Users in each group without an account.
        part: Of every column the part its account is in, a number from 0; None where all are in one.
    """

    counts: Sequence[Counts] | Counts
    lone: Counts
    part: NDArray[np.intp] | None = None


class Shared(NamedTuple):
    """Who is in both groups, of each of K comparisons: people, those without an account, and those who did it."""

    people: Floats
    lone: Floats
    lone_hits: Floats

    @classmethod
    def none(cls, n: int) -> Self:
        """Nobody."""
        return cls(*np.zeros((3, n)))


class _Kinds(NamedTuple):
    """Kinds of accounts: the group each is of, its counts column by column, and how many such accounts there are."""

    group: NDArray[np.intp]
    columns: tuple[Floats, ...]
    times: Floats
    n_groups: int

    def sum(self, numbers: Floats) -> Floats:
        """The sum over the accounts of each group."""
        return np.bincount(self.group, numbers * self.times, self.n_groups).astype(np.float64, copy=False)

    def largest(self, numbers: Floats) -> Floats:
        """The largest number of an account of each group; 0 without accounts."""
        found = np.zeros(self.n_groups)
        np.maximum.at(found, self.group, numbers)
        return found


def side_of(users: Tallied, hits: Tallied) -> Side:
    """Groups of users and the share of them who did something.

    Args:
        users: Who is counted.
        hits: Those of them who did it.
    """
    with np.errstate(all="ignore"):
        return _Group.of(_kinds((users, hits), ONE_GROUP), 0, users.lone, hits.lone).side


def sides_of(one: tuple[Tallied, Tallied], other: tuple[Tallied, Tallied], shared: Shared) -> Sides:
    """Groups of users beside others, by the share of them who did something.

    Args:
        one: Who is counted of the first groups, and those of them who did it.
        other: The same of the second groups.
        shared: Who is in both.
    """
    kinds = _kinds((*one, *other), TWO_GROUPS)
    with np.errstate(all="ignore"):
        a, b = (_Group.of(kinds, place, *(each.lone for each in group)) for place, group in ((0, one), (2, other)))
        return Sides("share", a.side, b.side, _between(a, b, shared))


def sides_of_rest(one: tuple[Tallied, Tallied], everyone: tuple[Tallied, Tallied]) -> Sides:
    """Groups of users beside everyone else, by the share of them who did something.

    Args:
        one: Who is counted of the groups, and those of them who did it.
        everyone: The same of everyone, the groups among them.
    """
    kinds = _kinds((*one, *everyone), TWO_GROUPS)
    users, hits, all_users, all_hits = kinds.columns
    kinds = kinds._replace(columns=(users, hits, all_users - users, all_hits - hits))
    with np.errstate(all="ignore"):
        a = _Group.of(kinds, 0, one[0].lone, one[1].lone)
        b = _Group.of(kinds, 2, everyone[0].lone - one[0].lone, everyone[1].lone - one[1].lone)
        return Sides("share", a.side, b.side, _between(a, b, Shared.none(len(a.n))))


def _kinds(tallied: Sequence[Tallied], sizes: tuple[int, ...]) -> _Kinds:
    """The kinds of accounts of each group, by its counts here."""
    first = tallied[0]
    part = np.zeros(max(map(len, first.counts), default=0), dtype=np.intp) if first.part is None else first.part
    n_rows, n_groups = len(first.counts), len(first.lone)
    n_parts = n_groups // n_rows if n_rows else 0
    rows = [_kinds_of([each.counts[row] for each in tallied], sizes, part, n_parts) for row in range(n_rows)]
    none = np.zeros((len(tallied) + 2, 0))
    found = np.concatenate([none, *rows], axis=1)
    row = np.repeat(np.arange(n_rows), [each.shape[1] for each in rows])
    return _Kinds(row * n_parts + found[0].astype(np.intp), tuple(found[1:-1]), found[-1], n_groups)


def _kinds_of(counts: Sequence[Counts], sizes: tuple[int, ...], part: NDArray[np.intp], n_parts: int) -> Floats:
    """The different combinations of counts of accounts: their part, the counts, and how many accounts have them."""
    n_kinds = prod(sizes)
    key = part.astype(np.min_scalar_type(n_parts * n_kinds - 1))  # the narrower, the faster
    is_large = np.zeros(len(key), dtype=np.bool_)
    for count, size in zip(counts, sizes, strict=True):
        is_large |= count >= size
        key *= size
        np.add(key, count, out=key, casting="unsafe")
    alone = np.flatnonzero(is_large)
    key[alone] = 0  # the place of accounts without anybody, which add nothing
    times = np.bincount(key, minlength=n_parts * n_kinds)
    times[::n_kinds] = 0
    used = np.flatnonzero(times != 0)
    alike = np.array([*np.unravel_index(used, (n_parts, *sizes)), times[used]], dtype=np.float64)
    large = np.array([part[alone], *(count[alone] for count in counts), np.ones(len(alone))], dtype=np.float64)
    return np.concatenate([alike, large], axis=1)


class _Group(NamedTuple):
    """One side of the comparisons: its kinds of accounts, and how many of its users in each did it."""

    kinds: _Kinds
    users: Floats
    hits: Floats
    n_lone: Floats
    lone_hits: Floats
    n: Floats
    total: Floats
    largest: Floats

    @classmethod
    def of(cls, kinds: _Kinds, place: int, n_lone: Counts, lone_hits: Counts) -> Self:
        """The one whose users are in the column at a place, and who did it in the one after."""
        users, hits = kinds.columns[place : place + 2]
        n, total = kinds.sum(users) + n_lone, kinds.sum(hits) + lone_hits
        return cls(kinds, users, hits, n_lone.astype(float), lone_hits.astype(float), n, total, kinds.largest(users))

    def each(self, numbers: Floats) -> Floats:
        """A number of each comparison, for every kind of accounts of it."""
        return numbers[self.kinds.group]

    @property
    def share(self) -> Floats:
        """The share of the users who did it."""
        return np.where(self.n > 0, self.total / self.n, 0.0)

    @property
    def is_lone(self) -> Floats:
        """1 where anybody has no account: the weight of such a user."""
        return (self.n_lone > 0).astype(np.float64)

    @property
    def scale(self) -> Floats:
        """Per kind of accounts as in Crowd."""
        return _scale(self.users, self.each(self.n), self.each(self.largest))

    @property
    def lone_scale(self) -> Floats:
        """As in Crowd."""
        return _scale(self.is_lone, self.n, self.is_lone)

    @property
    def pull(self) -> Floats:
        """Per kind of accounts as in Crowd."""
        return self.users * self.scale / np.sqrt(self.each(self.n))

    @property
    def lone_pull(self) -> Floats:
        """As in Crowd."""
        return np.where(self.n > 0, self.is_lone * self.lone_scale / np.sqrt(self.n), 0.0)

    @property
    def pushes(self) -> Floats:
        """Per kind of accounts as in Arm."""
        return (self.hits - self.each(self.share) * self.users) * self.scale

    @property
    def squares(self) -> Floats:
        """The sum over accounts, and people without one, of their users squared."""
        return self.kinds.sum(self.users * self.users) + self.n_lone

    @property
    def deviations(self) -> Floats:
        """As in Arm."""
        spread = np.maximum(_about(self.total, self.share, self.n), 0.0)
        return np.where((self.n > 1) & (spread > _ROUNDING * self.total), spread, 0.0)

    @property
    def cr2(self) -> Floats:
        """The CR2 variance of the share."""
        lone = np.maximum(_about(self.lone_hits, self.share, self.n_lone), 0.0)
        return np.where(self.n > 0, self.kinds.sum(self.pushes**2) + self.lone_scale**2 * lone, 0.0)

    @property
    def pairs(self) -> Floats:
        """As in Crowd."""
        pulls, lone = self.pull**2, self.lone_pull**2
        return (self.kinds.sum(pulls) + self.n_lone * lone) ** 2 - self.kinds.sum(pulls**2) - self.n_lone * lone**2

    @property
    def side(self) -> Side:
        """All that the procedures take of it."""
        inverse, squares, deviations = np.where(self.n > 0, 1 / self.n, 0.0), self.squares, self.deviations
        return Side(
            n_lone=self.n_lone,
            weight=self.n,
            n_accounts=self.kinds.sum((self.users > 0).astype(np.float64)),
            largest_share=self.largest * inverse,
            effective_accounts=np.where(squares > 0, self.n**2 / squares, 0.0),
            once=inverse,
            twice=squares * inverse**4 + self.pairs,
            n=self.n,
            total=self.total,
            mean=self.share,
            variance=np.where(self.n > 1, deviations / (self.n - 1), 0.0),
            deviations=deviations,
            cr2=self.cr2,
            skewness=np.zeros(len(self.n)),
        )


def _scale(each: Floats, weight: Floats, largest: Floats) -> Floats:
    """Per unit 1 / sqrt(W (W - w)); 0 in a group that one unit holds."""
    return np.where((weight > 0) & (largest < weight), 1 / np.sqrt(weight * (weight - each)), 0.0)


def _about(hits: Floats, share: Floats, users: Floats) -> Floats:
    """The sum over users of (x - share)^2, where x is 1 for those who did it."""
    return hits - 2 * share * hits + share**2 * users


def _between(a: _Group, b: _Group, shared: Shared) -> Between:
    """What the groups share; see Arms and freedom.cross."""
    kinds, is_there = a.kinds, (a.n > 0) & (b.n > 0)
    both = kinds.sum(((a.users > 0) & (b.users > 0)).astype(np.float64))
    in_accounts = a.n - a.n_lone + b.n - b.n_lone
    n_accounts = [kinds.sum((group.users > 0).astype(np.float64)) for group in (a, b)]
    lone_spread = shared.lone_hits * (1 - a.share - b.share) + a.share * b.share * shared.lone
    covariance = kinds.sum(a.pushes * b.pushes) + a.lone_scale * b.lone_scale * lone_spread
    return Between(
        n_people=np.where(is_there, shared.people, 0.0),
        n_accounts=np.where(is_there, both, 0.0),
        is_repeated=is_there & (in_accounts > sum(n_accounts) - both),
        covariance=np.where(is_there, covariance, 0.0),
        cross=np.where(is_there, _cross(a, b, shared), 0.0),
    )


def _cross(a: _Group, b: _Group, shared: Shared) -> Floats:
    """As freedom.cross."""
    kinds, pulls, lone_pull = a.kinds, a.pull * b.pull, a.lone_pull * b.lone_pull
    pairs = (kinds.sum(pulls) + shared.lone * lone_pull) ** 2 - kinds.sum(pulls**2) - shared.lone * lone_pull**2
    weights = kinds.sum(a.users * b.users) + shared.lone
    return 2 * weights / (a.n * b.n) ** 2 + 2 * pairs
