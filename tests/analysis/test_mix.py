from dataclasses import replace

import pytest

from strata.analysis.held_equal import candidates, held
from strata.analysis.mix import mix
from strata.analysis.within import NOT_RECORDED
from strata.errors import SegmentError
from strata.membership import Library
from strata.model.attributes import Attribute
from strata.model.metrics import METRICS, metric
from strata.model.segment import Segment, parse


def segment(name, **document):
    return Segment(name, parse(document, at="it"))


ENTERPRISE = segment("Enterprise", attribute="plan", op="is", value=["Enterprise"])
HYGIENISTS = segment("Hygienists", attribute="role", op="is", value=["hygienist"])
LETTERS = [segment(letter, attribute="cohort_letter", op="is", value=[letter]) for letter in "AB"]


def mixed(warehouse, name, chosen, **options):
    """mix() untyped, so that tests may compare its numbers without asking for None first."""
    return mix(warehouse, chosen, metric(name, warehouse.catalog), **options)


def check(warehouse, name, chosen, by, **options):
    return mixed(warehouse, name, chosen, attributes=[by], **options).checks[0]


def test_mix_turns_the_planted_gap_round_by_practice_size(sample):
    found = mixed(sample, "nps", ENTERPRISE)
    turned = found.checks[0]
    assert (turned.attribute, turned.effect) == ("size_band", "turns")
    assert turned.crude < 0 < turned.low
    assert turned.low < 16 < turned.high
    assert turned.remains < 0
    assert {stratum.name for stratum in turned.strata} == {"solo", "small", "medium", "large chain"}
    assert all(stratum.gap > 0 for stratum in turned.strata)
    assert sum(stratum.weight for stratum in turned.strata) == pytest.approx(100)
    (warning,) = found.warnings
    assert (warning.code, warning.about) == ("mix", "Practice size")
    assert "points higher at equal practice size, in each of the 4 groups" in warning.sentence


def test_mix_leaves_out_what_defines_the_segment(sample):
    library = Library({"Enterprise": ENTERPRISE})
    for chosen in (ENTERPRISE, segment("Nested", segment="Enterprise")):
        found = mix(sample, chosen, metric("nps", sample.catalog), library=library)
        assert "plan" not in [each.attribute for each in found.checks]


@pytest.mark.parametrize("name", ["nps", "csat", "csat_mean", "active_days", "events_per_session"])
def test_mix_of_letters_by_chance_is_not_flagged(sample, name):
    found = mix(sample, LETTERS[0], metric(name, sample.catalog), baseline=LETTERS[1])
    assert len(found.checks) == 5
    assert found.warnings == ()


@pytest.mark.parametrize("name", ["nps", "csat"])
def test_mix_does_not_explain_the_hygienists(sample, name):
    found = mixed(sample, name, HYGIENISTS)
    assert found.warnings == ()
    assert all(each.effect == "stays" and 90 < each.remains < 110 for each in found.checks)


def test_mix_agrees_with_the_planted_gap_within_each_size(sample):
    found = check(sample, "nps", ENTERPRISE, "size_band")
    answers = sum(stratum.segment.n + stratum.baseline.n for stratum in found.strata)
    assert answers == 12_997 - found.n_left_out - found.baseline_n_left_out


def test_mix_of_a_share_carries_the_classical_answers(sample):
    found = check(sample, "csat", HYGIENISTS, "region")
    assert found.unit == "pp"
    assert found.shares.odds_low < found.shares.odds_ratio < found.shares.odds_high < 1
    assert found.shares.homogeneity_p > 0.05


def test_mix_of_heavy_tails_compares_typical_users(sample):
    found = check(sample, "mrr", ENTERPRISE, "size_band")
    assert (found.unit, found.effect) == ("%", "shrinks")
    assert "for the typical user" in found.sentence


def test_mix_of_an_accounts_value_counts_it_once(sample):
    found = check(sample, "mrr", ENTERPRISE, "size_band")
    for side in ("segment", "baseline"):
        assert all(getattr(stratum, side).n == getattr(stratum, side).accounts for stratum in found.strata)


def test_mix_counts_strata_of_too_few_and_shows_them(tiny):
    found = check(tiny, "nps", HYGIENISTS, "region")
    assert [(stratum.name, stratum.segment.n, stratum.baseline.n) for stratum in found.strata] == [
        ("West", 2, 1),
        ("East", 1, 1),
        (NOT_RECORDED, 0, 2),
    ]
    assert (found.n_left_out, found.baseline_n_left_out) == (3, 4)
    assert (found.adjusted, found.effect) == (None, "unclear")
    assert "nobody" in found.reason
    assert not found.is_flagged


def test_mix_of_one_value_says_nothing(sample):
    solo = segment("Solo dentists", all=[{"attribute": "role", "op": "is", "value": ["dentist"]}])
    others = segment("Solo others", all=[{"not": {"attribute": "role", "op": "is", "value": ["dentist"]}}])
    found = mix(sample, solo, metric("nps", sample.catalog), baseline=others, attributes=["role"])
    assert [each.reason is not None for each in found.checks] == [True]


def test_mix_of_everyone_and_of_nobody_is_withheld(sample):
    everyone, nobody = segment("All", all=[]), segment("None", any=[])
    for chosen in (everyone, nobody):
        found = mix(sample, chosen, metric("nps", sample.catalog))
        assert found.warnings == ()
        assert all(each.adjusted is None for each in found.checks)


def test_mix_of_a_time_has_no_checks(sample):
    assert mix(sample, ENTERPRISE, metric("first:report_exported", sample.catalog)).checks == ()


@pytest.mark.parametrize("name", ["email", "chairs", "account_status_"])
def test_held_refuses_what_cannot_be_held_equal(sample, name):
    with pytest.raises(SegmentError, match=r"cannot be held equal|There is no attribute"):
        held(name, sample.catalog)


def test_candidates_fall_back_to_what_is_known_of_accounts(sample):
    bare = replace(
        sample.catalog,
        attributes=(
            Attribute("industry", "Industry", "firmographic", "text", "account", n_values=5),
            Attribute("role", "Role", "demographic", "text", "user", n_values=5),
        ),
    )
    assert [each.name for each in candidates(bare, METRICS["nps"])] == ["industry", "account_size", "tenure"]
    no_accounts = replace(bare, n_accounts=0)
    assert [each.name for each in candidates(no_accounts, METRICS["nps"])] == ["industry", "role", "tenure"]
    assert [each.name for each in candidates(bare, METRICS["mrr"])] == ["industry", "account_size"]


def test_mix_is_json(sample):
    found = mixed(sample, "nps", ENTERPRISE)
    assert found.as_json()["checks"][0]["strata"][0]["segment"]["n"] > 0
