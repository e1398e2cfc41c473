"""Every kind of condition on six users: what was worked out by hand, the slow evaluation and the compiler agree."""

from datetime import datetime

import duckdb
import pytest

from strata.build import load, read_project
from strata.membership import Library, members, plain_sql
from strata.model.segment import Segment, parse
from strata.warehouse import Warehouse
from tests.segments import slow
from tests.segments.conftest import LOADED
from tests.segments.rows import read_world
from tests.segments.village import write_village

EXPORTERS = Segment("Exporters", parse({"event": "export"}, at="it"))
OAK = Segment("Oak", parse({"attribute": "role", "op": "is", "value": "Dentist"}, at="it"), "accounts")
SEGMENTS = {"Exporters": EXPORTERS, "Oak": OAK}
EVERYONE = "ann bob cid dan eve fay"


def attribute(name, op, value=None):
    return {"attribute": name, "op": op} | ({} if value is None else {"value": value})


def nps(**asked):
    return {"response": "nps", **asked}


def last(number, unit="day", ago=0):
    return {"last": number, "unit": unit, "ago": ago}


def format_of(event, op, value):
    return {"event": event, "where": [{"property": "format", "op": op, "value": value}]}


def pages_of(event, by, op, value):
    return {"event": event, "measure": {"by": by, "of": "pages", "op": op, "value": value}}


def followed(gap, unit="day", first="login", **more):
    return {"first": first, "then": "export", "gap": gap, "unit": unit, **more}


def funnel(reached, **more):
    return {"funnel": ["login", "export"], "reached": reached, "days": 7, **more}


def returned(first, last_day, **more):
    return {"came_back": "*", "first_day": first, "last_day": last_day, **more}


def path(*events, **more):
    return {"path": list(events), **more}


def account(where, **enough):
    return {"account": {"where": where, **enough}}


LOGIN, EXPORT = {"event": "login"}, {"event": "export"}
DENTIST_BIG, DENTIST_SMALL = attribute("role", "is", "Dentist"), attribute("role", "is", "dentist")

OF_USERS = [
    # attributes: cid has none, eve has no account
    (DENTIST_SMALL, "bob"),
    (attribute("role", "is_not", ["dentist", "nurse"]), "ann cid dan eve"),
    (attribute("role", "contains", "DENT"), "ann bob"),
    (attribute("role", "does_not_contain", "dent"), "cid dan eve fay"),
    (attribute("role", "starts_with", "o'"), "dan"),
    (attribute("role", "contains", "%"), "eve"),
    (attribute("role", "is_missing"), "cid"),
    (attribute("role", "is_known"), "ann bob dan eve fay"),
    (attribute("team_size", "between", [2.5, 4]), "ann bob fay"),
    (attribute("team_size", "is_not", [4]), "bob cid dan eve"),
    (attribute("team_size", "<", "2.5"), "dan"),
    (attribute("newsletter", "is", "yes"), "ann dan"),
    (attribute("newsletter", "is_not", True), "bob cid eve fay"),
    (attribute("trial_end", "before", "2026-03-30"), "dan fay"),
    (attribute("trial_end", "after", "2026-03-30"), "bob eve"),
    (attribute("trial_end", "between", ["2026-03-30", "2026-03-31"]), "ann bob"),
    (attribute("trial_end", "in_the_last", 1), "ann"),
    (attribute("joined_at", "after", "2026-01-01"), "bob dan eve fay"),
    (attribute("joined_at", "before", "2026-02-01"), "ann"),
    (attribute("last_seen", "in_the_last", 7), "ann bob"),
    (attribute("region", "is_missing"), "cid dan eve"),
    (attribute("seats", ">=", 20), "ann bob"),
    # answers: ann's 3 has no time, bob's 7 and 2 have the same
    (nps(**{"is": "promoter"}), "ann cid"),
    (nps(**{"is": "detractor"}), "bob"),
    (nps(**{"is": "detractor", "which": "any"}), "ann bob"),
    (nps(**{"is": "detractor", "which": "any", "within": last(30)}), "bob"),
    (nps(**{"is": "passive", "which": "any"}), "bob dan"),
    (nps(**{"is": "promoter", "within": last(30)}), "ann"),
    (nps(op=">=", value=8), "ann cid dan"),
    (nps(answered=True), "ann bob cid dan"),
    (nps(answered=False), "eve fay"),
    (nps(answered=False, within=last(1)), "ann bob cid eve fay"),
    (nps(answered=True, within={"from": "2026-03-02"}), "bob dan"),
    (nps(comment_contains="slow"), "bob"),
    (nps(answered=False, comment_contains="slow"), "ann cid dan eve fay"),
    # events: dan's is in the future of the data and has not happened, cid's on the last day of February
    (LOGIN, "ann bob cid eve"),
    ({"event": "login", "did": False}, "dan fay"),
    ({"event": "login", "within": last(7)}, "ann"),
    ({"event": "login", "within": last(1, "hour")}, "ann"),
    ({"event": "login", "within": last(1, "month")}, "ann bob cid"),
    ({"event": "login", "within": last(1, "month", ago=1)}, "eve"),
    ({"event": "login", "within": {"from": "2026-03-30", "to": "2026-03-30"}}, "ann"),
    ({"event": "login", "within": {"from": "0001-01-01", "to": "9999-12-31"}}, "ann bob cid eve"),
    ({"event": "export", "within": {"since_joined": 6}}, "bob"),
    ({"event": "export", "within": {"since_joined": 5}}, ""),
    ({"event": "login", "at_least": 2}, "ann"),
    ({"event": "login", "at_most": 1}, "bob cid eve"),
    ({"event": "login", "at_most": 1, "did": False}, "ann dan fay"),
    ({"event": "*", "exactly": 2}, "bob eve"),
    ({"event": "login", "on_days": 2}, "ann"),
    ({"event": "*", "different": 2}, "ann bob eve"),
    ({"event": "export", "on_days": 2}, ""),
    (format_of("login", "is", ["pdf"]), "ann cid"),
    (format_of("login", "is_not", ["pdf"]), "ann bob eve"),
    (pages_of("export", "sum", ">", 7), "ann"),
    (pages_of("export", "average", ">=", 7), "ann eve"),
    (pages_of("*", "min", "<=", 1), "bob eve"),
    (pages_of("*", "max", "between", [3, 4]), "cid"),
    ({"event": "login", "when": "first", "within": {"from": "2026-03-24"}}, "ann"),
    ({"event": "login", "when": "last", "within": {"to": "2026-03-24"}}, "bob cid eve"),
    # one after the other: bob's gap is seven days to the second, eve's two are at the same moment
    (followed(7), "ann bob"),
    (followed(6), "ann"),
    (followed(1), "ann"),
    (followed(23, "hour"), ""),
    (followed(9, "hour", first="export"), "ann"),
    (followed(7, within=last(7)), "ann"),
    (followed(7, did=False), "cid eve"),
    (followed(6, did=False), "bob cid eve"),
    (followed(1, "month", did=False), "cid eve"),
    # funnels: bob's export comes when his seven days are just over; only who had all the days has begun
    (funnel(1), "ann bob cid eve"),
    (funnel(1, days=8), "cid eve"),
    (funnel(2), "ann"),
    (funnel(2, days=8), ""),
    (funnel(1, days=6, stopped=True), "bob cid eve"),
    (funnel(1, days=6, within={"to": "2026-03-01"}), "cid eve"),
    # coming back: events begin on 31 January, so ann joined too early; cid starts when first seen
    (returned(0, 30), "cid"),
    (returned(0, 30, did=False), "fay"),
    (returned(0, 29, did=False), "dan fay"),
    (returned(1, 5, came_back="export"), "bob"),
    (returned(0, 0, after="login"), "ann bob cid eve"),
    (returned(1, 1, after="login", came_back="export"), "ann"),
    (returned(0, 0, or_later=True, within={"from": "2026-02-01"}), "bob cid"),
    # paths: ann's export comes a day after her login, then another one, which counts once; bob's seven days later
    (path("login"), "ann bob cid eve"),
    (path("login", "export", days=2), "ann"),
    (path("login", "export", days=2, ends=True), "ann"),
    (path("login", ends=True), "ann bob cid eve"),
    (path("login", "export", days=8), ""),
    (path("export", "login", days=5, backwards=True), "ann"),
    (path("export", ends=True, days=5, backwards=True), "bob"),
    ({"dropping_off": "*"}, "cid eve"),
    ({"dropping_off": "login", "days": 7, "below": 1}, "bob"),
    ({"lifecycle": "new"}, "bob dan eve"),
    ({"lifecycle": "active"}, ""),
    ({"lifecycle": "returned"}, "ann"),
    ({"lifecycle": "slipping"}, "cid"),
    ({"lifecycle": "dormant"}, "fay"),
    # accounts: a2's first subscription ended a second before the end of the data, its second begins with it
    ({"ticket": "open"}, "ann bob"),
    ({"ticket": "open", "at_least": 2}, "ann"),
    ({"ticket": "opened"}, "ann bob cid dan"),
    ({"ticket": "opened", "within": last(1)}, "ann"),
    ({"ticket": "closed"}, "cid"),
    ({"ticket": "closed", "within": last(1, "week")}, ""),
    ({"plan": ["Growth"]}, "ann bob"),
    ({"plan": ["Growth", "Starter"]}, "ann bob fay"),
    ({"renewal": 30}, "ann bob"),
    ({"renewal": 31}, "ann bob fay"),
    ({"change": "downgrade"}, "cid dan"),
    ({"change": "downgrade", "within": last(30)}, ""),
    ({"users": ["ann", "zed"]}, "ann"),
    ({"segment": "Exporters"}, "ann bob eve"),
    ({"segment": "Oak"}, "ann bob"),
    (account(LOGIN), "ann bob cid dan"),
    (account(LOGIN, users_at_least=2), "ann bob"),
    (account(LOGIN, percent_at_least=100), "ann bob cid dan"),
    (account(DENTIST_BIG, percent_at_least=50), "ann bob"),
    (account(DENTIST_BIG, percent_at_least=50.5), ""),
    (account(attribute("role", "is", "O'Hara")), ""),
    # groups
    ({"all": []}, EVERYONE),
    ({"any": []}, ""),
    ({"all": [LOGIN, EXPORT]}, "ann bob eve"),
    ({"any": [DENTIST_BIG, {"plan": ["Starter"]}]}, "ann fay"),
    ({"not": EXPORT}, "cid dan fay"),
]
OF_ACCOUNTS = [
    ({"all": []}, "ann bob cid dan fay"),
    ({"any": []}, ""),
    (EXPORT, "ann bob"),
    ({"not": EXPORT}, "cid dan fay"),
    ({"event": "export", "did": False}, "cid dan fay"),
    (followed(7, did=False), "cid dan"),
    ({"all": [DENTIST_BIG, DENTIST_SMALL]}, "ann bob"),
    ({"any": [DENTIST_BIG, attribute("role", "is", "nurse")]}, "ann bob fay"),
    (nps(answered=False), "fay"),
    ({"lifecycle": "new"}, "ann bob cid dan"),
    ({"lifecycle": "dormant"}, "fay"),
    ({"segment": "Exporters"}, "ann bob"),
    (account(DENTIST_BIG), "ann bob"),
    ({"not": account(DENTIST_BIG)}, "cid dan fay"),
]
CASES = [(document, "users", who) for document, who in OF_USERS] + [
    (document, "accounts", who) for document, who in OF_ACCOUNTS
]


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("village")
    return load(read_project(write_village(folder / "sources")), folder / "warehouse", now=LOADED).warehouse


@pytest.fixture(scope="module")
def village(file):
    return read_world(file)


@pytest.fixture(scope="module")
def house(file):
    warehouse = Warehouse(file)
    yield warehouse
    warehouse.close()


@pytest.fixture(scope="module")
def connection(file):
    with duckdb.connect(str(file), read_only=True) as opened:
        yield opened


def keys(world, users):
    return " ".join(sorted(user.key for user in world.users if user.id in users))


@pytest.mark.parametrize(("document", "of", "expected"), CASES, ids=str)
def test_slow_members(village, document, of, expected):
    assert keys(village, slow.members(village, parse(document, at="it"), SEGMENTS, of=of)) == expected


@pytest.mark.parametrize(("document", "of", "expected"), CASES, ids=str)
def test_members(village, house, document, of, expected):
    found = members(house, parse(document, at="it"), Library(SEGMENTS), of=of)
    assert keys(village, house.user_flags(found).nonzero()[0]) == expected


@pytest.mark.parametrize(("document", "of", "expected"), CASES, ids=str)
def test_plain_sql(village, house, connection, document, of, expected):
    statement = plain_sql(parse(document, at="it"), house.catalog, Library(SEGMENTS), of=of)
    assert keys(village, {user for (user,) in connection.execute(statement).fetchall()}) == expected


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        (-1, "month", datetime(2026, 2, 28, 9)),
        (-2, "month", datetime(2026, 1, 31, 9)),
        (11, "month", datetime(2027, 2, 28, 9)),
        (-1, "week", datetime(2026, 3, 24, 9)),
        (15, "hour", datetime(2026, 4, 1)),
    ],
)
def test_moved(number, unit, expected):
    assert slow.moved(datetime(2026, 3, 31, 9), number, unit) == expected
