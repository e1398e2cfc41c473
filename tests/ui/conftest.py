"""Results to put into tables and sheets."""

import pytest

from strata.model.results import Contrast, NpsByPersona, NpsGroup, Source


@pytest.fixture
def lower() -> Contrast:
    return Contrast(
        segment="hygienist",
        baseline="everyone else",
        metric="nps",
        label="NPS",
        unit="points",
        value=-29.0,
        low=-34.0,
        high=-24.0,
        baseline_value=14.0,
        baseline_low=11.0,
        baseline_high=17.0,
        n=3_499,
        baseline_n=9_498,
        counted="answers",
        accounts=827,
        baseline_accounts=1_100,
        difference=-43.0,
        ci_low=-46.0,
        ci_high=-40.0,
        scale="difference",
        p=0.0001,
        p_adjusted=0.0006,
        method="cr2",
        correction="Holm",
        design_effect=1.4,
        detectable=5.0,
        verdict="lower",
        reasons=("Somewhere from -46 to -40.",),
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


@pytest.fixture
def split(lower) -> NpsByPersona:
    groups = (
        NpsGroup("hygienist", 24, 22, 54, 9, 120, -30.0, -44.0, -16.0, None),
        NpsGroup("owner", 1, 1, 0, 2, 4, 50.0, None, None, "Too few answers to judge (n=2)."),
    )
    total = NpsGroup("everyone", 25, 23, 54, 11, 124, -28.4, -40.0, -15.0, None)
    source = Source("Tiny", "v1", "2026-04-01T00:00:00", "2026-03-31", "UTC", "all dates", "all users")
    return NpsByPersona(source, "role", "Role", total, groups, (lower,))
