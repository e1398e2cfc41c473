from tests.pages.reading import shown

NPS = "pages/sentiment/nps.py"


def test_nps_page_shows_groups_and_why_small_ones_are_withheld(open_page):
    app = open_page(NPS)
    assert not app.exception
    assert "hygienist" in shown(app)
    assert "Too few answers to judge" in shown(app)


def test_nps_page_splits_by_another_attribute(open_page):
    app = open_page(NPS)
    app.selectbox[0].set_value("region").run()
    assert "West" in shown(app)


def test_nps_page_without_answers_in_the_dates_says_so(open_page):
    app = open_page(NPS, window='{"from":"2020-01-01","to":"2020-01-31"}')
    assert "Nobody answered in these dates" in app.info[0].value
