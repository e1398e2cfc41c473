"""What the segment being built amounts to: always in view, and why where it is empty."""

import streamlit as st

from strata.model.results import SegmentSize
from strata.ui import cache, frame, history, people, table
from strata.ui.builder.counting import Counted


def show(seen: Counted, before: Counted | None) -> SegmentSize:
    """Users, accounts, share, as of when, what the last edit changed, and the sentence."""
    size = cache.segment_size(seen.segment, seen.references)
    st.html(
        table.facts(
            (
                ("users", f"{size.users:,}"),
                ("accounts", f"{size.accounts:,}"),
                ("of all users", f"{size.share:.1f} %"),
                ("as of", cache.catalog().as_of.isoformat()),
                *_changed(size, before),
            )
        )
    )
    st.html(table.definition(size.definition))
    if seen.trouble:
        n = len(seen.trouble)
        what = "1 condition cannot be counted" if n == 1 else f"{n} conditions cannot be counted"
        st.warning(f"{what}: the numbers are without it. See the row for the remedy.", icon=":material/error:")
    if not size.users:
        why = cache.why_empty(seen.segment.where, seen.references, of=seen.segment.of)
        st.warning(f"Nobody is in this segment. {frame.escape(why)}", icon=":material/person_off:")
    return size


def people_and_past(seen: Counted, size: SegmentSize) -> None:
    """Some of the people, and how many there were; both are looked up when they are opened."""
    if not size.users:
        return
    sample = st.expander("Who is in it, and why", icon=":material/groups:", key="who", on_change="rerun")
    if sample.open:
        with sample:
            people.sample_of(seen.segment)
    past = st.expander("Size over time", icon=":material/timeline:", key="past", on_change="rerun")
    if past.open:
        with past:
            history.size_over_time(seen.segment)


def _changed(size: SegmentSize, before: Counted | None) -> tuple[tuple[str, str], ...]:
    if before is None:
        return ()
    was = cache.segment_size(before.segment, before.references)
    return (("users by the last edit", f"{size.users - was.users:+,}"),)
