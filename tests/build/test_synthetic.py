from datetime import UTC, datetime

import duckdb
import pytest

from strata.build.folder import POINTER
from strata.build.synthetic import PROJECT, event_name, synthesise
from strata.errors import LoadError
from strata.warehouse import Warehouse, current_file

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
USERS, EVENTS = 400, 20_000
TABLES = "users accounts events user_day user_week responses tickets subscriptions subscription_changes assignments"
COLUMNS = "select column_name, data_type from duckdb_columns() where table_name = $table order by column_index"
FIRST_COLUMNS = {"users": 7, "accounts": 3, "events": 4, "responses": 6}
ALL_ROWS = "select (select sum(hash(users)) from users) + (select sum(hash(events)) from events)"


def draw(folder, *, seed=7, users=USERS, events=EVENTS):
    return synthesise(folder, users=users, events=events, seed=seed, now=NOW)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("synthetic")
    draw(folder)
    return folder


@pytest.fixture(scope="module")
def ask(folder):
    """The rows of a statement on the warehouse that was drawn."""
    with duckdb.connect(str(current_file(folder)), read_only=True) as connection:
        yield lambda sql: connection.execute(sql).fetchall()


def everything(file):
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(ALL_ROWS).fetchall()


def columns(file, table):
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(COLUMNS, {"table": table}).fetchall()


def test_synthesise_draws_as_many_as_asked_for(ask):
    assert ask("select (select count(*) from users), (select count(*) from events)") == [(USERS, EVENTS)]


def test_synthesise_opens_as_a_warehouse(folder):
    warehouse = Warehouse.open(folder)
    catalog = warehouse.catalog
    warehouse.close()
    assert (catalog.project, catalog.n_users, catalog.persona) == (PROJECT, USERS, "role")
    assert catalog.as_of.isoformat() == "2026-09-30"
    assert {attribute.name for attribute in catalog.attributes} >= {"plan", "seats", "newsletter", "team_size"}
    assert [(each.name, each.type) for each in catalog.properties] == [("report_type", "text"), ("minutes", "number")]


@pytest.mark.parametrize("table", TABLES.split())
def test_synthesise_makes_the_columns_the_loader_makes(folder, tiny_folder, table):
    own = slice(FIRST_COLUMNS.get(table))  # what follows are the attributes and properties of each source
    assert columns(current_file(folder), table)[own] == columns(current_file(tiny_folder), table)[own]


def test_synthesise_is_the_same_for_the_same_seed(folder, tmp_path):
    assert everything(draw(tmp_path)) == everything(current_file(folder))
    assert everything(draw(tmp_path, seed=8)) != everything(current_file(folder))


def test_synthesise_stores_events_in_order(ask):
    rows = ask("select event_name, user_id, ts from events")
    assert rows == sorted(rows)


def test_synthesise_numbers_users_as_they_joined(ask):
    joined = ask("select user_id, joined_at from users")
    assert joined == sorted(joined, key=lambda row: row[1])
    assert [user for user, _ in joined] == list(range(USERS))


def test_nobody_acts_before_joining_or_after_the_end(ask):
    within = "ts >= joined_at and ts < timestamp '2026-10-01'"
    for table in ("events", "responses"):
        assert ask(f"select bool_and({within}), count(*) > 0 from {table} inner join users using (user_id)") == [
            (True, True)
        ]


def test_popular_events_come_first_and_weekends_are_quiet(ask):
    most = ask("select event_name from events group by all order by count(*) desc limit 2")
    assert most == [(event_name(1),), (event_name(2),)]
    ((weekend,),) = ask("select count(*) filter (isodow(ts) > 5) / count(*) from events")
    assert weekend < 0.15


def test_only_reports_have_minutes(ask):
    named = ask("select distinct event_name from events where minutes is not null and report_type is not null")
    assert (event_name(3),) in named
    assert (event_name(1),) not in named


@pytest.mark.parametrize(("users", "events"), [(0, 10), (10, 9), (1, 10**12)])
def test_synthesise_refuses_what_cannot_be_drawn(tmp_path, users, events):
    with pytest.raises(LoadError, match="cannot be drawn"):
        draw(tmp_path, users=users, events=events)
    assert not (tmp_path / POINTER).exists()


def test_synthesise_that_fails_leaves_the_version_before(folder, tmp_path):
    before = draw(tmp_path)
    with pytest.raises(LoadError, match="warehouse is unchanged"):
        synthesise(tmp_path, users=USERS, events=2_000_000, seed=7, now=NOW, memory="1MB")
    assert current_file(tmp_path) == before
