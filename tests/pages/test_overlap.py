import json

import pytest

from strata.analysis.overlap import cell_segment, overlap
from strata.analysis.overlap_exhibits import exhibits
from strata.analysis.size import size
from strata.membership import Library
from strata.model.recipe import Recipe
from strata.model.segment import parse_segment
from tests.pages.reading import shown

OVERLAP, BUILD = "pages/segments/overlap.py", "pages/segments/build.py"
EVERYBODY = {"name": "Everybody", "where": {"all": []}}
HYGIENISTS = {"name": "Our hygienists", "where": {"attribute": "role", "op": "is", "value": ["hygienist"]}}
PAIR = json.dumps([EVERYBODY, HYGIENISTS])
ONLY_EVERYBODY = (True, False)


@pytest.fixture(autouse=True)
def own_state(tmp_path, monkeypatch):
    monkeypatch.setenv("STRATA_STATE", f"sqlite:///{tmp_path / 'state.db'}")


def test_overlap_opens_on_personas_and_nps_groups(open_page):
    app = open_page(OVERLAP)
    assert not app.exception
    assert "users are in both" in shown(app)
    assert {"Promoters", "Detractors"} <= set(app.multiselect[0].value)


def test_overlap_starts_with_the_segments_in_play(open_page):
    app = open_page(OVERLAP, segments=PAIR)
    assert app.multiselect[0].value == ["Everybody", "Our hygienists"]
    assert "3 users are in both Everybody and Our hygienists" in shown(app)
    assert "33.3 % of Everybody, 100.0 % of Our hygienists" in shown(app)


def test_overlap_asks_for_two_segments(open_page):
    app = open_page(OVERLAP)
    app.multiselect[0].set_value(["Promoters"]).run()
    assert "at least two segments" in app.info[0].value


def test_overlap_of_apart_segments_says_nobody_is_in_two(open_page):
    app = open_page(OVERLAP)
    app.multiselect[0].set_value(["Promoters", "Detractors"]).run()
    assert "Nobody is in two of these segments at once" in shown(app)


def test_small_combination_is_counted_but_its_people_are_not_shown(open_page):
    app = open_page(OVERLAP, segments=PAIR)
    assert "3 people are in this segment" in shown(app)
    assert not app.dataframe


def test_choosing_a_combination_shows_its_size_and_masked_people(open_page):
    app = combination(open_page(OVERLAP, segments=PAIR), ONLY_EVERYBODY)
    assert "66.7 %" in shown(app)
    people = app.dataframe[0].value
    assert len(people) == 6
    assert set(people["email"]) == {"•••"}


def test_why_a_person_is_in_is_answered(open_page):
    app = combination(open_page(OVERLAP, segments=PAIR), ONLY_EVERYBODY)
    asked = next(box for box in app.selectbox if box.label == "Why is this person in?")
    asked.select_index(0).run()
    assert "who are not among those whose role is hygienist" in shown(app)


def test_saved_combination_can_be_built_on(open_page):
    app = combination(open_page(OVERLAP, segments=PAIR), ONLY_EVERYBODY)
    app.text_input[0].set_value("All the others").run()
    save(app).click().run()
    assert not app.exception
    assert save(app).disabled
    app.switch_page(BUILD).run()
    assert "All the others" in next(box for box in app.selectbox if box.label == "Start from").options


def test_combination_is_not_saved_under_the_name_of_another(open_page):
    app = open_page(OVERLAP, segments=PAIR)
    app.text_input[0].set_value("Our hygienists").run()
    assert save(app).disabled
    assert "Another segment is called Our hygienists" in shown(app)


def test_cell_segment_holds_as_many_as_the_combination_also_with_accounts(tiny):
    accounts = parse_segment({**HYGIENISTS, "name": "Practices", "of": "accounts"})
    segments = [accounts, parse_segment({"name": "Logged in", "where": {"event": "login"}})]
    library = Library({segment.name: segment for segment in segments})
    cells = overlap(tiny, segments).cells
    assert [size(tiny, cell_segment(segments, cell.inside), library).users for cell in cells] == [
        cell.users for cell in cells
    ]


def test_rows_to_take_away_hold_every_number(tiny):
    segments = (parse_segment(EVERYBODY), parse_segment(HYGIENISTS))
    pairs, cells = exhibits(tiny, Recipe("overlap", segments))
    assert [row[:4] for row in pairs.rows.rows] == [
        ("Everybody", 9, "Our hygienists", 3),
        ("Our hygienists", 3, "Everybody", 3),
    ]
    assert [row[-2] for row in cells.rows.rows] == [6, 3]


def combination(app, inside):
    return next(box for box in app.selectbox if box.label == "Combination").set_value(inside).run()


def save(app):
    return next(button for button in app.button if button.label == "Save as segment")


def test_overlap_of_more_in_play_than_fit_takes_the_first(open_page):
    names = ["hygienist", "dentist", "Promoters", "Passives", "Detractors", "Active users", "New users"]
    known = [{"name": name, "of": "users", "where": {"segment": name}} for name in names]
    app = open_page("", segments=json.dumps([each | {"name": f"{each['name']}!"} for each in known]))
    app = app.switch_page(OVERLAP).run()
    assert not app.exception
    assert len(app.multiselect[0].value) == 6
