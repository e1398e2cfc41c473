"""PDF: the web page of the exhibits, printed."""

from collections.abc import Mapping, Sequence

from strata.export import chromium, document
from strata.export.look import Look, Page
from strata.model.exhibit import Exhibit

PAPER: Mapping[Page, tuple[float, float]] = {"A4": (11.69, 8.27), "Letter": (11.0, 8.5)}
"""Width and height in inches of paper that lies across."""
TALLEST = 480.0
"""Pixels of a chart that leave room for its title and its stamp on the same page."""


def write(exhibits: Sequence[Exhibit], look: Look) -> bytes:
    """A page or more for each exhibit.

    Raises:
        ExportError: there is no browser to print it.
    """
    page, (width, height) = document.page(exhibits, look, tallest=TALLEST), PAPER[look.page]
    return chromium.ask(lambda warm: warm.pdf(page, width=width, height=height))
