"""Corrections for looking at many comparisons at once; a withheld comparison (None) stays None and does not count."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import false_discovery_control

from strata.stats.cells import Floats


def holm(p: Sequence[float | None]) -> tuple[float | None, ...]:
    """The p-values adjusted so that even one false alarm among all comparisons stays rare.

    References:
        Holm (1979), Scandinavian Journal of Statistics 6:65.

    >>> holm([0.01, None, 0.04])
    (0.02, None, 0.04)
    """
    return _adjusted(p, _step_down)


def benjamini_hochberg(p: Sequence[float | None]) -> tuple[float | None, ...]:
    """The p-values adjusted so that few of the findings are false alarms.

    References:
        Benjamini & Hochberg (1995), JRSS B 57:289.

    >>> benjamini_hochberg([0.01, None, 0.04])
    (0.02, None, 0.04)
    """
    return _adjusted(p, false_discovery_control)


class TwoStage(NamedTuple):
    """What a correction that counts the true differences first makes of many comparisons.

    Attributes:
        p: The adjusted p-values.
        level: Of an interval that leaves out 0 exactly where the adjusted p-value is at most the rate.
    """

    p: tuple[float | None, ...]
    level: float


def two_stage(p: Sequence[float | None], *, rate: float = 0.05) -> TwoStage:
    """The p-values adjusted so that few of the findings are false alarms, though many comparisons do differ.

    A first stage at rate / (1 + rate) counts how many differ; only among the others can a finding be a false alarm, so
    that the second stage corrects for fewer. Nothing is found whose own p-value is above the rate.

    References:
        Benjamini, Krieger & Yekutieli (2006), Biometrika 93:491, definition 6; with the cap it stays a step-up
        procedure as in Blanchard & Roquain (2009), JMLR 10:2837.

    >>> two_stage([0.001, 0.002, 0.003, 0.04, None])
    TwoStage(p=(0.001, 0.002, 0.003, 0.04, None), level=0.95)
    """
    known = np.array([value for value in p if value is not None])
    first = _step_up(known, len(known) * (1 + rate))
    factor = (1 + rate) * (len(known) - np.count_nonzero(first <= rate))
    adjusted = _step_up(known, factor)
    n_found = np.count_nonzero(adjusted <= rate)
    limit = min(rate, rate * n_found / factor) if n_found and factor else rate
    each = iter(adjusted.tolist())
    return TwoStage(tuple(None if value is None else next(each) for value in p), 1 - limit)


def fcr_level(n_selected: int, n_compared: int, *, rate: float = 0.05) -> float:
    """The confidence level at which the intervals of the selected findings together miss at the given rate.

    Raises:
        ValueError: Not 1 <= n_selected <= n_compared.

    References:
        Benjamini & Yekutieli (2005), JASA 100:71.

    >>> fcr_level(2, 10)
    0.99
    """
    if not 1 <= n_selected <= n_compared:
        raise ValueError(f"{n_selected} of {n_compared} comparisons cannot be selected")
    return 1 - rate * n_selected / n_compared


def _adjusted(p: Sequence[float | None], correct: Callable[[Floats], Floats]) -> tuple[float | None, ...]:
    known = [value for value in p if value is not None]
    if not known:
        return tuple(p)
    adjusted = iter(correct(np.array(known)).tolist())
    return tuple(None if value is None else next(adjusted) for value in p)


def _step_up(p: Floats, factor: float) -> Floats:
    """The largest p times the factor over their number, the next over one less, never below itself, never increasing.

    The factor of Benjamini & Hochberg is the number of comparisons.
    """
    order = np.argsort(-p)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum.accumulate(p[order] * np.maximum(factor / np.arange(len(p), 0, -1), 1.0))
    return np.minimum(adjusted, 1.0)


def _step_down(p: Floats) -> Floats:
    """Holm: the smallest p times their number, the next times one less, and so on, never decreasing."""
    order = np.argsort(p)
    adjusted = np.empty_like(p)
    adjusted[order] = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    return np.minimum(adjusted, 1.0)
