import pytest

from strata.charts.overlap import MOST_CELLS, cell_words, cells_alt, cells_plot, pair_shares, pairs_alt, pairs_map
from strata.charts.palette import DARK, LIGHT
from strata.model.results import OverlapCell, Overlaps, SegmentSize
from tests.charts.conftest import SOURCE

PLACES = {"Hygienists": 2, "Detractors": 5, "Nobody": 0}


@pytest.fixture
def found() -> Overlaps:
    return Overlaps(
        SOURCE,
        (size("Hygienists", 300), size("Detractors", 200), size("Nobody", 0)),
        ((300, 120, 0), (120, 200, 0), (0, 0, 0)),
        (cell(180, 40, True, False, False), cell(120, 30, True, True, False), cell(80, 20, False, True, False)),
    )


def test_pairs_map_holds_the_share_of_the_rows_segment(found):
    (heat,) = pairs_map(found, LIGHT).data
    assert [list(row) for row in heat.z] == [[100, 40, 0], [60, 100, 0], [None, None, None]]
    assert [list(row) for row in heat.z] == pair_shares(found)


def test_pairs_map_writes_users_and_percent_and_n(found):
    figure = pairs_map(found, LIGHT)
    assert figure.data[0].text[0][1] == "120<br>40.0 %"
    assert figure.data[0].text[2][0] == "0<br>–"
    assert "n = 300" in figure.layout.yaxis.ticktext[0]


def test_pairs_alt_says_each_pair_from_both_sides(found):
    assert "120 of 300 in Hygienists (40.0 %) are also in Detractors" in pairs_alt(found)
    assert "120 of 200 in Detractors (60.0 %) are also in Hygienists" in pairs_alt(found)


def test_cells_plot_bars_are_the_cells(found):
    bars = drawn(found).data[0]
    assert tuple(bars.y) == (180, 120, 80)
    assert tuple(bars.customdata) == (0, 1, 2)
    assert bars.hovertext[1] == "<b>2 segments only: Hygienists, Detractors</b><br>120 users from 30 accounts"


def test_cells_plot_has_a_dot_for_each_segment_of_a_cell(found):
    dots = {trace.name: tuple(trace.x) for trace in drawn(found).data if trace.name}
    assert dots == {"Hygienists": (0, 1), "Detractors": (1, 2), "Nobody": ()}


def test_cells_plot_gives_each_segment_one_colour_and_one_shape(found):
    figure = drawn(found)
    marks = {trace.name: (trace.marker.color, trace.marker.symbol) for trace in figure.data if trace.name}
    assert len({colour for colour, _ in marks.values()}) == len({shape for _, shape in marks.values()}) == 3
    assert tuple(figure.data[1].marker.color) == tuple(LIGHT.series[PLACES[size.name]] for size in found.segments)


def test_cells_plot_shows_the_sizes_of_the_segments(found):
    assert tuple(drawn(found).data[1].x) == (300, 200, 0)


def test_cells_plot_marks_the_chosen_cell_alone(found):
    figure = cells_plot(found, PLACES, DARK, chosen=found.cells[1])
    assert [colour == DARK.text for colour in figure.data[0].marker.color] == [False, True, False]
    assert {(shape.x0, shape.x1) for shape in figure.layout.shapes} == {(0.5, 1.5)}


def test_cells_plot_draws_the_largest_and_marks_none_of_the_others(found):
    many = Overlaps(SOURCE, found.segments, found.pairs, tuple(cell(90 - i, 1, True, True, False) for i in range(30)))
    figure = cells_plot(many, PLACES, LIGHT, chosen=many.cells[-1])
    assert len(figure.data[0].y) == MOST_CELLS
    assert not figure.layout.shapes


def test_cell_words_count_the_segments(found):
    assert cell_words(found, found.cells[0]) == "1 segment only: Hygienists"


def test_cells_alt_says_every_bar(found):
    assert cells_alt(found).count("users") == 3


def drawn(found):
    return cells_plot(found, PLACES, LIGHT, chosen=found.cells[0])


def size(name, users):
    return SegmentSize(name, f"Users who are {name}.", name, users, users // 10, users / 10)


def cell(users, accounts, *inside):
    return OverlapCell(inside, users, accounts)
