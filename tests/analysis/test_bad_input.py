"""Comparisons of groups that are empty, unanimous, the same, or in few accounts: a reason is given, never a number.

Sixty people of twenty accounts, three each; half of the accounts are in the north. The data end with 31 March 2026.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from math import sqrt
from statistics import mean, variance

import pytest

from strata.analysis.compare import compare
from strata.analysis.distribution import distribution
from strata.analysis.domination import domination
from strata.analysis.mix import mix
from strata.analysis.timing import timing
from strata.analysis.trend import trend
from strata.build import load, read_project
from strata.cli.command import print_json
from strata.cli.main import main
from strata.errors import MetricError, SegmentError, StrataError
from strata.model.metrics import metric
from strata.model.segment import EVER, AttributeCondition, Between, Segment
from strata.warehouse import Warehouse

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
PROJECT = """
[project]
name = "Edge"
as_of = "2026-03-31"

[users]
file = "users.csv"
id = "id"
account = "account"
joined_at = "joined"

[users.attributes]
wild = { column = "wild", type = "number" }
points = { column = "points", type = "number" }
same = { column = "same", type = "number" }

[[events]]
file = "events.csv"
user = "user"
name = "event"
at = "at"
session = "session"

[[responses]]
file = "answers.csv"
survey = "nps"
user = "user"
score = "score"
at = "at"

[[subscriptions]]
file = "subscriptions.csv"
id = "id"
account = "account"
started_at = "started"
mrr = "mrr"
"""
PEOPLE = range(60)
WILD = ("inf", "nan", "1e300", "-1e300", "4", "6")
FEW = {"one": 1, "four": 4, "five": 5}
METRICS = (
    "nps",
    "active_days",
    "events_per_session",
    "stickiness",
    "first:log in",
    "retention:1",
    "mrr",
    "mean:wild",
    "mean:same",
    "share:side=north",
)
BEFORE_ALL, JUST_MARCH = Between(date(2020, 1, 1), date(2020, 2, 1)), Between(date(2026, 3, 1), date(2026, 3, 31))


def _account(person: int) -> int:
    return person // 3


def _side(person: int) -> str:
    return "north" if _account(person) % 2 else "south"


def _sources() -> dict[str, list[str]]:
    few = [next((name for name, size in FEW.items() if person < size), "many") for person in PEOPLE]
    unequal = ["mostly one" if person < 12 else "others" for person in PEOPLE]
    return {
        "users": [
            "id,account,joined,wild,points,same,side,everyone,few,unequal",
            *(
                f"u{i},{'a0' if i < 11 else f'a{_account(i)}'},{'2026-05-01' if i == 59 else '2026-01-05'},"
                f"{WILD[i % 6]},{i % 7},7,{_side(i)},yes,{few[i]},{unequal[i]}"
                for i in PEOPLE
            ),
        ],
        "events": [
            "user,event,at,session",
            *(f"u{i},log in,2026-03-{1 + k:02d} 10:00:00,s{i}" for i in PEOPLE[:-1] for k in range(i % 4)),
        ],
        "answers": [
            "user,score,at",
            *(f"u{i},{10 if _side(i) == 'north' else 0},2026-03-02" for i in PEOPLE[:-1] if i % 2),
        ],
        "subscriptions": [
            "id,account,started,mrr",
            *(f"s{j},a{j},2025-01-01,{(-30, 0, 100)[j % 3]}" for j in (0, *range(4, 20))),
        ],
    }


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    folder = tmp_path_factory.mktemp("edge")
    for name, lines in _sources().items():
        (folder / f"{name}.csv").write_text("\n".join(lines))
    (folder / "strata.toml").write_text(PROJECT)
    warehouse = Warehouse(load(read_project(folder / "strata.toml"), folder / "warehouse", now=NOW).warehouse)
    yield warehouse
    warehouse.close()


def _where(attribute: str, value: str, name: str = "") -> Segment:
    return Segment(name or value, AttributeCondition(attribute, "is", (value,)))


NORTH, SOUTH = _where("side", "north"), _where("side", "south")
NOBODY, ALL = _where("side", "nowhere"), _where("everyone", "yes", "all of them")


@pytest.fixture(scope="module")
def results(edge):
    """The results of a comparison by metric, all of which must hold together and print as JSON."""

    def ask(segment, baseline=None, *, names=METRICS, window=EVER):
        found = compare(
            edge, [segment], [metric(name, edge.catalog) for name in names], baseline=baseline, window=window
        )
        print_json(found.as_json())  # raises where a number is not finite
        for result in found.results:
            _holds_together(result)
        return {result.metric: result for result in found.results}

    return ask


def _holds_together(result):
    if result.verdict == "not_enough_data":
        assert all(result.reasons)
        assert result.reasons
        return
    assert result.ci_low < result.ci_high
    assert (result.p < 1 - result.level) == (result.ci_low > 0 or result.ci_high < 0)


def _reasons(found):
    assert {result.verdict for result in found.values()} == {"not_enough_data"}
    return {result.reasons[0] for result in found.values()}


def test_compare_segment_of_nobody(results):
    found = results(NOBODY)
    assert all(sentence.startswith("One group has no ") for sentence in _reasons(found))
    assert {(result.value, result.p, result.ci_low) for result in found.values()} == {(None, None, None)}


def test_compare_everyone_with_nobody_else(results):
    assert all(sentence.startswith("One group has no ") for sentence in _reasons(results(ALL)))


def test_compare_with_a_baseline_of_nobody(results):
    assert all(sentence.startswith("One group has no ") for sentence in _reasons(results(NORTH, NOBODY)))


@pytest.mark.parametrize("name", ["active_days", "mean:points", "events_per_session", "mrr"])
def test_compare_segment_with_itself_under_another_name(results, name):
    twin = _where("side", "north", "the same people")
    (result,) = results(NORTH, twin, names=(name,)).values()
    assert result.verdict == "not_enough_data"
    assert (result.p, result.ci_low) == (None, None)


@pytest.mark.parametrize("size", FEW)
def test_compare_few_people(results, size):
    """Of whom all are in one account, as the first eleven are."""
    _reasons(results(_where("few", size)))


def test_compare_segment_mostly_in_one_account(results):
    (result,) = results(_where("unequal", "mostly one"), names=("mean:points",)).values()
    assert result.verdict == "not_enough_data"
    assert result.largest_account == pytest.approx(100 * 11 / 12)
    assert "dominated by one company" in result.badges


def test_compare_all_promoters_with_all_detractors(results):
    """Unanimous groups differ clearly, and yet by an interval that has a width."""
    result = results(NORTH, names=("nps",))["nps"]
    assert (result.value, result.baseline_value, result.difference, result.verdict) == (100, -100, 200, "higher")
    assert result.ci_low < 200 == result.ci_high
    assert 0 < result.p < 0.001


def test_compare_values_that_are_all_the_same(results):
    result = results(NORTH, names=("mean:same",))["mean:same"]
    assert (result.verdict, result.value, result.p) == ("not_enough_data", 7, None)
    assert "same" in result.reasons[0]


def test_compare_attribute_leaves_out_what_is_no_number(results):
    """Infinite, not a number and beyond reason are not counted: what is left of the wild values are 4 and 6."""
    result = results(NORTH, names=("mean:wild",))["mean:wild"]
    mine = [float(WILD[i % 6]) for i in PEOPLE if _side(i) == "north" and i % 6 in (4, 5)]
    assert (result.n, result.value) == (len(mine), pytest.approx(mean(mine)))


def test_compare_mean_by_hand(results):
    """Value and difference by plain Python; where every account counts once, so does its MRR, be it 0 or negative."""
    found = results(NORTH, names=("mean:points", "mrr"))
    mine, theirs = ([i % 7 for i in PEOPLE if _side(i) == side] for side in ("north", "south"))
    assert found["mean:points"].value == pytest.approx(mean(mine))
    assert found["mean:points"].difference == pytest.approx(mean(mine) - mean(theirs))
    wide = sqrt(variance(mine) / len(mine) + variance(theirs) / len(theirs))
    assert 0 < found["mean:points"].ci_high - found["mean:points"].ci_low < 10 * wide
    assert found["mrr"].low < found["mrr"].value < found["mrr"].high


def test_compare_people_who_join_after_the_window_are_not_counted(results):
    """One of the thirty in the north joins after the data end, and did nothing before."""
    window = Between(None, date(2026, 3, 31))
    result = results(NORTH, names=("active_days",), window=window)["active_days"]
    assert result.n == sum(_side(i) == "north" and i != 59 for i in PEOPLE)


def test_compare_window_before_the_data(results):
    found = results(NORTH, names=("nps", "active_days", "first:log in", "retention:1"), window=BEFORE_ALL)
    assert all(sentence.startswith("One group has no ") for sentence in _reasons(found))


def test_compare_previous_period_before_the_data(results):
    window = Between(date(2019, 1, 1), None)
    assert all(
        sentence.startswith("One group has no ")
        for sentence in _reasons(results(NORTH, "previous", names=("nps", "active_days"), window=window))
    )


@pytest.mark.parametrize("window", [EVER, Between(None, date(2026, 3, 1))])
def test_compare_previous_of_dates_without_a_beginning(edge, window):
    with pytest.raises(SegmentError, match="choose dates"):
        compare(edge, [NORTH], [metric("nps", edge.catalog)], baseline="previous", window=window)


def test_compare_two_segments_of_one_name(edge):
    with pytest.raises(SegmentError, match="give one of them another name"):
        compare(edge, [NORTH, _where("side", "south", "north")], [metric("nps", edge.catalog)])


@pytest.mark.parametrize("number", [8, 9, 12])
def test_compare_many_segments(edge, number):
    many = [_where("side", "north", f"north {i}") for i in range(number)]
    assert len(compare(edge, many, [metric("active_days", edge.catalog)]).results) == number


def test_compare_sixty_metrics(edge):
    asked = [metric(f"retention:{week}", edge.catalog) for week in range(1, 60)]
    found = compare(edge, [NORTH, SOUTH], [metric("nps", edge.catalog), *asked])
    assert len(found.results) == 120


@pytest.mark.parametrize("name", ["x" * 200, "<script>alert(1)</script>", "🦷 dentists", "مستخدمون \u202eabc", "a\nb"])
def test_compare_names_a_segment_as_it_is(results, name):
    result = results(_where("side", "north", name), names=("active_days",))["active_days"]
    assert result.sentence.startswith(f"{name}: ")


@pytest.mark.parametrize("segment", [NOBODY, ALL], ids=["nobody", "all"])
@pytest.mark.parametrize("look", [distribution, domination, mix, trend, timing])
def test_closer_looks_at_groups_without_people(edge, look, segment):
    asked = metric("first:log in" if look is timing else "active_days", edge.catalog)
    people = segment if look in (domination, mix) else [segment]
    found = look(edge, people, asked, window=JUST_MARCH)
    print_json(found)  # raises where a number is not finite


@pytest.mark.parametrize(
    "name",
    [
        "did:nothing",
        "did:",
        "first:unknown",
        "converted:log  in",
        "share:side=",
        "share:side",
        "share:=north",
        "share:points=nan",
        "share:points=1e999",
        "mean:side",
        "mean:joined_at",
        "retention:0",
        "retention:-1",
        "retention:99999",
        "retention:1.5",
        "per_event:log in",
        "per_event:x.y",
        "per_event:log in.pages",
        "csat",
        "tickets",
        "churn",
        "nps ",
        "",
    ],
)
def test_metric_that_cannot_be_had(edge, name):
    with pytest.raises((MetricError, SegmentError), match=r"\w+.*[:;,] .*\w"):
        metric(name, edge.catalog)


@pytest.mark.parametrize(
    ("name", "n"), [("did:log in", 29), ("share:side=no=rth", 30), ("share:side='; drop table users", 30)]
)
def test_metric_name_with_odd_characters(results, name, n):
    # One of the thirty joins after the data end, and so has not done anything yet.
    assert results(NORTH, names=(name,))[name].n == n


def test_value_nobody_has_is_not_compared(results):
    found = results(NORTH, names=("share:side=no=rth",))["share:side=no=rth"]
    assert (found.p, found.ci_low, found.verdict) == (None, None, "not_enough_data")
    assert "Nobody is" in found.reasons[0]


@pytest.mark.parametrize(
    "arguments",
    [
        ("compare", "--segment", "side=north", "--segment", "side=north"),
        ("compare", "--segment", "side=north", "--baseline", "side=north"),
        ("compare", "--segment", "side=north", "--baseline", "previous"),
        ("compare", "--segment", "side=north", "--since", "2026-03-01", "--until", "2026-02-01"),
        ("compare", "--segment", "side=north", "--metric", "retention:0"),
        ("compare", "--segment", "="),
        ("compare", "--segment", ""),
        ("calibrate", "--share", "nan"),
        ("calibrate", "--share", "1"),
        ("calibrate", "--rounds", "0"),
        ("calibrate", "--seed", "-1"),
        ("calibrate", "--metric", "csat"),
    ],
)
def test_command_says_what_to_do_in_one_sentence(edge, capsys, arguments):
    assert main([*arguments, "--warehouse", str(edge.file.parent)]) == 2
    out, said = capsys.readouterr()
    assert (out, said.count("\n")) == ("", 1)


def test_command_prints_finite_numbers_of_nobody(edge, capsys):
    asked = ("--metric", "nps", "--metric", "mean:wild", "--metric", "first:log in")
    assert main(["compare", "--warehouse", str(edge.file.parent), "--segment", "side=nowhere", *asked, "--json"]) == 0
    assert "NaN" not in capsys.readouterr().out


def test_trend_of_a_window_without_data(edge):
    with pytest.raises(StrataError, match="choose others"):
        trend(edge, [NORTH], metric("nps", edge.catalog), window=BEFORE_ALL)
