"""How a comparison was computed, for those who ask: method and why, p-values, corrections, precision."""

from collections.abc import Mapping, Sequence

import streamlit as st

from strata.model.results import UNIT_WORDS, Contrast, Effect, Source, amount, digits, interval
from strata.stats import METHODS, PACE_METHODS, Method, PaceMethod
from strata.stats.methods import Situation
from strata.ui import frame
from strata.ui.frame import Row

_METHODS: Mapping[str, Method | PaceMethod] = {**METHODS, **PACE_METHODS}
ASSUMED: Mapping[Situation, str] = {
    "independent": "It takes users to answer independently of each other.",
    "accounts": "It takes accounts to be independent of each other; people of one account may resemble each other.",
    "overlap": "People in both groups are counted in both, and what they share is taken into account.",
}
"""What a method takes for granted, by how the users hang together."""


def methods(results: Sequence[Contrast]) -> str:
    """The labels of the methods used, each once."""
    labels = [_METHODS[key].label for key in _used(results)]
    return "; ".join(labels) or "no method: too little data"


def folded(results: Sequence[Contrast]) -> None:
    """Everything behind a comparison, folded away; the fold says how many remarks are inside."""
    remarks = sum(len(result.badges) + len(result.cautions) for result in results)
    title = "How this was computed" + (f", and {remarks} remark{'s' if remarks > 1 else ''}" if remarks else "")
    with st.expander(title, icon=":material/functions:"):
        _show(results)


Figures = tuple[tuple[str, str, str], ...]
"""What, how much, and what it means."""


def behind(contrast: Contrast) -> Figures:
    """The figures behind one comparison: those anyone reads, and those of the method."""
    return (*plain(contrast), *inferred(contrast))


def plain(contrast: Contrast) -> Figures:
    """Both values with their n, the difference, and what it rests on."""
    unit, level = contrast.difference_unit, f"{100 * contrast.level:.3g} %"
    points = "points" if unit == "points" else ""
    picked = "wider than 95 % because it is a finding picked out of many" if contrast.level > 0.951 else ""
    return (
        (
            "Value",
            _sided(contrast.value, contrast.low, contrast.high, contrast.unit),
            " · ".join(filter(None, (points, f"n = {contrast.n:,}"))),
        ),
        (
            contrast.baseline.capitalize(),
            _sided(contrast.baseline_value, contrast.baseline_low, contrast.baseline_high, contrast.unit),
            f"n = {contrast.baseline_n:,} from {contrast.baseline_accounts:,} accounts",
        ),
        (
            "Difference",
            amount(contrast.difference, unit, signed=True),
            points or "for the typical user" * _is_ratio(contrast),
        ),
        (
            f"{level} interval",
            interval(contrast.ci_low, contrast.ci_high, unit),
            " · ".join(filter(None, (points, picked))),
        ),
        (
            "Accounts",
            f"{contrast.accounts:,}",
            f"the largest holds {contrast.largest_account:.0f} % of the {contrast.counted}",
        ),
        ("Needed per group", _plain(contrast.needed, 0), _needed(contrast)),
    )


def inferred(contrast: Contrast) -> Figures:
    """How sure it is, by the figures of the method."""
    effect, points = contrast.effect, "points" if contrast.difference_unit == "points" else ""
    spread = "of the difference: its variance over what it would be if people were independent of each other"
    enough = f"independent {contrast.counted} would say as much as those of {contrast.segment}"
    return (
        ("p", _p(contrast.p), "how often a difference this large comes up where there is none"),
        ("p, corrected", _p(contrast.p_adjusted), contrast.correction),
        (
            "Effect size",
            _effect(effect),
            f"{effect.name}: {effect.words}, against how much people differ from one another" if effect else "",
        ),
        ("Design effect", _plain(contrast.design_effect, 2), spread),
        ("Effective n", _plain(contrast.effective_n, 0), enough),
        (
            "Smallest difference to be seen",
            amount(contrast.detectable, contrast.difference_unit),
            f"{points} in 4 of 5 studies of this size".strip(),
        ),
    )


def method(contrast: Contrast) -> None:
    """Which method, why this one, what it takes for granted, and where it comes from."""
    if contrast.method is None:
        st.caption("No method was used: there is too little data.")
        return
    used = _METHODS[contrast.method]
    assumed = " ".join(ASSUMED[situation] for situation in used.situations)
    st.markdown(
        f"**{frame.escape(used.label)}.** {frame.escape(used.why)} {frame.escape(assumed)} "
        f"*{frame.escape(used.reference)}.*"
    )


def text(contrast: Contrast, source: Source) -> str:
    """A comparison to paste into a mail: its sentence, the warnings, the figures, and where they come from."""
    figures = [f"{name}: {figure}" + (f" ({note})" if note else "") for name, figure, note in behind(contrast)]
    warned = [caution.sentence for caution in contrast.cautions]
    method_ = _METHODS[contrast.method].label if contrast.method else "none"
    where = f"{source.project}, {source.window}, {source.population}. {frame.freshness(source)}."
    return "\n".join([contrast.sentence, *warned, *figures, f"Method: {method_}", where])


def _show(results: Sequence[Contrast]) -> None:
    """Method with its reason and reference, then a table of the figures per segment, then the remarks."""
    for key in _used(results):
        method = _METHODS[key]
        st.markdown(f"**{frame.escape(method.label)}.** {frame.escape(method.why)} *{frame.escape(method.reference)}.*")
    st.dataframe([_figures(result) for result in results], hide_index=True, alt="Figures behind the comparison")
    for result in results:
        for remark in (*result.reasons, *result.badges, *(caution.sentence for caution in result.cautions)):
            st.caption(f"**{frame.escape(result.segment)}:** {frame.escape(remark)}")


def _used(results: Sequence[Contrast]) -> list[str]:
    return list(dict.fromkeys(result.method for result in results if result.method is not None))


def _figures(result: Contrast) -> Row:
    return {
        "Segment": result.segment,
        "p": _p(result.p),
        "p, adjusted": _p(result.p_adjusted),
        "Correction": result.correction,
        "Design effect": "–" if result.design_effect is None else f"{result.design_effect:.2f}",
        "Detectable difference": amount(result.detectable, result.difference_unit),
        "Baseline value": amount(result.baseline_value, result.unit),
        "Baseline n": f"{result.baseline_n:,}",
        "Baseline accounts": f"{result.baseline_accounts:,}",
    }


def _p(p: float | None) -> str:
    if p is None:
        return "–"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def _sided(value: float | None, low: float | None, high: float | None, unit: str) -> str:
    if value is None or low is None or high is None:
        return amount(value, unit)
    return f"{amount(value, unit)} ({digits(low, unit, signed=False)} to {digits(high, unit, signed=False)})"


def _effect(effect: Effect | None) -> str:
    """Points are whole, other sizes have two digits."""
    if effect is None:
        return "–"
    return f"{effect.value:+.{0 if effect.name == 'NPS points' else 2}f}"


def _plain(number: float | None, decimals: int) -> str:
    return "–" if number is None else f"{number:,.{decimals}f}"


def _is_ratio(contrast: Contrast) -> bool:
    return contrast.scale == "ratio"


def _needed(contrast: Contrast) -> str:
    if contrast.margin is None:
        return "set what is practically the same to see it"
    unit = UNIT_WORDS.get(contrast.difference_unit, contrast.difference_unit)
    return f"{contrast.counted} to settle a difference of {contrast.margin:g} {unit}".strip()
