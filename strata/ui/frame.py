"""What stands around every chart and table: its stamp and its downloads."""

import re
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from strata.model.results import Source
from strata.ui import state
from strata.ui.sheet import Row, csv_text

PICTURE_SCALE = 2
HIDDEN_BUTTONS = ["zoom", "pan", "select", "lasso", "zoomIn", "zoomOut", "autoScale", "resetScale"]


def chart(figure: go.Figure, *, name: str, alt: str) -> None:
    """A figure with a button that saves it as a picture, in the browser; `name` becomes the file's."""
    st.plotly_chart(figure, key=f"chart_{slug(name)}", alt=alt, config=config(name))


def config(name: str) -> dict[str, Any]:
    """How Plotly draws a chart of ours: no logo, few buttons, pictures of twice the size named after it."""
    picture = {"format": state.current().picture, "filename": slug(name), "scale": PICTURE_SCALE}
    return {
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtonsToRemove": HIDDEN_BUTTONS,
        "toImageButtonOptions": picture,
    }


def downloads(rows: Sequence[Row], *, name: str, source: Source, has_chart: bool = True) -> None:
    """A small menu: the numbers as CSV, and in which format the camera saves the chart."""
    key = slug(name)
    with st.popover("Download", icon=":material/download:", type="tertiary", key=f"download_{key}"):
        st.download_button(
            "Numbers (CSV)",
            data=csv_text(rows).encode(),
            file_name=f"{key}-{source.as_of}.csv",
            mime="text/csv",
            key=f"csv_{key}",
            icon=":material/table:",
            on_click="ignore",
            width="stretch",
        )
        if has_chart:
            st.segmented_control(
                "Picture: the camera on the chart saves it as",
                ["png", "svg"],
                default=state.current().picture,
                required=True,
                format_func=str.upper,
                key=f"picture_{key}",
                on_change=state.take,
                args=("picture", f"picture_{key}"),
            )


def stamp(source: Source, *details: str) -> None:
    """Where the numbers come from, small: definitions, people, dates, method, version."""
    parts = [*details, source.population.capitalize(), source.window.capitalize(), freshness(source)]
    st.caption(" · ".join(escape(part) for part in parts if part))


def freshness(source: Source) -> str:
    """How far the data reach, and when which version was loaded."""
    return f"Data up to {source.as_of} ({source.timezone}), version {source.version}"


def escape(text: str) -> str:
    r"""Text that Markdown shows as it is.

    >>> escape("a*b [c]")
    'a\\*b \\[c\\]'
    """
    return re.sub(r"([\\`*_{}\[\]<>#$~|:])", r"\\\1", text)


def slug(name: str) -> str:
    """A file name of letters, digits and hyphens.

    >>> slug("NPS by role: 2026")
    'nps-by-role-2026'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "strata"
