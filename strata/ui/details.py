"""How a comparison was computed, for those who ask: method and why, p-values, corrections, precision."""

from collections.abc import Sequence

import streamlit as st

from strata.model.results import Contrast, amount
from strata.stats import METHODS
from strata.ui import frame
from strata.ui.sheet import Row


def methods(results: Sequence[Contrast]) -> str:
    """The labels of the methods used, each once."""
    labels = [METHODS[key].label for key in _used(results)]
    return "; ".join(labels) or "no method: too little data"


def folded(results: Sequence[Contrast]) -> None:
    """Everything behind a comparison, folded away; the fold says how many remarks are inside."""
    remarks = sum(len(result.badges) + len(result.cautions) for result in results)
    title = "How this was computed" + (f", and {remarks} remark{'s' if remarks > 1 else ''}" if remarks else "")
    with st.expander(title, icon=":material/functions:"):
        _show(results)


def _show(results: Sequence[Contrast]) -> None:
    """Method with its reason and reference, then a table of the figures per segment, then the remarks."""
    for key in _used(results):
        method = METHODS[key]
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
