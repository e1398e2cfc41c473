"""Results as the analyses hand them over, small enough to check by eye."""

import pytest

from strata.model.results import Contrast, Source

SOURCE = Source("Tiny", "v1", "2026-04-01T00:00:00", "2026-03-31", "UTC", "all dates", "all users")


@pytest.fixture
def lower() -> Contrast:
    return contrast("hygienist", value=-29.0, low=-34.0, high=-24.0, difference=-43.0, ends=(-46.0, -40.0))


@pytest.fixture
def higher() -> Contrast:
    return contrast(
        "dentist", value=12.0, low=8.0, high=17.0, difference=13.0, ends=(9.0, 16.0), verdict="higher", n=3_047
    )


@pytest.fixture
def unknown() -> Contrast:
    return contrast(
        "owner", value=None, low=None, high=None, difference=None, ends=None, verdict="not_enough_data", n=2
    )


def contrast(segment, *, value, low, high, difference, ends, verdict="lower", n=3_499) -> Contrast:
    ci_low, ci_high = ends or (None, None)
    return Contrast(
        segment=segment,
        baseline="everyone else",
        metric="nps",
        label="NPS",
        unit="points",
        value=value,
        low=low,
        high=high,
        baseline_value=14.0,
        baseline_low=11.0,
        baseline_high=17.0,
        n=n,
        baseline_n=9_498,
        counted="answers",
        accounts=827,
        baseline_accounts=1_100,
        difference=difference,
        ci_low=ci_low,
        ci_high=ci_high,
        scale="difference",
        p=0.0001,
        p_adjusted=0.0006,
        method="cr2",
        correction="Holm",
        design_effect=1.4,
        detectable=5.0,
        verdict=verdict,
        reasons=("Too few answers to compare (n=2).",),
        badges=(),
        level=0.95,
        effective_n=None,
        largest_account=0.0,
        needed=None,
        margin=None,
        effect=None,
        direction="higher_is_better",
        cautions=(),
    )
