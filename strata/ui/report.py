"""The load report on screen: files, issues, attributes, each as a table to look through and take away."""

from collections.abc import Sequence

import streamlit as st

from strata.model.results import Loaded
from strata.ui import frame, table
from strata.ui.sheet import Row

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


def files(loaded: Loaded) -> None:
    """Rows read, kept and rejected per file."""
    rows: list[Row] = [
        {
            "Table": each.table,
            "File": each.file,
            "Rows read": each.rows_read,
            "Kept": each.rows_kept,
            "Rejected": each.rows_rejected,
        }
        for each in loaded.files
    ]
    _sheet(rows, loaded, name="Files", empty="The report names no files.")


def issues(loaded: Loaded) -> None:
    """What was wrong, with an example and the remedy; rejected rows are never counted."""
    rows: list[Row] = [
        {
            "Rows": each.n_rows,
            "What happened": each.severity,
            "Why": each.reason,
            "File": each.file,
            "Example row": each.example_row,
            "Example value": each.example_value,
            "What to do": each.remedy,
        }
        for each in loaded.issues
    ]
    for each in loaded.issues:
        st.markdown(f"**{each.n_rows:,} rows {each.severity}** · {frame.escape(f'{each.file}: {each.remedy}')}")
    _sheet(rows, loaded, name="Load issues", empty="Nothing was wrong: every row was kept as it is.")


def attributes(loaded: Loaded) -> None:
    """What is known of users and accounts."""
    rows: list[Row] = [
        {
            "Attribute": each.label,
            "Kind": each.kind,
            "Of": each.owner,
            "Type": each.type,
            "Values": each.n_values,
            "Personal": "yes, masked" if each.is_personal else "no",
            "Name": each.name,
        }
        for each in loaded.attributes
    ]
    _sheet(rows, loaded, name="Attributes", empty="No attributes are loaded.")


def _sheet(rows: Sequence[Row], loaded: Loaded, *, name: str, empty: str) -> None:
    if not rows:
        st.info(empty, icon=":material/check:")
        return
    st.dataframe(
        rows,
        hide_index=True,
        alt=f"{name}, {len(rows)} rows",
        column_config=COLUMNS,
    )
    frame.downloads(rows, name=name, source=loaded.source, has_chart=False)
