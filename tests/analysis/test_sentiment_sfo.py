"""NPS, CSAT and ratings of the airport's travellers against figures from the file by scipy and statsmodels."""

from collections.abc import Iterator
from datetime import UTC, datetime
from math import sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats as scipy_stats
from scipy.optimize import brentq
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from strata.analysis.sentiment import Study, sentiments, study
from strata.build import load, read_project
from strata.membership import NO_LIBRARY
from strata.model.recipe import Recipe
from strata.model.sentiment import Sentiment
from strata.warehouse import Warehouse

ROOT = Path(__file__).parents[2]
SFO = ROOT.parent / "shared" / "datasets" / "sfo_2018"
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
SPLITS = {
    "gender": ("Q21Gender", {"1": "male", "2": "female", "3": "other"}),
    "age": (
        "Q20Age",
        {"1": "under 18", "2": "18-24", "3": "25-34", "4": "35-44", "5": "45-54", "6": "55-64", "7": "65+"},
    ),
}
RATINGS = (
    *("Q7ART", "Q7FOOD", "Q7STORE", "Q7SIGN", "Q7WALKWAY", "Q7SCREENS", "Q7INFODOWN", "Q7INFOUP", "Q7WIFI", "Q7ROADS"),
    *("Q7PARK", "Q7AIRTRAIN", "Q7LTPARKING", "Q7RENTAL", "Q9Boarding", "Q9AirTrain", "Q9Rental", "Q9Food"),
    *("Q9Restroom", "Q9All", "Q10Safe", "Q12PRECHECKRATE", "Q13GETRATE", "Q14FIND", "Q14PASSTHRU"),
)

pytestmark = [
    pytest.mark.dataset,
    pytest.mark.skipif(not SFO.is_dir(), reason="the data sets are not in ../shared/datasets"),
]


@pytest.fixture(scope="module")
def travellers(tmp_path_factory) -> Iterator[Warehouse]:
    folder = tmp_path_factory.mktemp("sfo")
    load(read_project(ROOT / "data" / "examples" / "sfo_2018.toml", files=SFO), folder, now=NOW)
    warehouse = Warehouse.open(folder)
    yield warehouse
    warehouse.close()


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    (file,) = SFO.glob("*.csv")
    found = pd.read_csv(file, dtype=str, keep_default_na=False)
    return found.rename(columns=str.strip).map(str.strip)


def scored(warehouse: Warehouse, kind: str, by: str, **options: str) -> Sentiment:
    asked: Study = study(warehouse, Recipe(kind, options=(("by", by), *options.items())), NO_LIBRARY)
    return sentiments(warehouse, asked)[0]


def numbers(answers: pd.DataFrame, column: str, *, missing: tuple[str, ...]) -> pd.Series:
    return pd.to_numeric(answers[column].where(~answers[column].isin([*missing, ""])))


def rows_of(answers: pd.DataFrame, by: str) -> dict[str, np.ndarray]:
    if by == "country":
        most = answers.loc[answers["Q18COUNTRY"] != "", "Q18COUNTRY"].value_counts().index[:3]
        return {name: (answers["Q18COUNTRY"] == name).to_numpy() for name in most}
    column, labels = SPLITS[by]
    return {label: (answers[column] == code).to_numpy() for code, label in labels.items()}


def tango(promoters: float, detractors: float, n: float) -> tuple[float, float]:
    """The score interval of (promoters - detractors) / n by solving for where the score is 1.96.

    References:
        Tango (1998), Statistics in Medicine 17:891, equations 7 to 11.
    """

    def score(delta: float) -> float:
        a, b = 2 * n, -promoters - detractors + (2 * n - promoters + detractors) * delta
        detracting = (sqrt(b * b - 4 * a * (-detractors * delta * (1 - delta))) - b) / (2 * a)
        spread = n * (2 * detracting + delta * (1 - delta))
        return (promoters - detractors - n * delta) / sqrt(spread) if spread > 0 else 0.0

    value, limit = (promoters - detractors) / n, scipy_stats.norm.ppf(0.975)
    low = brentq(lambda delta: score(delta) - limit, -1 + 1e-9, value - 1e-9)
    high = brentq(lambda delta: score(delta) + limit, value + 1e-9, 1 - 1e-9)
    return low, high


@pytest.mark.parametrize("by", ["gender", "age", "country"])
def test_nps_of_every_group_equals_an_independent_computation(travellers, answers, by):
    scores = numbers(answers, "NETPRO", missing=("11",))
    found = {group.name: group for group in scored(travellers, "nps", by).groups}
    checked = 0
    for name, rows in rows_of(answers, by).items():
        mine = scores[rows].dropna()
        if len(mine) < 5:
            continue
        promoters, detractors, n = (mine >= 9).sum(), (mine <= 6).sum(), len(mine)
        low, high = tango(promoters, detractors, n)
        group = found[name]
        assert (group.n, group.users) == (n, rows.sum())
        assert (group.value, group.low, group.high) == pytest.approx(
            (100 * (promoters - detractors) / n, 100 * low, 100 * high), abs=1e-4
        )
        checked += 1
    assert checked >= 3


@pytest.mark.parametrize("by", ["gender", "age"])
def test_nps_gap_to_everyone_else_is_mover_on_tango(travellers, answers, by):
    scores = numbers(answers, "NETPRO", missing=("11",))
    found = {contrast.segment: contrast for contrast in scored(travellers, "nps", by).contrasts}
    for name, rows in rows_of(answers, by).items():
        arms = []
        for mine in (scores[rows].dropna(), scores[~rows].dropna()):
            promoters, detractors = (mine >= 9).sum(), (mine <= 6).sum()
            arms.append(((promoters - detractors) / len(mine), *tango(promoters, detractors, len(mine))))
        (a, a_low, a_high), (b, b_low, b_high) = arms
        contrast = found[name]
        assert contrast.method == "mover_tango"
        assert (contrast.difference, contrast.ci_low, contrast.ci_high) == pytest.approx(
            (
                100 * (a - b),
                100 * (a - b - sqrt((a - a_low) ** 2 + (b_high - b) ** 2)),
                100 * (a - b + sqrt((a_high - a) ** 2 + (b - b_low) ** 2)),
            ),
            abs=1e-4,
        )


@pytest.mark.parametrize("by", ["gender", "age", "country"])
def test_csat_equals_wilson_and_newcombe(travellers, answers, by):
    scores = numbers(answers, "Q7ALL", missing=("0", "6", "BLANK"))
    result = scored(travellers, "csat", by)
    groups, contrasts = {g.name: g for g in result.groups}, {c.segment: c for c in result.contrasts}
    for name, rows in rows_of(answers, by).items():
        mine, others = scores[rows].dropna(), scores[~rows].dropna()
        satisfied, total = (mine >= 4).sum(), len(mine)
        low, high = proportion_confint(satisfied, total, method="wilson")
        assert (groups[name].value, groups[name].low, groups[name].high) == pytest.approx(
            (100 * satisfied / total, 100 * low, 100 * high)
        )
        ends = confint_proportions_2indep(satisfied, total, (others >= 4).sum(), len(others), method="newcomb")
        assert (contrasts[name].ci_low, contrasts[name].ci_high) == pytest.approx(tuple(100 * end for end in ends))


@pytest.mark.parametrize("by", ["gender", "age", "country"])
@pytest.mark.parametrize("question", RATINGS)
def test_rating_equals_welch(travellers, answers, by, question):
    scores = numbers(answers, question, missing=("0", "6", "BLANK"))
    result = scored(travellers, "csat", by, question=question.lower())
    groups, contrasts = {g.name: g for g in result.groups}, {c.segment: c for c in result.contrasts}
    for name, rows in rows_of(answers, by).items():
        mine, others = scores[rows].dropna(), scores[~rows].dropna()
        assert groups[name].n == len(mine)
        assert groups[name].answers == tuple(sorted(mine.value_counts().items()))
        if groups[name].withheld is None:
            assert groups[name].value == pytest.approx(mine.mean())
        if contrasts[name].method == "welch":
            test = scipy_stats.ttest_ind(mine, others, equal_var=False)
            ends = test.confidence_interval()
            assert contrasts[name].difference == pytest.approx(mine.mean() - others.mean())
            # Degrees of freedom allow for skewed answers, so the ends differ from Welch's in the fourth digit.
            assert (contrasts[name].ci_low, contrasts[name].ci_high) == pytest.approx((ends.low, ends.high), abs=1e-3)
            assert contrasts[name].p == pytest.approx(test.pvalue, rel=0.02)
        if contrasts[name].method == "welch_log1p" and contrasts[name].ci_low is not None:
            test = scipy_stats.ttest_ind(np.log1p(mine), np.log1p(others), equal_var=False)
            logs = np.log1p(np.array((contrasts[name].ci_low, contrasts[name].ci_high)) / 100)
            assert logs.mean() == pytest.approx(np.log1p(mine).mean() - np.log1p(others).mean(), abs=1e-9)
            assert np.diff(logs) == pytest.approx(np.diff(test.confidence_interval()), rel=0.05)
    assert {"welch", "welch_log1p"} & {contrast.method for contrast in result.contrasts}


def test_blank_codes_are_said(travellers):
    (rule,) = [each for each in scored(travellers, "nps", "age").rules if each.startswith("Blank")]
    assert "159 rows: blank NPS score" in rule
