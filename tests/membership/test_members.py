from datetime import datetime

import duckdb
import pytest

from strata.errors import SegmentError
from strata.membership import NO_LIBRARY, Library, count_accounts, in_play, members, plain_sql, window_bounds
from strata.model.segment import Between, Last, Segment, parse

EVERYONE = ["u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9", "u10"]


def who(warehouse, document, library=NO_LIBRARY):
    """The source keys of the users who meet a tree."""
    found = members(warehouse, parse(document, at="it"), library)
    return {EVERYONE[i] for i, inside in enumerate(warehouse.user_flags(found)) if inside}


@pytest.mark.parametrize(
    ("document", "keys"),
    [
        ({"all": []}, set(EVERYONE)),
        ({"any": []}, set()),
        ({"not": {"all": []}}, set()),
        ({"attribute": "role", "op": "is", "value": ["hygienist"]}, {"u1", "u2", "u5"}),
        ({"attribute": "role", "op": "is", "value": "hygienist"}, {"u1", "u2", "u5"}),
        ({"attribute": "role", "op": "is_not", "value": ["hygienist", "dentist"]}, {"u6", "u8", "u9"}),
        ({"attribute": "role", "op": "is_missing"}, {"u6"}),
        ({"attribute": "role", "op": "is_known"}, set(EVERYONE) - {"u6"}),
        ({"attribute": "role", "op": "contains", "value": "HYG"}, {"u1", "u2", "u5"}),
        ({"attribute": "role", "op": "does_not_contain", "value": "i"}, {"u6", "u8"}),
        ({"attribute": "role", "op": "starts_with", "value": "den"}, {"u3", "u4", "u7", "u10"}),
        ({"attribute": "role", "op": "is", "value": ["O'Hara; drop table users"]}, {"u8"}),
        ({"attribute": "role", "op": "contains", "value": "'"}, {"u8"}),
        ({"attribute": "role", "op": "contains", "value": "%"}, set()),
        ({"attribute": "team_size", "op": ">", "value": 7}, {"u3", "u9"}),
        ({"attribute": "team_size", "op": ">=", "value": 7}, {"u3", "u6", "u9"}),
        ({"attribute": "team_size", "op": "<", "value": 2.5}, {"u7", "u8"}),
        ({"attribute": "team_size", "op": "<=", "value": 2.5}, {"u4", "u7", "u8"}),
        ({"attribute": "team_size", "op": "between", "value": [4, 7]}, {"u1", "u5", "u6"}),
        ({"attribute": "team_size", "op": "is", "value": [0, 12]}, {"u8", "u9"}),
        ({"attribute": "newsletter", "op": "is", "value": True}, {"u1", "u3", "u4", "u7", "u9"}),
        ({"attribute": "newsletter", "op": "is", "value": "no"}, {"u2", "u6", "u8", "u10"}),
        ({"attribute": "newsletter", "op": "is_missing"}, {"u5"}),
        ({"attribute": "trial_end", "op": "before", "value": "2026-02-05"}, {"u1"}),
        ({"attribute": "trial_end", "op": "after", "value": "2026-04-02"}, {"u9", "u10"}),
        ({"attribute": "trial_end", "op": "between", "value": ["2026-02-05", "2026-03-01"]}, {"u2", "u4"}),
        ({"attribute": "trial_end", "op": "is_missing"}, {"u3"}),
        ({"attribute": "joined_at", "op": "in_the_last", "value": 29}, {"u9", "u10"}),
        ({"attribute": "region", "op": "is", "value": ["West"]}, {"u1", "u2", "u3", "u10"}),
        ({"attribute": "region", "op": "is_missing"}, {"u7", "u8", "u9"}),
        ({"attribute": "seats", "op": ">", "value": 10}, {"u1", "u2", "u3", "u7", "u8", "u10"}),
        ({"response": "nps", "is": "promoter"}, {"u3", "u4"}),
        ({"response": "nps", "is": "passive"}, {"u5", "u7"}),
        ({"response": "nps", "is": "detractor"}, {"u1", "u2", "u9", "u10"}),
        ({"response": "nps", "is": "promoter", "within": {"to": "2026-01-31"}}, {"u1"}),
        ({"response": "nps", "op": "<=", "value": 3}, {"u1", "u9", "u10"}),
        ({"response": "csat", "op": ">=", "value": 4}, {"u1", "u3"}),
        ({"response": "csat", "answered": True}, {"u1", "u3", "u4"}),
        ({"response": "csat", "answered": False}, set(EVERYONE) - {"u1", "u3", "u4"}),
        ({"event": "login"}, {"u1", "u2", "u3", "u9", "u10"}),
        ({"event": "login", "did": False}, {"u4", "u5", "u6", "u7", "u8"}),
        ({"event": "login", "at_least": 3}, {"u1"}),
        ({"event": "login", "within": {"last": 1, "unit": "day"}}, {"u2"}),
        ({"event": "login", "within": {"last": 2, "unit": "day"}}, {"u1", "u2"}),
        ({"event": "login", "within": {"last": 1, "unit": "hour"}}, set()),
        ({"event": "export", "within": {"from": "2026-01-16", "to": "2026-03-14"}}, {"u7"}),
        ({"account": {"users_at_least": 2, "where": {"event": "login"}}}, {"u1", "u2", "u3", "u10"}),
        ({"account": {"where": {"event": "export"}}}, {"u1", "u2", "u3", "u7", "u8", "u10"}),
        ({"account": {"users_at_least": 9, "where": {"all": []}}}, set()),
        (
            {
                "all": [
                    {"any": [{"response": "nps", "is": "detractor"}, {"attribute": "role", "op": "is_missing"}]},
                    {"not": {"attribute": "region", "op": "is", "value": ["West"]}},
                ]
            },
            {"u6", "u9"},
        ),
    ],
)
def test_members_are_who_they_should_be(tiny, document, keys):
    assert who(tiny, document) == keys


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"attribute": "rôle", "op": "is", "value": "x"}, "did you mean 'role'"),
        ({"attribute": "role", "op": ">", "value": 1}, "Role holds text|role holds text"),
        ({"attribute": "team_size", "op": ">", "value": "many"}, "holds numbers"),
        ({"attribute": "team_size", "op": ">", "value": True}, "holds numbers"),
        ({"attribute": "team_size", "op": "between", "value": [7, 4]}, "swap the ends"),
        ({"attribute": "newsletter", "op": "is", "value": "perhaps"}, "true or false"),
        ({"attribute": "trial_end", "op": "before", "value": "soon"}, "write a date"),
        ({"attribute": "joined_at", "op": "in_the_last", "value": 0}, "from 1 to 36,500"),
        ({"response": "ces", "answered": True}, "no survey 'ces'"),
        ({"event": "logn"}, "did you mean 'login'"),
        ({"segment": "vip"}, "no segment 'vip'"),
    ],
)
def test_members_refuses_with_the_remedy(tiny, document, says):
    with pytest.raises(SegmentError, match=says):
        who(tiny, document)


def test_segments_refer_to_one_another(tiny):
    hygienists = Segment("Hygienists", parse({"attribute": "role", "op": "is", "value": "hygienist"}, at="it"))
    library = Library({"Hygienists": hygienists})
    assert who(tiny, {"not": {"segment": "Hygienists"}}, library) == set(EVERYONE) - {"u1", "u2", "u5"}


def test_circle_of_segments_is_named(tiny):
    circle = {name: Segment(name, parse({"segment": to}, at="it")) for name, to in (("a", "b"), ("b", "a"))}
    with pytest.raises(SegmentError, match="a, b and a refer to one another"):
        who(tiny, {"segment": "a"}, Library(circle))


def test_in_play_counts_nobody_internal(tiny):
    everyone = in_play(tiny, (Segment("All", parse({"all": []}, at="it")),))
    assert everyone.population.bit_count() == 9
    assert count_accounts(tiny, everyone.population) == 3


@pytest.mark.parametrize(
    ("window", "start", "until"),
    [
        (Last(30), datetime(2026, 3, 2), datetime(2026, 4, 1)),
        (Last(2, "week"), datetime(2026, 3, 18), datetime(2026, 4, 1)),
        (Last(1, "month"), datetime(2026, 3, 1), datetime(2026, 4, 1)),
        (Last(15, "month"), datetime(2025, 1, 1), datetime(2026, 4, 1)),
        (Between(), None, None),
    ],
)
def test_window_bounds_end_with_the_data(tiny, window, start, until):
    assert window_bounds(window, tiny.catalog) == (start, until)


@pytest.mark.parametrize(
    "document",
    [
        {"all": []},
        {"any": []},
        {"attribute": "role", "op": "is_not", "value": ["hygienist", "O'Hara; drop table users"]},
        {"attribute": "trial_end", "op": "between", "value": ["2026-02-05", "2026-03-01"]},
        {"attribute": "newsletter", "op": "is", "value": ["yes"]},
        {"attribute": "team_size", "op": "is", "value": [2.5, 12]},
        {"account": {"users_at_least": 2, "where": {"event": "login"}}},
        {"all": [{"response": "csat", "answered": False}, {"not": {"any": [{"event": "login"}]}}]},
        {"segment": "other"},
    ],
)
def test_plain_sql_selects_the_same_users(tiny, document):
    library = Library({"other": Segment("other", parse({"response": "nps", "is": "detractor"}, at="it"))})
    sql = plain_sql(parse(document, at="it"), tiny.catalog, library)
    with duckdb.connect(str(tiny.file), read_only=True) as connection:
        rows = connection.sql(sql).fetchall()
    assert {EVERYONE[i] for (i,) in rows} == who(tiny, document, library)


@pytest.mark.parametrize("days", [125, 126])
@pytest.mark.parametrize(("on_days", "keys"), [(1, {"u1", "u2", "u3", "u9", "u10"}), (3, {"u1"}), (4, set())])
def test_days_are_counted_alike_in_short_and_long_windows(tiny, days, on_days, keys):
    assert who(tiny, {"event": "login", "on_days": on_days, "within": {"last": days}}) == keys


@pytest.mark.parametrize("did", [True, False])
@pytest.mark.parametrize("first", ["login", "export"])
def test_sequence_after_few_is_the_same_as_alone(tiny, did, first):
    sequence = {"first": first, "then": "login", "did": did, "gap": 40}
    few = {"attribute": "team_size", "op": "is", "value": [4]}
    tiny.forget()
    narrowed = who(tiny, {"all": [sequence, few]})
    assert narrowed == who(tiny, sequence) & who(tiny, few)
    assert narrowed == who(tiny, {"all": [few, sequence]})
