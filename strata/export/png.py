"""PNG: a picture of the exhibits at twice its size on the screen."""

from collections.abc import Sequence

from strata.export import chromium
from strata.export.chromium import Warm
from strata.export.look import Look
from strata.export.pictures import picture
from strata.model.exhibit import Exhibit

SCALE = 2


def write(exhibits: Sequence[Exhibit], look: Look) -> bytes:
    """The exhibits below one another.

    Raises:
        ExportError: there is no browser to draw them.
    """

    async def drawn(warm: Warm) -> bytes:
        made = await picture(warm, exhibits, look)
        return await warm.png(made.svg, width=SCALE * made.width, height=SCALE * made.height)

    return chromium.ask(drawn)
