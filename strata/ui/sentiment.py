"""What a visitor chooses on the pages about answers, as a recipe."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from strata.analysis.sentiment_exhibits import VIEWS
from strata.analysis.splits import DID, SEGMENTS, can_group
from strata.model.attributes import BUILT_IN, Attribute
from strata.model.exhibit import Exhibit
from strata.model.periods import GRAINS
from strata.model.recipe import Option, Recipe
from strata.model.sentiment import MOST_POINTS, QUESTIONS
from strata.ui import cache, controls, exhibit, library, options, state

MOST_EVENTS = 300
"""Events offered to split by; any other can be a segment."""
NOTHING = ""
COMPARE_PAGE, COMMENTS_PAGE = "pages/compare/compare.py", "pages/sentiment/comments.py"
NPS_PAGE = "pages/sentiment/nps.py"
RULES: Mapping[str, str] = {"latest": "Latest answer of each person", "wave": "One answer per survey wave"}
GRAIN_WORDS: Mapping[str, str] = {NOTHING: "What suits the dates", **{grain: f"By {grain}" for grain in GRAINS[1:]}}


def show(kind: str) -> None:
    """The controls of a survey, what they ask for, and where to go from there."""
    chosen = _recipe(kind)
    if chosen is None:
        return
    found = cache.exhibits("Counting answers by group", chosen, library.references())
    if not found:
        st.info("Nobody answered in these dates: choose more of them above.", icon=":material/info:")
        return
    for each in found:
        exhibit.show(each, chosen)
    with st.container(horizontal=True, vertical_alignment="center"):
        _open_groups(found)
        st.page_link(COMMENTS_PAGE, label="Read what they say", icon=":material/forum:")


def groups(kind: str) -> Recipe | None:
    """The groups and dates that were chosen; None, and why, where there are no groups."""
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        by = _split(_splits())
    with middle:
        further = _further(kind, by)
    with right:
        window = controls.window()
    segments = controls.segments()[0] if by == SEGMENTS else ()
    if by == SEGMENTS and not segments:
        st.info("No segment is in play: add one above, or split by an attribute.", icon=":material/info:")
        return None
    return Recipe(kind, segments, window=window, options=said({"by": by, **further}))


def said(chosen: Mapping[str, Option]) -> tuple[tuple[str, Option], ...]:
    """Choices as a recipe keeps them: those that say something."""
    return tuple((name, value) for name, value in chosen.items() if value not in (None, NOTHING))


def _recipe(kind: str) -> Recipe | None:
    """The groups, the question, the view and what belongs to it."""
    asked = groups(kind)
    if asked is None:
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{kind}_asked"):
        question = _question(kind)
        view = _view(kind, is_survey=question in QUESTIONS)
    return replace(asked, options=(("question", question), *asked.options, *said(view)))


def _open_groups(exhibits: Sequence[Exhibit]) -> None:
    """A button that takes the groups of the first exhibit into the comparison, as many as fit."""
    plot = exhibits[0].plot
    groups = [mark.people for mark in plot.series[0].marks if mark.people] if plot else []
    if groups and st.button("Open these groups in Compare", icon=":material/compare_arrows:"):
        state.current().play([library.hold(group) for group in groups[: state.MOST_IN_PLAY]])
        st.switch_page(COMPARE_PAGE)


def overview(by: str) -> None:
    """NPS by one attribute in all dates, as it is before anyone chose anything; nothing where nobody was asked."""
    if "nps" not in cache.catalog().surveys:
        return
    usual = Recipe("nps", options=(("by", by), ("view", "scores")))
    for each in cache.exhibits("Counting answers by group", usual, library.references())[:1]:
        exhibit.show(each, usual)
    if cache.catalog().n_accounts and st.button("See which accounts are unhappy", icon=":material/domain:"):
        options.choose("nps", "view", "accounts")
        st.switch_page(NPS_PAGE)


def _splits() -> dict[str, str]:
    """Everything people can be split by, with what it is called: the persona first."""
    catalog, persona = cache.catalog(), cache.main_attribute()
    attributes = sorted(filter(can_group, catalog.attributes), key=lambda each: each != persona)
    named = {each.name: each.label for each in attributes}
    return (
        named
        | {SEGMENTS: "The segments in play"}
        | {DID + event: f"Did: {event}" for event in catalog.events[:MOST_EVENTS]}
    )


def _split(splits: Mapping[str, str]) -> str:
    shown, names = state.current(), list(splits)
    chosen: str = st.selectbox(
        "Split by",
        names,
        index=next((place for place, name in enumerate(names) if name == shown.split), 0),
        format_func=splits.__getitem__,
        key=f"split_{shown.revision}",
        on_change=state.take,
        args=("split", f"split_{shown.revision}"),
        help="An attribute, the segments in play, or whether people did something.",
    )
    return chosen


def _further(kind: str, by: str) -> dict[str, Option]:
    """What a split needs besides its name: how often and when of an event, a second attribute of an attribute."""
    if by.startswith(DID):
        with st.container(horizontal=True):
            times = options.whole(kind, "at_least", "At least, times", usual=1, low=1, high=1000)
            days = options.whole(kind, "days", "In the last days, 0 for these dates", usual=0, low=0, high=3650)
        return {"at_least": times, "days": days or None}
    if by == SEGMENTS:
        return {}
    others = {each.name: each.label for each in cache.catalog().attributes if each.can_split and each.name != by}
    names = {NOTHING: "Nothing else", **others}
    across = options.one_of(kind, "across", "And by", list(names), usual=NOTHING, words=names.__getitem__)
    return {"across": across}


def _question(kind: str) -> str:
    """The survey itself, or a rating that people carry as a number."""
    ratings = {each.name: each.label for each in filter(_is_rating, cache.catalog().attributes)}
    if kind == "nps" or not ratings:
        return kind
    names = {**({kind: QUESTIONS[kind].title} if kind in cache.catalog().surveys else {}), **ratings}
    return options.one_of(kind, "question", "Question", list(names), usual=kind, words=names.__getitem__)


def _is_rating(attribute: Attribute) -> bool:
    is_scale = attribute.type == "number" and 2 <= attribute.n_values <= MOST_POINTS
    return is_scale and not attribute.is_personal and attribute not in BUILT_IN


def _view(kind: str, *, is_survey: bool) -> dict[str, Option]:
    """What to look at, and the choices that belong to it."""
    views = [view for view in VIEWS if is_survey or view in ("scores", "answers")]
    view = options.one_of(kind, "view", "Look at", views, usual="scores", words=VIEWS.__getitem__)
    if not is_survey:
        return {"view": view}
    match view:
        case "trend":
            words = GRAIN_WORDS.__getitem__
            grain = options.one_of(kind, "grain", "Points", list(GRAIN_WORDS), usual=NOTHING, words=words)
            return {"view": view, "grain": grain}
        case "scores":
            words = RULES.__getitem__
            return {
                "view": view,
                "rule": options.one_of(kind, "rule", "Counted", list(RULES), usual="latest", words=words),
            }
        case _:
            return {"view": view}
