from strata.membership import Library
from strata.model.segment import AccountCondition, All, Segment, SegmentCondition

ROUND = Segment("Round", SegmentCondition("Round"))
INNER = Segment("Inner", All(()))
OUTER = Segment("Outer", AccountCondition(users_at_least=2, where=SegmentCondition("Inner")))
LIBRARY = Library({segment.name: segment for segment in (ROUND, INNER, OUTER)})


def test_reachable_follows_references_and_leaves_the_rest_out():
    assert LIBRARY.reachable(SegmentCondition("Outer")) == {"Outer": OUTER, "Inner": INNER}


def test_reachable_stops_in_a_circle():
    assert LIBRARY.reachable(SegmentCondition("Round")) == {"Round": ROUND}


def test_reachable_passes_over_unknown_names():
    assert LIBRARY.reachable(SegmentCondition("Nowhere"), All(())) == {}
