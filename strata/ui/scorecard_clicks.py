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
  const cells = () => document.querySelectorAll("[data-look]");
  const mark = () => cells().forEach((cell) => cell.setAttribute("aria-pressed", cell.dataset.look === data.look));
  const panel = () => document.querySelector(".st-key-" + data.panel);
  const clicked = (event) => {
    const cell = event.target.closest?.("[data-look]");
    if (!cell) return;
    setTriggerValue("look", cell.dataset.look);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    panel()?.setAttribute("tabindex", "-1");
    panel()?.focus({ preventScroll: true });
    panel()?.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
  };
  parentElement.stop?.();
  document.addEventListener("click", clicked);
  parentElement.stop = () => document.removeEventListener("click", clicked);
  mark();
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
