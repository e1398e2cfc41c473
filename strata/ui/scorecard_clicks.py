"""Clicks on values of the scorecard: st.html shows buttons but tells nobody of a click, so a component listens."""

import json
from collections.abc import Callable

import streamlit as st

from strata.ui import state

KEY = "clicks"
PANEL = "closer"
"""The key of the container that opens with a click."""
LISTEN = """
export default function ({ data, parentElement, setTriggerValue }) {
  const clicked = (event) => {
    const cell = event.target.closest?.("[data-look]");
    if (!cell) return;
    setTriggerValue("look", cell.dataset.look);
    const opened = document.querySelector(".st-key-" + data.panel);
    if (!opened) return;
    opened.setAttribute("tabindex", "-1");
    opened.style.minHeight = "90vh"; // room to scroll to before it is filled
    opened.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    opened.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
  };
  parentElement.stop?.();
  document.addEventListener("click", clicked);
  parentElement.stop = () => document.removeEventListener("click", clicked);
  for (const cell of document.querySelectorAll("[data-look]"))
    cell.setAttribute("aria-pressed", cell.dataset.look === data.look);
  return parentElement.stop;
}
"""
_LISTENER = st.components.v2.component("strata_clicks", js=LISTEN, isolate_styles=False)


def listen(look: tuple[str, str] | None, *, shown: str, on_look: Callable[[str, str], None]) -> None:
    """Calls `on_look` with metric and segment of every value that is clicked, and marks the one looked at.

    Args:
        look: Metric and segment looked at.
        shown: The table as it stands; where it changed, the mark is set anew.
        on_look: What to do with a click, before the next run.
    """
    data = {"look": json.dumps(look), "panel": PANEL, "shown": hash(shown)}
    _LISTENER(key=KEY, data=data, height=1, on_look_change=lambda: _take(on_look))


def _take(on_look: Callable[[str, str], None]) -> None:
    said = state.value(KEY).get("look")
    if said:
        metric, segment = json.loads(said)
        on_look(metric, segment)
