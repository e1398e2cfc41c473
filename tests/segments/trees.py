"""Random segment trees as JSON documents: every kind of condition, kind and hostile values, some mistakes."""

import math
import string
from typing import Any

from hypothesis import strategies as st

from tests.segments.town import (
    CHANGES,
    EVENTS,
    FORMATS,
    HOSTILE,
    PLANS,
    PROPERTIES,
    REGIONS,
    ROLES,
    TYPES,
    USER_KEYS,
)

Documents = st.SearchStrategy[dict[str, Any]]

INJECTIONS = (
    *HOSTILE,
    "') or true --",
    "]) or true; drop table users; --",
    "*/ drop table users; /*",
    "$$; drop table users; $$",
    "$now",
    "?",
    "x' union select user_id from users --",
    "\\'; drop table users; --",
    "\x00",
    "a\x00'b",
    "\r\n; drop table users",
    "\u2028--",
    "{column}",
    "{}",
    "%s%n",
    "x" * 10_000,
    "'" * 10_000,
)
"""Texts that try to be more than a value."""
LIBRARY_NAMES = ("Newcomers", "Whole accounts", "O'Hara's; --", "Nested")
"""What `library` in test_agree defines."""


def often(usual: st.SearchStrategy[Any], unusual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mostly the one, about one time in ten the other."""
    return st.integers(0, 9).flatmap(lambda roll: unusual if roll == 9 else usual)


def seldom(usual: st.SearchStrategy[Any], mistake: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Nearly always the one: a single mistake refuses the whole tree."""
    return st.integers(0, 59).flatmap(lambda roll: mistake if roll == 59 else usual)


def texts(*known: str) -> st.SearchStrategy[Any]:
    pieces = st.sampled_from([piece for text in known for piece in (text[:3], text[-2:], text.upper()) if piece])
    hostile = st.sampled_from(INJECTIONS) | st.text(min_size=1, max_size=8).filter(_is_text)
    return often(st.sampled_from(known) | pieces, hostile)


def _is_text(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def names(*known: str) -> st.SearchStrategy[str]:
    return seldom(st.sampled_from(known), st.sampled_from([*INJECTIONS, "user_id", "ts", "events", "*"]))


numbers = often(
    st.sampled_from([-4, -1, 0, 1, 2, 2.5, 3, 4, 9, 10, 20.5, "4", " 2.5 "]),
    st.sampled_from([10**18, -(2**63), 2**64, 10**30, 1e300, 1e-300, -0.0, 0.1]) | st.floats(-1e6, 1e6),
)
dates = often(
    st.sampled_from(
        [
            "2026-03-30",
            "2026-03-31",
            "2026-03-29",
            "2026-03-01",
            "2026-02-28",
            "2026-01-31",
            "2025-12-31",
            "2020-02-29",
            "20260301",
        ]
    ),
    st.sampled_from(["0001-01-01", "9999-12-31", "1500-01-01"]) | st.dates().map(lambda day: day.isoformat()),
)
booleans = st.sampled_from([True, False, "yes", "No", "TRUE", "0", 1, 0])
days = often(st.sampled_from([1, 2, 7, 14, 28, 30, 60, 90]), st.sampled_from([36_500, "7", 7.0]))
mistakes: st.SearchStrategy[Any] = st.sampled_from(
    [[], {}, None, "", "nan", "x", -1, 0, 1e999, "2026-02-30", True, [[1]], [1, 2, 3], "\ud800", 10**400]
)

TEXT_OPS = ["is", "is_not", "contains", "does_not_contain", "starts_with", "is_known", "is_missing"]
OPS = {
    "text": TEXT_OPS,
    "number": ["is", "is_not", ">", ">=", "<", "<=", "between", "is_known", "is_missing"],
    "boolean": ["is", "is_not", "is_known", "is_missing"],
    "date": ["before", "after", "between", "in_the_last", "is_known", "is_missing"],
}


@st.composite
def asked(draw: st.DrawFn, type_: str, *known: str) -> dict[str, Any]:
    """An operator with a value, as a part of a condition."""
    any_op = st.sampled_from([op for ops in OPS.values() for op in ops])
    op = draw(seldom(st.sampled_from(OPS[type_]), any_op))
    one = {"text": texts(*known or HOSTILE), "number": numbers, "boolean": booleans, "date": dates}[type_]
    if op in ("is_known", "is_missing"):
        return {"op": op}
    many = st.lists(one, min_size=1, max_size=4) | one
    pair = seldom(st.lists(one, min_size=2, max_size=2).map(_in_order), st.lists(one, min_size=2, max_size=2))
    value = {"is": many, "is_not": many, "between": pair, "in_the_last": days}.get(op, one)
    return {"op": op, "value": draw(seldom(value, mistakes))}


def _in_order(values: list[Any]) -> list[Any]:
    return sorted(values, key=_size)


def _size(value: Any) -> float:
    """Dates by their digits, numbers by themselves, all else last."""
    try:
        return float(value.replace("-", "") if isinstance(value, str) and len(value) == 10 else value)
    except ValueError:
        return math.inf


def optional(required: dict[str, Any], **others: st.SearchStrategy[Any]) -> Documents:
    return st.fixed_dictionaries(required, optional=others)


units = st.sampled_from(["hour", "day", "week", "month"])
counts = often(st.integers(1, 4), st.sampled_from([1, 30, 100_000]))
lasts = optional(
    {"last": often(st.sampled_from([1, 2, 7, 14, 24, 28, 30, 60, 90]), st.sampled_from([24_000, 100_000]))},
    unit=units,
    ago=often(st.integers(0, 3), st.sampled_from([30, 36, 24_000, 100_000])),
)
betweens = optional({}, **{"from": dates, "to": dates})
joined = st.fixed_dictionaries({"since_joined": st.sampled_from([1, 7, 14, 30, 100_000])})
windows = seldom(st.one_of(lasts, lasts, lasts, betweens, joined, st.just({})), mistakes)


def _merged(first: st.SearchStrategy[dict[str, Any]], second: st.SearchStrategy[dict[str, Any]]) -> Documents:
    return st.tuples(first, second).map(lambda parts: parts[0] | parts[1])


def _attribute(name: str) -> Documents:
    known = {"role": ROLES, "region": REGIONS, "order": ("by 1", "select"), "account_role": ("main", "branch")}
    return asked(TYPES.get(name, "text"), *known.get(name, ())).map(lambda said: {"attribute": name} | said)


def _filter(name: str) -> Documents:
    known = FORMATS if name == "format" else ("a", "b")
    return asked(PROPERTIES.get(name, "text"), *known).map(lambda said: {"property": name} | said)


attributes = names(*TYPES).flatmap(_attribute)
surveys = names("nps", "csat")
scores = st.one_of(
    optional({"response": st.just("nps"), "is": st.sampled_from(["promoter", "passive", "detractor"])}),
    _merged(optional({"response": surveys}), asked("number")),
    optional({"response": surveys, "answered": st.booleans()}),
    optional({"response": surveys, "comment_contains": texts("slow", "charting", *HOSTILE)}),
)
responses = _merged(
    scores,
    optional(
        {"within": windows},
        which=st.sampled_from(["latest", "any", "first"]),
        comment_contains=texts("slow", "charting", *HOSTILE),
    ),
)
measures = optional(
    {
        "by": st.sampled_from(["sum", "average", "max", "min"]),
        "of": seldom(st.just("pages"), st.sampled_from(["format", "ts", "user_id", "x"])),
    }
)
compared = st.one_of(
    st.fixed_dictionaries({"op": st.sampled_from([">", ">=", "<", "<="]), "value": numbers}),
    st.lists(numbers, min_size=2, max_size=2).map(lambda pair: {"op": "between", "value": _in_order(pair)}),
)
event_counts = st.one_of(
    st.just({}),
    *(st.fixed_dictionaries({key: counts}) for key in ("at_least", "at_most", "exactly", "on_days")),
    st.fixed_dictionaries({"measure": _merged(measures, compared)}),
    st.fixed_dictionaries({"when": st.sampled_from(["first", "last"])}),
)
did = _merged(optional({"event": names(*EVENTS, "*")}), event_counts)
filters = st.lists(names(*PROPERTIES).flatmap(_filter), max_size=2)
events = _merged(did, optional({"within": windows}, did=st.booleans(), where=filters))
sequences = optional(
    {"first": names(*EVENTS[:4]), "then": names(*EVENTS[:4])},
    did=st.booleans(),
    gap=often(st.sampled_from([1, 2, 7, 14]), st.just(100_000)),
    unit=units,
    within=windows,
)
funnels = optional(
    {"funnel": st.lists(names(*EVENTS[:4]), min_size=2, max_size=4)},
    reached=st.integers(1, 3),
    stopped=st.booleans(),
    days=st.sampled_from([1, 7, 14, 36_500]),
    exclude=names(*EVENTS[:4]),
    within=windows,
)
returns = optional(
    {"came_back": names(*EVENTS[:4], "*"), "last_day": st.sampled_from([0, 1, 7, 14, 40])},
    did=st.booleans(),
    first_day=st.sampled_from([0, 1, 5]),
    or_later=st.booleans(),
    after=names(*EVENTS[:4]),
    within=windows,
)
paths = optional(
    {"path": st.lists(names(*EVENTS[:4]), min_size=1, max_size=3)},
    ends=st.booleans(),
    backwards=st.booleans(),
    days=st.sampled_from([1, 7, 14, 36_500]),
    within=windows,
)
leaves = st.one_of(
    attributes,
    attributes,
    responses,
    events,
    events,
    sequences,
    funnels,
    returns,
    paths,
    optional(
        {"dropping_off": names(*EVENTS, "*")},
        days=st.sampled_from([1, 7, 14, 30, 36_500]),
        below=st.sampled_from([0.1, 0.25, 0.5, 0.75, 1]),
    ),
    optional({"lifecycle": st.sampled_from(["new", "active", "returned", "slipping", "dormant"])}),
    optional({"ticket": st.sampled_from(["open", "opened", "closed"]), "within": windows}, at_least=counts),
    optional({"plan": st.lists(texts(*PLANS), min_size=1, max_size=3)}),
    optional({"renewal": st.sampled_from([1, 9, 30, 31, 36_500])}),
    optional({"change": texts(*CHANGES), "within": seldom(lasts, windows)}),
    optional({"users": st.lists(texts(*USER_KEYS), min_size=1, max_size=9)}),
    optional({"segment": names(*LIBRARY_NAMES)}),
)


def _groups(children: Documents) -> Documents:
    enough: Documents = st.one_of(
        st.just({}),
        st.fixed_dictionaries({"users_at_least": st.sampled_from([1, 2, 3, 100_000])}),
        st.fixed_dictionaries({"percent_at_least": st.sampled_from([0.5, 10, 20, 25, 50, 75, 100])}),
    )
    return st.one_of(
        st.fixed_dictionaries({"all": st.lists(children, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(children, max_size=3)}),
        st.fixed_dictionaries({"not": children}),
        st.fixed_dictionaries({"account": _merged(optional({"where": children}), enough)}),
    )


_trees = st.recursive(leaves, _groups, max_leaves=5)


@st.composite
def trees(draw: st.DrawFn) -> dict[str, Any]:
    """Documents of trees; few of them have a mistake."""
    return draw(_trees)


KEYS = ["all", "not", "event", "attribute", "op", "within"]
garbage = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(string.printable, max_size=6),
    lambda child: st.lists(child, max_size=3) | st.dictionaries(st.sampled_from(KEYS), child),
    max_leaves=6,
)
"""Documents that are hardly ever trees."""
