"""Decks by their own look and by a company's."""

import io

import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.util import Inches

from strata.errors import ExportError
from strata.export import FORMATS, Look
from strata.export.paging import plots, tables
from strata.model.exhibit import Column, Plot, Table
from tests.export.exhibits import LONG, contrast, every_form, exhibit, plot, stacked, table


def company(*, layouts=None, slides=0) -> bytes:
    """A company's template with these layouts of the usual eleven, and some slides of its own."""
    deck = Presentation()
    for _ in range(slides):
        deck.slides.add_slide(deck.slide_layouts[0])
    if layouts is not None:
        for layout in [each for i, each in enumerate(deck.slide_layouts) if i not in layouts]:
            deck.slide_layouts.remove(layout)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def deck_of(exhibits, look=None):
    return Presentation(io.BytesIO(FORMATS["pptx"].write(exhibits, look or Look())))


def test_every_form_has_its_slide_with_title_and_notes():
    deck = deck_of(every_form())
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text
        assert "Method" in slide.notes_slide.notes_text_frame.text or "Score interval" in (
            slide.notes_slide.notes_text_frame.text
        )
        assert "version 20261001-120000" in slide.notes_slide.notes_text_frame.text


def test_nothing_leaves_the_slide():
    deck = deck_of(every_form())
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_charts_and_tables_have_words_for_those_who_hear_them():
    deck = deck_of(every_form())
    frames = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart or shape.has_table]
    assert frames
    assert all(frame._element.nvGraphicFramePr.cNvPr.get("descr") for frame in frames)


def test_company_template_gives_layout_and_theme_colours():
    deck = deck_of([exhibit(plot("bars"))], Look(template=company(slides=3)))
    (slide,) = deck.slides
    assert slide.slide_layout.name == "Title Only"
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    fills = [series.format.fill.fore_color.theme_color for series in chart.plots[0].series]
    assert fills == [MSO_THEME_COLOR.ACCENT_1, MSO_THEME_COLOR.ACCENT_2]
    assert (deck.slide_width, deck.slide_height) == (Inches(10), Inches(7.5))


def test_template_without_a_usable_layout_is_a_sentence():
    with pytest.raises(ExportError, match="no layout with a title and free room"):
        FORMATS["pptx"].write([exhibit(plot("bars"))], Look(template=company(layouts=[6])))


@pytest.mark.parametrize("content", [b"", b"no slides", b"PK\x03\x04 half a zip"])
def test_template_that_is_none_is_a_sentence(content):
    with pytest.raises(ExportError, match="The template cannot be read"):
        FORMATS["pptx"].write([exhibit(plot("bars"))], Look(template=content))


@pytest.mark.parametrize(("look", "least"), [(Look(), 6), (Look(detail="short"), 3)])
def test_stamp_stands_on_every_slide_in_either_detail(look, least):
    (slide,) = deck_of([exhibit(plot("bars"))], look).slides
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    stamp = next(text for text in texts if "version 20261001-120000" in text)
    assert len(stamp.splitlines()) >= least


def test_verdicts_are_a_table_of_their_own():
    made = exhibit(stacked())
    deck = deck_of([type(made)(made.key, made.title, made.plot, made.stamp, contrasts=(contrast(),))])
    assert len(deck.slides) == 2
    (grid,) = [shape.table for shape in deck.slides[1].shapes if shape.has_table]
    assert [cell.text for cell in grid.rows[1].cells][-1] == "▼ Lower"


def test_empty_chart_says_so():
    deck = deck_of([exhibit(Plot("bars", "%", (), ()))])
    assert any("nothing to draw" in shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame)


def test_long_title_is_cut_on_the_slide_and_whole_in_the_notes():
    (slide,) = deck_of([exhibit(plot("bars"), title=LONG)]).slides
    assert len(slide.shapes.title.text_frame.text) <= 160
    assert LONG in slide.notes_slide.notes_text_frame.text


@pytest.mark.parametrize("form", ["bars", "stacked", "lines", "dots", "heat"])
def test_parts_of_a_plot_hold_all_its_marks(form):
    whole = plot(form, n_series=8, n_categories=50)
    parts = plots(whole)
    marks = [mark for part in parts for series in part.series for mark in series.marks]
    expected = [mark for series in whole.series for mark in series.marks]
    assert sorted(mark.value or 0 for mark in marks) == sorted(mark.value or 0 for mark in expected)


def test_parts_of_many_dots_are_as_small_as_a_slide_can_show():
    assert [len(part.categories) for part in plots(plot("dots", n_series=6, n_categories=12))] == [6, 6]
    assert [len(part.categories) for part in plots(plot("dots", n_series=1, n_categories=12))] == [12]


def test_parts_of_a_table_keep_the_units_of_their_rows():
    units = tuple(f"unit {place}" for place in range(30))
    whole = Table((Column("Metric"), Column("n"), Column("Value")), tuple(("m", 3, 1.5) for _ in units), units)
    parts = tables(whole)
    assert [part.unit(i, 2) for part in parts for i in range(len(part.rows))] == list(units)
    assert {part.unit(0, 1) for part in parts} == {""}


def test_parts_of_a_table_repeat_its_first_column():
    wide = table(30)
    parts = tables(wide)
    assert sum(len(part.rows) for part in parts) == 30
    assert {part.columns[0].name for part in parts} == {"Segment"}


def test_nothing_to_export_is_a_sentence():
    with pytest.raises(ExportError, match="nothing to export"):
        FORMATS["pptx"].write([])
