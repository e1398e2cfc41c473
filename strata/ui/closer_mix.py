"""What else differs: a gap with plan, region, size or tenure held equal."""

import streamlit as st

from strata.analysis.mix_exhibits import exhibit
from strata.charts.mix import mix_alt, mix_strata
from strata.model.results import amount, interval
from strata.model.warnings import HeldEqual, Mix
from strata.ui import closer_cache, foot, frame, theme
from strata.ui.closer_asked import Looked, bullets

MARKS = {True: "⚠ ", False: ""}


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
    made = exhibit(found, check, looked.sizes((looked.segment,)), looked.notes)
    frame.chart(mix_strata(found, check, theme.palette()), name=made.title, alt=mix_alt(found, check))
    st.dataframe([_line(each) for each in found.checks], hide_index=True, alt="The gap with each thing held equal")
    recipe = looked.recipe("mix", (looked.segment,), ("check", check.attribute))
    foot.show(made, recipe, chart=frame.chart_key(made.title))


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


def _line(check: HeldEqual) -> frame.Row:
    return {
        "Held equal": MARKS[check.is_flagged] + check.label,
        "Gap": amount(check.crude, check.unit, signed=True),
        "Gap at an equal mix": amount(check.adjusted, check.unit, signed=True),
        "95 % interval": interval(check.low, check.high, check.unit),
        "Remains": "–" if check.remains is None else f"{check.remains:.0f} %",
        "Strata": f"{sum(stratum.weight > 0 for stratum in check.strata)} of {len(check.strata)}",
        "Left out": f"{check.n_left_out:,} and {check.baseline_n_left_out:,}",
    }
