"""Comparisons to lay out: every number given, or a usual one."""

from typing import Literal

from strata.model.results import Comparison, Contrast, SegmentSize, Source, Verdict

SOURCE = Source("Tiny", "v1", "2026-04-01T00:00:00", "2026-03-31", "UTC", "all dates", "all users")


def contrast(
    segment: str,
    metric: str = "nps",
    label: str = "NPS",
    *,
    difference: float | None = -43.0,
    ends: tuple[float, float] | None = (-46.0, -40.0),
    verdict: Verdict = "lower",
    scale: Literal["difference", "ratio", "pace"] = "difference",
    n: int = 3_499,
    baseline_n: int = 9_498,
) -> Contrast:
    low, high = ends or (None, None)
    return Contrast(
        segment=segment,
        baseline="everyone else",
        metric=metric,
        label=label,
        unit="points",
        value=-29.0,
        low=-34.0,
        high=-24.0,
        baseline_value=14.0,
        baseline_low=11.0,
        baseline_high=17.0,
        n=n,
        baseline_n=baseline_n,
        counted="answers",
        accounts=827,
        baseline_accounts=1_100,
        difference=difference,
        ci_low=low,
        ci_high=high,
        scale=scale,
        p=0.0001,
        p_adjusted=0.0006,
        method="cr2",
        correction="Holm, among 2 segments",
        level=0.95,
        design_effect=1.4,
        effective_n=2_500.0,
        largest_account=9.0,
        detectable=5.0,
        needed=4_376,
        margin=5.0,
        effect=None,
        direction="higher_is_better",
        verdict=verdict,
        reasons=("Somewhere from -46 to -40.",),
        badges=(),
        cautions=(),
    )


def comparison(*contrasts: Contrast) -> Comparison:
    """A comparison of these, their segments all of one size and apart from each other."""
    names = list(dict.fromkeys(each.segment for each in contrasts))
    sizes = tuple(SegmentSize(name, f"Users whose role is {name}.", name, 100, 10, 5.0) for name in names)
    overlaps = tuple(tuple(100 * (one == other) for other in names) for one in names)
    return Comparison(SOURCE, sizes, overlaps, contrasts)
