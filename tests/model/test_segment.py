import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strata.errors import SegmentError
from strata.model.segment import (
    All,
    AttributeCondition,
    Between,
    EventCondition,
    Last,
    Segment,
    leaves,
    parse,
    parse_segment,
    read_segment,
    to_json,
)

EXAMPLE = {
    "name": "Stalled hygienists",
    "of": "users",
    "where": {
        "all": [
            {"attribute": "role", "op": "is", "value": ["hygienist"]},
            {"event": "report_exported", "did": False, "within": {"last": 30, "unit": "day"}},
            {"any": [{"response": "nps", "is": "detractor"}, {"response": "csat", "op": "<=", "value": 2}]},
            {"not": {"segment": "internal-users"}},
            {
                "account": {
                    "users_at_least": 5,
                    "where": {"event": "login", "did": True, "at_least": 1, "within": {"last": 7, "unit": "day"}},
                }
            },
        ]
    },
}


def conditions() -> st.SearchStrategy[object]:
    leaf = st.one_of(
        st.builds(lambda v: {"attribute": "role", "op": "is", "value": v}, st.lists(st.text(), min_size=1, max_size=3)),
        st.builds(lambda v: {"attribute": "seats", "op": ">", "value": v}, st.integers(-5, 5)),
        st.sampled_from(
            [
                {"response": "nps", "is": "promoter"},
                {"response": "csat", "answered": False},
                {"event": "login", "did": True, "at_least": 2, "within": {"from": "2026-01-01", "to": "2026-02-01"}},
                {"event": "*", "exactly": 3, "where": [{"property": "kind", "op": "is", "value": ["a"]}]},
                {"event": "export", "measure": {"by": "sum", "of": "pages", "op": "between", "value": [1, 9]}},
                {"event": "export", "when": "first", "within": {"since_joined": 14}},
                {"first": "login", "then": "export", "did": False, "gap": 2, "unit": "hour"},
                {"dropping_off": "*", "days": 14, "below": 0.25},
                {"lifecycle": "slipping"},
                {"ticket": "opened", "at_least": 2, "within": {"last": 3, "unit": "week", "ago": 1}},
                {"plan": ["Growth", "Starter"]},
                {"renewal": 30},
                {"change": "downgrade", "within": {"from": "2026-01-01"}},
                {"users": ["u1", "u2"]},
                {"response": "nps", "which": "any", "comment_contains": "slow"},
                {"segment": "other"},
                {"attribute": "role", "op": "is_missing"},
            ]
        ),
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(lambda nodes: {"all": nodes}, st.lists(inner, max_size=3)),
            st.builds(lambda nodes: {"any": nodes}, st.lists(inner, max_size=3)),
            st.builds(lambda node: {"not": node}, inner),
            st.builds(lambda node: {"account": {"users_at_least": 2, "where": node}}, inner),
            st.builds(lambda node: {"account": {"percent_at_least": 12.5, "where": node}}, inner),
        ),
        max_leaves=12,
    )


@given(conditions())
def test_parse_reads_back_what_to_json_writes(document):
    tree = parse(document, at="it")
    assert parse(json.loads(json.dumps(to_json(tree))), at="it") == tree


def test_parse_segment_reads_the_shape_people_write():
    segment = parse_segment(EXAMPLE)
    assert segment.name == "Stalled hygienists"
    assert len(list(leaves(segment.where))) == 7
    assert EventCondition("report_exported", did=False, within=Last(30)) in list(leaves(segment.where))


def test_key_changes_with_the_definition_and_not_with_the_name():
    one = Segment("a", AttributeCondition("role", "is", ("x",)))
    assert one.key == Segment("b", one.where).key
    assert one.key != Segment("a", AttributeCondition("role", "is", ("y",))).key


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("text", "is 'text': write a condition"),
        ({}, "one of all, any, not, account, attribute"),
        ({"attribute": "role"}, "lacks 'op'"),
        ({"attribute": "role", "op": "iss", "value": "x"}, "did you mean 'is'"),
        ({"attribute": "role", "op": "is", "valu": "x"}, "did you mean 'value'"),
        ({"attribute": "role", "op": "is"}, "write a list of values"),
        ({"attribute": "role", "op": "is", "value": []}, "write a list of values"),
        ({"attribute": "role", "op": "between", "value": [1]}, "write [low, high]"),
        ({"attribute": "role", "op": "is_missing", "value": 1}, "takes no value"),
        ({"attribute": 7, "op": "is", "value": "x"}, "attribute is 7: write a text"),
        ({"all": {}}, "write a list of conditions"),
        ({"not": []}, "is []"),
        ({"response": "nps"}, "exactly one of"),
        ({"response": "nps", "is": "fan"}, "write promoter, passive or detractor"),
        ({"response": "csat", "is": "promoter"}, "only nps is one of"),
        ({"response": "nps", "answered": 1}, "write true or false"),
        ({"event": "login", "at_least": 0}, "whole number from 1"),
        ({"event": "login", "at_least": True}, "whole number from 1"),
        ({"event": "login", "within": {"last": 3, "unit": "fortnight"}}, "write hour, day, week or month"),
        ({"event": "login", "within": {"last": 3, "from": "2026-01-01"}}, "no key 'from'"),
        ({"event": "login", "within": {"from": "01.02.2026"}}, "is no date"),
        ({"event": "login", "within": {"from": "2026-02-01", "to": "2026-01-01"}}, "before it starts"),
        ({"event": "login", "at_least": 2, "exactly": 2}, "say one of 'at_least'"),
        ({"event": "login", "when": "first", "exactly": 2}, "happens once"),
        ({"event": "login", "where": {}}, "list of property conditions"),
        ({"event": "login", "where": [{"property": "x", "op": "is"}]}, "write a list of values"),
        ({"event": "login", "measure": {"by": "median", "of": "x", "op": ">", "value": 1}}, "sum, average, max or min"),
        ({"event": "login", "measure": {"by": "sum", "of": "x", "op": "is", "value": [1]}}, "does not compare totals"),
        ({"first": "login"}, "lacks 'then'"),
        ({"dropping_off": "*", "below": 1.5}, "above 0 and up to 1"),
        ({"lifecycle": "asleep"}, "write new, active, returned, slipping or dormant"),
        ({"users": []}, "write a list of texts"),
        ({"users": "u1"}, "write a list of texts"),
        ({"attribute": "x", "op": ">", "value": float("inf")}, "write one value"),
        ({"attribute": "x", "op": "contains", "value": "x" * 100_001}, "write one value"),
        ({"account": {"users_at_least": 2, "percent_at_least": 2, "where": {"all": []}}}, "not both"),
        ({"account": {"users_at_least": 2}}, "lacks 'where'"),
        ({"account": 5}, "write an object"),
    ],
)
def test_parse_names_the_mistake(where, says):
    with pytest.raises(SegmentError) as caught:
        parse_segment({"name": "x", "where": where}, origin="x.json")
    assert says in str(caught.value)
    assert "x.json" in str(caught.value)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ([], "write an object with name and where"),
        ({"name": " ", "where": {"all": []}}, "give it a text"),
        ({"name": "half \ud800", "where": {"all": []}}, "give it a text"),
        ({"name": "x"}, "lacks 'where'"),
        ({"name": "x", "where": {"all": []}, "of": "cars"}, "write 'users' or 'accounts'"),
        ({"name": "x", "where": {"all": [{"segment": "y"}] * 201}}, "has 201 conditions"),
    ],
)
def test_parse_segment_names_the_mistake(document, says):
    with pytest.raises(SegmentError, match=says):
        parse_segment(document)


def test_read_segment_says_which_line_is_no_json():
    with pytest.raises(SegmentError, match=r"x\.json is no JSON \(line 2\)"):
        read_segment('{"name":\n oops}', origin="x.json")


def test_read_segment_refuses_bottomless_nesting():
    with pytest.raises(SegmentError):
        read_segment('{"name":"x","where":' + '{"not":' * 50_000 + "1" + "}" * 50_001)


def test_windows_come_back():
    for window in ({"last": 2, "unit": "month"}, {"from": "2026-01-01"}, {"to": "2026-01-01"}):
        node = parse({"event": "login", "did": True, "at_least": 1, "within": window}, at="it")
        assert to_json(node)["within"] == window
    assert parse({"event": "login"}, at="it") == EventCondition("login", within=Between())


def test_segment_is_written_as_it_is_read():
    assert parse_segment(json.loads(json.dumps(parse_segment(EXAMPLE).as_json()))) == parse_segment(EXAMPLE)
    assert Segment("x", All(())).as_json() == {"name": "x", "of": "users", "where": {"all": []}}
