"""The address in the browser carries what is on screen, so that a copied link opens the same comparison."""

import json
from collections.abc import Mapping

import streamlit as st

from strata.errors import StrataError
from strata.model.metrics import metric
from strata.model.segment import EVER, Segment, parse_segment
from strata.model.segment.fields import WINDOW
from strata.ui import cache, library
from strata.ui.frame import escape
from strata.ui.state import State, current

LONGEST = 6_000
"""Characters; longer addresses are cut by mail programs and proxies, so the segments then stay out."""
ORIGIN = "the link"


def keep() -> None:
    """Reads the address once, at the start of a visit, says what of it made no sense, and then keeps it up to date."""
    shown = current()
    if not shown.is_link_read:
        shown.is_link_read = True
        _read(shown, st.query_params.to_dict())
    if shown.notice:
        st.warning(escape(shown.notice), icon=":material/link_off:")
        shown.notice = None
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
        said["window"] = json.dumps(WINDOW.write(shown.window), separators=(",", ":"))
    if shown.split:
        said["by"] = shown.split
    return {} if sum(map(len, said.values())) > LONGEST else said


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
        shown.window = WINDOW.read(json.loads(said["window"]), f"{ORIGIN}, window")
    if "by" in said:
        shown.split = cache.catalog().attribute(said["by"]).name


def _adopt(segment: Segment) -> str:
    """The name a linked segment goes by from here on; it is kept unless the very same one is there already."""
    known = library.everything().get(segment.name)
    if known is None or known.key != segment.key:
        cache.segment_size(segment, library.references())
        library.save(segment)
    return segment.name
