from strata.charts.counts import unique, with_counts
from strata.model.exhibit import Mark, Plot, Series


def test_category_carries_the_n_that_all_series_share():
    shares = [Series(name, (Mark(50.0, n=120), Mark(20.0, n=80))) for name in ("yes", "no")]
    assert with_counts(Plot("stacked", "%", ("a", "b"), tuple(shares))).categories == ("a (n = 120)", "b (n = 80)")


def test_category_carries_the_n_of_each_of_few_series():
    sides = (Series("segment", (Mark(1.0, n=30),)), Series("everyone else", (Mark(2.0, n=4000),)))
    assert with_counts(Plot("dots", "points", ("NPS",), sides)).categories == ("NPS (n = 30 and 4,000)",)


def test_line_carries_the_fewest_and_the_most():
    line = Series("Dentists", (Mark(1.0, n=300), Mark(None), Mark(2.0, n=421)))
    assert with_counts(Plot("lines", "%", ("a", "b", "c"), (line,))).series[0].name == "Dentists (n = 300 to 421)"


def test_series_carries_the_n_that_holds_for_all_its_categories():
    groups = tuple(Series(name, (Mark(40.0, n=n), Mark(60.0, n=n))) for name, n in (("a", 30), ("b", 70)))
    made = with_counts(Plot("bars", "%", ("1", "2"), groups))
    assert (made.categories, [each.name for each in made.series]) == (("1", "2"), ["a (n = 30)", "b (n = 70)"])


def test_unknown_n_is_not_written():
    assert with_counts(Plot("bars", "", ("a",), (Series("s", (Mark(1.0),)),))).categories == ("a",)


def test_unique_cuts_and_tells_apart():
    assert unique(["x" * 70, "x" * 71, "y"], longest=5) == ("xxxx…", "xxxx… 2", "y")
