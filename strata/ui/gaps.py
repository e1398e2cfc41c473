"""The gap finder's controls, its progress, its finds, and where to go from one of them."""

from collections.abc import Sequence

import streamlit as st

from strata.analysis.finder import SMALLEST, Ask, search
from strata.analysis.finder_exhibits import ALL, KIND, ask_of
from strata.analysis.impact_exhibits import KIND as IMPACT
from strata.model.finder import Find, Search
from strata.model.metrics import computable
from strata.model.recipe import Recipe
from strata.ui import cache, controls, exhibit, frame, library, options, state

COMPARE_PAGE, IMPACT_PAGE = "pages/compare/compare.py", "pages/discover/impact.py"
SORTS = {ALL: "Everything", "attribute": "Attributes", "behaviour": "Behaviour", "life cycle": "Life cycle"}
SORTS["pair"] = "Pairs of attributes"
NOTHING = ""
MOST_OFFERED = 300


def show() -> None:
    """The controls, what was found, and what lies behind the find that is opened."""
    metrics = _metrics()
    if not metrics:
        st.info(
            "There is nothing to search: load NPS or CSAT answers, subscription changes, or a yes/no attribute.",
            icon=":material/info:",
        )
        return
    asked = _asked(metrics)
    found = _searched(asked)
    for each in cache.exhibits("Drawing the gaps", asked, library.references()):
        exhibit.show(each, asked)
    opened = _opened([find for find in found.finds if asked.option("sort") in (ALL, find.sort)])
    if not opened:
        return
    chosen = Recipe(KIND, window=asked.window, options=(*asked.options, ("opened", opened)))
    for each in cache.exhibits("Looking at what lies behind", chosen, library.references())[1:]:
        exhibit.show(each, chosen)
    _ways_on(next((find for find in found.finds if find.segment.name == opened), None))


def _metrics() -> dict[str, str]:
    """What can be searched, by name: the scores and shares of METRICS, and the yes/no attributes."""
    catalog = cache.catalog()
    rows = {each.name: each.label for each in computable(catalog) if each.kind in ("nps", "share", "rating")}
    flags = (each for each in catalog.attributes if each.can_split and each.type == "boolean")
    return rows | {f"share:{each.name}=true": each.label for each in flags}


def _asked(metrics: dict[str, str]) -> Recipe:
    columns = st.columns(4, vertical_alignment="bottom")
    with columns[0]:
        first = next(iter(metrics))
        metric = options.one_of(KIND, "metric", "Search", list(metrics), usual=first, words=metrics.__getitem__)
    with columns[1]:
        window = controls.window()
    with columns[2]:
        sort = options.one_of(KIND, "sort", "Show", list(SORTS), usual=ALL, words=SORTS.__getitem__)
    with columns[3]:
        smallest = options.whole(KIND, "smallest", "Answers a group must have", usual=SMALLEST, low=5, high=100_000)
    return Recipe(KIND, window=window, options=(("metric", metric), ("smallest", smallest), ("sort", sort)))


def _searched(asked: Recipe) -> Search:
    """The search with its progress and a way to stop it; what was found before shows at once."""
    house = cache.warehouse()
    ask: Ask = ask_of(house, asked)
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, "Looking for gaps …")
        st.button("Stop", icon=":material/stop_circle:", on_click=_stop, key="stop_search")

    def say(what: str, done: float) -> None:
        bar.progress(done, f"{frame.escape(what)} …")

    found = search(house, ask, say)
    place.empty()
    return found


def _stop() -> None:
    """A click begins the page again, which stops the search; the usual size of groups is then searched next."""
    state.current().notice = "The search was stopped. Larger groups are searched faster."


def _opened(finds: Sequence[Find]) -> str:
    if not finds:
        return NOTHING
    names = [NOTHING, *dict.fromkeys(find.segment.name for find in finds[:MOST_OFFERED])]
    return options.one_of(
        KIND,
        "opened",
        "Look closely at",
        names,
        usual=names[1],
        words=lambda name: name or "None of them",
        help="What goes with the gap: features, what is left of it with plan or region held equal, what people say.",
    )


def _ways_on(find: Find | None) -> None:
    if find is None:
        return
    with st.container(horizontal=True):
        if st.button("Open in Compare", type="primary", icon=":material/compare_arrows:", key="gap_compare"):
            library.put_in_play(library.hold(find.segment))
            st.switch_page(COMPARE_PAGE)
        if st.button("Follow a change", icon=":material/timeline:", key="gap_impact"):
            options.choose(IMPACT, "segment", library.hold(find.segment))
            state.current().revision += 1
            st.switch_page(IMPACT_PAGE)
