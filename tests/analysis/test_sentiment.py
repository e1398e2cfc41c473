from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from strata.analysis.exhibits import make
from strata.analysis.moved import moved
from strata.analysis.moved_exhibits import moved_exhibits
from strata.analysis.persona import split_nps
from strata.analysis.sentiment import sentiments, study
from strata.build import load, read_project
from strata.errors import MetricError, SegmentError
from strata.membership import NO_LIBRARY, members
from strata.model.recipe import Recipe
from strata.model.segment import AttributeCondition, Between, Segment, SinceJoined
from strata.model.sentiment import QUESTIONS
from strata.warehouse import Warehouse

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
HYGIENISTS = Segment("Hygienists", AttributeCondition("role", "is", ("hygienist",)))
PROJECT = """
[project]
name = "Small"
as_of = "2026-06-30"
[users]
file = "users.csv"
id = "id"
[[responses]]
query = "select * from answers where survey = 'nps'"
survey = "nps"
user = "user"
score = "score"
at = "at"
comment = "comment"
properties = ["wave"]
[[responses]]
query = "select * from answers where survey = 'csat'"
survey = "csat"
user = "user"
score = "score"
at = "at"
properties = ["touchpoint"]
[files]
answers = "answers.csv"
"""


def built(folder: Path, answers: str, users: str) -> Path:
    (folder / "strata.toml").write_text(PROJECT)
    (folder / "users.csv").write_text(users)
    (folder / "answers.csv").write_text("user,survey,score,at,wave,touchpoint,comment\n" + answers)
    load(read_project(folder / "strata.toml"), folder / "warehouse", now=NOW)
    return folder / "warehouse"


def people(*groups: tuple[str, int]) -> str:
    rows = [f"{role}{i},{role}" for role, n in groups for i in range(n)]
    return "id,role\n" + "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Iterator[Warehouse]:
    """Six of one role and six of another, asked in two waves; scores 11 and blanks among them."""
    first = [("a", [10, 9, 9, 8, 2, 1]), ("b", [10, 10, 9, 9, 7, 0])]
    second = [("a", [9, 3, 10, 8, 10]), ("b", [10, 10, 2, 9, 7])]
    rows = [
        f"{role}{i},nps,{score},2026-0{month}-15,w{wave},,"
        for wave, month, scores in ((1, 1, first), (2, 4, second))
        for role, given in scores
        for i, score in enumerate(given)
    ]
    rows += ["a0,nps,11,2026-05-01,w2,,", "a1,nps,,2026-05-01,w2,,", "c0,nps,5,2026-01-15,w1,,"]
    rows += [f"a{i},csat,{score},2026-01-1{i},,phone," for i, score in enumerate([1, 2, 3, 4, 5, 5])]
    rows += [f"a{i},csat,{score},2026-02-1{i},,mail," for i, score in enumerate([4, 4, 3, 5, 5, 5])]
    folder = built(tmp_path_factory.mktemp("small"), "\n".join(rows), people(("a", 6), ("b", 6), ("c", 2)))
    warehouse = Warehouse.open(folder)
    yield warehouse
    warehouse.close()


def scored(warehouse, kind="nps", window=None, **options):
    recipe = Recipe(kind, window=window or Between(), options=tuple(options.items()))
    found = sentiments(warehouse, study(warehouse, recipe, NO_LIBRARY))
    return found[0], {group.name: group for group in found[0].groups}


def exhibits(warehouse, kind="nps", **options):
    found = make(warehouse, Recipe(kind, options=tuple(options.items())))
    return {each.key: each for each in found}


def test_sentiment_counts_the_latest_answer_of_each_person(small):
    found, groups = scored(small, by="role")
    assert groups["a"].answers == ((1.0, 1), (3.0, 1), (8.0, 1), (9.0, 1), (10.0, 2))
    assert groups["a"].value == pytest.approx(100 * (3 - 2) / 6)
    assert (groups["b"].n, groups["b"].users, groups["b"].response_rate) == (6, 6, 100.0)
    assert found.total.n == 13


def test_sentiment_of_each_wave_counts_every_wave(small):
    found, groups = scored(small, by="role", rule="wave")
    assert groups["a"].n == 6
    assert groups["a"].n_answers == 11
    assert groups["a"].value == pytest.approx(100 * ((3 + 3) - (2 + 1)) / 11)
    assert "each wave" in found.rules[1]


def test_sentiment_says_what_was_off_the_scale_and_blank(small):
    (said,) = [rule for rule in scored(small, by="role")[0].rules if rule.startswith("Blank")]
    assert "1 rows: off the NPS scale" in said
    assert "1 rows: blank NPS score" in said


def test_pulls_add_up_to_zero(small, sample):
    for warehouse, kind, options in (
        (small, "nps", {"by": "role"}),
        (small, "nps", {"by": "role", "rule": "wave"}),
        (sample, "nps", {"by": "role", "across": "size_band"}),
        (sample, "csat", {"by": "years_in_practice"}),
    ):
        found, _ = scored(warehouse, kind, **options)
        assert sum(group.pull for group in found.groups) == pytest.approx(0, abs=1e-9)


def test_pull_is_share_times_gap(small):
    found, groups = scored(small, by="role")
    a = groups["a"]
    assert a.value is not None
    assert found.total.value is not None
    assert a.pull == pytest.approx(a.n / found.total.n * (a.value - found.total.value))


def test_pulls_of_small_groups_share_a_bar_and_the_bars_add_up(small):
    (plot,) = [each.plot for key, each in exhibits(small, by="role").items() if key.startswith("what-pulls")]
    assert plot.categories[-1] == "groups of under 5"
    assert sum(mark.value for mark in plot.series[0].marks) == pytest.approx(0, abs=1e-9)


def test_segments_that_overlap_have_no_pulls(sample):
    west = Segment("West", AttributeCondition("region", "is", ("West",)))
    found = make(sample, Recipe("nps", (HYGIENISTS, west), options=(("by", "segments"),)))
    assert not [each for each in found if each.key.startswith("what-pulls")]
    assert "in several of these segments" in found[0].notes[0]


def test_sentiment_agrees_with_the_overview(sample):
    found, groups = scored(sample, by="role")
    old = {pair.segment: pair.difference for pair in split_nps(sample, "role").pairs}
    for contrast in found.contrasts:
        assert contrast.difference == pytest.approx(100 * (old[contrast.segment].value or 0))
        assert contrast.ci_low == pytest.approx(100 * (old[contrast.segment].low or 0))
    assert groups["hygienist"].value == pytest.approx(-28.9, abs=0.05)


def test_one_respondent_in_a_group_is_withheld_and_says_so(small):
    _, groups = scored(small, by="role")
    assert groups["c"].withheld == "Too few answers to judge (n=1)."
    assert (groups["c"].value, groups["c"].low) == (None, None)
    parts = exhibits(small, by="role")["nps-answers-by-role"].plot
    place = parts.categories.index("c")
    assert {series.marks[place].value for series in parts.series} == {None}


def test_exhibits_of_dates_without_answers_are_none(small):
    assert make(small, Recipe("nps", window=Between(date(2020, 1, 1), date(2020, 1, 2)))) == ()


def test_parts_stack_up_to_the_whole(sample):
    for key in ("nps-answers-by-role", "csat-answers-by-role"):
        plot = exhibits(sample, key[: key.index("-")], by="role")[key].plot
        for place in range(len(plot.categories)):
            assert sum(series.marks[place].value for series in plot.series) == pytest.approx(100)


def test_given_shows_every_answer_in_percent(small):
    plot = exhibits(small, by="role")["every-nps-answer-by-role"].plot
    rows = {series.name: [mark.value for mark in series.marks] for series in plot.series}
    assert plot.categories == tuple(map(str, range(11)))
    assert sum(rows["b"]) == pytest.approx(100)
    assert rows["b"][10] == pytest.approx(100 * 2 / 6)


def test_crossed_shows_a_row_and_a_column_per_value(sample):
    plot = exhibits(sample, by="role", across="region")["nps-of-every-role-in-every-region"].plot
    assert len(plot.series) == 6
    assert sorted(plot.categories) == ["East", "North", "South", "West"]


def test_moved_counts_flows_of_people_who_answered_again(small):
    found = exhibits(small, by="role")["who-moved-in-nps"]
    (said,) = found.findings
    assert said.startswith("1 people went from detractor to promoter, 2 from promoter to detractor, of 10 who answered")
    assert [mark.n for mark in found.plot.series[2].marks] == [2, 0, 5]


def test_change_of_the_same_people_is_the_mean_of_each(small):
    plot = exhibits(small, by="role")["nps-change-of-the-same-people-by-role"].plot
    marks = dict(zip(plot.categories, plot.series[0].marks, strict=True))
    assert marks["everyone"].value == pytest.approx(100 * (0 - 2 + 0 + 0 + 2 + 0 + 0 - 2 + 0 + 0) / 10)
    assert marks["c"].withheld == "No people who answered again."


@pytest.mark.parametrize("question", ["nps", "csat"])
def test_people_of_every_move_are_as_many_as_the_cell_says(sample, question):
    asked = study(sample, Recipe(question, options=(("by", "role"),)), NO_LIBRARY)
    flows = {(one, other): n for one, other, n in moved(sample, asked.answered, ())[0].flows}
    names = [band.name for band in asked.question.bands]
    shown = next(iter(moved_exhibits(sample, asked, sentiments(sample, asked)[0])))
    assert shown.plot
    for one, series in zip(names, shown.plot.series, strict=True):
        for other, mark in zip(names, series.marks, strict=True):
            assert mark.people
            people = members(sample, mark.people.where) & sample.population
            assert people.bit_count() == flows[one, other]


def test_one_wave_only_says_that_nobody_moved_and_that_there_is_no_trend(small):
    window = Between(date(2026, 1, 1), date(2026, 1, 31))
    found = {each.key: each for each in make(small, Recipe("nps", window=window, options=(("by", "role"),)))}
    assert "0 people answered on two days or more" in found["who-moved-in-nps"].findings[0]
    assert "too" not in found["nps-by-role"].findings[0]
    assert "fewer than 3 whole" in " ".join(found["nps-over-time-by-role"].findings)


def test_trend_has_an_interval_and_limits_for_every_group(sample):
    found = exhibits(sample, by="role", grain="quarter")["nps-over-time-by-role"]
    assert found.plot.categories[0] == "Q4 2024"
    marks = [mark for series in found.plot.series for mark in series.marks]
    assert all(mark.low <= mark.value <= mark.high for mark in marks)
    assert all(mark.usual for mark in marks)


def test_trend_with_too_many_points_says_what_to_choose(sample):
    found = exhibits(sample, by="role", grain="day", view="trend")["nps-over-time-by-role"]
    assert found.plot is None
    assert "choose" in found.findings[0]


def test_touchpoints_are_held_against_all_others(small, sample):
    found = exhibits(small, "csat", by="role")["csat-by-touchpoint"]
    marks = dict(zip(found.plot.categories, found.plot.series[0].marks, strict=True))
    assert marks["phone"].value == pytest.approx(50)
    assert marks["mail"].value == pytest.approx(100 * 5 / 6)
    planted = exhibits(sample, "csat", by="role")["csat-by-touchpoint"]
    assert planted.plot.categories == ("billing", "support ticket", "in the app", "training")


def test_csat_shows_top_two_and_mean(sample):
    found = exhibits(sample, "csat", by="role", view="scores")
    assert {"csat-4-or-5-of-5-by-role", "csat-mean-1-to-5-by-role"} <= found.keys()
    assert "csat-by-touchpoint" not in found


def test_table_says_what_part_of_a_group_answered(small):
    table = exhibits(small, by="role")["nps-by-role"].rows
    row = {cells[0]: dict(zip([column.name for column in table.columns], cells, strict=True)) for cells in table.rows}
    assert (row["c"]["n"], row["c"]["users"], row["c"]["response rate"]) == (1, 2, 50.0)
    assert row["a"]["promoters"] == pytest.approx(50)


def test_sentiment_as_json_holds_the_groups_as_segments(small):
    document = exhibits(small, by="role")["nps-by-role"].as_json()
    assert document["result"]["groups"][0]["people"]["where"]


def test_question_that_was_never_asked_is_a_sentence(tmp_path):
    folder = built(tmp_path, "a0,nps,9,2026-01-15,,,", people(("a", 1), ("b", 1)))
    with pytest.raises(MetricError, match="no csat answers are loaded"):
        make(Warehouse.open(folder), Recipe("csat", options=(("by", "role"),)))


def test_window_that_differs_by_user_is_a_sentence(small):
    with pytest.raises(SegmentError, match="same dates for everyone"):
        make(small, Recipe("nps", window=SinceJoined(30)))


def test_bands_of_every_question_hold_every_point_once():
    for question in QUESTIONS.values():
        for bands in (question.parts, question.bands):
            assert [sum(band.holds(point) for band in bands) for point in question.points] == [1] * len(question.points)
