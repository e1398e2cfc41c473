"""The slides a deck begins from: the house's own, or a company's with its layouts and theme colours."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pptx import Presentation
from pptx.dml.color import ColorFormat, RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide, SlideLayout
from pptx.util import Emu, Inches, Length

from strata.errors import ExportError

WIDTH, HEIGHT, MARGIN = Inches(13.333), Inches(7.5), Inches(0.5)
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
FOOTERS = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
TITLE_ONLY = 5
"""The place of the layout "Title Only" in the house's slides."""
LEAST_HEIGHT, LEAST_WIDTH = 0.45, 0.6
"""Share of a slide that must be free under its title for a chart to be read."""
ACCENTS = (
    MSO_THEME_COLOR.ACCENT_1,
    MSO_THEME_COLOR.ACCENT_2,
    MSO_THEME_COLOR.ACCENT_3,
    MSO_THEME_COLOR.ACCENT_4,
    MSO_THEME_COLOR.ACCENT_5,
    MSO_THEME_COLOR.ACCENT_6,
)

Ink = RGBColor | MSO_THEME_COLOR
"""A colour of its own, or one of the theme."""
TEXT: Ink = MSO_THEME_COLOR.TEXT_1
"""Legible on the background of any theme, dark ones too."""


class Box(NamedTuple):
    """Where something stands on a slide, in EMU."""

    x: int
    y: int
    width: int
    height: int

    @property
    def placed(self) -> tuple[Length, Length, Length, Length]:
        """As PowerPoint's shapes take it."""
        return Emu(self.x), Emu(self.y), Emu(self.width), Emu(self.height)

    def below(self, height: int) -> "Box":
        """What is left under a strip of that height."""
        return Box(self.x, self.y + height, self.width, max(self.height - height, 0))

    def top(self, height: int) -> "Box":
        """A strip of that height at the top."""
        return self._replace(height=height)

    def bottom(self, height: int) -> "Box":
        """A strip of that height at the bottom."""
        return Box(self.x, self.y + self.height - height, self.width, height)


@dataclass(frozen=True, slots=True)
class Base:
    """An empty deck, the layout its slides have, and where their charts stand.

    Attributes:
        deck: No slides yet.
        layout: Has a title and room under it.
        body: The room under the title.
        has_theme: Whether colours are those of a company's theme.
    """

    deck: Deck
    layout: SlideLayout
    body: Box
    has_theme: bool

    def slide(self, title: str) -> Slide:
        """A new slide at the end with its title and nothing else."""
        slide: Slide = self.deck.slides.add_slide(self.layout)
        for shape in list(slide.placeholders):
            if shape.placeholder_format.type not in TITLES:
                shape.element.getparent().remove(shape.element)
        if slide.shapes.title is not None:
            slide.shapes.title.text_frame.text = title
        return slide


def base(template: bytes | None) -> Base:
    """The deck to fill.

    Raises:
        ExportError: the template is no .pptx, or no layout of it can hold a chart.
    """
    return _house() if template is None else _company(template)


def ink(colour: str) -> RGBColor:
    """A colour written as #rrggbb."""
    made: RGBColor = RGBColor.from_string(colour.removeprefix("#").upper())  # type: ignore[no-untyped-call]
    return made


def paint(colour: ColorFormat, ink: Ink) -> None:
    """Gives something its colour."""
    if isinstance(ink, RGBColor):
        colour.rgb = ink
    else:
        colour.theme_color = ink


def _house() -> Base:
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    layout = deck.slide_layouts[TITLE_ONLY]
    title = next(shape for shape in _placeholders(layout) if shape.placeholder_format.type in TITLES)
    title.left, title.top, title.width, title.height = MARGIN, Inches(0.3), Emu(WIDTH - 2 * MARGIN), Inches(0.7)
    for shape in [each for each in _placeholders(layout) if each.placeholder_format.type in FOOTERS]:
        shape.element.getparent().remove(shape.element)
    body = Box(MARGIN, Inches(1.0), WIDTH - 2 * MARGIN, HEIGHT - Inches(1.3))
    return Base(deck, layout, body, has_theme=False)


def _company(template: bytes) -> Base:
    try:
        deck = Presentation(io.BytesIO(template))
    except Exception as error:  # whatever is wrong inside the zip, the remedy is the same
        raise ExportError("The template cannot be read: save it in PowerPoint as a presentation (.pptx).") from error
    _empty(deck)
    usable = [(layout, body) for layout in deck.slide_layouts for body in _bodies(deck, layout)]
    if not usable:
        raise ExportError(
            "The template has no layout with a title and free room under it: add one such as 'Title Only' to it."
        )
    layout, body = min(usable, key=lambda each: (_n_contents(each[0]), -each[1].width * each[1].height))
    return Base(deck, layout, body, has_theme=True)


def _empty(deck: Deck) -> None:
    """Takes the template's own slides out."""
    slides = deck.slides._sldIdLst  # noqa: SLF001 - there is no public way
    for each in list(slides):
        deck.part.drop_rel(each.rId)
        slides.remove(each)


def _bodies(deck: Deck, layout: SlideLayout) -> Iterator[Box]:
    """The free room under a layout's title, where it has one and the room is large enough."""
    titles = [shape for shape in _placeholders(layout) if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE]
    width, height = int(deck.slide_width or WIDTH), int(deck.slide_height or HEIGHT)
    for title in titles[:1]:
        x, y, wide, tall = (int(each or 0) for each in (title.left, title.top, title.width, title.height))
        top = y + tall
        end = min((*_footer_tops(layout, below=top), height - MARGIN // 2))
        if end - top >= LEAST_HEIGHT * height and wide >= LEAST_WIDTH * width:
            yield Box(x, top, wide, end - top)


def _footer_tops(layout: SlideLayout, *, below: int) -> Sequence[int]:
    shapes = (*_placeholders(layout), *_placeholders(layout.slide_master))
    tops = (int(shape.top or 0) for shape in shapes if shape.placeholder_format.type in FOOTERS)
    return [top for top in tops if top > below]


def _n_contents(layout: SlideLayout) -> int:
    known = (*TITLES, *FOOTERS)
    return sum(shape.placeholder_format.type not in known for shape in _placeholders(layout))


def _placeholders(of: Any) -> list[Any]:  # noqa: ANN401 - python-pptx has no types here
    return list(of.placeholders)
