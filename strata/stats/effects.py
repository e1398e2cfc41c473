"""How large a difference is beside how much people differ anyway, with a plain word for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import asin, log1p, sqrt

from strata.stats.cells import Kind
from strata.stats.difference import Difference
from strata.stats.estimate import Estimate
from strata.stats.ordinal import Superiority
from strata.stats.wording import UNITS, amount, number

WORDS = ("negligible", "small", "medium", "large")
COHEN = (0.2, 0.5, 0.8)
"""Where small, medium and large begin, for differences in standard deviations and for h (Cohen 1988)."""
VARGHA_DELANEY = (0.06, 0.14, 0.21)
"""The same for the distance of a probability of superiority from 1/2 (Vargha & Delaney 2000)."""
_STEP = 1e-9
"""Rounding must not push a size below the point at which its word begins."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The size of a difference.

    Attributes:
        name: What it is called, such as "Cohen's h".
        value: Its number, with the sign of the difference.
        words: How large that is: "negligible", "small", "medium" or "large", and more where there is more to say.
    """

    name: str
    value: float
    words: str


def effect(difference: Difference, a: Estimate, b: Estimate) -> Effect | None:
    """How large the difference of two groups is; None where a group is empty or nobody differs from anybody.

    Shares by Cohen's h; means, ratings and ratios by Hedges' g; NPS by its points, whose word is that of g.

    Args:
        difference: The first group against the second.
        a: The first group.
        b: The second group.

    References:
        Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2.2 and 6.2; Hedges (1981), Journal of
        Educational Statistics 6:107.
    """
    return _SIZES[difference.kind](difference, a, b)


def ordinal_effect(found: Superiority) -> Effect | None:
    """How large the difference of answers on a scale is, by Cliff's delta; None where a group is empty.

    References:
        Cliff (1993), Psychological Bulletin 114:494; Vargha & Delaney (2000), JEBS 25:101.
    """
    if found.value is None or found.cliffs_delta is None:
        return None
    wins = f"in {number(found.value, UNITS['percent'])} of 100 random pairs the first answer is the higher one"
    word = _word(found.value - 0.5, VARGHA_DELANEY)
    return Effect("Cliff's delta", found.cliffs_delta, f"{word}: {wins}, ties counting half")


def cohens_h(share_a: float, share_b: float) -> float:
    """The difference of two shares on the scale where their spread does not depend on them.

    >>> round(cohens_h(0.5, 0.4), 4)
    0.2014
    """
    return 2 * asin(sqrt(share_a)) - 2 * asin(sqrt(share_b))


def hedges_g(difference: float, *, sd: float, df: float) -> float:
    """A difference of means in standard deviations, less what small samples exaggerate.

    Args:
        difference: The difference.
        sd: The pooled standard deviation over users, greater than 0.
        df: Users in both groups less two.

    >>> round(hedges_g(103 - 100, sd=5.0249, df=98), 4)
    0.5924
    """
    return difference / sd * (1 - 3 / (4 * df - 1))


def _share(difference: Difference, a: Estimate, b: Estimate) -> Effect | None:
    if a.value is None or b.value is None:
        return None
    h = cohens_h(a.value, b.value)
    return Effect("Cohen's h", h, _word(h, COHEN))


def _mean(difference: Difference, a: Estimate, b: Estimate) -> Effect | None:
    g = _g(difference, a, b)
    return None if g is None else Effect("Hedges' g", g, _word(g, COHEN))


def _nps(difference: Difference, a: Estimate, b: Estimate) -> Effect | None:
    g = _g(difference, a, b)
    if g is None or difference.value is None:
        return None
    return Effect("NPS points", 100 * difference.value, f"{_word(g, COHEN)}: {_sources(a, b)}")


_SIZES: Mapping[Kind, Callable[[Difference, Estimate, Estimate], Effect | None]] = {
    "nps": _nps,
    "share": _share,
    "rating": _mean,
    "mean": _mean,
    "ratio": _mean,
}


def _word(size: float, begins: tuple[float, ...]) -> str:
    return WORDS[sum(abs(size) + _STEP >= begin for begin in begins)]


def _g(difference: Difference, a: Estimate, b: Estimate) -> float | None:
    """Hedges' g on the scale the groups were compared on; None without spread."""
    df = a.n + b.n - 2
    if difference.value is None or df < 1 or difference.scale == "pace":
        return None
    if difference.scale == "log_ratio":
        return hedges_g(log1p(difference.value), sd=difference.sd, df=df) if difference.sd else None
    sd = sqrt(((a.n - 1) * (a.sd or 0.0) ** 2 + (b.n - 1) * (b.sd or 0.0) ** 2) / df)
    return hedges_g(difference.value, sd=sd, df=df) if sd else None


def nps_parts(a: Estimate, b: Estimate) -> tuple[float, float]:
    """How far the promoters and how far the detractors move the NPS of the first group from that of the second.

    On the scale -1 to 1; the two add up to the difference. Fewer detractors move it up.
    """
    (promoters_a, detractors_a), (promoters_b, detractors_b) = _shares(a), _shares(b)
    return promoters_a - promoters_b, detractors_b - detractors_a


def _shares(group: Estimate) -> tuple[float, float]:
    """Promoters and detractors as shares of the answers, from the mean of -1, 0 and 1 and its spread."""
    value = group.value or 0.0
    extremes = abs(value) if group.sd is None else group.sd**2 * (group.n - 1) / group.n + value**2
    return (extremes + value) / 2, (extremes - value) / 2


def _sources(a: Estimate, b: Estimate) -> str:
    promoters, detractors = nps_parts(a, b)
    return f"{_part(promoters, 'more', 'fewer', 'promoters')} and {_part(detractors, 'fewer', 'more', 'detractors')}"


def _part(part: float, up: str, down: str, whom: str) -> str:
    """What one kind of answer adds to the difference: '+12 points from more promoters'."""
    points = amount(part, UNITS["points"])
    if points.startswith("0"):
        return f"none from {whom}"
    return f"+{points} from {up} {whom}" if part > 0 else f"{points} from {down} {whom}"
