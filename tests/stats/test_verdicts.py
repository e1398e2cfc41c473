import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strata.stats import UNITS, describe, judge
from tests.stats.people import apart, compared, nps, share

ANSWERS = st.lists(st.sampled_from([-1, 0, 1]), min_size=1, max_size=40)
ENOUGH = st.lists(st.sampled_from([-1, 0, 1]), min_size=5, max_size=40)


def judged(kind, asked, *, p_adjusted=None, margin=0.05, **wording):
    """The verdict straight from users."""
    cells, in_a, in_b = asked
    groups = describe(kind, cells, in_a), describe(kind, cells, in_b)
    return judge(compared(kind, asked), *groups, p_adjusted=p_adjusted, margin=margin, **wording)


def clustered(sizes_a, sizes_b):
    """Two groups of promoters and detractors in accounts of these sizes."""
    accounts = [[g for g, size in enumerate(sizes) for _ in range(size)] for sizes in (sizes_a, sizes_b)]
    answers = [[1 if i % 3 else -1 for i in range(len(account))] for account in accounts]
    return apart(answers[0], answers[1], accounts[0], [100 + g for g in accounts[1]])


def test_judge_higher():
    found = judged("nps", apart(nps(70, 20, 10), nps(40, 20, 40)))
    assert found.verdict == "higher"
    assert found.reasons == (
        "The difference is probably somewhere from +37 to +81 points.",
        "Being in the group goes with a higher value; that alone does not say why.",
    )
    assert found.badges == ()


def test_judge_lower():
    found = judged("share", apart(share(20, 100), share(60, 100)), p_adjusted=0.001)
    assert found.verdict == "lower"
    assert "goes with a lower value" in found.reasons[1]
    assert found.reasons[0].endswith("percentage points.")


def test_judge_expected_by_luck():
    found = judged("nps", apart(nps(70, 20, 10), nps(40, 20, 40)), p_adjusted=0.08)
    assert found.verdict == "expected_by_luck"
    assert "expected by luck" in found.reasons[0]


def test_judge_practically_the_same():
    found = judged("share", apart(share(5000, 10_000), share(5010, 10_000)))
    assert found.verdict == "practically_the_same"
    assert found.reasons == ("If there is a difference, it is probably smaller than 5.0 percentage points.",)


def test_judge_clear_but_small():
    found = judged("share", apart(share(52_000, 100_000), share(51_000, 100_000)))
    assert found.verdict == "higher"
    assert found.badges == ("smaller than what matters",)


def test_judge_no_clear_difference():
    found = judged("nps", apart(nps(28, 14, 8), nps(20, 15, 15)), margin=0.10)
    assert found.verdict == "no_clear_difference"
    assert found.reasons == (
        "The difference could be anywhere from -2 to +59 points.",
        "About 1,002 answers per group would be needed to see a difference of 10 points.",
    )


def test_judge_no_clear_difference_between_unanimous_groups_asks_for_no_number():
    found = judged("nps", apart(nps(6, 0, 0), nps(7, 0, 0)))
    assert found.verdict == "no_clear_difference"
    assert len(found.reasons) == 1


def test_judge_typical_users_in_percent():
    heavy = [0.0, 1.0, 2.0, 5.0, 30.0, 900.0] * 20
    found = judged("mean", apart(heavy[:12], heavy), answers="users")
    assert found.reasons[0].startswith("The difference for the typical user could be anywhere from -")
    assert found.reasons[0].endswith(" %.")
    assert "users per group" in found.reasons[1]


def test_judge_in_a_unit_of_the_callers():
    found = judged("mean", apart([1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 3.0, 4.0, 5.0, 7.0]), unit=UNITS["percent"])
    assert found.reasons[0].endswith(" %.")


@pytest.mark.parametrize(
    ("asked", "reasons"),
    [
        (apart(nps(2, 1, 0), nps(20, 5, 5)), ("Too few answers to compare (n=3).",)),
        (apart(nps(2, 1, 0), nps(1, 1, 1)), ("Too few answers to compare (n=3).",)),
        (apart([], nps(20, 5, 5)), ("One group has no answers.",)),
        (clustered([23, 23], [5] * 9), ("These 46 answers come from only 2 accounts.",)),
        (clustered([46], [5] * 9), ("These 46 answers come from only 1 account.",)),
        (clustered([36, 4, 4, 6], [5] * 9), ("One account holds 72 % of the answers.",)),
        (clustered([20, 20, 3], [5] * 9), ("A few accounts hold most of these 43 answers.",)),
        (
            clustered([36, 4, 4, 6], [2, 2]),
            ("One account holds 72 % of the answers.", "Too few answers to compare (n=4)."),
        ),
        (apart([1] * 9, [-1] * 9, [1] * 9, [-1] * 9), ("These 9 answers come from only 1 account.",)),
    ],
)
def test_judge_not_enough_data(asked, reasons):
    found = judged("nps", asked, p_adjusted=0.0001)
    assert found.verdict == "not_enough_data"
    assert found.reasons == reasons


def test_judge_users_without_account_do_not_count_against_a_group():
    asked = apart([1, -1] * 10, [1, -1] * 10, [1, 1, 2, 2, *[-1] * 16], [*range(3, 23)])
    assert judged("nps", asked).verdict == "no_clear_difference"


def test_judge_passes_on_why_the_procedure_withholds():
    found = judged("mean", apart([2.0] * 10, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]))
    assert found.verdict == "not_enough_data"
    assert found.reasons == ("All 10 values in a group are the same, so how much users differ is not known.",)


def test_judge_badges():
    assert judged("nps", apart(nps(5, 0, 0), nps(60, 20, 20))).badges == ("small group",)
    assert judged("nps", clustered([36, 4, 4, 6], [5] * 9)).badges == ("dominated by one company",)


@settings(deadline=None)
@given(ENOUGH, ENOUGH)
def test_judge_agrees_with_the_interval(a, b):
    asked = apart(a, b)
    difference, verdict = compared("nps", asked), judged("nps", asked).verdict
    assert (verdict == "higher") == (difference.low > 0)
    assert (verdict == "lower") == (difference.high < 0)


@settings(deadline=None)
@given(ANSWERS, ANSWERS)
def test_judge_swapping_groups_swaps_the_verdict(a, b):
    swapped = {"higher": "lower", "lower": "higher"}
    there, back = judged("nps", apart(a, b)).verdict, judged("nps", apart(b, a)).verdict
    assert back == swapped.get(there, there)
