"""Texts that look like SQL are values everywhere, and names of things are only ever known ones."""

import hashlib

import pytest

from strata.errors import SegmentError
from strata.model.segment import Segment, parse
from tests.segments import slow
from tests.segments.trees import INJECTIONS

VALUES = {
    "attribute is": lambda text: {"attribute": "role", "op": "is", "value": [text, "nurse"]},
    "attribute is not": lambda text: {"attribute": "role", "op": "is_not", "value": text},
    "attribute contains": lambda text: {"attribute": "role", "op": "contains", "value": text},
    "attribute does not contain": lambda text: {"attribute": "role", "op": "does_not_contain", "value": text},
    "attribute starts with": lambda text: {"attribute": "role", "op": "starts_with", "value": text},
    "account attribute": lambda text: {"attribute": "region", "op": "is", "value": [text]},
    "property is": lambda text: filtered("is", [text]),
    "property contains": lambda text: filtered("contains", text),
    "comment": lambda text: {"response": "nps", "comment_contains": text, "which": "any"},
    "plan": lambda text: {"plan": [text, "Growth"]},
    "change": lambda text: {"change": text},
    "users": lambda text: {"users": [text, "u20"]},
    "segment": lambda text: {"segment": text},
}
NAMES = {
    "attribute": lambda text: {"attribute": text, "op": "is_known"},
    "operator": lambda text: {"attribute": "role", "op": text, "value": "x"},
    "survey": lambda text: {"response": text, "answered": True},
    "group": lambda text: {"response": "nps", "is": text},
    "which": lambda text: {"response": "nps", "answered": True, "which": text},
    "event": lambda text: {"event": text},
    "property": lambda text: {"event": "login", "where": [{"property": text, "op": "is_known"}]},
    "operator of a property": lambda text: filtered(text, "x"),
    "measure": lambda text: measured(of=text),
    "total": lambda text: measured(by=text),
    "operator of a total": lambda text: measured(op=text),
    "first or last": lambda text: {"event": "login", "when": text},
    "first": lambda text: {"first": text, "then": "login"},
    "then": lambda text: {"first": "login", "then": text},
    "unit of a gap": lambda text: {"first": "login", "then": "login", "unit": text},
    "dropping off": lambda text: {"dropping_off": text},
    "lifecycle": lambda text: {"lifecycle": text},
    "ticket": lambda text: {"ticket": text},
    "unit of a window": lambda text: {"event": "login", "within": {"last": 1, "unit": text}},
    "segment": lambda text: {"segment": text},
    "key": lambda text: {text: "login"},
    "number": lambda text: {"attribute": "seats", "op": ">", "value": text},
    "date": lambda text: {"attribute": "joined_at", "op": "after", "value": text},
    "days": lambda text: {"attribute": "joined_at", "op": "in_the_last", "value": text},
    "boolean": lambda text: {"attribute": "newsletter", "op": "is", "value": [text]},
    "score": lambda text: {"response": "nps", "op": ">", "value": text},
    "number of a property": lambda text: {
        "event": "login",
        "where": [{"property": "pages", "op": ">", "value": text}],
    },
    "total's number": lambda text: measured(value=text),
    "number of times": lambda text: {"event": "login", "at_least": text},
    "start": lambda text: {"event": "login", "within": {"from": text}},
    "percentage": lambda text: {"account": {"where": {"all": []}, "percent_at_least": text}},
}
PHYSICAL = ["user_id", "ts", "event_name", "session_id", "rowid", "is_internal", "account_id", "score", "users.role"]
"""Columns there are, which nobody may ask for by these names."""
NO_TEXT = "\ud800"


def filtered(op, value):
    return {"event": "*", "where": [{"property": "format", "op": op, "value": value}]}


def measured(by="sum", of="pages", op=">", value=1):
    return {"event": "login", "measure": {"by": by, "of": of, "op": op, "value": value}}


@pytest.fixture
def unchanged(plain, town_file):
    """Whatever the test does, every table keeps its rows and the file its bytes."""
    before = contents(plain), checksum(town_file)
    yield
    assert (contents(plain), checksum(town_file)) == before


def contents(plain):
    tables = [name for (name,) in plain.execute("select table_name from duckdb_tables() order by all").fetchall()]
    return {
        name: plain.execute(f"select count(*), bit_xor(hash(columns(*))) from {name}").fetchall() for name in tables
    }


def checksum(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("field", VALUES)
def test_value_is_only_a_value(world, who, who_by_sql, field):
    for text in INJECTIONS:
        document, segments = VALUES[field](text), {text: Segment(text, parse({"event": "login"}, at="it"))}
        expected = slow.members(world, parse(document, at="it"), segments)
        assert who(document, segments=segments) == expected, text[:80]
        assert who_by_sql(document, segments=segments) == expected, text[:80]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("field", NAMES)
def test_name_is_a_known_one_or_refused(who, who_by_sql, field):
    for text in [*INJECTIONS, *PHYSICAL, NO_TEXT]:
        for ask in (who, who_by_sql):
            with pytest.raises(SegmentError, match=r"(?s)\w+ .*[.?]$"):
                ask(NAMES[field](text))


@pytest.mark.parametrize("field", [field for field in VALUES if field != "segment"])
def test_value_that_is_no_text_is_refused(who, who_by_sql, field):
    for ask in (who, who_by_sql):
        with pytest.raises(SegmentError, match=r"\w+ .*[.?]$"):
            ask(VALUES[field](NO_TEXT))


def test_name_of_any_event_is_no_event_of_a_sequence(who):
    for document in ({"first": "*", "then": "login"}, {"first": "login", "then": "*"}):
        with pytest.raises(SegmentError):
            who(document)


@pytest.mark.parametrize("number", [10**400, -(10**400), 1e999, float("nan")], ids=["huge", "least", "inf", "nan"])
def test_number_beyond_all_numbers_is_refused(who, number):
    with pytest.raises(SegmentError):
        who({"attribute": "seats", "op": ">", "value": number})


@pytest.mark.parametrize("wrong", [[], {}, [[]], None], ids=repr)
@pytest.mark.parametrize("field", [field for field in NAMES if field != "key"])
def test_name_that_is_no_text_is_refused(who, field, wrong):
    with pytest.raises(SegmentError):
        who(NAMES[field](wrong))
