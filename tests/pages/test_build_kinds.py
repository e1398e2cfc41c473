"""A row for every kind of condition, on the sample company, which has rows of every kind."""

import json

import pytest

from strata.build import load as load_files
from strata.build import read_project
from strata.model.segment import to_json
from strata.ui.state import KEY
from strata.ui.subjects import KINDS_OF_CONDITION, Subject
from tests.conftest import NOW
from tests.pages.reading import shown

BUILD = "pages/segments/build.py"
EVERYONE = "100.0 %"


@pytest.fixture
def page(open_page, sample_warehouse, monkeypatch):
    monkeypatch.setenv("STRATA_WAREHOUSE", str(sample_warehouse))
    return open_page(BUILD)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """The folder of a warehouse of ten thousand users, each from a town of their own."""
    folder = tmp_path_factory.mktemp("crowd")
    rows = "".join(f"u{i},Town {i}\n" for i in range(10_000))
    (folder / "users.csv").write_text(f"id,town\n{rows}", encoding="utf-8")
    project = '[project]\nname = "Crowd"\nas_of = "2026-03-31"\n[users]\nfile = "users.csv"\nid = "id"\n'
    (folder / "strata.toml").write_text(project, encoding="utf-8")
    load_files(read_project(folder / "strata.toml"), folder / "warehouse", now=NOW)
    return folder / "warehouse"


def test_event_row_counts_times_in_a_window(page):
    add(page, Subject("event", "report_exported"))
    number(page, "Number for report_exported", 3)
    assert built(page) == [{"event": "report_exported", "at_least": 3, "within": {"last": 30, "unit": "day"}}]
    select(page, "Whether they did report_exported", False)
    select(page, "In which dates", "between")
    assert built(page)[0]["did"] is False
    assert set(built(page)[0]["within"]) == {"from", "to"}
    assert "did not do report_exported at least 3 times between" in shown(page)


def test_event_row_counts_days_or_a_total(page):
    add(page, Subject("event", "*"))
    select(page, "How often *", "on_days")
    number(page, "Number for *", 4)
    assert built(page)[0]["on_days"] == 4
    select(page, "How often *", "sum")
    number(page, "Value of minutes", 10.0)
    assert built(page)[0]["measure"] == {"by": "sum", "of": "minutes", "op": ">=", "value": 10.0}
    assert EVERYONE not in shown(page)


def test_event_row_takes_property_filters_and_gives_them_back(page):
    add(page, Subject("event", "report_exported"))
    press(page, "where …")
    assert "choose a value" in shown(page)
    values(page, "Values of report_type", ["revenue"])
    assert built(page)[0]["where"] == [{"property": "report_type", "op": "is", "value": ["revenue"]}]
    press(page, "Remove this filter")
    assert "where" not in built(page)[0]


def test_sequence_waits_for_both_events(page):
    add(page, Subject("kind", "sequence"))
    assert "choose a value" in shown(page)
    select(page, "What they did first", "report_viewed")
    select(page, "What they did then", "report_exported")
    select(page, "Whether the second followed", False)
    assert built(page) == [{"first": "report_viewed", "then": "report_exported", "did": False}]
    assert EVERYONE not in shown(page)


@pytest.mark.parametrize("kind", ["dropping_off", "lifecycle", "ticket", "renewal", "change"])
def test_kind_counts_as_it_is_added(page, kind):
    add(page, Subject("kind", kind))
    assert not page.exception
    assert not page.error
    assert EVERYONE not in shown(page)
    assert next(iter(built(page)[0])) == kind


def test_survey_row_asks_for_any_answer_and_a_word_in_the_comment(page):
    add(page, Subject("response", "nps"))
    select(page, "Which answer", "any")
    text(page, "What a comment on NPS must contain", "slow")
    assert built(page) == [{"response": "nps", "is": "detractor", "which": "any", "comment_contains": "slow"}]
    select(page, "What of NPS", 3)
    assert built(page)[0]["op"] == ">="


def test_plan_row_takes_plans(page):
    add(page, Subject("kind", "plan"))
    values(page, "Plans", ["Growth"])
    assert built(page) == [{"plan": ["Growth"]}]


def test_another_segment_is_picked_from_those_there_are(page):
    add(page, Subject("kind", "segment"))
    select(page, "Which segment they are in", "Promoters")
    assert built(page) == [{"segment": "Promoters"}]
    assert EVERYONE not in shown(page)


def test_pasted_ids_are_counted_and_the_unknown_ones_listed(page):
    add(page, Subject("kind", "users"))
    next(each for each in page.text_area if "ids" in each.label).set_value("u-000001, u-000002\nnobody").run()
    assert built(page) == [{"users": ["u-000001", "u-000002", "nobody"]}]
    assert "2 of 3 ids are users here" in shown(page)
    assert "nobody" in shown(page)


def test_account_rule_holds_conditions_of_its_own(page):
    add(page, Subject("kind", "account"))
    add(page, Subject("event", "login"), place=0)
    number(page, "How many users of the account", 3)
    rule = {"users_at_least": 3, "where": {"event": "login", "within": {"last": 30, "unit": "day"}}}
    assert built(page) == [{"account": rule}]
    select(page, "How the account's users are counted", "percent")
    assert built(page)[0]["account"]["percent_at_least"] == 50


def test_many_values_are_searched_instead_of_listed(open_page, crowd, monkeypatch):
    monkeypatch.setenv("STRATA_WAREHOUSE", str(crowd))
    page = open_page(BUILD)
    add(page, Subject("attribute", "town"))
    offered = next(box for box in page.multiselect if box.label == "Values of town")
    assert len(offered.options) == 50
    text(page, "Search the values of town", "TOWN 4217")
    values(page, "Values of town", ["Town 4217"])
    assert built(page) == [{"attribute": "town", "op": "is", "value": ["Town 4217"]}]
    text(page, "Search the values of town", "Town 99")
    assert built(page) == [{"attribute": "town", "op": "is", "value": ["Town 4217"]}]


def test_accounts_can_be_the_members(page):
    add(page, Subject("event", "login"))
    select(page, "Members are", "accounts")
    assert "Accounts with users who did login" in shown(page)


def test_not_turns_a_row_and_a_group(page):
    add(page, Subject("kind", "ticket"))
    [each for each in page.toggle if each.label == "not"][-1].set_value(True).run()
    assert built(page) == [{"not": {"ticket": "open"}}]
    page.toggle[0].set_value(True).run()
    assert "not" in to_json(draft(page).to_node())


def test_rows_move_and_edits_are_undone(page):
    add(page, Subject("event", "login"))
    add(page, Subject("kind", "ticket"))
    page.get("menu_button")[1].click("Move up").run()
    assert [next(iter(each)) for each in built(page)] == ["ticket", "event"]
    press(page, "Undo")
    assert [next(iter(each)) for each in built(page)] == ["event", "ticket"]
    press(page, "Redo")
    page.get("menu_button")[0].click("Put into a group of its own").run()
    assert built(page)[0] == {"any": [{"ticket": "open"}]}


def test_last_edit_says_what_it_changed(page):
    add(page, Subject("event", "login"))
    assert "users by the last edit" in shown(page)


def test_what_is_gone_stays_as_a_broken_row_and_the_others_count(page):
    where = {"all": [{"event": "login"}, {"attribute": "gone", "op": "is", "value": ["x"]}]}
    load(page, where)
    assert "There is no attribute 'gone'" in page.error[0].value
    assert "1 condition cannot be counted" in shown(page)
    assert "gone (not loaded)" in str([box.options for box in page.selectbox])
    assert EVERYONE not in shown(page)


def test_dates_that_end_before_they_start_are_said_at_the_row(page):
    add(page, Subject("event", "login"))
    select(page, "In which dates", "between")
    first = next(box for box in page.date_input if box.label == "First day")
    last = next(box for box in page.date_input if box.label == "Last day")
    last.set_value(first.value.replace(year=first.value.year - 1)).run()
    assert "swap the dates" in page.error[0].value


def test_condition_number_201_is_refused_in_a_sentence(page):
    load(page, {"all": [{"lifecycle": "new"}] * 200})
    add(page, Subject("kind", "ticket"))
    assert "201 conditions and 200 are the most" in shown(page)
    assert len(list(draft(page).rows())) == 200


def test_every_offered_kind_can_be_added(page):
    for name in KINDS_OF_CONDITION:
        add(page, Subject("kind", name))
        assert not page.exception


def load(page, where):
    document = json.dumps({"name": "From a file", "where": where}).encode()
    page.file_uploader[0].set_value(("segment.json", document, "application/json")).run()


def draft(page):
    return page.session_state[KEY].draft


def built(page):
    """The conditions at the top of the draft, as they would be saved."""
    node = to_json(draft(page).to_node())
    return node.get("all", node.get("any"))


def add(page, subject, *, place=-1):
    [box for box in page.selectbox if box.label == "Add a condition"][place].set_value(subject).run()


def select(page, label, value):
    next(box for box in page.selectbox if box.label == label).set_value(value).run()


def number(page, label, value):
    next(box for box in page.number_input if box.label == label).set_value(value).run()


def values(page, label, chosen):
    next(box for box in page.multiselect if box.label == label).set_value(chosen).run()


def text(page, label, value):
    next(box for box in page.text_input if box.label == label).set_value(value).run()


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
