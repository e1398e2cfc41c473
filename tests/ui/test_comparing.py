from datetime import date

import pytest

from strata.model.operators import OPERATORS
from strata.model.segment import EVER, Between, EventCondition, Last, Measure, PropertyFilter, SinceJoined
from strata.ui import comparing
from strata.ui.comparing import COUNTINGS, TOTALS, WINDOWS

AS_OF = date(2026, 3, 31)
LOGIN = EventCondition("login", did=False, where=(PropertyFilter("kind", "is", ("a",)),), within=Last(7))


def test_with_operator_keeps_a_value_of_the_same_shape(tiny):
    role = tiny.catalog.attribute("role")
    assert comparing.with_operator(role, "is_not", ("dentist",)).value == ("dentist",)
    assert comparing.with_operator(role, "contains", ("dentist",)).value is None
    assert comparing.with_operator(role, "is_known", ("dentist",)).value is None


def test_typed_values_take_the_type_of_the_attribute():
    assert comparing.typed(("3", "x"), "number") == (3.0, "x")
    assert comparing.typed(("true", "false"), "boolean") == (True, False)
    assert comparing.typed(("a",), "text") == ("a",)


def test_texts_read_back_as_the_same_values():
    assert comparing.typed(tuple(comparing.texts((True, False))), "boolean") == (True, False)
    assert comparing.texts((3.0, 2.5)) == ["3", "2.5"]


def test_every_operand_has_a_blank_value_and_a_shape():
    operands = {operator.operand for operator in OPERATORS.values()}
    assert operands <= comparing.BLANK.keys() & comparing.SHAPES.keys()


def test_day_takes_the_default_for_what_is_no_date():
    assert comparing.day("2026-01-02", AS_OF) == date(2026, 1, 2)
    assert comparing.day("soon", AS_OF) == AS_OF


def test_ids_come_one_a_line_or_between_commas_each_once():
    assert comparing.ids('u1, u2;u3\n\n"u4"\tu1\n') == ("u1", "u2", "u3", "u4")
    assert comparing.ids("") == ()


@pytest.mark.parametrize("how", COUNTINGS)
def test_counting_is_found_again_and_keeps_the_rest(how):
    made = comparing.counted(LOGIN, how, numbers=())
    assert comparing.counting_of(made) == how
    assert (made.did, made.where, made.within) == (False, LOGIN.where, Last(7))


@pytest.mark.parametrize("total", TOTALS)
def test_total_is_of_the_first_number_or_of_the_one_chosen(total):
    made = comparing.counted(LOGIN, total, numbers=("minutes", "seats"))
    assert made.measure == Measure(total, "minutes", ">=", None)
    chosen = EventCondition("login", measure=Measure("sum", "seats", "<", 3.0))
    assert comparing.counted(chosen, total, numbers=("minutes",)).measure == Measure(total, "seats", "<", 3.0)


def test_number_stays_when_the_counting_changes():
    five = EventCondition("login", at_least=5)
    assert comparing.counted(five, "exactly", numbers=()).exactly == 5
    assert comparing.number_of(comparing.counted(five, "on_days", numbers=())) == 5


@pytest.mark.parametrize("kind", WINDOWS)
def test_window_of_a_kind_is_of_that_kind(kind):
    assert comparing.window_kind(comparing.window_of(kind, EVER, AS_OF)) == kind


def test_window_keeps_its_length_where_it_can():
    assert comparing.window_of("ago", Last(2, "week"), AS_OF) == Last(2, "week", 2)
    assert comparing.window_of("last", Last(2, "week", 5), AS_OF) == Last(2, "week")
    assert comparing.window_of("between", SinceJoined(3), AS_OF) == Between(date(2026, 3, 1), AS_OF)
