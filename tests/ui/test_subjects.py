import pytest

from strata.analysis.offered import Offered
from strata.model.segment import (
    ANY_EVENT,
    AttributeCondition,
    EventCondition,
    LifecycleCondition,
    ResponseCondition,
)
from strata.ui import subjects
from strata.ui.draft import is_complete
from strata.ui.editors import EDITORS
from strata.ui.subjects import KINDS_OF_CONDITION, Choices, Subject

EVERYTHING = Offered(("Growth",), ("upgrade",), ("nps",), has_tickets=True, has_renewals=True)


@pytest.fixture
def choices(tiny) -> Choices:
    return Choices(tiny.catalog, EVERYTHING, ("Promoters",))


def test_subjects_name_every_survey_attribute_event_and_kind(choices):
    offered = subjects.subjects(choices)
    assert Subject("response", "nps") in offered
    assert Subject("attribute", "role") in offered
    assert {each.name for each in offered if each.source == "event"} == {ANY_EVENT, *choices.catalog.events}
    assert {each.name for each in offered if each.source == "kind"} == set(KINDS_OF_CONDITION)


def test_kinds_without_rows_are_not_offered(tiny):
    offered = subjects.subjects(Choices(tiny.catalog))
    kinds = {each.name for each in offered if each.source == "kind"}
    assert not kinds & {"ticket", "plan", "renewal", "change", "segment"}
    assert kinds >= {"sequence", "users"}


def test_words_say_the_kind_first(tiny):
    assert subjects.words(Subject("attribute", "role"), tiny.catalog) == "Demographic · role"


def test_what_is_gone_is_said_by_its_old_name(tiny):
    assert subjects.name(Subject("attribute", "gone"), tiny.catalog) == "gone (not loaded)"
    assert subjects.name(Subject("event", "gone"), tiny.catalog) == "gone (not loaded)"
    assert subjects.words(Subject("attribute", "gone"), tiny.catalog) == "Not loaded · gone (not loaded)"


def test_fresh_condition_is_about_its_subject_and_has_an_editor(choices):
    for subject in subjects.subjects(choices):
        condition = subjects.fresh(subject, choices)
        assert subjects.subject_of(condition) == subject
        assert type(condition) in EDITORS or subject.name == "account"
        assert subjects.lead(condition).startswith("who")


def test_fresh_attribute_condition_waits_for_its_value(choices):
    assert not is_complete(subjects.fresh(Subject("attribute", "role"), choices))


def test_fresh_conditions_have_sensible_values(choices):
    event = subjects.fresh(Subject("event", "login"), choices)
    assert isinstance(event, EventCondition)
    assert (event.at_least, event.did) == (1, True)
    assert is_complete(subjects.fresh(Subject("kind", "dropping_off"), choices))
    assert isinstance(subjects.fresh(Subject("kind", "lifecycle"), choices), LifecycleCondition)


@pytest.mark.parametrize("survey", ["nps", "csat"])
def test_questions_are_found_again(survey):
    asked = subjects.questions(survey, EVERYTHING)
    for place, question in enumerate(asked):
        assert subjects.question_of(question.condition, asked) == place


def test_score_question_is_found_whatever_its_operator():
    asked = subjects.questions("nps", EVERYTHING)
    place = subjects.question_of(ResponseCondition("nps", op="between", value=(1.0, 3.0)), asked)
    assert asked[place].words == "gave a score that"


def test_only_nps_has_promoters_and_only_commented_surveys_ask_for_comments():
    asked = [question.condition for question in subjects.questions("csat", EVERYTHING)]
    assert not any(each.group for each in asked)
    assert not any(each.comment_contains is not None for each in asked)


def test_every_kind_belongs_to_one_type():
    assert len({kind.type for kind in KINDS_OF_CONDITION.values()}) == len(KINDS_OF_CONDITION)
    assert subjects.subject_of(AttributeCondition("role", "is")) == Subject("attribute", "role")
