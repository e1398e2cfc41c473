"""The address in the browser carries what is on screen, so that a copied link opens the same comparison."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from strata.errors import SegmentError, StrataError
from strata.model.metrics import metric
from strata.model.segment import EVER, Between, Last, Segment, Window, parse_segment
from strata.ui import cache, library
from strata.ui.state import State, current

LONGEST = 6_000
"""Characters; longer addresses are cut by mail programs and proxies, so the segments then stay out."""
ORIGIN = "the link"


def keep() -> None:
    """Reads the address once, at the start of a visit, and from then on writes what is on screen into it."""
    shown = current()
    if not shown.is_link_read:
        shown.is_link_read = True
        _read(shown, st.query_params.to_dict())
    wanted = params(shown)
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def params(shown: State) -> dict[str, str]:
    """What the address says of a state; a fresh state says nothing."""
    said: dict[str, str] = {}
    if shown.in_play is not None:
        said["segments"] = json.dumps([segment.as_json() for segment in library.in_play()], separators=(",", ":"))
    if shown.baseline:
        said["baseline"] = json.dumps(library.find(shown.baseline).as_json(), separators=(",", ":"))
    if shown.metrics is not None:
        said["metrics"] = json.dumps(shown.metrics, separators=(",", ":"))
    if shown.window != EVER:
        said["window"] = json.dumps(window_json(shown.window), separators=(",", ":"))
    if shown.split:
        said["by"] = shown.split
    return {} if sum(map(len, said.values())) > LONGEST else said


def window_json(window: Window) -> dict[str, Any]:
    """A window as it stands in a link."""
    if isinstance(window, Last):
        return {"last": window.number, "unit": window.unit}
    ends = {"from": window.start, "to": window.end}
    return {key: day.isoformat() for key, day in ends.items() if day}


def read_window(document: object) -> Window:
    """The window in a decoded link.

    Raises:
        SegmentError: it is none.
    """
    match document:
        case {"last": int(number), "unit": "day" | "week" | "month" as unit} if 0 < number <= 3_660:
            return Last(number, unit)
        case {**ends} if set(ends) <= {"from", "to"}:
            try:
                start, end = (date.fromisoformat(str(ends[key])) if key in ends else None for key in ("from", "to"))
            except ValueError as error:
                raise SegmentError(f"The dates {document!r} are none: write them as 2026-01-31.") from error
            return Between(start, end)
    raise SegmentError(f"The dates {document!r} are not understood: choose them again.")


def _read(shown: State, said: Mapping[str, str]) -> None:
    try:
        _apply(shown, said)
    except (StrataError, json.JSONDecodeError, TypeError) as error:
        shown.notice = f"The link could not be read in full, so parts of it are left out. {error}"


def _apply(shown: State, said: Mapping[str, str]) -> None:
    if "segments" in said:
        segments = [parse_segment(document, origin=ORIGIN) for document in json.loads(said["segments"])]
        shown.play(_adopt(segment) for segment in segments)
    if "baseline" in said:
        shown.baseline = _adopt(parse_segment(json.loads(said["baseline"]), origin=ORIGIN))
    if "metrics" in said:
        shown.metrics = tuple(metric(str(name), cache.catalog()).name for name in json.loads(said["metrics"]))
    if "window" in said:
        shown.window = read_window(json.loads(said["window"]))
    if "by" in said:
        shown.split = cache.catalog().attribute(said["by"]).name


def _adopt(segment: Segment) -> str:
    """The name a linked segment goes by from here on; it is kept unless the very same one is there already."""
    known = library.everything().get(segment.name)
    if known is None or known.key != segment.key:
        cache.segment_size(segment, library.references())
        library.save(segment)
    return segment.name
