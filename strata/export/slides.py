"""PPTX: a slide per chart with PowerPoint's own charts and tables, and what explains them beneath and in the notes."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Emu, Pt

from strata.charts.counts import with_counts
from strata.charts.plot import coloured
from strata.export import paging, slide_charts, slide_tables
from strata.export.look import Look
from strata.export.remarks import NOTHING, remarks
from strata.export.template import ACCENTS, TEXT, Base, Box, Ink, base, ink, paint
from strata.export.texts import breadth, cut
from strata.export.verdicts import brief
from strata.model.exhibit import Exhibit, Plot, Table

TITLE_SIZES = ((48, 28), (90, 22), (160, 16))
"""The broadest title of each size in points."""
LEAD_SIZE, REMARK_SIZE, STAMP_SIZE = 14, 11, 8
MOST_SAID = 3
LINE_HEIGHT, LETTER_WIDTH = 1.25, 0.52
"""Of a line and of a letter, as shares of the size of the type."""
STAMP_SHARE = 0.24
"""The most of a slide's room that the stamp may take; all of it stands in the notes."""


@dataclass(frozen=True, slots=True)
class Page:
    """What one slide shows.

    Attributes:
        title: At the top.
        said: Sentences under it, the first one large.
        body: A chart, a table, or a sentence where there is neither.
        remarks: What a reader of the chart must know, e.g. what is withheld.
        alt: The body in words.
    """

    title: str
    said: tuple[str, ...]
    body: Plot | Table | str
    remarks: tuple[str, ...]
    alt: str


def write(exhibits: Sequence[Exhibit], look: Look) -> bytes:
    """A deck with the charts, tables and verdicts of these exhibits.

    Raises:
        ExportError: the template cannot be read, or has no layout for a chart.
    """
    made = base(look.template)
    made.deck.core_properties.title = cut(exhibits[0].title, 200)
    made.deck.core_properties.author = "Strata"
    for exhibit in exhibits:
        inks, printed, notes = _inks(exhibit, look, made), look.stamp(exhibit), _notes(exhibit)
        for page in pages(exhibit):
            _slide(made, page, inks, printed, notes)
    out = io.BytesIO()
    made.deck.save(out)
    return out.getvalue()


def pages(exhibit: Exhibit) -> Iterator[Page]:
    """The slides of an exhibit: its chart or table, in parts where it is large, then its verdicts."""
    bodies = [*_bodies(exhibit)]
    hidden = len(bodies) - paging.MOST_PARTS
    shown = bodies[: paging.MOST_PARTS]
    for number, body in enumerate(shown, 1):
        title = exhibit.title + (f" ({number} of {len(shown)})" if len(shown) > 1 else "")
        beside = list(remarks(exhibit))
        if hidden > 0 and number == len(shown):
            beside.insert(0, "There is more than slides can show: the workbook and the web page have all of it.")
        yield Page(title, exhibit.findings[:MOST_SAID], body, tuple(beside), exhibit.words)
    for table in paging.tables(brief(exhibit.contrasts)) if exhibit.contrasts else ():
        yield Page(f"{exhibit.title}: verdicts", (), table, (), f"Verdicts of {exhibit.title}")


def _bodies(exhibit: Exhibit) -> Sequence[Plot | Table | str]:
    if exhibit.plot is None:
        return paging.tables(exhibit.rows) if exhibit.rows.rows else ["There are no rows to show."]
    if exhibit.plot.is_empty:
        return [NOTHING]
    return paging.plots(with_counts(exhibit.plot))


def _inks(exhibit: Exhibit, look: Look, made: Base) -> Mapping[str, Ink]:
    """The colour of each series by the name it has on the slide."""
    if exhibit.plot is None:
        return {}
    plot, counted = exhibit.plot, with_counts(exhibit.plot)
    hexes = coloured(plot, look.places(exhibit), look.palette)
    places = {colour: place for place, colour in enumerate(look.palette.series)}
    inks: dict[str, Ink] = {}
    for series, shown in zip(plot.series, counted.series, strict=True):
        colour = hexes[series.name]
        is_segment = made.has_theme and not series.role
        inks[shown.name] = ACCENTS[places.get(colour, 0) % len(ACCENTS)] if is_segment else ink(colour)
    return inks


def _notes(exhibit: Exhibit) -> str:
    """Everything that explains an exhibit, for the notes of its slides."""
    verdicts = [each.sentence for each in exhibit.contrasts]
    cautions = dict.fromkeys(caution.sentence for each in exhibit.contrasts for caution in each.cautions)
    said = (exhibit.title, *exhibit.findings, *verdicts, *cautions, *exhibit.notes, *exhibit.stamp.lines, exhibit.words)
    return "\n".join(dict.fromkeys(said))


def _slide(made: Base, page: Page, inks: Mapping[str, Ink], stamp: Sequence[str], notes: str) -> None:
    slide = made.slide(cut(page.title, TITLE_SIZES[-1][0]))
    _entitle(slide, page.title, is_ours=not made.has_theme)
    body = made.body
    stamp_height = min(_height(stamp, STAMP_SIZE, body.width), int(body.height * STAMP_SHARE))
    _text(slide, body.bottom(stamp_height), _fitting(stamp, STAMP_SIZE, body.width, stamp_height), size=STAMP_SIZE)
    room = body.top(body.height - stamp_height)
    for texts, size in ((page.said[:1], LEAD_SIZE), (page.said[1:], REMARK_SIZE)):
        room = _said(slide, room, texts, size=size)
    beside = _height(page.remarks, REMARK_SIZE, room.width)
    if page.remarks:
        _text(slide, room.bottom(beside), page.remarks, size=REMARK_SIZE)
    _body(slide, page, room.top(max(room.height - beside, 0)), inks)
    if (frame := slide.notes_slide.notes_text_frame) is not None:
        frame.text = notes


def _entitle(slide: Slide, title: str, *, is_ours: bool) -> None:
    """The title in a size that its length allows; a company's own look stays but for that."""
    shape = slide.shapes.title
    if shape is None or not shape.text_frame.paragraphs[0].runs:
        return
    frame, run = shape.text_frame, shape.text_frame.paragraphs[0].runs[0]
    frame.auto_size, frame.word_wrap = MSO_AUTO_SIZE.NONE, True
    size = next((points for longest, points in TITLE_SIZES if breadth(title) <= longest), TITLE_SIZES[-1][1])
    if is_ours:
        frame.margin_left = Emu(0)
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        run.font.bold = True
        paint(run.font.color, TEXT)
    if is_ours or size < TITLE_SIZES[0][1]:
        run.font.size = Pt(size)


def _said(slide: Slide, room: Box, texts: Sequence[str], *, size: int) -> Box:
    """Writes sentences at the top of the room; what is left of it."""
    if not texts:
        return room
    most = _letters(size, room.width) * 2
    shown = [cut(text, most) for text in texts]
    height = _height(shown, size, room.width)
    _text(slide, room.top(height), shown, size=size)
    return room.below(height)


def _body(slide: Slide, page: Page, room: Box, inks: Mapping[str, Ink]) -> None:
    match page.body:
        case str():
            _text(slide, room, (page.body,), size=LEAD_SIZE)
        case Table():
            slide_tables.draw(slide, page.body, room, page.alt)
        case Plot(form="heat"):
            slide_tables.heat(slide, page.body, room, page.alt)
        case _:
            slide_charts.draw(slide, page.body, room, inks, page.alt)


def _text(slide: Slide, box: Box, texts: Sequence[str], *, size: int) -> None:
    frame = slide.shapes.add_textbox(*box.placed).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    for place, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(size), size == LEAD_SIZE
        paint(run.font.color, TEXT)


def _letters(size: int, width: int) -> int:
    """How many letters of a size fit a line."""
    return max(int(Emu(width).pt / (size * LETTER_WIDTH)), 1)


def _n_lines(text: str, size: int, width: int) -> int:
    return ceil(max(breadth(text), 1) / _letters(size, width))


def _height(texts: Sequence[str], size: int, width: int) -> int:
    lines = sum(_n_lines(text, size, width) for text in texts)
    return int(Pt(size) * LINE_HEIGHT * (lines + 0.4)) if texts else 0


def _fitting(texts: Sequence[str], size: int, width: int, height: int) -> list[str]:
    """As many lines as there is room for; the last says where the rest is."""
    left, found = int(height / (Pt(size) * LINE_HEIGHT)), []
    for place, text in enumerate(texts):
        needed, is_last = _n_lines(text, size, width), place == len(texts) - 1
        if needed > left - (0 if is_last else 1):
            found.append("The rest of what explains this stands in the notes of the slide.")
            break
        found.append(text)
        left -= needed
    return found
