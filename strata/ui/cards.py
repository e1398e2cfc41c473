"""The blocks pages are made of: findings, sizes, one metric compared."""

from collections.abc import Sequence

import streamlit as st

from strata.analysis.compare_exhibits import key_of
from strata.analysis.splits import NOT_RECORDED
from strata.analysis.starters import value_segment
from strata.charts.intervals import intervals, intervals_alt
from strata.model.results import REST, Contrast, Finding, Overview, evidence, headline
from strata.ui import cache, details, exports, frame, library, reviews, state, table, theme
from strata.ui.scorecard_asked import Asked

COMPARE_PAGE = "pages/compare/compare.py"


def lead(overview: Overview) -> None:
    """The largest clear gap in one sentence, or what is missing to find one."""
    if overview.findings:
        contrast = overview.findings[0].contrast
        st.html(table.lead(_capital(headline(contrast)), _capital(evidence(contrast)) + "."))
        if st.button("See it in Compare", type="primary", icon=":material/compare_arrows:"):
            _open(overview.findings[0])
        return
    why = "No group differs clearly from everyone else." if overview.answers else "No survey answers are loaded yet."
    remedy = "Compare groups of your own." if overview.answers else "Add a [[responses]] table to the project file."
    st.html(table.lead(why, remedy))


def totals(overview: Overview) -> None:
    """What is loaded and how fresh it is."""
    st.html(
        table.facts(
            (
                ("users", f"{overview.users:,}"),
                ("accounts", f"{overview.accounts:,}"),
                ("events", f"{overview.events:,}"),
                ("survey answers", f"{overview.answers:,}"),
                ("data up to", overview.source.as_of),
            )
        )
    )
    internal = f"{overview.internal:,} internal and test users are left out · " if overview.internal else ""
    st.caption(
        frame.escape(
            f"{overview.source.project} · {internal}loaded {overview.source.loaded_at[:16].replace('T', ' ')} UTC · "
            f"version {overview.source.version}"
        )
    )


def findings(overview: Overview) -> None:
    """The largest gaps, each with a button that opens it in the comparison."""
    for i, finding in enumerate(overview.findings):
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"finding_{i}"):
            st.html(table.finding(finding, theme.palette()), width="stretch")
            if st.button("Compare", key=f"open_{i}", icon=":material/compare_arrows:", help=_opens(finding)):
                _open(finding)


def metric(asked: Asked, contrasts: Sequence[Contrast], *, title: str) -> None:
    """One metric: chart, a row per segment, and the method folded away; files are named by the title."""
    rows = sorted(contrasts, key=_largest_first)
    label, palette = rows[0].label, theme.palette()
    with st.container(border=True, key=f"metric_{frame.slug(title)}"):
        st.header(frame.escape(label), anchor=False)
        places = {row.segment: state.current().colour(row.segment) for row in rows}
        left, right = st.columns([5, 7], gap="medium")
        with left:
            frame.chart(intervals(rows, places, palette), name=title, alt=intervals_alt(rows))
        with right:
            st.html(table.contrasts(rows, palette, colour=colour, caption=f"{label} against {rows[0].baseline}"))
        with st.container(horizontal=True, vertical_alignment="center"):
            exports.menu(lambda: asked.chart(rows[0].metric), key=frame.slug(title), chart=frame.chart_key(title))
            reviews.adder(asked.recipe, key_of(rows[0].metric), title=f"{label} by segment")
        details.folded(rows)


def colour(name: str) -> str:
    """The colour a segment has everywhere; everyone else is grey."""
    palette = theme.palette()
    return palette.muted if name == REST else palette.series[state.current().colour(name)]


def _opens(finding: Finding) -> str:
    return f"Opens {finding.label.lower()} {finding.value} and the others in Compare"


def _open(finding: Finding) -> None:
    others = [value for value in cache.value_counts(finding.attribute) if value != finding.value]
    _play(finding.attribute, [finding.value, *others])


def _play(attribute_name: str, values: Sequence[str]) -> None:
    """Puts the values of an attribute in play as segments, as many as fit, and goes to the comparison."""
    catalog = cache.catalog()
    attribute = catalog.attribute(attribute_name)
    segments = [value_segment(catalog, attribute, value) for value in values if value != NOT_RECORDED]
    state.current().play([library.hold(segment) for segment in segments[: state.MOST_IN_PLAY]])
    st.switch_page(COMPARE_PAGE)


def _largest_first(contrast: Contrast) -> float:
    return -abs(contrast.difference or 0.0)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
