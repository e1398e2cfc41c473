"""What stands around every chart and table: its stamp and its names."""

import re
from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from strata.model.exhibit import Cell, Exhibit
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


def explained(exhibit: Exhibit) -> None:
    """What to know of an exhibit, small; where its numbers come from in full, a click away."""
    stamp = exhibit.stamp
    st.caption(" · ".join(escape(line) for line in (*exhibit.notes, *stamp.rules, freshness(stamp.source))))
    with st.popover("Where this comes from", icon=":material/info:", type="tertiary", key=f"stamp_{exhibit.key}"):
        for line in stamp.lines:
            st.caption(escape(line))


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
