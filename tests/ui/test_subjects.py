import pytest

from strata.model.operators import OPERATORS
from strata.model.segment import AttributeCondition, EventCondition, Last, Not, ResponseCondition
from strata.ui import subjects
from strata.ui.draft import is_complete
from strata.ui.subjects import Subject


def test_subjects_name_every_survey_attribute_and_event(tiny):
    offered = subjects.subjects(tiny.catalog)
    assert Subject("response", "nps") in offered
    assert Subject("attribute", "role") in offered
    assert {each.name for each in offered if each.source == "event"} == set(tiny.catalog.events)


def test_words_say_the_kind_first(tiny):
    assert subjects.words(Subject("attribute", "role"), tiny.catalog) == "Demographic · role"


def test_fresh_condition_is_about_its_subject_and_plain(tiny):
    for subject in subjects.subjects(tiny.catalog):
        condition = subjects.fresh(subject, tiny.catalog)
        assert subjects.subject_of(condition) == subject
        assert subjects.is_plain(condition)


def test_fresh_attribute_condition_waits_for_its_value(tiny):
    assert not is_complete(subjects.fresh(Subject("attribute", "role"), tiny.catalog))


def test_with_operator_keeps_a_value_of_the_same_shape(tiny):
    role = tiny.catalog.attribute("role")
    assert subjects.with_operator(role, "is_not", ("dentist",)).value == ("dentist",)
    assert subjects.with_operator(role, "contains", ("dentist",)).value is None
    assert subjects.with_operator(role, "is_known", ("dentist",)).value is None


@pytest.mark.parametrize("survey", ["nps", "csat"])
def test_answers_are_found_again(survey):
    for place, answer in enumerate(subjects.answers(survey)):
        assert subjects.answer_of(answer.condition) == place


def test_only_nps_has_promoters():
    assert not any(answer.condition.group for answer in subjects.answers("csat"))


def test_asking_keeps_the_dates():
    before = ResponseCondition("nps", group="promoter", within=Last(90))
    score = next(answer for answer in subjects.answers("nps") if answer.condition.op == "<=")
    assert subjects.asking(before, score).within == Last(90)


def test_what_the_editors_cannot_show_is_not_plain():
    assert not subjects.is_plain(Not(EventCondition("login")))
    assert subjects.is_plain(EventCondition("login", did=False, at_least=3, within=Last(7)))


def test_typed_values_take_the_type_of_the_attribute():
    assert subjects.typed(("3", "x"), "number") == (3.0, "x")
    assert subjects.typed(("true", "false"), "boolean") == (True, False)
    assert subjects.typed(("a",), "text") == ("a",)


def test_every_operand_has_a_blank_value():
    assert {operator.operand for operator in OPERATORS.values()} <= subjects.BLANK.keys()
    assert subjects.subject_of(AttributeCondition("role", "is")) == Subject("attribute", "role")
