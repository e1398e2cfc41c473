"""Every format an exhibit can be taken away in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Literal

from strata.errors import ExportError
from strata.export.look import Look
from strata.export.texts import scrubbed
from strata.model.attributes import listed
from strata.model.exhibit import Exhibit

Needs = Literal["", "chromium"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    Attributes:
        name: What it is asked for by.
        label: What people call it.
        suffix: How its files' names end, with the dot.
        mime: What browsers call it.
        writer: The module of `strata.export` that makes it; loaded with the first such file.
        needs: What must be on the machine besides Strata.
    """

    name: str
    label: str
    suffix: str
    mime: str
    writer: str
    needs: Needs = ""

    def write(self, exhibits: Sequence[Exhibit], look: Look | None = None) -> bytes:
        """One file with these exhibits, in this order.

        Raises:
            ExportError: it cannot be made; says what to do.
        """
        if not exhibits:
            raise ExportError("There is nothing to export: choose at least one chart or table.")
        made: bytes = import_module(f"strata.export.{self.writer}").write(scrubbed(tuple(exhibits)), look or Look())
        return made


OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: Mapping[str, Format] = {
    row.name: row
    for row in (
        Format("pptx", "Slides (PPTX)", ".pptx", f"{OFFICE}.presentationml.presentation", "slides"),
        Format("xlsx", "Workbook (XLSX)", ".xlsx", f"{OFFICE}.spreadsheetml.sheet", "workbook"),
        Format("pdf", "Document (PDF)", ".pdf", "application/pdf", "pdf", needs="chromium"),
        Format("html", "Web page (HTML)", ".html", "text/html", "document"),
        Format("csv", "Numbers (CSV)", ".csv", "text/csv", "delimited"),
        Format("csv-data", "Numbers without their heading (CSV)", ".csv", "text/csv", "delimited_data"),
        Format("json", "Result (JSON)", ".json", "application/json", "plain"),
        Format("png", "Picture (PNG)", ".png", "image/png", "png", needs="chromium"),
        Format("svg", "Picture (SVG)", ".svg", "image/svg+xml", "svg", needs="chromium"),
    )
}


def format_named(name: str) -> Format:
    """The format of that name; raises ExportError for none."""
    if name not in FORMATS:
        raise ExportError(f"There is no format {name!r}: choose one of {listed(tuple(FORMATS), most=99)}.")
    return FORMATS[name]
