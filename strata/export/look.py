"""How files look: whose colours, how much of the stamp, which template."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from strata.charts.palette import LIGHT, Palette
from strata.model.exhibit import Exhibit, Stamp

Detail = Literal["full", "short"]
"""How much of the stamp is printed; where there are notes to a slide, they always have all of it."""
DETAILS: tuple[Detail, ...] = get_args(Detail)
Page = Literal["A4", "Letter"]


@dataclass(frozen=True, slots=True)
class Look:
    """What files have in common.

    Attributes:
        colours: The place of each segment in `palette.series`; empty takes the order of the segments.
        palette: The colours; paper is light.
        detail: How much of the stamp is printed.
        page: The paper of a PDF, printed across.
        template: A company's .pptx, of which slides take layouts and theme colours.
    """

    colours: Mapping[str, int] = field(default_factory=dict)
    palette: Palette = LIGHT
    detail: Detail = "full"
    page: Page = "A4"
    template: bytes | None = None

    def places(self, exhibit: Exhibit) -> Mapping[str, int]:
        """The place of each segment of an exhibit among the colours."""
        return self.colours or {size.name: place for place, size in enumerate(exhibit.stamp.segments)}

    def stamp(self, exhibit: Exhibit) -> tuple[str, ...]:
        """What is printed under an exhibit: its notes and where its numbers come from."""
        if self.detail == "short":
            return short(exhibit.stamp)
        return (*exhibit.notes, *exhibit.stamp.lines)


def short(stamp: Stamp) -> tuple[str, ...]:
    """A stamp in few words: which segments, against what, dates, data and link."""
    sizes = "; ".join(f"{size.name} ({size.users:,} users)" for size in stamp.segments)
    source = stamp.source
    against = f"against {stamp.baseline}" if stamp.baseline else ""
    who = ", ".join(part for part in (sizes, against, source.window, source.population) if part)
    data = f"{source.project}, data up to {source.as_of}, version {source.version}"
    return tuple(part for part in (f"{who[:1].upper()}{who[1:]}", data, stamp.link) if part)
