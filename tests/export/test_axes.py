"""Bars begin at zero, and no title is taken for a cell."""

import io
import zipfile

import pytest
from pptx import Presentation

from strata.export import FORMATS
from strata.model.exhibit import Exhibit, Form, Mark, Plot, Series
from tests.export.exhibits import stamp


def of(form: Form, *values: float) -> Exhibit:
    marks = tuple(Mark(value, n=int(abs(value))) for value in values)
    return Exhibit("e", "Users", Plot(form, "", tuple(map(str, values)), (Series("users", marks),)), stamp())


@pytest.mark.parametrize(("values", "lowest"), [((4786.0, 4386.0), 0), ((4786.0, -12.0), None)])
def test_bars_of_slides_begin_at_zero_unless_something_is_below(values, lowest):
    deck = Presentation(io.BytesIO(FORMATS["pptx"].write([of("bars", *values)])))
    (chart,) = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert chart.value_axis.minimum_scale == lowest


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
