"""Bars begin at zero, and no title is taken for a cell."""

import io
import zipfile

import pytest
from pptx import Presentation

from strata.export import FORMATS
from strata.model.exhibit import Exhibit, Form, Mark, Plot, Series
from tests.export.exhibits import stamp


def of(form: Form, *values: float, unit: str = "") -> Exhibit:
    marks = tuple(Mark(value, n=int(abs(value))) for value in values)
    return Exhibit("e", "Users", Plot(form, unit, tuple(map(str, values)), (Series("users", marks),)), stamp())


def chart_of(shown: Exhibit):
    """The chart of the one slide that has one."""
    deck = Presentation(io.BytesIO(FORMATS["pptx"].write([shown])))
    (chart,) = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    return chart


@pytest.mark.parametrize(("values", "lowest"), [((4786.0, 4386.0), 0), ((4786.0, -12.0), None)])
def test_bars_of_slides_begin_at_zero_unless_something_is_below(values, lowest):
    assert chart_of(of("bars", *values)).value_axis.minimum_scale == lowest


@pytest.mark.parametrize(("values", "written"), [((3.0, 61.5), '0" %"'), ((3.0, 4.5), '0.0" %"')])
def test_axis_of_far_apart_percents_is_written_in_whole_ones(values, written):
    assert chart_of(of("bars", *values, unit="%")).value_axis.tick_labels.number_format == written


@pytest.mark.parametrize(("values", "is_there"), [((4786.0, 4386.0), True), ((4786.0, -12.0), False)])
def test_bars_of_workbooks_begin_at_zero_unless_something_is_below(values, is_there):
    assert ('<c:min val="0"/>' in drawing(of("bars", *values))) is is_there


def test_title_that_looks_like_a_cell_stays_a_title():
    marks = (Series("users", (Mark(3.0, n=3),)),)
    plot = Plot("bars", "", ("a",), marks, category_title="Whose!B$2", value_title="=cmd|x!A0")
    shown = Exhibit("e", "Well done!A1", plot, stamp())
    assert "<c:f>Well" not in drawing(shown)
    assert "Well done!\N{WORD JOINER}A1" in drawing(shown)


def drawing(shown: Exhibit) -> str:
    with zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"].write([shown]))) as book:
        return book.read("xl/charts/chart1.xml").decode()
