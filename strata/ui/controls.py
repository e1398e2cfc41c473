"""What a visitor chooses above a result: segments in play, baseline, metrics, dates, attribute."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from strata.analysis import acquired
from strata.analysis.baselines import Baseline
from strata.errors import StrataError
from strata.model.attributes import Catalog, listed
from strata.model.metrics import FAMILIES, METRICS, Metric, metric, missing
from strata.model.results import PREVIOUS, REST, Comparison
from strata.model.segment import EVER, Between, Last, Segment, Window
from strata.ui import cache, frame, library, state, table

WINDOWS: dict[str, Window | None] = {
    "All dates": EVER,
    "Last 30 days": Last(30),
    "Last 90 days": Last(90),
    "Last 180 days": Last(180),
    "Last 365 days": Last(365),
    "Between two days": None,
}
MOST_METRICS = 40
FIRST = ("nps", "csat", "csat_mean", "active_days", "stickiness", "retention:4", "churn", "mrr", "tickets")
"""Of every group a metric or two, the question asked first."""
USUAL_DAYS = 90
CARD_WIDTH = 190
MOST_SHARED = 2
"""How many overlaps a card names; the page Overlap shows all."""

Places = dict[str, Any]
"""Where the facts of each segment go, by its name."""


def segments() -> tuple[tuple[Segment, ...], Places]:
    """The segments in play as cards that can be taken out, lists to add from, and where each card's facts go."""
    chosen, places = library.in_play(), {}
    with st.grid(min_column_width=CARD_WIDTH, gap="small", key="cards") as grid:
        for segment in chosen:
            with grid.cell(), _card(segment):
                places[segment.name] = st.empty()
        with grid.cell():
            _adder(chosen)
            _splitter()
    return chosen, places


def facts(places: Places, compared: Comparison) -> None:
    """Fills the cards: how many users and accounts, what share of all, and whom the segment shares with the others."""
    for i, size in enumerate(compared.segments):
        if size.name in places:
            places[size.name].html(table.card(size, _shared(i, compared)))


def baseline(chosen: tuple[Segment, ...]) -> Baseline:
    """What the segments are compared with: everyone else, their own people in the period before, or another segment."""
    names = {segment.name for segment in chosen}
    others = [None, PREVIOUS, *(name for name in library.everything() if name not in names)]
    shown = state.current()
    key = f"baseline_{shown.revision}"
    name = st.selectbox(
        "Compared with",
        others,
        index=others.index(shown.baseline) if shown.baseline in others else 0,
        format_func=lambda name: (name or REST).capitalize() if name in (None, PREVIOUS) else name,
        key=key,
        on_change=state.take,
        args=("baseline", key),
        help="Everyone else: all users outside the segment, without internal and test users.",
    )
    if name == PREVIOUS:
        return "previous"
    return library.find(name) if name else None


def metrics() -> tuple[Metric, ...]:
    """The metrics to compare; the first is the question asked, the others are a look around."""
    catalog, shown, words = cache.catalog(), state.current(), cache.metric_words()
    wanted = first_metrics(catalog) if shown.metrics is None else shown.metrics[:MOST_METRICS]
    words = {**words, **_words_of([name for name in wanted if name not in words], catalog)}
    key = f"metrics_{shown.revision}"
    with st.popover(f"Metrics: {len(wanted)}", icon=":material/checklist:", width="stretch", key="choose_metrics"):
        chosen = st.multiselect(
            "Metrics",
            list(words),
            default=[name for name in wanted if name in words],
            format_func=words.__getitem__,
            max_selections=MOST_METRICS,
            key=key,
            on_change=state.take,
            args=("metrics", key),
            placeholder="Search by name or group",
            help="The first is the question you ask; the others are a look around, and corrected as such.",
        )
    return tuple(metric(name, catalog) for name in chosen)


def first_metrics(catalog: Catalog) -> tuple[str, ...]:
    """What is compared before anyone chose: of every group something that the loaded data can answer."""
    families = {name: FAMILIES[name.partition(":")[0]].row if ":" in name else METRICS[name] for name in FIRST}
    return tuple(name for name, row in families.items() if not missing(row, catalog))


def too_open(against: Baseline, within: Window) -> bool:
    """Whether the period before is asked for where the dates have no beginning; says so, with a way out."""
    if against != "previous" or isinstance(within, Last) or (isinstance(within, Between) and within.start):
        return False
    st.info("The period before needs dates with a beginning: choose how far back to look.", icon=":material/info:")
    st.button(f"Look at the last {USUAL_DAYS} days", on_click=_set_last, icon=":material/date_range:")
    return True


def window() -> Window:
    """The dates answers and events count in."""
    shown, catalog = state.current(), cache.catalog()
    names = list(WINDOWS)
    known = next((name for name, each in WINDOWS.items() if each == shown.window), names[-1])
    name = st.selectbox(
        "Dates",
        names,
        index=names.index(known),
        key=f"window_{shown.revision}",
        on_change=_set_window,
        args=(f"window_{shown.revision}", catalog.as_of),
        help=f"The data reach to {catalog.as_of}; 'last' counts back from there.",
    )
    if WINDOWS[name] is None:
        key = f"days_{shown.revision}"
        st.date_input("From and to", value=_ends(shown.window, catalog), key=key, on_change=_set_days, args=(key,))
    return shown.window


def _card(segment: Segment) -> DeltaGenerator:
    """A segment's card with the button that takes it out."""
    place = state.current().colour(segment.name)
    card = st.container(border=True, gap="xsmall", key=f"card_{place}_{frame.slug(segment.name)}")
    card.button(
        frame.escape(segment.name),
        key=f"chip_{place}_{frame.slug(segment.name)}",
        icon=":material/close:",
        icon_position="right",
        type="tertiary",
        help=f"Take {segment.name} out of the comparison",
        on_click=_take_out,
        args=(segment.name,),
    )
    return card


def _shared(i: int, compared: Comparison) -> str:
    """Whom a segment shares with the others, in words."""
    found = [(n, compared.segments[j].name) for j, n in enumerate(compared.overlaps[i]) if j != i and n]
    if not found:
        return "Shares nobody with the others" if len(compared.segments) > 1 else ""
    named = [f"{n:,} with {name}" for n, name in sorted(found, reverse=True)[:MOST_SHARED]]
    more = len(found) - MOST_SHARED
    return f"Shares {listed([*named, f'some with {more} more'] if more > 0 else named)}"


def _adder(chosen: tuple[Segment, ...]) -> None:
    names = {segment.name for segment in chosen}
    others = [name for name in library.everything() if name not in names]
    is_full = len(chosen) >= state.MOST_IN_PLAY
    key = f"add_{state.current().revision}"
    st.selectbox(
        "Add a segment",
        others,
        index=None,
        key=key,
        placeholder=f"Take one out first: {state.MOST_IN_PLAY} are the most" if is_full else "Add a segment",
        disabled=is_full,
        label_visibility="collapsed",
        on_change=_put_in,
        args=(key,),
    )


def _splitter() -> None:
    """A list of ways to divide people: each puts up to eight segments in play, in place of those there."""
    ways = {way.key: way.label for way in acquired.offered(cache.catalog())}
    key = f"splitter_{state.current().revision}"
    st.selectbox(
        "Divide by",
        list(ways),
        index=None,
        format_func=ways.__getitem__,
        key=key,
        placeholder="Divide everyone by",
        on_change=_divide,
        args=(key,),
        label_visibility="collapsed",
    )


def _take_out(name: str) -> None:
    state.current().play(segment.name for segment in library.in_play() if segment.name != name)


def _divide(key: str) -> None:
    if way := state.value(key):
        state.current().play([library.hold(segment) for segment in cache.cohorts(way)])


def _put_in(key: str) -> None:
    if name := state.value(key):
        state.current().play([*(segment.name for segment in library.in_play()), name])


def _set_window(key: str, as_of: date) -> None:
    chosen = WINDOWS[state.value(key)]
    state.current().window = Between(as_of.replace(day=1), as_of) if chosen is None else chosen


def _set_days(key: str) -> None:
    match state.value(key):
        case (start, end):
            state.current().window = Between(start, end)
        case _:
            """Only the first of two days is chosen so far."""


def _ends(chosen: Window, catalog: Catalog) -> tuple[date, date]:
    if isinstance(chosen, Between):
        return chosen.start or catalog.as_of, chosen.end or catalog.as_of
    return catalog.as_of, catalog.as_of


def _words_of(names: Iterable[str], catalog: Catalog) -> dict[str, str]:
    """Labels of metrics that a list leaves out but a link may name; those of an earlier load may be gone."""
    labels = {}
    for name in names:
        with suppress(StrataError):
            labels[name] = metric(name, catalog).label
    return labels


def _set_last() -> None:
    state.current().window = Last(USUAL_DAYS)
    state.current().revision += 1
