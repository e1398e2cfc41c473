"""Who uses what: by hand on the tiny warehouse, by pandas and by the plain statistics on the sample company."""

from datetime import date
from math import nan

import pandas as pd
import pytest

from strata import stats
from strata.analysis import frequencies as often
from strata.analysis import sums
from strata.analysis.adopters import adopters, first_days, used_by_day
from strata.analysis.adoption import FIRST_DAYS, MEASURES, adoption
from strata.analysis.adoption_exhibits import exhibits
from strata.analysis.frequencies import frequencies
from strata.analysis.set_shares import Whose, beside
from strata.analysis.size import size
from strata.errors import SegmentError
from strata.membership import NO_LIBRARY, in_play
from strata.model.metrics import metric
from strata.model.recipe import Recipe
from strata.model.segment import EVER, Between, Last, Segment, SinceJoined, parse

MARCH = Between(date(2026, 3, 1), date(2026, 3, 31))
WINDOW = Last(90)


def segment(name, of="users", **document):
    return Segment(name, parse(document, at="it"), of)


EVERYONE = segment("All", all=[])
HYGIENISTS = segment("Hygienists", attribute="role", op="is", value=["hygienist"])
ACTIVE = segment("Active", event="login", at_least=3, within={"last": 90})
DENTISTS = segment("Dentists", attribute="role", op="is", value=["dentist"])


def recipe(*segments, baseline=None, window=EVER, **options):
    return Recipe("adoption", segments, baseline, window, tuple(options.items()))


def uses(found):
    """Value and n of every feature by group."""
    return {
        feature.name: {group.name: (use.value, use.n) for group, use in zip(found.groups, feature.uses, strict=True)}
        for feature in found.features
    }


# -- the tiny warehouse, by hand --------------------------------------------------------------------------------------


def test_adoption_counts_users_and_not_events(tiny):
    found = uses(adoption(tiny, recipe(EVERYONE), NO_LIBRARY))
    assert found["login"]["All"] == (pytest.approx(100 * 4 / 9), 9)  # u1, u2, u3, u9; u10 is internal
    assert found["export"]["All"] == (pytest.approx(100 * 2 / 9), 9)  # u3, u7


def test_adoption_of_a_window_leaves_out_what_happened_before(tiny):
    found = uses(adoption(tiny, recipe(EVERYONE, window=MARCH), NO_LIBRARY))
    assert found["export"]["All"] == (pytest.approx(100 / 9), 9)


def test_adoption_before_some_had_come_leaves_them_out(tiny):
    window = Between(date(2026, 1, 1), date(2026, 2, 1))
    found = uses(adoption(tiny, recipe(EVERYONE, window=window), NO_LIBRARY))
    assert found["export"]["All"] == (20, 5)  # u1 to u4, and u7, who was seen before joining


def test_adoption_soon_after_joining_counts_whom_it_could_see(tiny):
    found = uses(adoption(tiny, recipe(EVERYONE, measure="early"), NO_LIBRARY))
    assert found["login"]["All"] == (0, 6)  # u4 to u9; u9 came on the 3rd and logged in on the 20th
    assert found["export"]["All"] == (0, 6)  # u7 exported before joining only


def test_adoption_says_how_often_only_of_those_who_did(tiny):
    found = uses(adoption(tiny, recipe(EVERYONE, measure="often"), NO_LIBRARY))
    assert found["login"]["All"][1] == 4
    assert found["login"]["All"][0] is None  # of four people no value is shown


def test_adoption_withholds_values_of_few(tiny):
    found = adoption(tiny, recipe(DENTISTS), NO_LIBRARY)
    assert all(feature.uses[0].value is None and feature.uses[0].withheld for feature in found.features)


def test_adoption_of_nobody_says_so(tiny):
    nobody = segment("Nobody", attribute="role", op="is", value=["astronaut"])
    found = adoption(tiny, recipe(nobody), NO_LIBRARY)
    assert {feature.uses[0].withheld for feature in found.features} == {"No users."}
    assert {each.verdict for each in found.results} == {"not_enough_data"}


def test_adoption_of_an_unknown_measure_names_the_known_ones(tiny):
    with pytest.raises(SegmentError, match="used, early and often"):
        adoption(tiny, recipe(EVERYONE, measure="love"), NO_LIBRARY)


def test_adoption_in_an_unknown_order_names_the_known_ones(tiny):
    with pytest.raises(SegmentError, match="newest"):
        exhibits(tiny, recipe(EVERYONE, order="love"))


def test_adoption_beyond_the_data_says_so(tiny):
    with pytest.raises(SegmentError, match="the data end on 2026-03-31"):
        adoption(tiny, recipe(EVERYONE, window=Between(date(2027, 1, 1))), NO_LIBRARY)


def test_adoption_since_joining_is_refused(tiny):
    with pytest.raises(SegmentError, match="same dates for everyone"):
        adoption(tiny, recipe(EVERYONE, window=SinceJoined(7)), NO_LIBRARY)


def test_first_days_are_those_of_the_first_events(tiny):
    assert first_days(tiny) == {"export": date(2026, 1, 15), "login": date(2026, 3, 1)}


def test_used_by_day_grows_to_everyone_who_used_it(tiny):
    step, found = used_by_day(tiny, "login")
    sizes = found.marks.sizes.tolist()
    assert step == 1
    assert (found.names[0], found.names[-1]) == ("1", "31")
    assert (sizes[0], sizes[-1]) == (1, 4)
    assert sizes == sorted(sizes)


def test_exhibits_draw_features_gaps_and_a_new_feature(tiny):
    drawn = exhibits(tiny, recipe(EVERYONE, feature="export"))
    assert [each.key for each in drawn] == [
        "adoption-gaps-used",
        "adoption-map-used",
        "adoption-bars-used",
        "adoption-curve",
    ]
    assert drawn[3].title.startswith("export: who had used it")
    assert drawn[1].plot
    assert drawn[1].plot.series[0].name == "login"


# -- the sample company, beside pandas --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def people(sample):
    """One row per user who is counted."""
    rows = sample._fetch("select * from users where not is_internal", {}, lambda cursor: cursor.df())
    rows["came"] = rows["joined_at"].fillna(rows["first_seen"])
    return rows.set_index("user_id")


@pytest.fixture(scope="module")
def happened(sample):
    return sample._fetch("select event_name, user_id, ts from events", {}, lambda cursor: cursor.df())


def role(people, name):
    return people[people["role"] == name]


@pytest.mark.parametrize("name", ["hygienist", "dentist"])
def test_share_who_used_equals_pandas(sample, people, happened, name):
    start = pd.Timestamp(sample.catalog.as_of) - pd.Timedelta(days=89)
    inside = happened[happened["ts"] >= start]
    mine = role(people, name)
    found = uses(
        adoption(sample, recipe(segment(name, attribute="role", op="is", value=[name]), window=WINDOW), NO_LIBRARY)
    )
    by_event = inside[inside["user_id"].isin(mine.index)].groupby("event_name")["user_id"].nunique()
    assert len(found) == happened["event_name"].nunique()
    for event, groups in found.items():
        assert groups[name] == (pytest.approx(100 * by_event.get(event, 0) / len(mine)), len(mine))


def test_share_who_used_it_soon_equals_pandas(sample, people, happened):
    days = pd.Timedelta(days=FIRST_DAYS)
    end = pd.Timestamp(sample.catalog.as_of) + pd.Timedelta(days=1)
    came = role(people, "hygienist")["came"]
    seen = came[(came >= end - pd.Timedelta(days=90)) & (came + days <= end)]
    rows = happened.merge(seen.rename("came"), left_on="user_id", right_index=True)
    rows = rows[(rows["ts"] >= rows["came"]) & (rows["ts"] < rows["came"] + days)]
    by_event = rows.groupby("event_name")["user_id"].nunique()
    found = uses(adoption(sample, recipe(HYGIENISTS, window=WINDOW, measure="early"), NO_LIBRARY))
    for event, groups in found.items():
        assert groups["Hygienists"] == (pytest.approx(100 * by_event.get(event, 0) / len(seen)), len(seen))


def test_how_often_equals_pandas(sample, people, happened):
    mine = happened[happened["user_id"].isin(role(people, "hygienist").index)]
    times = mine.groupby(["event_name", "user_id"]).size()
    found = uses(adoption(sample, recipe(HYGIENISTS, measure="often"), NO_LIBRARY))
    assert len(found) == happened["event_name"].nunique()
    for event in times.index.levels[0]:
        groups = found[event]
        assert groups["Hygienists"] == (pytest.approx(times[event].mean()), len(times[event]))


def test_new_feature_curve_equals_pandas(sample, people, happened):
    event = "report_viewed"
    first = happened[happened["event_name"] == event].groupby("user_id")["ts"].min().dt.normalize()
    after = (first - first.min()).dt.days
    mine = role(people, "hygienist").index
    curve = exhibits(sample, recipe(HYGIENISTS, feature=event))[3]
    assert curve.plot
    for by, mark in zip(curve.plot.categories, curve.plot.series[0].marks, strict=True):
        assert mark.value == pytest.approx(100 * (after.reindex(mine) < int(by)).mean())


# -- the sample company, beside the statistics of one share at a time -------------------------------------------------


def plainly(sample, name, segments, window):
    """A share of the first segment against everyone else, or against the second."""
    found = sums.by_segment(sample, metric(f"did:{name}", sample.catalog), in_play(sample, segments), window)
    inside = found.inside(0)
    return stats.Arms.of("share", found.cells, inside, found.inside(1) if len(segments) > 1 else ~inside)


def numbers(difference, *estimates):
    named = [getattr(difference, name) for name in ("value", "low", "high", "p", "df", "design_effect", "sd")]
    named += [getattr(each, name) for each in estimates for name in ("value", "low", "high", "design_effect")]
    return [nan if each is None else each for each in named]


@pytest.mark.parametrize("segments", [(HYGIENISTS,), (ACTIVE,), (HYGIENISTS, DENTISTS), (HYGIENISTS, ACTIVE)])
def test_shares_at_once_equal_one_share_at_a_time(sample, segments):
    whose = adopters(sample, WINDOW)
    members = in_play(sample, segments)
    one, *others = (users & members.population for users in members.segments)
    other = others[0] if others else members.population & ~one
    compared = beside(sample, Whose(whose, whose), (one, other))
    for place, name in enumerate(whose.names):
        plain = plainly(sample, name, segments, WINDOW)
        (found, a, b), expected = compared.one(place), stats.differ(plain)
        assert found.method == expected.method, name
        mine = numbers(found, a, b)
        theirs = numbers(expected, stats.estimate(plain.a), stats.estimate(plain.b))
        assert mine == pytest.approx(theirs, rel=1e-7, abs=1e-12, nan_ok=True), name


@pytest.mark.parametrize("segments", [(HYGIENISTS,), (ACTIVE,), (HYGIENISTS, ACTIVE)])
def test_how_often_at_once_equals_one_feature_at_a_time(sample, segments):
    of, names = MEASURES["often"].of, sample.catalog.events
    metrics = [of(name, sample) for name in names]
    members = in_play(sample, segments)
    one, *others = (users & members.population for users in members.segments)
    other = others[0] if others else members.population & ~one
    doers = frequencies(sample, WINDOW)
    compared = often.beside(sample, often.Counted(doers, doers), (one, other), is_before=False)
    for place, each in enumerate(metrics):
        found = sums.by_segment(sample, each, members, WINDOW)
        inside = found.inside(0)
        plain = stats.Arms.of("mean", found.cells, inside, found.inside(1) if others else ~inside)
        difference, a, b = compared.one(place)
        expected = stats.differ(plain)
        assert difference.method == expected.method, each.name
        theirs = numbers(expected, stats.estimate(plain.a), stats.estimate(plain.b))
        assert numbers(difference, a, b) == pytest.approx(theirs, rel=1e-7, abs=1e-12, nan_ok=True), each.name


def test_how_often_before_is_of_the_same_people(sample):
    found = adoption(sample, recipe(HYGIENISTS, baseline="previous", window=WINDOW, measure="often"), NO_LIBRARY)
    earlier = adoption(sample, recipe(HYGIENISTS, window=Last(90, "day", 90), measure="often"), NO_LIBRARY)
    then = {feature.name: feature.uses[0].value for feature in earlier.features}
    assert {feature.name: feature.uses[1].value for feature in found.features} == pytest.approx(then, nan_ok=True)


def test_corrections_are_over_all_features(sample):
    found = adoption(sample, recipe(HYGIENISTS, DENTISTS, window=WINDOW), NO_LIBRARY)
    assert found.compared == len([each for each in found.results if each.p is not None])
    assert {each.correction for each in found.results} == {f"Benjamini-Hochberg, over {found.compared} comparisons"}
    p = [each.p for each in found.results]
    assert [each.p_adjusted for each in found.results] == pytest.approx(stats.benjamini_hochberg(p), nan_ok=True)


def test_period_before_is_the_same_people_earlier(sample, people, happened):
    end = pd.Timestamp(sample.catalog.as_of) + pd.Timedelta(days=1) - pd.Timedelta(days=90)
    there = role(people, "hygienist")
    there = there[(there["came"] < end) | (there["first_seen"] < end)]
    before = happened[(happened["ts"] >= end - pd.Timedelta(days=90)) & (happened["ts"] < end)]
    by_event = before[before["user_id"].isin(there.index)].groupby("event_name")["user_id"].nunique()
    found = adoption(sample, recipe(HYGIENISTS, baseline="previous", window=WINDOW), NO_LIBRARY)
    for event, groups in uses(found).items():
        assert groups["the period before"] == (
            pytest.approx(100 * by_event.get(event, 0) / len(there)),
            len(there),
        )


def test_segment_made_of_a_feature_is_warned_of(sample):
    found = adoption(sample, recipe(ACTIVE, window=WINDOW), NO_LIBRARY)
    cautions = {each.label: [caution.code for caution in each.cautions] for each in found.results}
    assert "leak" in cautions["Share who did login"]
    assert "leak" not in cautions["Share who did report_viewed"]


def test_marks_stand_for_exactly_those_counted_or_for_nobody(sample):
    """No condition says who joined in these dates early enough for the first days to be over."""
    for measure, has_people in (("used", True), ("early", False), ("often", True)):
        plot = exhibits(sample, recipe(HYGIENISTS, window=WINDOW, measure=measure), NO_LIBRARY)[1].plot
        assert plot is not None
        marks = plot.series[0].marks[:2]
        assert [mark.people is not None for mark in marks] == [has_people, has_people]
        if measure == "used":
            found = [size(sample, mark.people).users for mark in marks if mark.people]
            assert found == [round((mark.value or 0.0) * mark.n / 100) for mark in marks]
