"""Every number of an exhibit comes back from every file as it was."""

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser

import openpyxl
import pytest
from pptx import Presentation

from strata.export import FORMATS
from strata.export.texts import shown
from strata.model.exhibit import Exhibit
from tests.export.exhibits import contrast, every_form, exhibit, plot, stacked, table, withheld

EXHIBITS = [pytest.param(each, id=each.title[:24]) for each in every_form()]


@pytest.mark.parametrize("shown_exhibit", EXHIBITS)
def test_csv_holds_every_number(shown_exhibit):
    text = FORMATS["csv-data"].write([shown_exhibit]).decode()
    rows = list(csv.reader(io.StringIO(text)))[1:]
    assert [numbers_read(row) for row in rows] == [numbers_of(row) for row in shown_exhibit.rows.rows]


@pytest.mark.parametrize("shown_exhibit", EXHIBITS)
def test_workbook_holds_every_number_typed(shown_exhibit):
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write([shown_exhibit])))
    sheet = book.worksheets[1]
    n_columns = len(shown_exhibit.rows.columns)
    rows = [[cell.value for cell in row[:n_columns]] for row in sheet.iter_rows(min_row=2)]
    for row, expected in zip(rows, shown_exhibit.rows.rows, strict=True):
        assert numbers_of(row) == pytest.approx(numbers_of(expected), rel=1e-15)  # Excel keeps 15 digits
        assert [cell for cell in row if isinstance(cell, str)] == [c for c in expected if isinstance(c, str) and c]


@pytest.mark.parametrize("shown_exhibit", EXHIBITS)
def test_json_holds_every_number(shown_exhibit):
    document = json.loads(FORMATS["json"].write([shown_exhibit]))
    assert document["exhibits"][0]["rows"] == [list(row) for row in shown_exhibit.rows.rows]


@pytest.mark.parametrize("shown_exhibit", EXHIBITS)
def test_page_holds_every_number(shown_exhibit):
    reader = Numbers()
    reader.feed(FORMATS["html"].write([shown_exhibit]).decode())
    assert reader.found == [number for row in shown_exhibit.rows.rows for number in numbers_of(row)]


@pytest.mark.parametrize("shown_exhibit", EXHIBITS)
def test_page_draws_every_value(shown_exhibit):
    text = FORMATS["html"].write([shown_exhibit]).decode()
    found = re.search(r'id="figure-0">(.*?)</script>', text)
    if shown_exhibit.plot is None or shown_exhibit.plot.is_empty:
        assert found is None
        return
    assert found is not None
    drawn = json.loads(found[1])["data"]
    words = {words for trace in drawn for words in said(trace.get("customdata", []))}
    marks = (mark for series in shown_exhibit.plot.series for mark in series.marks)
    assert words == {mark.words(shown_exhibit.plot.unit, shown_exhibit.plot.counted) for mark in marks}


@pytest.mark.parametrize("form", ["bars", "lines"])
@pytest.mark.parametrize("n_series", [1, 2, 5, 8])
def test_slide_charts_hold_values_and_ends_of_intervals(form, n_series):
    drawn = plot(form, n_series=n_series)
    charts = charts_of([exhibit(drawn, n_segments=n_series)])
    values = [value for series in all_series(charts) for value in series.values]
    marks = [mark for series in drawn.series for mark in series.marks]
    assert sorted(values) == sorted(mark.value or 0 for mark in marks)
    highs = [high for series in all_series(charts) for high in ends(series, "plus", +1)]
    lows = [low for series in all_series(charts) for low in ends(series, "minus", -1)]
    assert sorted(highs) == pytest.approx(sorted(mark.high or 0 for mark in marks))
    assert sorted(lows) == pytest.approx(sorted(mark.low or 0 for mark in marks))


def test_slide_chart_of_stacks_holds_every_share():
    (chart,) = charts_of([exhibit(stacked())])
    found = {series.name: list(series.values) for series in chart.plots[0].series}
    assert found == {series.name: [mark.value for mark in series.marks] for series in stacked().series}


@pytest.mark.parametrize("n_series", [1, 3, 6])
def test_slide_chart_of_dots_holds_low_value_and_high(n_series):
    drawn = plot("dots", n_series=n_series, unit="points")
    (chart,) = charts_of([exhibit(drawn)])
    for series, made in zip(drawn.series, chart.plots[0].series, strict=True):
        found = [float(each.text) for each in made._element.xVal.iter("{*}v")]
        assert found == [end for mark in series.marks for end in (mark.low, mark.value, mark.high, mark.high)]


def test_slide_table_of_a_heat_map_holds_every_value():
    drawn = plot("heat", n_series=6, n_categories=12)
    (grid,) = tables_of([exhibit(drawn)])
    expected = [[shown(mark.value, "%") for mark in series.marks] for series in drawn.series]
    assert [row[1:] for row in grid[1:]] == expected


def test_slide_tables_hold_every_cell():
    grids = tables_of([exhibit(None, table=table(30))])
    cells = [row for grid in grids for row in grid[1:]]
    units = [column.unit for column in table(30).columns]
    expected = [[shown(cell, unit) for cell, unit in zip(row, units, strict=True)] for row in table(30).rows]
    assert [row[1:] for row in cells] == [row[1:] for row in expected]


def test_workbook_charts_point_to_the_cells_of_their_series():
    drawn = plot("lines", n_series=2, n_categories=5)
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write([exhibit(drawn)])))
    sheet = book.worksheets[1]
    (chart,) = sheet._charts
    for series, made in zip(drawn.series, chart.series, strict=True):
        cells = sheet[made.val.numRef.f.rpartition("!")[2].replace("$", "")]
        assert [cell[0].value for cell in cells] == [mark.value for mark in series.marks]
        ups = sheet[made.errBars.plus.numRef.f.rpartition("!")[2].replace("$", "")]
        reaches = [(mark.high or 0) - (mark.value or 0) for mark in series.marks]
        assert [cell[0].value for cell in ups] == pytest.approx(reaches)


@pytest.mark.parametrize("name", list(FORMATS))
def test_withheld_value_is_nowhere(name):
    hidden = contrast("Dentists", value=None)
    made = exhibit(withheld())
    made = Exhibit(made.key, made.title, made.plot, made.stamp, contrasts=(hidden,))
    if FORMATS[name].needs:
        pytest.skip("made of the page or of the same figure")
    content = unpacked(FORMATS[name].write([made]))
    assert "-29" not in content
    assert "Too few answers" in content or name == "csv-data"


def numbers_of(row) -> list[float]:
    return [cell for cell in row if isinstance(cell, int | float)]


def numbers_read(row) -> list[float]:
    return [float(cell) for cell in row if re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell)]


def said(customdata) -> list[str]:
    """The words of every mark of a trace, which may stand in rows."""
    if customdata and isinstance(customdata[0][0], list):
        return [each[2] for row in customdata for each in row]
    return [each[2] for each in customdata]


def charts_of(exhibits):
    deck = Presentation(io.BytesIO(FORMATS["pptx"].write(exhibits)))
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def tables_of(exhibits):
    deck = Presentation(io.BytesIO(FORMATS["pptx"].write(exhibits)))
    grids = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    return [[[cell.text for cell in row.cells] for row in grid.rows] for grid in grids]


def all_series(charts):
    return [series for chart in charts for series in chart.plots[0].series]


def ends(series, name, sign) -> list[float]:
    reaches = [float(each.text) for each in series._element.find(f".//{{*}}{name}").iter("{*}v")]
    return [value + sign * reach for value, reach in zip(series.values, reaches, strict=True)]


def unpacked(content: bytes) -> str:
    """All that a file says; of a zip, every part of it that is text."""
    if not content.startswith(b"PK"):
        return re.sub(r"<script>.*?</script>", "", content.decode(), flags=re.DOTALL)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


class Numbers(HTMLParser):
    """The exact numbers of the last table of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[float] = []

    def handle_starttag(self, tag, attrs) -> None:
        said = dict(attrs)
        if "data-value" in said:
            self.found.append(float(said["data-value"]))
