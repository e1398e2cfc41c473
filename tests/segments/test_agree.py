"""The compiler and the copied SQL against a slow evaluation in plain Python, on random trees.

The normal run tries 300 trees, the same ones each time. For 2,000 new ones:

    STRATA_FUZZ=2000 pytest tests/segments/test_agree.py
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strata.errors import SegmentError
from strata.membership import Library, members, plain_sql
from strata.model.segment import Segment, parse
from tests.segments import slow
from tests.segments.trees import LIBRARY_NAMES, garbage, trees

FUZZ = os.environ.get("STRATA_FUZZ")
REFUSED = "refused"
fuzzed = settings(
    max_examples=int(FUZZ or 300),
    derandomize=not FUZZ,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def named(name, of, document):
    return Segment(name, parse(document, at=name), of)


SEGMENTS = {
    segment.name: segment
    for segment in (
        named("Newcomers", "users", {"lifecycle": "new"}),
        named("Whole accounts", "accounts", {"not": {"event": "export", "within": {"last": 30}}}),
        named("O'Hara's; --", "users", {"attribute": "role", "op": "contains", "value": "o'h"}),
        named("Nested", "users", {"any": [{"segment": "Whole accounts"}, {"segment": "O'Hara's; --"}]}),
    )
}


def found(ask):
    """A set of user ids, or that the tree was refused."""
    try:
        return ask()
    except SegmentError as error:
        assert str(error).endswith((".", "?")), f"no sentence: {error}"
        return REFUSED


@pytest.fixture(scope="session")
def who(town):
    """The users the compiler finds."""

    def ask(document, of="users", segments=SEGMENTS):
        node = parse(document, at="it")
        flags = town.user_flags(members(town, node, Library(segments), of=of))
        return set(flags.nonzero()[0].tolist())

    return ask


@pytest.fixture(scope="session")
def who_by_sql(town, plain):
    """The users the copied statement finds, run by DuckDB alone."""

    def ask(document, of="users", segments=SEGMENTS):
        statement = plain_sql(parse(document, at="it"), town.catalog, Library(segments), of=of)
        rows = plain.execute(statement).fetchall()
        assert len(rows) == len(set(rows))
        return {row[0] for row in rows}

    return ask


def test_library_has_the_names_trees_refer_to():
    assert tuple(SEGMENTS) == LIBRARY_NAMES


@fuzzed
@given(document=trees(), of=st.sampled_from(["users", "accounts"]))
def test_members_agree_with_slow_evaluation(world, who, who_by_sql, document, of):
    expected = found(lambda: slow.members(world, parse(document, at="it"), SEGMENTS, of=of))
    assert found(lambda: who(document, of)) == expected
    assert found(lambda: who_by_sql(document, of)) == expected


@fuzzed
@given(document=garbage)
def test_parse_reads_or_refuses_anything(document):
    found(lambda: parse(document, at="it"))
