"""SVG: a picture of the exhibits in which text stays text."""

from collections.abc import Sequence

from strata.export import chromium
from strata.export.look import Look
from strata.export.pictures import picture
from strata.model.exhibit import Exhibit


def write(exhibits: Sequence[Exhibit], look: Look) -> bytes:
    """The exhibits below one another.

    Raises:
        ExportError: there is no browser to draw them.
    """
    return chromium.ask(lambda warm: picture(warm, exhibits, look)).svg.encode()
