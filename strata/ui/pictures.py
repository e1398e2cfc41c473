"""Pictures of a chart as it stands on the page, by the visitor's browser: saved or copied; and the page's link."""

from pathlib import Path

import streamlit as st

from strata.charts.palette import Palette
from strata.export import Look
from strata.export.texts import slug
from strata.model.exhibit import Exhibit

HTML, STYLE, SCRIPT = (
    Path(__file__).with_name(f"pictures.{kind}").read_text("utf-8") for kind in ("html", "css", "js")
)
_PICTURES = st.components.v2.component("strata_pictures", html=HTML, css=STYLE, js=SCRIPT)


def buttons(exhibit: Exhibit, look: Look, palette: Palette, *, chart: str, link: str, key: str) -> None:
    """Buttons that save the chart as PNG or SVG and copy it, each with its title and stamp, and copy the link.

    Args:
        exhibit: What the chart shows.
        look: How much of the stamp goes with it.
        palette: That of the page.
        chart: The key of the chart on the page; empty where there is none, so that only the link can be copied.
        link: The address of the view.
        key: Tells these buttons from others.
    """
    data = {
        "chart": chart,
        "name": f"{slug(exhibit.title)}-{exhibit.stamp.source.as_of}",
        "title": exhibit.title,
        "said": list(exhibit.findings[:1]),
        "stamp": list(look.stamp(exhibit)),
        "link": link,
        "text": palette.text,
        "muted": palette.muted,
        "background": palette.background,
    }
    _PICTURES(key=key, data=data, height="content")
