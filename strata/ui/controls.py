"""What a visitor chooses above a result: segments in play, baseline, metrics, dates, attribute."""

from collections.abc import Iterator
from datetime import date

import streamlit as st

from strata.analysis.starters import persona_attribute
from strata.model.attributes import Attribute, Catalog
from strata.model.metrics import Metric, available, metric
from strata.model.results import REST
from strata.model.segment import EVER, Between, Last, Segment, Window
from strata.ui import cache, frame, library, state

WINDOWS: dict[str, Window | None] = {
    "All dates": EVER,
    "Last 30 days": Last(30),
    "Last 90 days": Last(90),
    "Last 180 days": Last(180),
    "Last 365 days": Last(365),
    "Between two days": None,
}
MOST_METRICS = 6


def segments() -> tuple[Segment, ...]:
    """The segments in play, as chips that can be taken out and a list to add from."""
    chosen = library.in_play()
    shown = state.current()
    with st.container(horizontal=True, vertical_alignment="bottom", key="chips"):
        for segment in chosen:
            st.button(
                frame.escape(segment.name),
                key=f"chip_{shown.colour(segment.name)}_{frame.slug(segment.name)}",
                icon=":material/close:",
                help=f"Take {segment.name} out of the comparison",
                on_click=_take_out,
                args=(segment.name,),
            )
        _adder(chosen)
    return chosen


def baseline(chosen: tuple[Segment, ...]) -> Segment | None:
    """What the segments are compared with: everyone else (None), or another segment."""
    names = {segment.name for segment in chosen}
    others = [None, *(name for name in library.everything() if name not in names)]
    shown = state.current()
    key = f"baseline_{shown.revision}"
    name = st.selectbox(
        "Compared with",
        others,
        index=others.index(shown.baseline) if shown.baseline in others else 0,
        format_func=lambda name: name or REST.capitalize(),
        key=key,
        on_change=state.take,
        args=("baseline", key),
        help="Everyone else: all users outside the segment, without internal and test users.",
    )
    return library.find(name) if name else None


def metrics() -> tuple[Metric, ...]:
    """The metrics to compare; the first is the question asked, the others are a look around."""
    catalog, shown = cache.catalog(), state.current()
    names = [row.name for row in _offered(catalog)]
    first = tuple(row.name for row in available(catalog))
    wanted = [name for name in (first if shown.metrics is None else shown.metrics) if name in names]
    key = f"metrics_{shown.revision}"
    chosen = st.multiselect(
        "Metrics",
        names,
        default=wanted,
        format_func=lambda name: metric(name, catalog).label,
        max_selections=MOST_METRICS,
        key=key,
        on_change=state.take,
        args=("metrics", key),
        placeholder="Choose what to compare",
    )
    return tuple(metric(name, catalog) for name in chosen)


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


def attribute() -> Attribute | None:
    """The attribute to split people by; None where none can."""
    catalog, shown = cache.catalog(), state.current()
    usable = sorted(
        (each for each in catalog.attributes if each.can_split), key=lambda each: each != persona_attribute(catalog)
    )
    names = [each.name for each in usable]
    if not names:
        return None
    chosen = st.selectbox(
        "Split by",
        names,
        index=names.index(shown.split) if shown.split in names else 0,
        format_func=lambda name: catalog.attribute(name).label,
        key="split",
        on_change=state.take,
        args=("split", "split"),
    )
    return catalog.attribute(chosen)


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
        placeholder="Take one out first: five are the most" if is_full else "Add a segment",
        disabled=is_full,
        label_visibility="collapsed",
        on_change=_put_in,
        args=(key,),
        width=280,
    )


def _take_out(name: str) -> None:
    state.current().play(segment.name for segment in library.in_play() if segment.name != name)


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


def _offered(catalog: Catalog) -> Iterator[Metric]:
    """Every metric one can pick, those of METRICS first, then the families by attribute and event."""
    yield from available(catalog)
    for each in catalog.attributes:
        if each.type == "number" and not each.is_personal:
            yield metric(f"mean:{each.name}", catalog)
        if each.can_split:
            for value in cache.value_counts(each.name):
                yield metric(f"share:{each.name}={value}", catalog)
    for event in catalog.events:
        yield metric(f"did:{event}", catalog)
        yield metric(f"events:{event}", catalog)
