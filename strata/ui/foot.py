"""What stands under every chart and table: ways to take it away, where it comes from, what to know of it."""

import streamlit as st

from strata.model.exhibit import Exhibit
from strata.model.recipe import Recipe
from strata.ui import exports, frame, reviews


def show(exhibit: Exhibit, recipe: Recipe | None, *, chart: str = "") -> None:
    """Export, review and origin in one row, and the notes beneath.

    Args:
        exhibit: What stands above.
        recipe: What makes it again in a review; None where it stands in one already.
        chart: The key of the chart on the page, of which the browser makes pictures; empty for a table.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        with st.container(width="content"):
            exports.menu(lambda: exhibit, key=exhibit.key, chart=chart)
        if recipe:
            reviews.adder(recipe, exhibit.key, title=exhibit.title)
        frame.origin(exhibit.stamp.lines, key=exhibit.key)
    stamp = exhibit.stamp
    frame.small(*exhibit.notes, *stamp.rules, frame.reach(stamp.source))
