"""What else differs: a gap with plan, region, size or tenure held equal."""

from collections.abc import Iterator

import streamlit as st

from strata.charts.mix import mix_alt, mix_strata
from strata.model.results import amount, interval
from strata.model.warnings import HeldEqual, Mix
from strata.ui import closer_cache, frame, theme
from strata.ui.closer_asked import Looked, bullets
from strata.ui.sheet import Row

MARKS = {True: "⚠ ", False: ""}
METHOD = "Strata weighed alike in both groups; 95 % intervals with accounts as units (CR2)"


def show(looked: Looked) -> None:
    """What changes the gap first, then one thing held equal as a picture, then all of them as a table."""
    found = closer_cache.mix(looked)

    if not found.checks:
        st.info("Nothing is known of these users that could be held equal, such as plan, region, size or tenure.")
        return
    for warning in found.warnings:
        st.warning(frame.escape(warning.sentence), icon=":material/warning:")
    if not found.warnings:
        st.success(_calm(found), icon=":material/check:")
    check = _check(found)
    bullets([] if check.is_flagged else [check.sentence])
    name = f"{found.label} at equal {check.label}"
    frame.chart(mix_strata(found, check, theme.palette()), name=name, alt=mix_alt(found, check))
    st.dataframe([_line(each) for each in found.checks], hide_index=True, alt="The gap with each thing held equal")
    frame.downloads(list(rows(found)), name=name, source=found.source)
    frame.stamp(found.source, looked.definitions((looked.segment,)), METHOD, looked.note)


def rows(found: Mix) -> Iterator[Row]:
    """One row per thing held equal and stratum, the overall one first."""
    for check in found.checks:
        for stratum in (check.overall, *check.strata):
            yield {
                "held_equal": check.label,
                "stratum": stratum.name,
                "weight_percent": stratum.weight,
                "segment": found.segment,
                "value": stratum.segment.value,
                "low": stratum.segment.low,
                "high": stratum.segment.high,
                "n": stratum.segment.n,
                "baseline": found.baseline,
                "baseline_value": stratum.baseline.value,
                "baseline_low": stratum.baseline.low,
                "baseline_high": stratum.baseline.high,
                "baseline_n": stratum.baseline.n,
                "gap": stratum.gap,
                "gap_low": stratum.gap_low,
                "gap_high": stratum.gap_high,
                "adjusted_gap": check.adjusted,
                "adjusted_low": check.low,
                "adjusted_high": check.high,
                "unit": check.unit,
            }


def _calm(found: Mix) -> str:
    things = ", ".join(check.label for check in found.checks)
    return frame.escape(f"Held equal one after the other, none of these changes the gap much: {things}.")


def _check(found: Mix) -> HeldEqual:
    """The thing to look at; what changes the gap most stands first."""
    by_name = {check.attribute: check for check in found.checks}
    chosen = st.segmented_control(
        "Held equal",
        list(by_name),
        default=found.checks[0].attribute,
        required=True,
        format_func=lambda name: MARKS[by_name[name].is_flagged] + by_name[name].label,
        key=f"closer_check_{frame.slug('_'.join(by_name))}",
    )
    return by_name[chosen]


def _line(check: HeldEqual) -> Row:
    return {
        "Held equal": MARKS[check.is_flagged] + check.label,
        "Gap": amount(check.crude, check.unit, signed=True),
        "Gap at an equal mix": amount(check.adjusted, check.unit, signed=True),
        "95 % interval": interval(check.low, check.high, check.unit),
        "Remains": "–" if check.remains is None else f"{check.remains:.0f} %",
        "Strata": f"{sum(stratum.weight > 0 for stratum in check.strata)} of {len(check.strata)}",
        "Left out": f"{check.n_left_out:,} and {check.baseline_n_left_out:,}",
    }
