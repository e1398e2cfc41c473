"""Results to put into tables and sheets."""

import pytest

from strata.model.results import Contrast


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
