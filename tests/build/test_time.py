"""Days are cut in one stated zone; clock changes, times before sign-up and in the future give right answers."""

from datetime import date, datetime

from strata.membership import members
from strata.model.segment import parse
from strata.warehouse import Warehouse

TOML = """[project]
timezone = "Europe/Berlin"
[users]
file = "users.csv"
id = "id"
joined_at = "joined"
[[events]]
file = "events.csv"
user = "user"
name = "event"
at = "at"
session = "session"
"""
USERS = "id,joined\na,2026-03-01\nb,2026-03-01\n"
HEAD = "user,event,at,session\n"


def test_day_of_a_clock_change_is_one_day(loaded):
    spring = "a,login,2026-03-28T22:59:59Z,s\na,login,2026-03-28T23:00:00Z,t\na,login,2026-03-29T21:59:59Z,u\n"
    later = "a,login,2026-03-29T22:00:00Z,v\n"
    it = loaded(TOML, users_csv=USERS, events_csv=HEAD + spring + later)
    assert it.rows("select day, events, sessions from user_day") == [
        (date(2026, 3, 28), 1, 1),
        (date(2026, 3, 29), 2, 2),  # of 23 hours
        (date(2026, 3, 30), 1, 1),
    ]
    assert it.rows("select week, events, days::int from user_week order by week") == [
        (date(2026, 3, 23), 3, 2),
        (date(2026, 3, 30), 1, 1),
    ]


def test_hour_that_comes_twice_belongs_to_its_day(loaded):
    autumn = "a,login,2025-10-26T00:30:00Z,s\na,login,2025-10-26T01:30:00Z,s\na,login,2025-10-26T22:59:59Z,t\n"
    it = loaded(TOML, users_csv=USERS, events_csv=HEAD + autumn)
    assert it.rows("select day, events, sessions from user_day") == [(date(2025, 10, 26), 3, 2)]
    assert it.rows("select distinct ts from events where session_id = 's'") == [(datetime(2025, 10, 26, 2, 30),)]
    assert {("kept", "hour that comes twice"): 2}.items() <= it.issues().items()


def test_hour_that_does_not_exist_is_read(loaded):
    it = loaded(TOML, users_csv=USERS, events_csv=HEAD + "a,login,2026-03-29 02:30:00,s\n")
    assert it.rows("select day, events from user_day") == [(date(2026, 3, 29), 1)]


def test_same_moments_fall_on_other_days_in_another_zone(loaded):
    events = HEAD + "a,login,2026-05-01T03:00:00Z,s\n"
    it = loaded(TOML.replace("Europe/Berlin", "America/New_York"), users_csv=USERS, events_csv=events)
    assert it.rows("select day from user_day") == [(date(2026, 4, 30),)]


def test_event_before_joining_counts_and_is_remarked_on(loaded):
    it = loaded(TOML, users_csv=USERS, events_csv=HEAD + "a,login,2026-02-01,s\nb,login,2026-04-01,s\n")
    assert it.issues() == {("kept", "date before the user joined"): 1}
    warehouse = Warehouse(it.report.warehouse)
    did = parse({"event": "login"}, at="it")
    soon = parse({"event": "login", "within": {"since_joined": 60}}, at="it")
    assert members(warehouse, did).bit_count() == 2
    assert members(warehouse, soon) == members(warehouse, parse({"users": ["b"]}, at="it"))
    warehouse.close()


def test_event_in_the_future_is_remarked_on_and_in_no_window_up_to_now(loaded):
    it = loaded(TOML, users_csv=USERS, events_csv=HEAD + "a,login,2026-09-20,s\nb,login,2027-01-01,s\n")
    assert it.issues() == {("kept", "date in the future"): 1}
    assert it.rows("select value from meta where key = 'as_of'") == [("2026-09-20",)]
    warehouse = Warehouse(it.report.warehouse)
    recent = parse({"event": "login", "within": {"last": 30}}, at="it")
    assert members(warehouse, recent) == members(warehouse, parse({"users": ["a"]}, at="it"))
    warehouse.close()
