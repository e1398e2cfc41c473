import pytest

from strata.charts.palette import DARK, LIGHT
from strata.charts.plot import DRAWN, figure
from strata.model.exhibit import Form, Mark, Plot, Role, Series

MARKS = (Mark(10.0, 8.0, 12.0, n=100), Mark(None, n=2, withheld="too few"), Mark(30.0, 20.0, 40.0, n=50, note="so far"))


def plot(form: Form, n_series: int = 2) -> Plot:
    names = ["Dentists", "<b>Others</b>", *(f"S{i}" for i in range(n_series))][:n_series]
    return Plot(form, "%", ("a", "b", "c & d"), tuple(Series(name, MARKS) for name in names))


@pytest.mark.parametrize("form", list(DRAWN))
@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_figure_draws_every_value_and_leaves_out_the_withheld(form, palette):
    drawn = figure(plot(form), {"Dentists": 3}, palette)
    values = [value for trace in drawn.data if trace.customdata is not None for value in _values(trace)]
    assert values == [10.0, None, 30.0] * 2


@pytest.mark.parametrize("form", list(DRAWN))
def test_figure_shows_names_as_text(form):
    assert "<b>Others" not in figure(plot(form), {}, LIGHT).to_json()


def test_figure_gives_a_segment_its_colour_and_no_other_the_same():
    drawn = figure(plot("bars"), {"Dentists": 3}, LIGHT)
    assert [trace.marker.color for trace in drawn.data] == [LIGHT.series[3], LIGHT.series[0]]


def test_figure_gives_steps_shades_that_no_segment_has():
    stops = Plot("stacked", "%", ("Dentists",), tuple(Series(f"stop {n}", MARKS[:1], "step") for n in range(9)))
    for palette in (LIGHT, DARK):
        shades = [trace.marker.color for trace in figure(stops, {"Dentists": 0}, palette).data]
        assert len(set(shades)) == 9
        assert not set(shades) & set(palette.series)


def test_figure_of_many_lines_is_small_multiples():
    drawn = figure(plot("lines", 7), {}, LIGHT)
    assert len([axis for axis in drawn.layout if axis.startswith("xaxis")]) == 8
    assert not drawn.layout.showlegend


def test_figure_of_lines_has_a_band_only_where_two_neighbours_have_intervals():
    assert [trace for trace in figure(plot("lines", 1), {}, LIGHT).data if trace.fill == "toself"] == []


@pytest.mark.parametrize(("n_series", "areas"), [(1, 1), (2, 0), (6, 6)])
def test_figure_shows_what_chance_would_do_where_a_line_has_a_chart_of_its_own(n_series, areas):
    marks = tuple(Mark(value, n=9, usual=(2.0, 8.0)) for value in (1.0, 5.0, 9.0))
    lines = tuple(Series(f"S{i}", marks) for i in range(n_series))
    drawn = figure(Plot("lines", "%", ("a", "b", "c"), lines), {}, LIGHT)
    assert len([trace for trace in drawn.data if trace.fill == "toself"]) == areas


def test_figure_shades_a_scale_from_bad_to_good():
    roles: tuple[Role, ...] = ("detractor", "low", "passive", "high", "promoter")
    drawn = figure(Plot("stacked", "%", ("a",), tuple(Series(r, (Mark(20.0),), r) for r in roles)), {}, LIGHT)
    colours = [trace.marker.color for trace in drawn.data]
    assert len(set(colours)) == 5
    assert (colours[0], colours[4]) == (LIGHT.detractor, LIGHT.promoter)


def _values(trace):
    if trace.type == "heatmap":
        return [value for row in trace.z for value in row]
    return list(trace.y if trace.type == "scatter" and trace.error_x.array is None else trace.x)


def test_figure_of_dots_reaches_from_the_lowest_to_the_highest_end():
    low, high = figure(plot("dots", 1), {}, LIGHT).layout.xaxis.range
    assert 5 < low < 8
    assert 40 < high < 43


def test_figure_of_dots_with_signs_holds_zero():
    signed = Plot("dots", "pp", ("a",), (Series("Dentists", (Mark(-10.0, -12.0, -8.0, n=9),)),))
    low, high = figure(signed, {}, LIGHT).layout.xaxis.range
    assert low < -12 < 0 < high


@pytest.mark.parametrize("form", ["bars", "dots"])
def test_figure_of_one_series_says_value_and_n_under_each_name(form):
    names = figure(plot(form, 1), {}, LIGHT).layout.yaxis.ticktext
    assert [name.partition("<br>")[0] for name in names] == ["a", "b", "c &amp; d"]
    assert all(
        part in name for part, name in zip(("10.0 % · n = 100", "withheld · n = 2", "n = 50"), names, strict=True)
    )


@pytest.mark.parametrize(("n", "text", "title"), [(2, "41.3 %", "week"), (12, "41", "week, in percent")])
def test_figure_of_a_heat_map_with_many_columns_says_its_unit_once(n, text, title):
    weeks = tuple(map(str, range(n)))
    row = Series("Sep", (Mark(41.27, n=9),) * n)
    drawn = figure(Plot("heat", "%", weeks, (row,), category_title="week"), {}, LIGHT)
    assert drawn.data[0].text[0][0] == text
    assert drawn.layout.xaxis.title.text == title


@pytest.mark.parametrize("form", ["bars", "dots", "stacked"])
def test_figure_keeps_names_apart_that_are_alike_once_they_are_cut(form):
    long = "A group with a name of more letters than there is room for"
    whole = Plot(form, "%", (f"{long} 1", f"{long} 2"), (Series("S", (Mark(1.0, n=9), Mark(2.0, n=9))),))
    assert len(set(figure(whole, {}, LIGHT).data[0].y)) == 2


def test_figure_of_values_whose_n_is_not_known_says_only_the_value():
    (name,) = figure(Plot("bars", "%", ("a",), (Series("S", (Mark(10.0),)),)), {}, LIGHT).layout.yaxis.ticktext
    assert ">10.0 %<" in name


def test_numbers_in_stacked_bars_stand_out_from_their_colour():
    bright = figure(plot("stacked"), {"Dentists": 1}, DARK).data[0]
    dark = figure(plot("stacked"), {"Dentists": 0}, LIGHT).data[0]
    assert (bright.insidetextfont.color, dark.insidetextfont.color) == ("#0b0f19", "#ffffff")
