import json

ADOPTION = "pages/behaviour/adoption.py"


def segments(*roles):
    return json.dumps(
        [
            {"name": role, "of": "users", "where": {"all": [{"attribute": "role", "op": "is", "value": [role]}]}}
            for role in roles
        ]
    )


def titles(app):
    return " ".join(each.value for each in app.subheader)


def test_adoption_page_shows_features_of_segments(open_page):
    app = open_page(ADOPTION, segments=segments("dentist", "hygienist"))
    assert not app.exception
    assert "every feature by segment" in titles(app)


def test_adoption_page_asks_how_often(open_page):
    app = open_page(ADOPTION, segments=segments("dentist"))
    app.selectbox(key=next(each.key for each in app.selectbox if each.label == "Show")).set_value("often").run()
    assert not app.exception
    assert "Times per user who used it" in titles(app)


def test_adoption_page_without_segments_says_so(open_page):
    app = open_page(ADOPTION, segments="[]")
    assert "Nothing to show yet" in app.info[0].value


def test_adoption_page_before_dates_without_a_beginning_offers_some(open_page):
    app = open_page(ADOPTION, segments=segments("dentist"), baseline='{"period": "before"}')
    assert "needs dates with a beginning" in app.info[0].value
