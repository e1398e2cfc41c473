"""Light and dark: which palette is on, and the few rules of style Streamlit has no option for."""

from pathlib import Path

import streamlit as st

from strata.charts.palette import PALETTES, Palette

STYLE = Path(__file__).with_name("style.css")
ICON = Path(__file__).with_name("icon.svg")


def palette() -> Palette:
    """The colours of the mode the visitor's browser is in."""
    return PALETTES["dark" if st.context.theme.type == "dark" else "light"]


def apply() -> None:
    """Lays the house's style over the page."""
    colours = palette()
    variables = {
        "text": colours.text,
        "muted": colours.muted,
        "faint": colours.faint,
        "background": colours.background,
        "higher": colours.higher,
        "lower": colours.lower,
        "on-primary": "#0b0f19" if colours.mode == "dark" else "#ffffff",
        **{f"series-{place}": colour for place, colour in enumerate(colours.series)},
    }
    declared = "".join(f"--strata-{name}:{colour};" for name, colour in variables.items())
    chips = "".join(
        f'[class*="st-key-chip_{place}_"] button{{border-left:6px solid var(--strata-series-{place})}}'
        for place in range(len(colours.series))
    )
    st.html(f"<style>:root{{{declared}}}{chips}{STYLE.read_text(encoding='utf-8')}</style>")
