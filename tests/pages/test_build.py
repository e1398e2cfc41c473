from strata.ui.subjects import Subject
from tests.pages.reading import shown

BUILD = "pages/segments/build.py"
ROLE = Subject("attribute", "role")


def test_build_starts_with_everyone(open_page):
    app = open_page(BUILD)
    assert not app.exception
    assert "100.0 %" in shown(app)
    assert "No conditions yet" in shown(app)


def test_condition_without_a_value_asks_for_one_and_leaves_everyone(open_page):
    app = with_role(open_page(BUILD))
    assert "choose a value" in shown(app)
    assert "100.0 %" in shown(app)


def test_choosing_a_value_changes_count_and_sentence(open_page):
    app = with_role(open_page(BUILD), "hygienist")
    assert "33.3 %" in shown(app)
    assert "role is hygienist" in shown(app)


def test_impossible_condition_says_why(open_page):
    app = with_role(open_page(BUILD), "hygienist")
    add(app, ROLE)
    app.multiselect[1].set_value(["dentist"]).run()
    assert "Nobody is in this segment" in app.warning[0].value
    assert "none of them are users whose role is hygienist" in app.warning[0].value


def test_switching_to_any_brings_both_in(open_page):
    app = with_role(open_page(BUILD), "hygienist")
    add(app, ROLE)
    app.multiselect[1].set_value(["dentist"]).run()
    app.segmented_control[0].set_value("any").run()
    assert "66.7 %" in shown(app)


def test_removing_a_condition_brings_everyone_back(open_page):
    app = with_role(open_page(BUILD), "hygienist")
    app.get("menu_button")[0].click("Remove").run()
    assert "100.0 %" in shown(app)


def test_saved_segment_is_listed_and_in_play(open_page):
    app = with_role(open_page(BUILD), "hygienist")
    app.text_input[0].set_value("My hygienists").run()
    next(button for button in app.button if button.label == "Save").click().run()
    assert "My hygienists" in shown(app)
    app.switch_page("pages/compare/compare.py").run()
    assert "My hygienists" in [button.label for button in app.button]


def test_save_waits_for_a_name(open_page):
    app = with_role(open_page(BUILD), "hygienist")
    assert next(button for button in app.button if button.label == "Save").disabled


def test_sql_is_shown_to_read(open_page):
    app = with_role(open_page(BUILD), "hygienist")
    assert "'hygienist'" in app.code[0].value


def test_file_that_is_no_segment_is_said_in_a_sentence(open_page):
    app = open_page(BUILD)
    app.file_uploader[0].set_value(("wrong.json", b"{", "application/json")).run()
    assert not app.exception
    assert "wrong.json is no JSON" in shown(app)


def test_file_of_a_segment_is_opened(open_page):
    app = open_page(BUILD)
    text = b'{"name": "Dentists", "where": {"attribute": "role", "op": "is", "value": ["dentist"]}}'
    app.file_uploader[0].set_value(("dentists.json", text, "application/json")).run()
    assert app.text_input[0].value == "Dentists"
    assert "role is dentist" in shown(app)


def with_role(app, *values):
    add(app, ROLE)
    return app.multiselect[0].set_value(list(values)).run() if values else app


def add(app, subject):
    """Picks a subject in the list that adds a condition to the outermost group."""
    [box for box in app.selectbox if box.label == "Add a condition"][-1].set_value(subject).run()
