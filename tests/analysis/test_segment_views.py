from datetime import date

import pytest

from strata.analysis.history import history, month_ends
from strata.analysis.narrowing import narrowing
from strata.analysis.overlap import cell_segment, overlap
from strata.analysis.people import MASK, keys, people, why
from strata.analysis.size import size
from strata.errors import SegmentError
from strata.model.segment import Segment, parse

ROLE = {"attribute": "role", "op": "is", "value": ["hygienist"]}
LOGIN = {"event": "login"}


def segment(name, document, **options):
    return Segment(name, parse(document, at="it"), **options)


def test_narrowing_counts_every_condition_alone_and_together(tiny):
    steps = narrowing(tiny, segment("x", {"all": [ROLE, LOGIN]}))
    assert [(step.alone, step.left, step.accounts) for step in steps] == [(3, 3, 2), (4, 2, 1)]
    assert steps[0].words == "whose role is hygienist"


def test_narrowing_of_any_grows(tiny):
    steps = narrowing(tiny, segment("x", {"any": [ROLE, LOGIN]}))
    assert [step.left for step in steps] == [3, 5]


def test_narrowing_of_nothing_is_empty(tiny):
    assert narrowing(tiny, segment("x", {"all": []})) == ()


def test_overlap_counts_exact_combinations(tiny):
    found = overlap(tiny, [segment("Hygienists", ROLE), segment("Logged in", LOGIN)])
    assert {cell.inside: cell.users for cell in found.cells} == {(True, True): 2, (True, False): 1, (False, True): 2}
    assert found.pairs == ((3, 2), (2, 4))
    assert sum(cell.users for cell in found.cells if cell.inside[0]) == found.segments[0].users


def test_overlap_cell_becomes_a_segment_of_as_many(tiny):
    pair = [segment("Hygienists", ROLE), segment("Logged in", LOGIN)]
    for cell in overlap(tiny, pair).cells:
        assert size(tiny, cell_segment(pair, cell.inside)).users == cell.users


@pytest.mark.parametrize("n", [1, 7])
def test_overlap_refuses_too_few_and_too_many(tiny, n):
    with pytest.raises(SegmentError, match="2 to 6 segments"):
        overlap(tiny, [segment(str(i), ROLE) for i in range(n)])


def test_people_masks_what_is_personal(tiny):
    shown = people(tiny, segment("x", {"attribute": "newsletter", "op": "is", "value": ["yes"]}))
    assert [member.key for member in shown] == ["u1", "u9", "u3", "u7", "u4"]  # those seen last first
    assert {member.values["email"] for member in shown} == {MASK}
    assert shown[0].values["region"] == "West"


@pytest.mark.parametrize("document", [ROLE, {"any": []}])
def test_people_of_fewer_than_five_are_not_shown(tiny, document):
    assert people(tiny, segment("x", document)) == ()


def test_why_says_which_conditions_a_user_meets(tiny):
    reasons = why(tiny, segment("x", {"all": [ROLE, LOGIN]}), user_id=4)
    assert [(reason.words, reason.is_met) for reason in reasons] == [
        ("whose role is hygienist", True),
        ("who did login", False),
    ]


def test_history_knows_only_what_had_happened(tiny):
    found = history(tiny, segment("x", LOGIN), days=[date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31)])
    assert [point.users for point in found.points] == [0, 1, 4]
    assert found.note is None


def test_history_says_that_attributes_are_of_today(tiny):
    found = history(tiny, segment("x", {"all": [ROLE]}), days=[date(2026, 1, 5), date(2026, 3, 31)])
    assert [point.users for point in found.points] == [1, 3]  # u2 joined on the 6th, u5 in February
    assert "today" in (found.note or "")


def test_history_of_answers_takes_the_latest_of_that_day(tiny):
    promoters = segment("x", {"response": "nps", "is": "promoter"})
    found = history(tiny, promoters, days=[date(2026, 1, 31), date(2026, 3, 12), date(2026, 3, 31)])
    assert [point.users for point in found.points] == [1, 1, 2]  # u1 was one until March; then u3, then u4 too


def test_month_ends_run_up_to_the_last_day():
    assert month_ends(date(2026, 3, 15), months=3) == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 15)]


def test_segment_of_accounts_holds_whole_accounts(tiny):
    accounts = segment("x", {"all": [ROLE, LOGIN]}, of="accounts")
    found = size(tiny, accounts)
    assert (found.users, found.accounts) == (3, 1)  # a1: its counted users
    silent = segment("y", {"event": "export", "did": False}, of="accounts")
    assert size(tiny, silent).accounts == 1  # a2


def test_keys_are_those_of_the_members_who_are_counted(tiny):
    assert len(keys(tiny, segment("x", ROLE))) == 3
    assert keys(tiny, segment("x", ROLE | {"value": ["nobody"]})) == ()
