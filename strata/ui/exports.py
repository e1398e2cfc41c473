"""The one export menu under every chart and table: pictures, slides, sheets, documents, data and the link."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st

from strata.errors import ExportError
from strata.export import FORMATS, Detail, Format, Look
from strata.export.chromium import MISSING, is_found
from strata.export.look import DETAILS
from strata.export.texts import slug
from strata.model.exhibit import Exhibit
from strata.ui import errors, library, link, pictures, state, theme

TEMPLATE = "STRATA_TEMPLATE"
"""The variable that names a company's .pptx, of which slides take layouts and colours."""
FILES = ("pptx", "pdf", "xlsx", "csv", "html", "json")
DETAIL_WORDS: dict[Detail, str] = {"full": "Everything", "short": "In short"}


@st.fragment
def menu(exhibit: Callable[[], Exhibit], *, key: str, chart: str = "") -> None:
    """A menu with every way to take an exhibit away; nothing of it is made before it is asked for.

    Args:
        exhibit: Makes what the files are made of, from the result on the screen.
        key: Tells the menu from others of the page.
        chart: The key of the chart on the page, of which the browser makes pictures; empty for a table.
    """
    with (
        errors.shown(),
        st.popover(
            "Export", icon=":material/download:", type="tertiary", key=f"export_{key}", on_change="rerun"
        ) as opened,
    ):
        if opened.open:
            made = linked(exhibit())
            look = look_of(made)
            pictures.buttons(made, look, theme.palette(), chart=chart, link=made.stamp.link, key=f"pictures_{key}")
            sides = st.columns(2, gap="xsmall")
            for place, name in enumerate((*FILES, *(() if chart else ("png",)))):
                with sides[place % len(sides)]:
                    file(FORMATS[name], (made,), look, name=made.title, key=key)
            _detail(key)


def linked(exhibit: Exhibit) -> Exhibit:
    """The exhibit with the address that shows it again."""
    return replace(exhibit, stamp=replace(exhibit.stamp, link=link.address()))


def look_of(*exhibits: Exhibit) -> Look:
    """How the visitor's files look: the colours segments have on the screen, the stamp as chosen, the template."""
    names = {size.name for each in exhibits for size in each.stamp.segments}
    names |= {segment.name for segment in library.in_play()}
    colours = {name: state.current().colour(name) for name in sorted(names)}
    return Look(colours=colours, detail=state.current().detail, template=_template())


def file(row: Format, exhibits: Sequence[Exhibit], look: Look, *, name: str, key: str) -> None:
    """A button that makes one file of some exhibits once it is clicked.

    Args:
        row: The kind of file.
        exhibits: What it shows, at least one.
        look: How it looks.
        name: What the file is called after; how far the data reach stands behind it.
        key: Tells the button from others of its kind.
    """
    is_missing = row.needs == "chromium" and not is_found()
    st.download_button(
        row.label,
        data=partial(row.write, exhibits, look),
        file_name=f"{slug(name)}-{exhibits[0].stamp.source.as_of}{row.suffix}",
        mime=row.mime,
        key=f"{row.name}_{key}",
        on_click="ignore",
        width="stretch",
        disabled=is_missing,
        help=MISSING if is_missing else None,
    )


def _detail(key: str) -> None:
    st.segmented_control(
        "What explains it, printed below",
        DETAILS,
        default=state.current().detail,
        required=True,
        format_func=DETAIL_WORDS.__getitem__,
        key=f"detail_{key}",
        on_change=state.take,
        args=("detail", f"detail_{key}"),
        help="Definitions, dates, n, method and version go with every file; slides have all of it in their notes.",
    )


def _template() -> bytes | None:
    """A company's slides, where the server was told of some."""
    named = os.environ.get(TEMPLATE)
    try:
        return Path(named).read_bytes() if named else None
    except OSError as error:
        raise ExportError(
            f"The template {named} that {TEMPLATE} names cannot be read: put it there or unset it."
        ) from error
