"""The cached functions: the open warehouse by its file, results by everything that decides them.

A new version is noticed on the next click, because every run reads the pointer file; its file is part of
every key, so an old result is never shown for new data.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import streamlit as st

from strata import membership
from strata.analysis import compare, empty, loaded, overview, persona, size, starters
from strata.model.attributes import Attribute, Catalog
from strata.model.metrics import Metric
from strata.model.results import Comparison, Loaded, NpsByPersona, Overview, SegmentSize
from strata.model.segment import Node, Segment, Window
from strata.warehouse import Warehouse, current_file

FOLDER = "STRATA_WAREHOUSE"
SAMPLE = Path(__file__).resolve().parents[2] / "var" / "sample" / "warehouse"
KEPT_RESULTS = 256

T = TypeVar("T")


def warehouse() -> Warehouse:
    """The version that is served now.

    Raises:
        WarehouseError: nothing was loaded yet, or its file cannot be read.
    """
    return _opened(str(current_file(Path(os.environ.get(FOLDER) or SAMPLE))))


def catalog() -> Catalog:
    """Every name a segment or a metric may use."""
    return warehouse().catalog


def ready_made() -> Mapping[str, Segment]:
    """The ready-made segments by name."""
    return _answer("Looking for groups of people", starters.starters)


def main_attribute() -> Attribute | None:
    """The attribute people are told apart by, if there is one."""
    return starters.persona_attribute(catalog())


def value_counts(attribute: str) -> Mapping[str, int]:
    """How many users have each value of an attribute, the most frequent first."""
    return _answer("Counting values", lambda house: starters.value_counts(house, attribute), attribute)


def findings() -> Overview:
    """What is loaded, and the largest gaps in it."""
    return _answer("Looking for the largest gaps", overview.overview)


def nps_by(attribute: str, window: Window) -> NpsByPersona:
    """NPS of each value of an attribute."""
    return _answer(
        "Counting answers by group",
        lambda house: persona.nps_by(house, attribute, window=window),
        attribute,
        window,
    )


def comparison(
    segments: tuple[Segment, ...],
    metrics: tuple[Metric, ...],
    *,
    baseline: Segment | None,
    window: Window,
    library: membership.Library,
) -> Comparison:
    """Every metric of every segment against everyone else, or against the baseline."""
    return _answer(
        f"Comparing {len(segments)} segments in {len(metrics)} metrics",
        lambda house: compare.compare(house, segments, metrics, baseline=baseline, window=window, library=library),
        segments,
        metrics,
        baseline,
        window,
        library,
    )


def segment_size(segment: Segment, library: membership.Library) -> SegmentSize:
    """Users, accounts and share of a segment."""
    return _answer("Counting people", lambda house: size.size(house, segment, library), segment, library)


def why_empty(node: Node, library: membership.Library) -> str:
    """Which condition leaves nobody."""
    return _answer("Looking for the reason", lambda house: empty.why_empty(house, node, library), node, library)


def plain_sql(node: Node, library: membership.Library) -> str:
    """The segment as a statement to read and copy."""
    return membership.plain_sql(node, catalog(), library)


def load_report() -> Loaded:
    """What was loaded and what was wrong with it."""
    return _answer("Reading the load report", loaded.loaded)


def _answer(what: str, ask: Callable[[Warehouse], T], *asked: object) -> T:
    """The answer to a question, remembered by warehouse version and by all that was asked."""
    house = warehouse()
    with st.spinner(f"{what} …"):
        answer: T = _kept(f"{what} in {house.file}: {asked!r}", lambda: ask(house))
    return answer


@st.cache_data(max_entries=KEPT_RESULTS, show_spinner=False)
def _kept(key: str, _ask: Callable[[], T]) -> T:
    """Whatever was computed for a key; the key is a text because equal-looking trees hash alike as dataclasses."""
    return _ask()


@st.cache_resource(max_entries=2, show_spinner="Opening the warehouse …")
def _opened(file: str) -> Warehouse:
    return Warehouse(Path(file))
