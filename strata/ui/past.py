"""One saved segment looked into: every version and what it changed, its size over time, its file."""

import itertools

import streamlit as st

from strata.model.words import sentence
from strata.state import SavedSegment
from strata.state.files import as_file
from strata.ui import cache, errors, frame, history, library, words
from strata.ui.holdings import Holdings

COMPARE_PAGE = "pages/compare/compare.py"


def show(saved: SavedSegment, holdings: Holdings) -> None:
    """History, size over time and file, each made when it is looked at."""
    tabs = st.tabs(["History", "Size over time", "File"], key=f"past_{saved.id}", on_change="rerun")
    shown = (_history, _sizes, _file)
    for tab, fill in zip(tabs, shown, strict=True):
        if tab.open:
            with tab, errors.shown():
                fill(saved, holdings)


def _history(saved: SavedSegment, _holdings: Holdings) -> None:
    versions = library.versions(saved.id)
    for version, before in itertools.zip_longest(versions, versions[1:]):
        _version(version, before, newest=saved)


def _version(version: SavedSegment, before: SavedSegment | None, *, newest: SavedSegment) -> None:
    with st.container(key=f"version_{version.id}_{version.version}", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            who = f"{frame.escape(version.saved_by)}, {words.moment(version.saved_at)}"
            st.markdown(f"**Version {version.version}** · {who}", width="stretch")
            with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
                _ways(version, newest)
        lines = (
            words.changed(before, version, cache.catalog()) if before else [sentence(version.segment, cache.catalog())]
        )
        notes = [f"*{frame.escape(version.note)}*"] if version.note else []
        st.markdown("\n".join(f"- {line}" for line in [*notes, *map(frame.escape, lines)]))


def _ways(version: SavedSegment, newest: SavedSegment) -> None:
    """What can be done with an earlier version: bring it back, or put it beside others."""
    if version.version == newest.version:
        st.caption("as it is now", width="content")
        return
    key = f"{version.id}_{version.version}"
    if not newest.is_archived:
        st.button(
            "Restore",
            key=f"restore_{key}",
            type="tertiary",
            icon=":material/settings_backup_restore:",
            help=f"Makes a new version that says what version {version.version} said; nothing is lost",
            on_click=_restore,
            args=(version,),
        )
    if st.button(
        "Compare",
        key=f"beside_{key}",
        type="tertiary",
        icon=":material/compare_arrows:",
        help=f"Puts version {version.version} beside other segments",
    ):
        library.put_in_play(library.hold_version(version))
        st.switch_page(COMPARE_PAGE)


def _sizes(saved: SavedSegment, holdings: Holdings) -> None:
    if not saved.is_frozen:
        history.size_over_time(holdings.counted[saved.id])
    sizes = library.sizes(saved.id)
    st.markdown("**As counted when the data were loaded anew or the segment changed**")
    rows = [
        {
            "Counted": words.moment(size.measured_at),
            "Version": size.version,
            "Data": size.warehouse_version,
            "Users": size.users,
            "Accounts": size.accounts,
        }
        for size in sizes
    ]
    st.dataframe(rows, hide_index=True, alt=f"Sizes of {saved.name}, one row per version and load")


def _file(saved: SavedSegment, _holdings: Holdings) -> None:
    text = as_file(saved)
    st.download_button(
        "Download the file",
        data=text,
        file_name=f"{saved.id}.json",
        mime="application/json",
        icon=":material/download:",
        key=f"file_{saved.id}",
        on_click="ignore",
    )
    if saved.is_frozen:
        st.caption("The file says what was asked, not who was found: imported again it follows the data.")
    st.code(text, language="json")


def _restore(version: SavedSegment) -> None:
    with errors.noted():
        library.change(
            lambda work, by, now: work.restore(version.id, version.version, by=by, now=now),
        )
