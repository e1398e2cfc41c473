"""The load report on screen: files, issues, attributes, each as a table to look through and take away."""

import streamlit as st

from strata.analysis import loaded_exhibits
from strata.model.exhibit import Exhibit
from strata.model.results import Loaded
from strata.ui import exports, frame, table, words

COLUMNS = {
    "What to do": st.column_config.TextColumn(width="large"),
    **{
        name: st.column_config.NumberColumn(format="localized")
        for name in ("Rows read", "Kept", "Rejected", "Rows", "Example row", "Values")
    },
}


def facts(loaded: Loaded) -> None:
    """What there is of everything, and how fresh."""
    st.html(
        table.facts(
            (
                ("users", f"{loaded.users:,}"),
                ("accounts", f"{loaded.accounts:,}"),
                ("events", f"{loaded.events:,}"),
                ("survey answers", f"{loaded.answers:,}"),
                ("data up to", loaded.source.as_of),
                ("MB on disk", f"{loaded.size_mb:,.1f}"),
            )
        )
    )
    st.caption(
        frame.escape(
            f"{loaded.source.project} · loaded {loaded.source.loaded_at[:16].replace('T', ' ')} UTC · "
            f"days are cut in {loaded.source.timezone} · version {loaded.source.version} · "
            f"{loaded.internal:,} internal and test users are left out of every comparison"
        )
    )


def files(found: Loaded) -> None:
    """Rows read, kept and rejected per file."""
    _sheet(loaded_exhibits.files(found), empty="The report names no files.")


def issues(found: Loaded) -> None:
    """What was wrong, with an example and the remedy; rejected rows are never counted."""
    for each in found.issues:
        st.markdown(
            f"**{words.counted(each.n_rows, 'row')} {each.severity}** · {frame.escape(f'{each.file}: {each.remedy}')}"
        )
    _sheet(loaded_exhibits.issues(found), empty="Nothing was wrong: every row was kept as it is.")


def attributes(found: Loaded) -> None:
    """What is known of users and accounts."""
    _sheet(loaded_exhibits.attributes(found), empty="No attributes are loaded.")


def _sheet(exhibit: Exhibit, *, empty: str) -> None:
    rows = exhibit.rows.rows
    if not rows:
        st.info(empty, icon=":material/check:")
        return
    names = [column.name for column in exhibit.rows.columns]
    st.dataframe(
        [dict(zip(names, row, strict=True)) for row in rows],
        hide_index=True,
        alt=f"{exhibit.title}, {len(rows)} rows",
        column_config=COLUMNS,
    )
    exports.menu(lambda: exhibit, key=exhibit.key)
