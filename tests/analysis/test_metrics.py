"""Every metric's statement on few rows whose values can be worked out by hand; the data end with 31 March 2026."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from strata.analysis.sums import metric_query
from strata.build import load, read_project
from strata.model.metrics import computable, metric, metric_groups
from strata.model.segment import EVER, Between, Last
from strata.warehouse import Warehouse

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
PROJECT = """
[project]
name = "Hamlet"
as_of = "2026-03-31"

[users]
file = "users.csv"
id = "id"
account = "account"
joined_at = "joined"

[users.attributes]
score = { column = "score", type = "number" }

[accounts]
file = "accounts.csv"
id = "id"

[[events]]
file = "events.csv"
user = "user"
name = "event"
at = "at"
session = "session"
properties = ["pages"]

[[responses]]
query = "select * from answers where survey = 'nps'"
survey = "nps"
user = "user"
score = "score"
at = "at"

[[responses]]
query = "select * from answers where survey = 'csat'"
survey = "csat"
user = "user"
score = "score"
at = "at"

[[tickets]]
file = "tickets.csv"
id = "id"
user = "user"
account = "account"
opened_at = "opened"

[[subscriptions]]
file = "subscriptions.csv"
id = "id"
account = "account"
started_at = "started"
ended_at = "ended"
mrr = "mrr"

[[subscription_changes]]
file = "changes.csv"
account = "account"
at = "at"
change = "change"

[files]
answers = "answers.csv"
"""
SOURCES = {
    "users": """
        id,account,joined,score
        ann,a1,2026-01-05 10:00:00,4
        bob,a1,2026-03-25,1
        cid,a2,,2
        dan,a2,2026-02-01,-5
        eve,a5,2026-01-10,
        fay,a3,2025-12-01,1e91
        gus,,,0
        """,
    "accounts": "id\na1\na2\na3\na4\na5",
    "events": """
        user,event,at,session,pages
        ann,login,2026-01-05 10:00:00,s1,
        ann,export,2026-01-05 10:05:00,s1,10
        ann,export,2026-01-13 09:00:00,s2,5
        ann,login,2026-03-30 09:00:00,s3,
        ann,login,2026-03-31 23:59:59,s4,
        bob,login,2026-03-24 23:50:00,s5,
        bob,export,2026-03-25 00:10:00,s5,
        cid,login,2026-02-10 12:00:00,,
        cid,login,2026-02-20 12:00:00,,
        dan,export,2026-02-15 00:00:00,s6,1
        eve,login,2026-01-12 00:00:00,s8,
        eve,login,2026-01-16 23:59:59,s9,
        eve,export,2026-01-24 00:00:00,s10,-3
        """,
    "answers": """
        user,survey,score,at
        ann,nps,9,2026-03-01
        ann,nps,3,
        bob,nps,7,2026-03-10 08:00:00
        bob,nps,2,2026-03-10 08:00:00
        cid,nps,10,
        dan,csat,3,2026-03-01
        fay,csat,1,2026-01-01
        fay,csat,4,2026-02-01
        """,
    "tickets": """
        id,user,account,opened
        t1,ann,,2026-01-31 10:00:00
        t2,ann,a1,2026-02-01
        t3,,a1,2026-03-01
        """,
    "subscriptions": """
        id,account,started,ended,mrr
        s1,a1,2025-01-01,,100
        s2,a1,2026-01-01,,-20
        s3,a2,2025-01-01,2026-03-15,50
        s4,a3,2026-02-01,,7
        s5,a4,2026-02-01,,10
        s6,a5,2026-01-01,,-30
        """,
    "changes": """
        account,at,change
        a1,2026-02-10,downgrade
        a2,2026-03-15,churn
        a4,2026-03-15,churn
        """,
}
NOT_FINITE = """
update users set score = 'inf' where user_key = 'bob';
update users set score = 'nan' where user_key = 'cid';
update events set pages = 'inf' where user_id = (select user_id from users where user_key = 'dan');
update subscriptions set mrr = 'nan' where subscription_key = 's4';
"""
"""What no load lets in, but another program may have written."""

JANUARY = Between(date(2026, 1, 1), date(2026, 1, 31))
FEBRUARY = Between(date(2026, 2, 1), date(2026, 2, 28))
TEN_DAYS = Between(date(2026, 1, 5), date(2026, 1, 14))


@pytest.fixture(scope="module")
def hamlet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    folder = tmp_path_factory.mktemp("hamlet")
    for name, text in SOURCES.items():
        (folder / f"{name}.csv").write_text("\n".join(line.strip() for line in text.strip().splitlines()))
    (folder / "strata.toml").write_text(PROJECT)
    file = load(read_project(folder / "strata.toml"), folder / "warehouse", now=NOW).warehouse
    with duckdb.connect(str(file)) as connection:
        connection.execute(NOT_FINITE)
    warehouse = Warehouse(file)
    yield warehouse
    warehouse.close()


@pytest.fixture(scope="module")
def rows(hamlet):
    """The rows of a metric by the user's key: num alone where den is 1, as for most metrics."""
    keys = _keys(hamlet.file)

    def ask(name, window=EVER):
        found = _rows(hamlet, metric(name, hamlet.catalog), window)
        assert found["user_id"].is_unique
        by_user = zip(found["user_id"], found["num"].astype(float), found["den"].astype(float), strict=True)
        return {keys[user]: num if den == 1 else (num, den) for user, num, den in by_user}

    return ask


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nps", {"ann": 1, "bob": -1, "cid": 1}),
        ("csat", {"dan": 0, "fay": 1}),
        ("csat_mean", {"dan": 3, "fay": 4}),
        ("active_days", {"ann": 4, "bob": 2, "cid": 2, "dan": 1, "eve": 3, "fay": 0, "gus": 0}),
        ("events", {"ann": 5, "bob": 2, "cid": 2, "dan": 1, "eve": 3, "fay": 0, "gus": 0}),
        ("sessions", {"ann": 4, "bob": 1, "cid": 0, "dan": 1, "eve": 3, "fay": 0, "gus": 0}),
        ("events_per_session", {"ann": (5, 4), "bob": 2, "dan": 1, "eve": (3, 3)}),
        ("stickiness", {"ann": (2, 30), "bob": (2, 30)}),
        ("did:export", {"ann": 1, "bob": 1, "cid": 0, "dan": 1, "eve": 1, "fay": 0, "gus": 0}),
        ("events:export", {"ann": 2, "bob": 1, "cid": 0, "dan": 1, "eve": 1, "fay": 0, "gus": 0}),
        ("converted:export", {"ann": 1, "cid": 0, "dan": 0, "eve": 0}),
        ("retention:1", {"ann": 1, "cid": 1, "dan": 0, "eve": 0}),
        ("retention:2", {"ann": 0, "cid": 0, "dan": 1, "eve": 1}),
        ("retention:8", {"ann": 0, "eve": 0, "fay": 0}),
        ("first:export", {"ann": 0, "bob": 0, "cid": (49, 0), "dan": 14, "eve": 14}),
        ("per_event:export.pages", {"ann": (15, 2), "eve": -3}),
        ("churn", {"ann": 0, "bob": 0, "cid": 1, "dan": 1, "eve": 0, "fay": 0}),
        ("downgrade", {"ann": 1, "bob": 1, "cid": 0, "dan": 0, "eve": 0, "fay": 0}),
        ("mrr", {"ann": 80, "bob": 80, "eve": -30}),
        ("tickets", {"ann": 2, "bob": 0, "cid": 0, "dan": 0, "eve": 0, "fay": 0, "gus": 0}),
        ("mean:score", {"ann": 4, "dan": -5, "gus": 0}),
        ("share:score=4", {"ann": 1, "bob": 0, "cid": 0, "dan": 0, "gus": 0}),
    ],
)
def test_metric_over_all_dates(rows, name, expected):
    assert rows(name) == expected


@pytest.mark.parametrize(
    ("name", "window", "expected"),
    [
        ("nps", FEBRUARY, {}),
        ("nps", Between(date(2026, 3, 1), None), {"ann": 1, "bob": -1}),
        ("csat_mean", JANUARY, {"fay": 1}),
        ("active_days", JANUARY, {"ann": 2, "cid": 0, "eve": 3, "fay": 0, "gus": 0}),
        ("did:login", JANUARY, {"ann": 1, "cid": 0, "eve": 1, "fay": 0, "gus": 0}),
        ("events:login", Last(2), {"ann": 2, "bob": 0, "cid": 0, "dan": 0, "eve": 0, "fay": 0, "gus": 0}),
        ("events_per_session", FEBRUARY, {"dan": 1}),
        ("stickiness", TEN_DAYS, {"ann": (2, 10), "eve": (1, 10)}),
        ("stickiness", Between(None, date(2026, 12, 31)), {"ann": (2, 30), "bob": (2, 30)}),
        ("retention:1", FEBRUARY, {"cid": 1, "dan": 0}),
        ("converted:export", JANUARY, {"ann": 1, "eve": 0}),
        ("churn", Between(date(2026, 3, 15), None), {"ann": 0, "bob": 0, "cid": 1, "dan": 1, "eve": 0, "fay": 0}),
        ("churn", Between(date(2026, 3, 16), None), {"ann": 0, "bob": 0, "eve": 0, "fay": 0}),
        ("churn", Between(None, date(2025, 12, 31)), {"ann": 0, "bob": 0, "cid": 0, "dan": 0}),
        ("mrr", FEBRUARY, {"ann": 80, "bob": 80, "cid": 50, "dan": 50, "eve": -30}),
        ("mrr", Between(None, date(2025, 12, 31)), {"ann": 100, "bob": 100, "cid": 50, "dan": 50}),
        ("tickets", JANUARY, {"ann": 1, "cid": 0, "eve": 0, "fay": 0, "gus": 0}),
        ("mrr", Between(None, date(2020, 1, 1)), {}),
        ("retention:1", Between(date(2020, 1, 1), date(2020, 12, 31)), {}),
    ],
)
def test_metric_inside_a_window(rows, name, window, expected):
    assert rows(name, window) == expected


def test_catalog_says_what_the_optional_tables_hold(hamlet, sample, tiny):
    everything = {"sessions", "tickets", "subscriptions", "churn", "downgrade"}
    assert set(hamlet.catalog.held) == set(sample.catalog.held) == everything
    assert tiny.catalog.held == ()


def test_user_seen_before_joining_counts_from_then(rows):
    assert rows("did:login", Between(None, date(2026, 3, 24)))["bob"] == 1


@pytest.fixture(scope="module")
def sample_names(sample):
    """A few metrics of every group that the sample company can answer."""
    values = {"role": ("dentist", "hygienist")}
    return [each.name for group in metric_groups(sample.catalog, values, most=3) for each in group.metrics]


def test_every_metric_of_the_sample_gives_one_finite_row_a_user(sample, sample_names):
    assert len(sample_names) > len(computable(sample.catalog))
    for name in sample_names:
        found = _rows(sample, metric(name, sample.catalog), Last(90))
        assert list(found.columns) == ["user_id", "num", "den"], name
        assert len(found) > 1000, name
        assert found["user_id"].is_unique, name
        assert found["num"].astype(float).abs().max() < 1e90, name


def test_stickiness_of_the_sample_is_daily_over_monthly_users(sample):
    found = _rows(sample, metric("stickiness", sample.catalog))
    with duckdb.connect(str(sample.file), read_only=True) as connection:
        month = "from user_day where day > date '2026-09-30' - 30"
        daily = f"select count(*) / 30 {month}"
        monthly = f"select count(distinct user_id) {month}"
        ((expected,),) = connection.execute(f"select ({daily}) / ({monthly})").fetchall()
    assert found["num"].sum() / found["den"].sum() == pytest.approx(expected)


@pytest.mark.parametrize("name", ["churn", "downgrade", "mrr"])
def test_account_metric_is_the_same_for_all_users_of_an_account(sample, name):
    found = _rows(sample, metric(name, sample.catalog))
    by_account = found.groupby(sample.account_of_user[found["user_id"]])["num"]
    assert (by_account.nunique() == 1).all()


def test_churn_of_the_sample_is_what_its_changes_say(sample):
    found = _rows(sample, metric("churn", sample.catalog))
    lost = set(sample.account_of_user[found.loc[found["num"] == 1, "user_id"]])
    with duckdb.connect(str(sample.file), read_only=True) as connection:
        changed = connection.execute("select distinct account_id from subscription_changes where change = 'churn'")
        assert lost == {account for (account,) in changed.fetchall()}


def _rows(warehouse, chosen, window=EVER):
    return warehouse.run(metric_query(chosen, window, warehouse.catalog))


def _keys(file: Path) -> dict[int, str]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return dict(connection.execute("select user_id, user_key from users").fetchall())
