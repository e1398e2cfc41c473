from strata.analysis.empty import why_empty
from strata.analysis.offered import Offered, attribute_values, offered, property_values
from strata.membership import unmatched
from strata.model.segment import AccountCondition, Between, EventCondition, ResponseCondition


def test_offered_names_only_what_has_rows(tiny):
    assert offered(tiny) == Offered(commented=("nps",))


def test_offered_plans_and_changes_of_the_sample(sample):
    found = offered(sample)
    assert set(found.plans) == {"Starter", "Growth", "Enterprise"}
    assert found.has_tickets
    assert found.has_renewals


def test_attribute_values_are_searched_in_any_case_and_counted(tiny):
    assert attribute_values(tiny, "role", "HYG").counts[0][0] == "hygienist"
    found = attribute_values(tiny, "role", most=1)
    assert (len(found.counts), found.total) == (1, 4)
    assert attribute_values(tiny, "role", "no such role").total == 0


def test_property_values_are_those_of_one_event(sample):
    found = property_values(sample, "report_exported", "report_type")
    assert found.total == len(found.counts) == 7
    assert property_values(sample, "*", "report_type", "reve").counts[0][0] == "revenue"


def test_unmatched_ids_are_asked_for_at_once(tiny):
    assert unmatched(tiny, ("u1", "zz", "u2", "zz", "yy")) == ("zz", "yy")
    assert unmatched(tiny, ()) == ()


def test_why_empty_says_what_a_looser_condition_would_find(tiny):
    often = EventCondition("login", at_least=500)
    assert "users are found by 'who did login'" in why_empty(tiny, often)


def test_why_empty_of_a_comment_offers_the_survey_without_it(tiny):
    nobody = ResponseCondition("nps", comment_contains="unheard of")
    assert "found by 'who answered NPS'" in why_empty(tiny, nobody)


def test_why_empty_of_an_account_rule_looks_inside_it(tiny):
    never = EventCondition("login", within=Between(None, None), exactly=99)
    assert "login" in why_empty(tiny, AccountCondition(never, users_at_least=2))
    assert "user" in why_empty(tiny, AccountCondition(EventCondition("login"), users_at_least=99))
