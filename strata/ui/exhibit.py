"""An exhibit on a page: what it says, its chart, its verdicts, whom a mark stands for, its stamp and its downloads."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from strata.charts.plot import figure
from strata.model.exhibit import Exhibit, Mark, Plot, Table
from strata.model.recipe import Recipe
from strata.model.results import amount
from strata.model.segment import Segment
from strata.ui import errors, foot, frame, library, people, state, table, theme

COMPARE_PAGE = "pages/compare/compare.py"
LONGEST_NAME = 80
MOST_LISTED = 500
"""Marks that can be opened from the list; a click opens any."""

NUMBER_FORMATS = {"%": "%.1f %%", "pp": "%.1f pts", "points": "%.0f"}
"""How the browser writes the numbers of a unit."""

Place = tuple[int, int]
"""A series and a category."""


@st.fragment
def show(exhibit: Exhibit, recipe: Recipe | None) -> None:
    """The exhibit of a recipe; choosing a mark of it leaves the rest of the page as it is.

    Without a recipe it stands in a review already, and is not offered to one.
    """
    with errors.shown(), st.container(key=f"exhibit_{exhibit.key}"):
        st.subheader(frame.escape(exhibit.title), anchor=False)
        _sentences(exhibit.findings)
        chosen = _chart(exhibit, exhibit.plot) if exhibit.plot else None
        if exhibit.plot is None and exhibit.table:
            _table(exhibit)
        elif exhibit.plot and len(exhibit.rows.rows) > _n_marks(exhibit.plot):
            with st.expander(f"All {len(exhibit.rows.rows):,} as a table", icon=":material/table_rows:"):
                _table(exhibit)
        if exhibit.contrasts:
            with st.expander("Verdicts and intervals", icon=":material/balance:", expanded=False):
                _verdicts(exhibit)
        _who(exhibit, chosen)
        has_chart = exhibit.plot is not None and not exhibit.plot.is_empty
        foot.show(exhibit, recipe, chart=f"chart_{exhibit.key}" if has_chart else "")


def in_tabs(exhibits: Sequence[Exhibit], recipe: Recipe) -> None:
    """Exhibits of one kind, one behind the other, each under its title."""
    if not exhibits:
        return
    for tab, each in zip(st.tabs([frame.escape(each.title) for each in exhibits]), exhibits, strict=True):
        with tab:
            show(each, recipe)


def _n_marks(plot: Plot) -> int:
    return sum(len(series.marks) for series in plot.series)


def _table(exhibit: Exhibit) -> None:
    st.dataframe(
        rows(exhibit), hide_index=True, placeholder="–", alt=exhibit.words, column_config=_columns(exhibit.rows)
    )


def rows(exhibit: Exhibit) -> list[frame.Row]:
    """The exhibit's numbers as rows by column name."""
    names = [column.name for column in exhibit.rows.columns]
    return [dict(zip(names, row, strict=True)) for row in exhibit.rows.rows]


def _columns(table: Table) -> dict[str, Any]:
    """How the numbers of a table are written: with their unit, and thousands apart."""
    return {
        column.name: st.column_config.NumberColumn(format=NUMBER_FORMATS.get(column.unit, "localized"))
        for place, column in enumerate(table.columns)
        if any(isinstance(row[place], int | float) for row in table.rows)
    }


def _sentences(findings: Sequence[str]) -> None:
    if findings:
        first, *others = findings
        st.markdown("\n".join([f"**{frame.escape(first)}**\n", *(f"- {frame.escape(each)}" for each in others)]))


def _chart(exhibit: Exhibit, plot: Plot) -> Place | None:
    """The chart, and which of its marks was clicked."""
    if plot.is_empty:
        st.info("There is nothing to draw: choose other dates or segments above.", icon=":material/info:")
        return None
    clicked = st.plotly_chart(
        figure(plot, _colours(exhibit, plot), theme.palette()),
        key=f"chart_{exhibit.key}",
        alt=exhibit.words,
        config=frame.config(),
        on_select="rerun",
        selection_mode="points",
    )
    points = clicked["selection"]["points"]
    place = points[0].get("customdata") if points else None
    return (int(place[0]), int(place[1])) if place else None


def _colours(exhibit: Exhibit, plot: Plot) -> Mapping[str, int]:
    """The colour of every series that is a segment."""
    segments = {size.name for size in exhibit.stamp.segments} | {segment.name for segment in library.in_play()}
    return {series.name: state.current().colour(series.name) for series in plot.series if series.name in segments}


def _verdicts(exhibit: Exhibit) -> None:
    palette = theme.palette()
    for metric in dict.fromkeys(each.label for each in exhibit.contrasts):
        results = [each for each in exhibit.contrasts if each.label == metric]
        st.html(
            table.contrasts(
                results, palette, colour=lambda name: palette.series[state.current().colour(name)], caption=metric
            )
        )


def _who(exhibit: Exhibit, clicked: Place | None) -> None:
    """Whom a mark stands for: some of them, and a segment to save or compare; nothing where no mark is people."""
    marks = _with_people(exhibit.plot)
    if not marks:
        return
    with st.expander("See who, save as a segment", icon=":material/group:", expanded=clicked in marks):
        listed = list(marks)[:MOST_LISTED]
        chosen = st.selectbox(
            "Whom to look at",
            [*listed, *([clicked] if clicked in marks and clicked not in listed else [])],
            index=listed.index(clicked) if clicked in listed else None,
            format_func=lambda place: _name(exhibit, place),
            placeholder="A value of the chart; a click on it chooses it too",
            key=f"who_{exhibit.key}_{clicked}",
        )
        if chosen in marks and (segment := marks[chosen].people):
            _people(exhibit, segment)


def _people(exhibit: Exhibit, segment: Segment) -> None:
    name = st.text_input(
        "Name", value=segment.name[:LONGEST_NAME], max_chars=LONGEST_NAME, key=f"name_{exhibit.key}_{segment.key}"
    ).strip()
    with st.container(horizontal=True):
        if st.button("Save as a segment", type="primary", icon=":material/bookmark_add:", key=f"save_{exhibit.key}"):
            library.save(replace(segment, name=name or segment.name))
            st.toast(f"{frame.escape(name)} is saved.", icon=":material/bookmark_added:")
        if st.button("Compare", icon=":material/compare_arrows:", key=f"compare_{exhibit.key}"):
            library.put_in_play(library.hold(replace(segment, name=name or segment.name)))
            st.switch_page(COMPARE_PAGE)
    people.sample_of(segment)


def _with_people(plot: Plot | None) -> dict[Place, Mark]:
    if plot is None:
        return {}
    return {
        (i, place): mark
        for i, series in enumerate(plot.series)
        for place, mark in enumerate(series.marks)
        if mark.people is not None
    }


def _name(exhibit: Exhibit, place: Place) -> str:
    """A mark in the list: its series, its category, its value and the n this is of."""
    plot = exhibit.plot
    if plot is None:
        return ""
    series, category = plot.series[place[0]], plot.categories[place[1]]
    mark = series.marks[place[1]]
    return f"{series.name}, {category}: {amount(mark.value, plot.unit)} (n = {mark.n:,} {plot.counted})"
