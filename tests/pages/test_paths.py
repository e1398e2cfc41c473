import json

import pytest

from tests.pages.reading import shown

PATHS, BUILD = "pages/behaviour/paths.py", "pages/segments/build.py"


@pytest.fixture
def app(open_page):
    return open_page(PATHS)


def titles(app):
    return [element.value for element in app.subheader]


def test_paths_begin_with_the_most_frequent_event(app):
    assert titles(app) == ["Right after login", "The most frequent ways after login"]
    assert "counts once" in shown(app)
    assert not app.exception


def test_branches_are_followed_step_by_step(app):
    assert "and after that" not in [box.label for box in app.selectbox]
    app.selectbox(key="paths_then_1_0").set_value("export").run()
    assert titles(app)[0] == "Right after login → export"
    assert "and after that" in [box.label for box in app.selectbox]
    assert json.loads(app.query_params["options"])["paths"] == {"then_1": "export"}


def test_before_goes_backwards(app):
    app.selectbox(key="paths_side_0").set_value("before").run()
    assert titles(app)[0] == "Right before login"


def test_saved_path_opens_in_the_builder(open_page):
    where = {"path": ["login", "export"], "days": 2}
    app = open_page("", draft=json.dumps({"name": "On", "where": where})).switch_page(BUILD).run()
    assert not app.exception
    assert "and right after it export, within 2 days" in shown(app)
