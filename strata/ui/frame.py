"""What stands around every chart and table: its stamp and its names."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from strata.model.exhibit import Cell
from strata.model.results import Source

Row = Mapping[str, Cell]
"""A row of a table on the screen, by the names of its columns."""


def chart(figure: go.Figure, *, name: str, alt: str) -> None:
    """A figure under a name that no other chart of the page has."""
    st.plotly_chart(figure, key=chart_key(name), alt=alt, config=config())


def config() -> dict[str, Any]:
    """How Plotly draws a chart of ours: without buttons of its own, because the export menu has them all."""
    return {"displaylogo": False, "displayModeBar": False}


def chart_key(name: str) -> str:
    """The key of a chart by its name."""
    return f"chart_{slug(name)}"


def origin(lines: Sequence[str], *, key: str) -> None:
    """Where numbers come from in full, a click away: definitions, people, dates, method, version."""
    with st.popover("Where this comes from", icon=":material/info:", type="tertiary", key=f"stamp_{key}"):
        for line in lines:
            st.caption(escape(line))


def small(*lines: str) -> None:
    """What to know of numbers, in one small paragraph."""
    st.caption(" · ".join(escape(line.rstrip(".")) for line in lines if line))


def reach(source: Source) -> str:
    """How far the data reach."""
    return f"Data up to {source.as_of} ({source.timezone})"


def freshness(source: Source) -> str:
    """How far the data reach, and in which version."""
    return f"{reach(source)}, version {source.version}"


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
