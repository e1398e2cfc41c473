"""A comparison as the rows of a scorecard: which metrics, in which order, and what stands out. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import log1p, sqrt
from statistics import NormalDist

from strata.model.results import Comparison, Contrast
from strata.ui.state import Sort, Which

CLEAR = ("higher", "lower")
CHANCE = 0.05
"""How often a comparison of equal groups looks clear on its own."""


@dataclass(frozen=True, slots=True)
class Row:
    """One metric: its comparisons in the order of the segments, at least one."""

    contrasts: tuple[Contrast, ...]

    @property
    def first(self) -> Contrast:
        """The comparison that knows what all of the row share: metric, label, unit, direction."""
        return self.contrasts[0]

    @property
    def baseline(self) -> Contrast | None:
        """Any comparison where all have one and the same baseline value; None where it differs from cell to cell."""
        values = {(each.baseline_value, each.baseline_n) for each in self.contrasts}
        return self.first if len(values) == 1 and len(self.contrasts) > 1 else None


SORTS: Mapping[Sort, str] = {"size": "Largest difference", "name": "Name", "chosen": "As chosen"}
WHICH: Mapping[Which, str] = {"all": "All metrics", "clear": "Only clear differences"}


def rows(comparison: Comparison, *, sort: Sort = "chosen", which: Which = "all") -> tuple[Row, ...]:
    """One row per metric, in that order, all of them or those with a clear difference of any segment."""
    by_metric: dict[str, list[Contrast]] = {}
    for contrast in comparison.results:
        by_metric.setdefault(contrast.metric, []).append(contrast)
    found = (Row(tuple(contrasts)) for contrasts in by_metric.values())
    return tuple(sorted((row for row in found if _IS_SHOWN[which](row)), key=_ORDERS[sort]))


def size(contrast: Contrast) -> float:
    """How large a difference is, whatever its unit: in standard deviations of one user's value; 0 where unknown.

    Read back from the interval and the sizes of the groups, so that NPS, shares and means can be put in one order.
    """
    found = _on_its_scale(contrast)
    if found is None or not contrast.n or not contrast.baseline_n:
        return 0.0
    value, low, high = found
    errors = (high - low) / (2 * NormalDist().inv_cdf((1 + contrast.level) / 2))
    spread = (contrast.design_effect or 1.0) * (1 / contrast.n + 1 / contrast.baseline_n)
    return abs(value) / errors * sqrt(spread) if errors > 0 else 0.0


def findings(comparison: Comparison) -> tuple[Contrast, ...]:
    """The clear differences: those of the metric asked about, then the others, the largest first.

    Those that a segment's own rule makes come last.
    """
    clear = [each for each in comparison.results if each.verdict in CLEAR]
    asked = comparison.results[0].metric if comparison.results else None
    return tuple(sorted(clear, key=lambda each: (_is_made(each), each.metric != asked, -size(each))))


def nothing_clear(comparison: Comparison) -> str:
    """What is said where no difference is clear, in Markdown: unknown is not the same as none."""
    if any(each.is_judged for each in comparison.results):
        return "**No clear difference.** How large each could be at most is what the intervals below say."
    return "**Not enough data to compare.** Each value below says why; larger groups or more dates may help."


def luck(comparison: Comparison) -> str:
    """How many comparisons were made, how many of them chance alone would let look clear, and what is done about it."""
    judged = [each for each in comparison.results if each.is_judged]
    if not judged:
        return "No comparison could be made."
    if len(judged) == 1:
        return "One comparison was made; with equal groups it would look clear once in twenty times."
    expected = f"{CHANCE * len(judged):.1f}".removesuffix(".0")
    held_back = sum(each.verdict == "expected_by_luck" for each in judged)
    corrections = "; ".join(dict.fromkeys(each.correction for each in judged))
    back = f" {held_back} that could be luck {'is' if held_back == 1 else 'are'} marked so." if held_back else ""
    return (
        f"{len(judged)} comparisons were made. If nothing differed, about {expected} of them would look clear by luck "
        f"alone (5 %); verdicts are corrected for that ({corrections}).{back}"
    )


def _is_made(contrast: Contrast) -> bool:
    """Whether the segment is defined by what is compared, so that a difference is no news."""
    return any(caution.code == "leak" for caution in contrast.cautions)


def _on_its_scale(contrast: Contrast) -> tuple[float, float, float] | None:
    """Difference and limits as they were computed: percent more, or percent faster, go back to logarithms."""
    bounds = (contrast.difference, contrast.ci_low, contrast.ci_high)
    if not contrast.is_judged or any(each is None for each in bounds):
        return None
    value, low, high = (each or 0.0 for each in bounds)
    if contrast.scale != "difference":
        value, low, high = (log1p(max(each, -99.9) / 100) for each in (value, low, high))
    return value, low, high


def _largest(row: Row) -> float:
    return -max(map(size, row.contrasts))


_ORDERS: Mapping[Sort, Callable[[Row], float | str]] = {
    "size": _largest,
    "name": lambda row: row.first.label.casefold(),
    "chosen": lambda row: 0.0,
}
_IS_SHOWN: Mapping[Which, Callable[[Row], bool]] = {
    "all": lambda row: True,
    "clear": lambda row: any(each.verdict in CLEAR for each in row.contrasts),
}


def contrasts(found: tuple[Row, ...]) -> Iterator[Contrast]:
    """The comparisons of rows, as they are read: row by row."""
    for row in found:
        yield from row.contrasts
