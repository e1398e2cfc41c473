"""The compiler and the copied SQL against a slow evaluation in plain Python, on random trees.

The normal run tries 300 trees, the same ones each time. For 2,000 new ones:

    STRATA_FUZZ=2000 pytest tests/segments/test_agree.py
"""

import itertools
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strata.errors import SegmentError
from strata.model.segment import UNITS, parse
from tests.segments import slow
from tests.segments.conftest import SEGMENTS
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


def found(ask):
    """A set of user ids, or that the tree was refused."""
    try:
        return ask()
    except SegmentError:
        return REFUSED


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


@pytest.mark.parametrize("unit", UNITS)
def test_windows_agree_with_slow_evaluation(world, who, unit):
    for number, ago in itertools.product([1, 2, 3, 24], [0, 1, 2, 13]):
        document = {"event": "login", "within": {"last": number, "unit": unit, "ago": ago}}
        assert who(document) == slow.members(world, parse(document, at="it"))
