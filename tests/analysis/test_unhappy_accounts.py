"""Which accounts are unhappy: on the sample against plain counting, and where there is little to go by."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from strata.analysis.exhibits import make
from strata.analysis.unhappy_accounts import MOST_LISTED
from strata.build import load, read_project
from strata.model.recipe import Recipe
from strata.stats.shrinkage import shrink
from strata.warehouse import Warehouse
from tests.conftest import NOW

PROJECT = """
[project]
name = "Small"
as_of = "2026-06-30"
[users]
file = "users.csv"
id = "id"
account = "account"
[users.attributes.hand]
column = "hand"
kind = "demographic"
[[responses]]
file = "answers.csv"
survey = "nps"
user = "user"
score = "score"
at = "at"
"""


def shown(warehouse, by, kind="nps", **options):
    (found,) = make(warehouse, Recipe(kind, options=(("view", "accounts"), ("by", by), *options.items())))
    return found


def built(folder: Path, answers):
    """A warehouse of accounts, each with the answers of its people."""
    (folder / "strata.toml").write_text(PROJECT)
    people = [
        (f"{account}-{place}", account, score)
        for account, given in answers.items()
        for place, score in enumerate(given)
    ]
    (folder / "users.csv").write_text(
        "id,account,hand\n" + "".join(f"{user},{account},{score % 2}\n" for user, account, score in people)
    )
    (folder / "answers.csv").write_text(
        "user,score,at\n" + "".join(f"{user},{score},2026-06-01\n" for user, _, score in people)
    )
    load(read_project(folder / "strata.toml"), folder / "warehouse", now=NOW)
    return Warehouse.open(folder / "warehouse")


def test_accounts_of_the_sample_are_those_of_plain_counting(sample, sample_warehouse):
    """The files counted by pandas: the latest valid answer of everyone who is counted, five or more to an account."""
    folder = sample_warehouse.parent / "source"
    users, accounts, given = (pd.read_csv(folder / f"{name}.csv") for name in ("users", "accounts", "nps"))
    counted = users[~users["is_internal"]].drop_duplicates("user_id")
    valid = given[given["score"].between(0, 10)].sort_values("answered_at", kind="stable")
    latest = valid.drop_duplicates("user_id", keep="last").merge(counted[["user_id", "account_id"]], on="user_id")
    latest["given"] = np.select([latest["score"] >= 9, latest["score"] <= 6], [100.0, -100.0], 0.0)
    expected = latest.groupby("account_id")["given"].agg(["count", "mean"]).query("count >= 5")
    found = {row[8]: (row[5], row[4], row[6]) for row in shown(sample, "role").rows.rows}
    size, named = counted.groupby("account_id").size(), accounts.set_index("account_id")["name"]
    assert len(found) == min(len(expected), MOST_LISTED)
    for account, seen in found.items():
        assert seen == pytest.approx((*expected.loc[account], size[account]))
    names = {row[8]: row[0] for row in shown(sample, "role").rows.rows}
    assert len(set(names.values())) == len(names)
    assert all(names[account] in (named[account], f"{named[account]} ({account})") for account in names)


def test_accounts_are_ranked_by_how_sure_they_are_low(tmp_path):
    answers = {f"usual {place}": [0, 10, 8, 9, 7, 6][: 5 + place % 2] for place in range(20)}
    answers |= {"many sad": [0] * 40 + [10], "few sad": [0] * 5, "too few": [0] * 4}
    warehouse = built(tmp_path, answers)
    found = shown(warehouse, "hand")
    names = [row[0] for row in found.rows.rows]
    assert names[:2] == ["many sad", "few sad"]
    assert "too few" not in names
    assert found.findings[1].startswith("Surest: many sad, NPS likely ")
    warehouse.close()


def test_account_scores_are_those_of_the_formula(tmp_path):
    answers = {f"a{place:02}": [0] * (place % 5) + [8] * 3 + [10] * (4 - place % 4) for place in range(16)}
    warehouse = built(tmp_path, answers)
    given = {name: np.select([np.array(each) >= 9, np.array(each) <= 6], [1, -1], 0) for name, each in answers.items()}
    enough = {name: each for name, each in given.items() if len(each) >= 5}
    n = np.array([len(each) for each in enough.values()])
    within = sum(((each - each.mean()) ** 2).sum() for each in enough.values()) / (n - 1).sum()
    expected = shrink(np.array([each.mean() for each in enough.values()]), within / n)
    found = {row[0]: row[1:5] for row in shown(warehouse, "hand").rows.rows}
    assert sorted(found) == list(enough)
    for place, name in enumerate(enough):
        likely = [100 * float(each[place]) for each in (expected.value, expected.low, expected.high)]
        assert found[name] == pytest.approx((*likely, 100 * enough[name].mean()))
    warehouse.close()


def test_few_accounts_give_a_sentence(tmp_path):
    warehouse = built(tmp_path, {f"a{place}": [0, 5, 9, 10, 7] for place in range(9)})
    found = shown(warehouse, "hand")
    assert found.plot is None
    assert found.findings == (
        "5 people or more answered from 9 accounts: fewer than 10 are too few to say how much accounts differ.",
    )
    warehouse.close()


def test_accounts_that_differ_by_chance_alone_are_not_called_unhappy(tmp_path):
    warehouse = built(tmp_path, {f"a{place}": [0, 10, 8, 9, 7] for place in range(12)})
    found = shown(warehouse, "hand")
    assert found.findings == (
        "No account is clearly below the 20 of a typical account (12 accounts): what sets them apart may be chance.",
    )
    warehouse.close()


def test_accounts_whose_people_agree_are_taken_as_they_are(tmp_path):
    warehouse = built(tmp_path, {f"a{place}": [0 if place < 3 else 10] * 6 for place in range(12)})
    rows = shown(warehouse, "hand").rows.rows
    assert [row[1] for row in rows[:4]] == pytest.approx([-100, -100, -100, 100])
    warehouse.close()
