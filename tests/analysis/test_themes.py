from collections.abc import Iterator

import pytest

from strata.analysis.comments import asked_of, quotes, read
from strata.analysis.exhibits import make
from strata.analysis.splits import Side
from strata.analysis.themes import said_more, themes
from strata.errors import MetricError
from strata.membership import members
from strata.model.recipe import Recipe
from strata.model.segment import EVER, AttributeCondition
from strata.warehouse import Warehouse
from tests.analysis.test_sentiment import built, people

SLOW = ("charting is slow", "the charting takes many clicks", "slow charting again", "clicks and clicks in charting")
PRICE = ("the price went up", "a higher price for nothing", "nothing but a price rise", "price price price")
ODD = ("<script>alert(1)</script>", "=1+1", "Grafik träge", "图表太慢了", "'; drop table users; --", "📉📉")


@pytest.fixture(scope="module")
def talkative(tmp_path_factory) -> Iterator[Warehouse]:
    """Forty of one role complain of charting, forty of another of the price; six comments are odd."""
    said = [("a", i, SLOW[i % 4]) for i in range(40)] + [("b", i, PRICE[i % 4]) for i in range(40)]
    said += [("c", i, text) for i, text in enumerate(ODD)]
    rows = [f'{role}{i},nps,{i % 7},2026-01-{1 + i % 28:02d},,,"{text}"' for role, i, text in said]
    rows += [f"b{i},csat,4,2026-01-15,,," for i in range(10)]
    folder = built(tmp_path_factory.mktemp("talkative"), "\n".join(rows), people(("a", 40), ("b", 40), ("c", 6)))
    warehouse = Warehouse.open(folder)
    yield warehouse
    warehouse.close()


def role(warehouse, name):
    return members(warehouse, AttributeCondition("role", "is", (name,)))


def test_themes_tell_what_each_group_says(talkative):
    for name, word in (("a", "charting"), ("b", "price")):
        found = themes(talkative, role(talkative, name))
        assert (found.n, found.n_all, found.withheld) == (40, 40, "")
        assert word in " ".join(theme.name for theme in found.themes)
        assert sum(theme.share for theme in found.themes) <= 100 + 1e-9
        assert all((theme.low or 0) <= theme.share <= (theme.high or 0) for theme in found.themes)
        assert all(word in quote for theme in found.themes[:1] for quote in theme.quotes)


def test_themes_are_the_same_every_time(talkative):
    first = themes(talkative, talkative.population)
    talkative.forget()
    assert themes(talkative, talkative.population) == first


def test_themes_of_few_comments_are_withheld(talkative, tiny):
    found = themes(talkative, role(talkative, "c"))
    assert found.themes == ()
    assert found.withheld == "6 comments are too few to tell themes: 30 are needed."
    assert themes(tiny, tiny.population).themes == ()


def test_themes_of_nobody_say_so(talkative):
    assert themes(talkative, 0).withheld == "Nobody left a comment."
    assert themes(talkative, talkative.population, survey="csat").withheld == "Nobody left a comment."


def test_themes_of_a_survey_nobody_answered_are_a_sentence(talkative):
    with pytest.raises(MetricError, match="No ces answers are loaded"):
        themes(talkative, talkative.population, survey="ces")


def test_said_more_finds_the_words_of_one_group(talkative):
    found = said_more(talkative, role(talkative, "a"), talkative.population)
    words = {word.word: word for word in found.words}
    assert {"charting"} <= words.keys()
    assert "price" not in words
    assert (words["charting"].n_inside, words["charting"].n_outside) == (40, 0)
    assert words["charting"].times > 1
    assert words["charting"].low < words["charting"].odds < words["charting"].high


def test_said_more_of_equal_groups_finds_nothing(talkative):
    found = said_more(talkative, talkative.population & ~role(talkative, "c"), role(talkative, "c"))
    assert found.withheld.startswith("80 comments against 6 are too few")


def test_quotes_are_masked_counted_and_named_by_group(talkative):
    sides = [Side("odd", role(talkative, "c"), None)]
    found = quotes(talkative, talkative.population, asked_of(talkative, "nps", EVER), sides)
    texts = {quote.text for quote in found.quotes if quote.groups == ("odd",)}
    assert texts == set(ODD)
    assert (found.n_people, found.n_comments) == (86, 86)


def test_quotes_contain_what_is_looked_for(talkative):
    found = quotes(talkative, talkative.population, asked_of(talkative, "nps", EVER), find="PRICE")
    assert len(found.quotes) == found.n_comments == 40


def test_read_takes_one_comment_of_each_person_of_the_band(talkative):
    found = read(talkative, talkative.population, asked_of(talkative, "nps", EVER, "detractor"))
    assert len(found) == found.n_all == 86
    assert len(read(talkative, talkative.population, asked_of(talkative, "nps", EVER, "promoter"))) == 0


def test_exhibits_show_themes_words_and_quotes(talkative):
    found = make(talkative, Recipe("comments", options=(("by", "role"), ("focus", "a"))))
    titles = [each.title for each in found]
    assert titles == [
        "What NPS comments are about by role",
        "NPS of those who say it by role",
        "What NPS comments of a say that others do not",
        "What people say in NPS answers",
    ]
    assert "charting" in found[0].findings[0]
    assert "“charting”" in found[2].findings[0]
    assert {row[0] for row in found[3].rows.rows} == set(SLOW)
    assert all(each.as_json() for each in found)


def test_exhibits_show_odd_comments_as_they_are(talkative):
    (quoted,) = make(talkative, Recipe("comments", options=(("by", "role"), ("view", "quotes"))))
    assert {row[0] for row in quoted.rows.rows} >= set(ODD)
    assert quoted.findings == ("86 comments of everyone, from 86 people; all are shown.",)


def test_exhibits_name_groups_of_few_comments_and_withhold_their_themes(talkative):
    themed = make(talkative, Recipe("comments", options=(("by", "role"), ("view", "themes"))))[0]
    assert "c (6)" in " ".join(themed.notes)
    assert themed.plot is not None
    place = themed.plot.categories.index("c")
    assert all(series.marks[place].value is None for series in themed.plot.series)


def test_comments_that_are_all_alike_say_why_there_are_no_themes(tmp_path):
    rows = [f"a{i},nps,5,2026-01-15,,,fine" for i in range(40)]
    warehouse = Warehouse.open(built(tmp_path, "\n".join(rows), people(("a", 40), ("b", 9))))
    (themed,) = make(warehouse, Recipe("comments", options=(("by", "role"), ("view", "themes"))))
    assert themed.findings[0].startswith("40 comments do not differ enough in their words")
    warehouse.close()


def test_exhibits_without_comments_are_none(talkative):
    assert make(talkative, Recipe("comments", options=(("question", "csat"),))) == ()


def test_hygienists_who_are_unhappy_speak_of_charting(sample):
    hygienists = role(sample, "hygienist")
    found = themes(sample, hygienists, band="detractor")
    assert found.themes[0].name.startswith("charting")
    assert found.themes[0].share > 40
    said = said_more(sample, hygienists, sample.population, band="detractor")
    assert said.words[0].word == "charting"
