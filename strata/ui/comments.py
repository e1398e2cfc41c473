"""What a visitor chooses on the page about comments, and the comments as cards."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from strata.analysis.comments import surveys
from strata.analysis.comments_exhibits import VIEWS
from strata.analysis.splits import split
from strata.model.exhibit import Exhibit
from strata.model.recipe import Option, Recipe
from strata.model.sentiment import QUESTIONS
from strata.ui import cache, exhibit, frame, library, options, sentiment, state

KIND = "comments"
ANYONE, ANY = "", ""
MOST_CARDS = 12
LONGEST_TEXT = 80


def show() -> None:
    """The controls, and what people say."""
    known = surveys(cache.catalog())
    if not known:
        st.info("No survey answers are loaded: add a [[responses]] table to the project file.", icon=":material/info:")
        return
    chosen = _recipe(known)
    if chosen is None:
        return
    found = cache.exhibits("Reading comments", chosen, library.references())
    if not found:
        st.info("Nobody left a comment: choose more dates or other answers above.", icon=":material/info:")
        return
    for each in found:
        if chosen.option("view") == "quotes":
            _cards(each)
        exhibit.show(each, chosen)


def _recipe(known: tuple[str, ...]) -> Recipe | None:
    asked = sentiment.groups(KIND)
    if asked is None:
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", key="comments_asked"):
        titles = {name: QUESTIONS[name].title for name in known}
        question = options.one_of(KIND, "question", "Survey", known, usual=known[0], words=titles.__getitem__)
        band = _band(question)
        view = options.one_of(KIND, "view", "Look at", list(VIEWS), usual="themes", words=VIEWS.__getitem__)
        further = _further(view, asked)
    chosen: dict[str, Option] = {"question": question, "band": band, "view": view, **further}
    return replace(asked, options=(*asked.options, *sentiment.said(chosen)))


def _band(question: str) -> str:
    names = {ANY: "All answers", **{band.name: band.name.capitalize() for band in QUESTIONS[question].bands}}
    usual = QUESTIONS[question].bands[0].name
    return options.one_of(KIND, f"band_{question}", "Answers", list(names), usual=usual, words=names.__getitem__)


def _further(view: str, asked: Recipe) -> dict[str, Option]:
    if view == "quotes":
        return {"focus": _focus(asked, "Everyone"), "find": _find()}
    if view == "words":
        return {"focus": _focus(asked, "The group that differs most")}
    return {}


def _find() -> str:
    key = options.key(KIND, "find")
    st.text_input(
        "Comments that contain",
        value=options.chosen(KIND, "find", ""),
        max_chars=LONGEST_TEXT,
        key=key,
        icon=":material/search:",
        on_change=_take_find,
        args=(key,),
    )
    return options.chosen(KIND, "find", "")


def _take_find(key: str) -> None:
    options.choose(KIND, "find", str(state.value(key)).strip())


def _focus(asked: Recipe, usual: str) -> str:
    """The group whose words are looked for, or whose comments."""
    names: Mapping[str, str] = {ANYONE: usual, **{name: name for name in _groups(asked)}}
    return options.one_of(KIND, "focus", "Whose comments", list(names), usual=ANYONE, words=names.__getitem__)


def _groups(asked: Recipe) -> tuple[str, ...]:
    known = library.references()
    return cache.answer(
        "Looking for groups", lambda house: tuple(side.name for side in split(house, asked, known).sides), asked, known
    )


def _cards(quotes: Exhibit) -> None:
    """The first quotes as cards: what was written as it is, and under it the answer, the group and the day."""
    with st.grid(min_column_width=280, gap="small", key="quotes") as grid:
        for text, score, band, day, group in quotes.rows.rows[:MOST_CARDS]:
            with grid.cell(), st.container(border=True):
                st.text(str(text))
                under = (f"{band} ({score})", group, day)
                st.caption(" · ".join(frame.escape(str(part)) for part in under if part))
