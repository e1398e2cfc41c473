import pytest

from strata.analysis.compare_exhibits import key_of
from strata.model.recipe import Recipe
from strata.model.review import Item, Pinned, item
from strata.model.segment import AttributeCondition, Segment
from tests.pages.conftest import NOW
from tests.pages.reading import shown

REVIEWS, ACTIVITY = "pages/review/packs.py", "pages/behaviour/activity.py"
DENTISTS = Segment("Our dentists", AttributeCondition("role", "is", ("dentist",)))
WEST = Segment("West", AttributeCondition("region", "is", ("West",)))


def about(segment, metric="nps", **pins):
    recipe = Recipe("compare", (segment,), options=(("metrics", ("nps", "csat")),))
    title, pinned = f"{metric.upper()} of {segment.name}", {name: Pinned(*pin) for name, pin in pins.items()}
    return item(recipe, key_of(metric), title=title, pins=pinned)


@pytest.fixture
def quarter(work, now):
    return work.save_review("Quarter", (about(DENTISTS), about(DENTISTS, "csat")), by="ann", now=now)


def test_nothing_saved_teaches_and_a_first_one_can_be_begun(open_page, work):
    app = open_page(REVIEWS)
    assert "press 'Add to a review' under any chart" in app.info[0].value
    field(app.text_input, "Name of the new review").set_value("Q4 🦷 評価").run()
    press(app, "Begin a review")
    assert not app.exception
    assert [saved.name for saved in work.reviews(for_user="ann")] == ["Q4 🦷 評価"]
    assert "This review is empty" in app.info[0].value


def test_a_chart_is_put_into_a_review_from_its_page(open_page, work):
    app = open_page(ACTIVITY)
    app.session_state["adding_activity-share"] = True
    app.run()
    field(app.text_input, "Name of the new review").set_value("Quarter").run()
    press(app, "Add")
    (saved,) = work.reviews(for_user="ann")
    assert [each.name for each in saved.items] == [app.subheader[0].value]
    assert not app.exception
    press(app, "Add")
    assert "is in 'Quarter' already" in "".join(error.value for error in app.error)


@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("pages/compare/compare.py", "scorecard"),
        ("pages/segments/overlap.py", "overlap-pairs"),
        ("pages/segments/overlap.py", "overlap-cells"),
    ],
)
def test_a_chart_put_in_from_its_page_is_made_again_in_the_review(open_page, work, page, key):
    work.save_review("Quarter", (), by="ann", now=NOW)
    app = open_page(page)
    app.session_state[f"adding_{key}"] = True
    press(app.run(), "Add")
    (added,) = work.review("quarter", for_user="ann").items
    assert added.exhibit == key
    review = opened(open_page)
    assert (list(review.error), titles(review)) == ([], [added.title])


def test_review_shows_its_charts_in_order(open_page, quarter):
    app = opened(open_page)
    assert not app.exception
    assert titles(app) == ["NPS by segment", "CSAT (4 or 5 of 5) by segment"]
    assert "With the next load of data, what changed will stand here." in app.info[0].value
    assert app.query_params["review"] == "quarter"


def test_order_headline_and_comment_are_saved_as_the_next_version(open_page, quarter, work):
    app = opened(open_page)
    press(app, "Down")
    field(app.text_input, "Headline").set_value("Most are content").run()
    field(app.text_area, "Comment").set_value("Ask the rest.").run()
    press(app, "Save as version 2")
    saved = work.review("quarter", for_user="ann")
    assert [(each.title, each.headline, each.comment) for each in saved.items] == [
        ("CSAT of Our dentists", "Most are content", "Ask the rest."),
        ("NPS of Our dentists", "", ""),
    ]
    assert (saved.version, saved.visibility) == (2, "private")
    assert button(app, "Save as version 3").disabled


def test_chart_is_taken_out_and_undone(open_page, quarter, work):
    app = opened(open_page)
    press(app, "Take out")
    assert titles(app) == ["CSAT (4 or 5 of 5) by segment"]
    press(app, "Undo my changes")
    assert len(titles(app)) == 2
    assert work.review("quarter", for_user="ann").version == 1


def test_two_people_saving_one_review_lose_nothing(open_page, work, now):
    work.save_review("Quarter", (about(DENTISTS),), by="ann", now=now, visibility="everyone")
    app = opened(open_page)
    field(app.text_input, "Headline").set_value("Mine").run()
    work.add_to_review("quarter", about(DENTISTS, "csat"), by="bob", now=now)
    press(app, "Save as version 2")
    said = shown(app).replace("\\", "")
    assert "bob saved version 2 on 1 Oct 2026, 12:00 UTC (added: CSAT of Our dentists)" in said
    press(app, "Save mine on top, as version 3")
    versions = work.review_versions("quarter", for_user="ann")
    assert [(saved.version, saved.saved_by, len(saved.items)) for saved in versions] == [
        (3, "ann", 1),
        (2, "bob", 2),
        (1, "ann", 1),
    ]


def test_item_that_cannot_be_made_says_so_and_the_others_stand(open_page, work, now):
    missing = Segment("Astronauts", AttributeCondition("planet", "is", ("Mars",)))
    items = (about(missing), Item("{", "x", "Broken"), about(DENTISTS))
    work.save_review("Quarter", items, by="ann", now=now)
    app = opened(open_page)
    assert ["planet" in app.error[0].value, "is damaged" in app.error[1].value, len(app.error)] == [True, True, 2]
    assert titles(app) == ["NPS by segment"]


def test_newer_version_of_a_segment_is_said_and_taken_only_when_asked(open_page, work, now):
    work.save(DENTISTS, by="ann", now=now)
    work.save_review("Quarter", (about(DENTISTS, **{"Our dentists": ("our-dentists", 1)}),), by="ann", now=now)
    work.save(Segment("Our dentists", WEST.where), by="ann", now=now, segment_id="our-dentists", base_version=1)
    app = opened(open_page)
    assert "Newer versions are saved of Our dentists (version 2)" in shown(app).replace("\\", "")
    press(app, "Use the newest")
    press(app, "Save as version 2")
    assert work.review("quarter", for_user="ann").items[0].pins == (Pinned("our-dentists", 2),)


def test_earlier_version_is_taken_up_again(open_page, quarter, work, now):
    work.save_review("Quarter", (), by="ann", now=now, review_id="quarter", base_version=1)
    app = opened(open_page)
    assert "This review is empty" in app.info[0].value


def test_fresh_data_show_what_changed(open_page, quarter, later_folder, monkeypatch):
    opened(open_page)
    monkeypatch.setenv("STRATA_WAREHOUSE", str(later_folder))
    app = open_page("", review="quarter").switch_page(REVIEWS).run()
    assert "What changed since the data up to 2026-03-31" in [each.value for each in app.subheader]
    assert any("moved within the interval of then" in each.value for each in app.markdown)


def test_review_that_was_deleted_or_is_private_is_said(open_page, work, now):
    work.save_review("Theirs", (), by="bob", now=now)
    assert "private to bob" in shown(open_page("", review="theirs"))
    assert "no review 'gone'" in shown(open_page("", review="gone"))


def test_deleting_takes_two_steps(open_page, quarter, work):
    app = opened(open_page)
    press(app, "Delete for good")
    assert work.reviews(for_user="ann") == ()
    assert "No review yet" in app.info[0].value


def opened(open_page, review="quarter"):
    return open_page("", review=review).switch_page(REVIEWS).run()


def titles(app):
    return [each.value for each in app.subheader]


def field(kind, label):
    return next(each for each in kind if each.label == label)


def button(app, label):
    return next(each for each in app.button if each.label == label)


def press(app, label):
    return button(app, label).click().run()
