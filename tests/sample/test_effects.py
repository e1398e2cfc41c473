"""What is planted can be found: the declared contrasts in a plain numpy reading of the tables."""

from collections import Counter

import numpy as np
import pyarrow as pa
import pytest

from data.sample import read_effects

EFFECTS = read_effects()
DAY = np.timedelta64(1, "D")
TOLERANCE = 3.5  # standard errors: 24 contrasts miss together in about one draw of a hundred
ROUNDING = 2.0  # points: composition differs a little at this size


@pytest.mark.parametrize("expected", EFFECTS.expected, ids=lambda expected: expected.name)
def test_expected_contrast_is_found(sample, expected):
    found = sample.measure(expected)
    assert found.n > 0
    assert abs(found.value - expected.value) < TOLERANCE * found.standard_error + ROUNDING


def test_expected_names_are_unique():
    assert max(Counter(expected.name for expected in EFFECTS.expected).values()) == 1


def test_roles_do_not_depend_on_the_plan(sample):
    known = sample.columns["role"] != None  # noqa: E711
    is_hygienist = (sample.columns["role"] == "hygienist")[known]
    plan = sample.columns["plan"][known]
    shares = [is_hygienist[plan == name].mean() for name in ("Starter", "Growth", "Enterprise")]
    assert max(shares) - min(shares) < 0.02


def test_people_of_one_account_answer_moderately_alike(sample):
    nps = sample.latest("nps", EFFECTS.window.first_day, EFFECTS.window.last_day)
    known = ~np.isnan(nps) & (sample.columns["role"] != "hygienist")
    assert 0.05 < intraclass_correlation(nps[known], sample.columns["account_row"][known]) < 0.25


def intraclass_correlation(values, groups):
    """One-way analysis of variance estimator for unequal group sizes."""
    n = np.bincount(groups)
    means = np.bincount(groups, values) / np.maximum(n, 1)
    k = (n > 0).sum()
    between = (n * (means - values.mean()) ** 2).sum() / (k - 1)
    within = ((values - means[groups]) ** 2).sum() / (len(values) - k)
    usual = (len(values) - (n**2).sum() / len(values)) / (k - 1)
    return (between - within) / (between + (usual - 1) * within)


def test_the_unhappy_role_writes_about_charting(sample):
    nps = sample.tables["nps.csv"]
    rows = [
        (sample.columns["role"][sample.row_of[key]], "chart" in text.lower())
        for key, score, text in zip(*(nps[name].to_pylist() for name in ("user_id", "score", "comment")), strict=True)
        if key in sample.row_of and text and score <= 6
    ]
    mentions = {
        is_hurt: np.mean([hit for role, hit in rows if (role == EFFECTS.charting.role) is is_hurt])
        for is_hurt in (True, False)
    }
    assert mentions[True] > 0.4
    assert mentions[False] < 0.05


def test_account_owner_loses_more_practices(sample):
    accounts = sample.tables["accounts.csv"]
    is_hers = np.array(accounts["account_owner"].to_pylist()) == EFFECTS.churn.owner
    is_lost = np.array(accounts["account_status"].to_pylist()) == "churned"
    assert is_lost[is_hers].mean() == pytest.approx(EFFECTS.churn.owner_rate, abs=0.08)
    assert is_lost[~is_hers].mean() == pytest.approx(EFFECTS.churn.rate, abs=0.04)


def test_login_becomes_rare_before_a_downgrade(sample):
    changes = sample.tables["subscription_changes.csv"]
    downgraded_at = {
        key: np.datetime64(at)
        for key, at, change in zip(*(changes[c].to_pylist() for c in ("account_id", "at", "change")), strict=True)
        if change == "downgrade"
    }
    events = sample.tables["events.parquet"]
    is_login = np.array(events["event"].cast(pa.string()).to_pylist()) == EFFECTS.downgrade.event
    user = np.array([sample.row_of[key] for key in events["user_id"].cast(pa.string()).to_pylist()])[is_login]
    turn = np.array([downgraded_at.get(key, np.datetime64("NaT")) for key in sample.columns["account_id"]])
    days_before = (turn[user] - events["at"].to_numpy()[is_login]) / DAY
    span = EFFECTS.downgrade.days
    just_before = ((days_before > 0) & (days_before <= span)).sum()
    usual = ((days_before > span) & (days_before <= 3 * span)).sum() / 2
    assert just_before / usual == pytest.approx(EFFECTS.downgrade.activity_left, abs=0.1)


@pytest.mark.parametrize("experiment", EFFECTS.experiments, ids=lambda experiment: experiment.name)
def test_experiment_split_is_as_declared(sample, experiment):
    counts = Counter(variant for _, variant in assigned(sample, experiment))
    n = sum(counts.values())
    for variant, share in experiment.seen.items():
        assert abs(counts[variant] - n * share) < 4 * np.sqrt(n * share * (1 - share))
    assert set(experiment.planned) == set(experiment.seen)


@pytest.mark.parametrize("experiment", EFFECTS.experiments, ids=lambda experiment: experiment.name)
def test_experiment_moves_satisfaction_as_declared(sample, experiment):
    treated, control = np.zeros(len(sample.row_of), bool), np.zeros(len(sample.row_of), bool)
    for key, variant in assigned(sample, experiment):
        (control if variant == "control" else treated)[sample.row_of[key]] = True
    csat = sample.latest("csat", experiment.starts_on, EFFECTS.window.last_day)
    found = sample.contrast(treated, control, csat)
    (variant,) = set(experiment.seen) - {"control"}
    assert abs(found.value - experiment.csat.get(variant, 0.0)) < TOLERANCE * found.standard_error + 1


def assigned(sample, experiment):
    table = sample.tables["assignments.parquet"]
    columns = (table[name].to_pylist() for name in ("user_id", "experiment", "variant"))
    return [(key, variant) for key, name, variant in zip(*columns, strict=True) if name == experiment.name]
