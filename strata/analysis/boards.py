"""Many metrics of segments beside their baselines, judged at once: what `judging` does pair by pair, over arrays.

board = Board(segment, baseline, metrics, users, stats.compare_all(sides), cautions)   # remembered per segment
boards = judged_all([board, ...], primary="")
boards[0].briefs, boards[0][3]                     # all in short; the Contrast of the fourth metric, made now
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isnan
from typing import overload

import numpy as np
from numpy.typing import NDArray

from strata import stats
from strata.analysis import versus
from strata.analysis.judging import RATE, Pair, contrast, corrections
from strata.analysis.play import Play
from strata.model.metrics import Metric
from strata.model.results import PREVIOUS, Brief, Caution, Contrast
from strata.stats.many import Compared, verdicts

Floats = NDArray[np.float64]
Cautions = Callable[[Metric], tuple[Caution, ...]]


@dataclass(frozen=True, eq=False)
class Board:
    """Many metrics of one segment beside its baseline; it may be remembered, no name is in it but its own.

    Attributes:
        segment, baseline: The names they are shown under.
        metrics: What is compared, with one scale and one margin.
        users: How many the two groups have.
        compared: How they differ, and what each has.
        cautions: What to know before a verdict is read.
    """

    segment: str
    baseline: str
    metrics: Sequence[Metric]
    users: tuple[int, int]
    compared: Compared
    cautions: Cautions = lambda _: ()

    @cached_property
    def p(self) -> Floats:
        """The p-values, nan where the groups are not to be compared."""
        return self.compared.p

    @property
    def margins(self) -> Floats:
        """Per metric the largest difference that does not matter, on the scale of values; nan where nobody chose."""
        return np.array([each.margin / each.scale if each.margin else np.nan for each in self.metrics])


def of_segments(
    chosen: Play,
    metrics: Sequence[Metric],
    compare: Callable[[tuple[int, int]], Compared],
    *,
    among: tuple[int, int],
    is_before: bool,
) -> list[Board]:
    """Each segment beside its baseline in all metrics.

    Args:
        chosen: The segments.
        metrics: What is compared.
        compare: A segment and its baseline, side by side in all of them.
        among: Who of segments is asked, and who of baselines.
        is_before: Whether the baseline is the same people earlier.
    """
    found, against = [], PREVIOUS if is_before else chosen.against
    for place, segment in enumerate(chosen.segments):
        mine, theirs = chosen.sides(place)
        users = mine, mine if is_before else theirs
        compared = compare(users)
        counts = (users[0] & among[0]).bit_count(), (users[1] & among[1]).bit_count()
        said = versus.cautions(chosen, place, is_unsure=is_before and _has_lone(compared))
        found.append(Board(segment.name, against, metrics, counts, compared, said))
    return found


def _has_lone(compared: Compared) -> bool:
    """Whether both groups have people without an account, who may be the same ones."""
    return bool((compared.a.n_without_account > 0).any() and (compared.b.n_without_account > 0).any())


@dataclass(frozen=True, eq=False)
class Judged(Sequence[Contrast]):
    """The comparisons of a board with their verdicts; a Contrast is made when it is looked at.

    Attributes:
        board: What was compared.
        compared: The same with the wider intervals of what was found.
        p_adjusted: Corrected for all the other comparisons made beside them.
        correction: What that is called, per comparison.
    """

    board: Board
    compared: Compared
    p_adjusted: Floats
    correction: Sequence[str]

    def __len__(self) -> int:
        """How many comparisons."""
        return len(self.p_adjusted)

    @overload
    def __getitem__(self, place: int) -> Contrast: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Contrast]: ...

    def __getitem__(self, place: int | slice) -> Contrast | Sequence[Contrast]:
        """The comparison at a place, always the same object."""
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if place not in self._made:
            self._made[place] = self._contrast(range(len(self))[place])
        return self._made[place]

    @cached_property
    def _made(self) -> dict[int, Contrast]:
        return {}

    def _contrast(self, place: int) -> Contrast:
        board, metric, adjusted = self.board, self.board.metrics[place], self.p_adjusted[place]
        pair = Pair(
            board.segment, board.baseline, metric, *self.compared.one(place), board.users, board.cautions(metric)
        )
        known = None if np.isnan(adjusted) else float(adjusted)
        return contrast(pair, p_adjusted=known, correction=self.correction[place])

    @cached_property
    def briefs(self) -> list[Brief]:
        """What a table shows of each."""
        found, metrics, n = self.compared.differences, self.board.metrics, len(self)
        scale = np.where(found.is_log, 100.0, [each.scale for each in metrics])
        columns = (
            [self.board.segment] * n,
            [self.board.baseline] * n,
            *(known_all(limit * scale) for limit in (found.value, found.low, found.high)),
            [_unit(each, is_log=is_log) for each, is_log in zip(metrics, found.is_log.tolist(), strict=True)],
            found.level.tolist(),
            known_all(found.p),
            known_all(self.p_adjusted),
            found.method.tolist(),
            self.correction,
            verdicts(self.compared, self.p_adjusted, self.board.margins),
        )
        return list(map(Brief._make, zip(*columns, strict=True)))


def judged_all(boards: Sequence[Board], *, primary: str) -> tuple[Judged, ...]:
    """The boards with their verdicts, corrected over all of them together; see judging.judged."""
    if not boards:
        return ()
    p = np.concatenate([board.p for board in boards])
    is_asked = np.array([metric.name == primary for board in boards for metric in board.metrics], dtype=np.bool_)
    adjusted, is_compared = np.full(len(p), np.nan), ~np.isnan(p)
    for rows, correct in ((is_asked & is_compared, stats.holm), (~is_asked & is_compared, stats.benjamini_hochberg)):
        adjusted[rows] = np.array(correct(p[rows].tolist()), dtype=float)
    compared, found = int((is_compared & ~is_asked).sum()), ~is_asked & (adjusted <= RATE)
    level = stats.fcr_level(int(found.sum()), compared, rate=RATE) if found.any() else 1 - RATE
    said = corrections(int((is_compared & is_asked).sum()), compared)
    correction = np.where(is_asked, *said).tolist()
    return tuple(_judged(boards, adjusted, np.where(found, level, 1 - RATE), correction))


def _judged(boards: Sequence[Board], adjusted: Floats, level: Floats, correction: Sequence[str]) -> Iterator[Judged]:
    first = 0
    for board in boards:
        inside = slice(first, first := first + len(board.metrics))
        yield Judged(board, board.compared.at(level[inside]), adjusted[inside], correction[inside])


def by_metric(found: Sequence[Judged]) -> tuple[Contrast, ...]:
    """The comparisons in full, metric by metric."""
    return tuple(each for row in zip(*found, strict=True) for each in row)


def known_all(numbers: Floats) -> list[float | None]:
    """The numbers, None where they are nan."""
    return [None if isnan(each) else each for each in numbers.tolist()]


def _unit(metric: Metric, *, is_log: bool) -> str:
    return "%" if is_log else "pp" if metric.unit == "%" else metric.unit
