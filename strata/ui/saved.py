"""The library on screen: what is looked for, files in and out, and the segments found."""

import io
import zipfile
from dataclasses import replace
from functools import partial
from typing import Any, get_args

import streamlit as st

from strata.state import SavedSegment
from strata.state.files import as_file, read_file
from strata.state.versions import matches
from strata.ui import errors, library, link, saved_card, state
from strata.ui.holdings import Holdings
from strata.ui.state import Form, Show, Wish

BUILD_PAGE = "pages/segments/build.py"
PER_PAGE = 20
SHOWN: dict[Show, str] = {
    "all": "All",
    "favourites": "Favourites",
    "verified": "Verified",
    "private": "Only you see",
    "archived": "Archived",
}


def found(holdings: Holdings, wish: Wish, person: str) -> tuple[SavedSegment, ...]:
    """The segments that meet a wish, one's favourites first; an opened one is always among them."""
    kept = [
        saved
        for saved in holdings.by_id.values()
        if (_is_shown(saved, wish.show, person) and _is_wanted(saved, wish)) or saved.id == wish.opened
    ]
    return tuple(sorted(kept, key=lambda saved: person not in saved.favourite_of))


def zipped(segments: tuple[SavedSegment, ...]) -> bytes:
    """The segments as one archive of JSON files, each named by its id, as a folder in git would hold them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for saved in segments:
            archive.writestr(f"{saved.id}.json", as_file(saved))
    return out.getvalue()


def is_empty() -> bool:
    """Whether nothing was saved yet that this visitor may see."""
    return not library.holdings().by_id


def teach() -> None:
    """What would be here, why it is not, and what helps."""
    st.info(
        "Nothing is saved yet. A saved segment keeps its name, every version of it, who changed what and how its size "
        "moved; you and, if you like, everyone can compare it, build on it and share it by link.",
        icon=":material/bookmarks:",
    )


def toolbar() -> None:
    """Bringing files in, and taking everything out."""
    everything = tuple(saved for saved in library.holdings().by_id.values() if not saved.is_archived)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(BUILD_PAGE, label="Build a new one", icon=":material/add:", width="content")
        with st.popover("Import", icon=":material/upload:", type="tertiary"):
            key = f"import_{state.current().revision}"
            label = "JSON files of segments"
            st.file_uploader(label, type="json", accept_multiple_files=True, key=key, on_change=_import, args=(key,))
            st.caption("Each becomes a segment that only you see, until you say otherwise.")
        if everything:
            st.download_button(
                "Export all",
                data=partial(zipped, everything),
                file_name="segments.zip",
                mime="application/zip",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
                help="One JSON file per segment, to keep in git or to import elsewhere",
            )


def filters() -> None:
    """Search, tags, owner, and which kind; kept in the address."""
    wish, holdings = state.current().wish, library.holdings()
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        st.text_input(
            "Search",
            value=wish.search,
            placeholder="Name, description or tag",
            icon=":material/search:",
            live="300ms",
            key="wish_search",
            width=260,
            on_change=_take,
            args=("search",),
        )
        tags = [tag for tag in wish.tags if tag in holdings.tags]
        st.multiselect(
            "Tags",
            holdings.tags,
            default=tags,
            placeholder="Any",
            key="wish_tags",
            width=220,
            on_change=_take,
            args=("tags",),
        )
        owners = [None, *holdings.owners]
        st.selectbox(
            "Owner",
            owners,
            index=owners.index(wish.owner) if wish.owner in owners else 0,
            format_func=lambda owner: owner or "Anyone",
            key="wish_owner",
            width=160,
            on_change=_take,
            args=("owner",),
        )
        st.segmented_control(
            "Show",
            get_args(Show),
            default=wish.show,
            format_func=SHOWN.__getitem__,
            required=True,
            key="wish_show",
            on_change=_take,
            args=("show",),
        )


def listing() -> None:
    """A card per segment found, twenty at a time."""
    holdings, wish = library.holdings(), state.current().wish
    link.carry(link.wish())
    segments = found(holdings, wish, library.who())
    if not segments:
        st.info("No saved segment is like that.", icon=":material/search_off:")
        st.button("Show all", on_click=_show_all)
        return
    pages = -(-len(segments) // PER_PAGE)
    place = st.container()
    page = st.pagination(pages, key=f"page_{pages}") if pages > 1 else 1
    with place:
        for saved in segments[(page - 1) * PER_PAGE : page * PER_PAGE]:
            saved_card.show(saved, holdings)


def _is_shown(saved: SavedSegment, show: Show, person: str) -> bool:
    if saved.is_archived or show == "archived":
        return saved.is_archived and show == "archived"
    chosen = {
        "favourites": person in saved.favourite_of,
        "verified": saved.is_verified,
        "private": saved.visibility == "private",
    }
    return chosen.get(show, True)


def _is_wanted(saved: SavedSegment, wish: Wish) -> bool:
    is_theirs = wish.owner in (None, saved.owner)
    return is_theirs and set(wish.tags) <= set(saved.tags) and matches(saved, wish.search)


def _take(field: str) -> None:
    current, chosen = state.current(), state.value(f"wish_{field}")
    wished: dict[str, Any] = {field: tuple(chosen) if field == "tags" else chosen, "opened": None}
    current.wish = replace(current.wish, **wished)


def _show_all() -> None:
    state.current().wish = Wish()
    for field in ("search", "tags", "owner", "show"):
        state.forget(f"wish_{field}")


def _import(key: str) -> None:
    """Saves what was chosen; the first that cannot be kept is said, those before it stay."""
    for uploaded in state.value(key) or ():
        with errors.noted():
            text = uploaded.getvalue().decode("utf-8", errors="replace")
            file = read_file(text, segment_id=uploaded.name)
            library.save(file.segment, form=Form(file.description, file.tags, note="From a file"))
    state.current().revision += 1
