"""Corrections for looking at many comparisons at once; a withheld comparison (None) stays None and does not count."""

from collections.abc import Callable, Sequence

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


def _step_down(p: Floats) -> Floats:
    """Holm: the smallest p times their number, the next times one less, and so on, never decreasing."""
    order = np.argsort(p)
    adjusted = np.empty_like(p)
    adjusted[order] = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    return np.minimum(adjusted, 1.0)
