"""The cached functions: the open warehouse by its file, results by everything that decides them.

A new version is noticed on the next click, because every run reads the pointer file; its file is part of
every key, so an old result is never shown for new data.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import streamlit as st

from strata import membership
from strata.analysis import (
    acquired,
    compare,
    empty,
    history,
    loaded,
    narrowing,
    offered,
    overlap,
    overview,
    people,
    size,
    starters,
)
from strata.analysis import exhibits as making
from strata.analysis import source as origin
from strata.analysis.baselines import Baseline
from strata.model.attributes import Attribute, Catalog
from strata.model.exhibit import Exhibit
from strata.model.metrics import Metric, metric_groups
from strata.model.recipe import Recipe
from strata.model.results import (
    Comparison,
    History,
    Loaded,
    Member,
    Overlaps,
    Overview,
    Reason,
    SegmentSize,
    Source,
    Step,
)
from strata.model.segment import Node, Of, Segment, Window
from strata.state import Pinned, State, open_state
from strata.ui import waiting, warming
from strata.ui.holdings import Holdings
from strata.warehouse import Warehouse, current_file

FOLDER = "STRATA_WAREHOUSE"
SAMPLE = Path(__file__).resolve().parents[2] / "var" / "sample" / "warehouse"
KEPT_RESULTS = 256
STATE_URL = "STRATA_STATE"
STATE_FILE = SAMPLE.parents[1] / "state.db"
KEPT_HOLDINGS = 16
"""Of so many people, or of so many changes."""
MOST_OFFERED = 500
"""Metrics under one heading; any other can still be named in a link or on the command line."""
LOOKED_UP_SECONDS = 1.0
"""How long what others save may go unseen."""

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
    return answer("Looking for groups of people", starters.starters)


def main_attribute() -> Attribute | None:
    """The attribute people are told apart by, if there is one."""
    return starters.persona_attribute(catalog())


def value_counts(attribute: str) -> Mapping[str, int]:
    """How many users have each value of an attribute, the most frequent first."""
    return answer("Counting values", lambda house: starters.value_counts(house, attribute), attribute)


def cohorts(way: str) -> tuple[Segment, ...]:
    """The segments of a way to divide people by when or how they came."""
    return answer("Looking for groups of people", lambda house: acquired.cohorts(house, way), way)


def metric_words() -> Mapping[str, str]:
    """Every metric that the loaded data can answer, by its name: its heading and label, heading by heading."""

    def words(house: Warehouse) -> dict[str, str]:
        split = [each.name for each in house.catalog.attributes if each.can_split]
        values = {name: tuple(starters.value_counts(house, name)) for name in split}
        groups = metric_groups(house.catalog, values, most=MOST_OFFERED)
        return {each.name: f"{group.label}: {each.label}" for group in groups for each in group.metrics}

    return answer("Looking for what can be compared", words)


def findings() -> Overview:
    """What is loaded, and the largest gaps in it."""
    return answer("Looking for the largest gaps", overview.overview)


def comparison(
    segments: tuple[Segment, ...],
    metrics: tuple[Metric, ...],
    *,
    baseline: Baseline,
    window: Window,
    library: membership.Library,
) -> Comparison:
    """Every metric of every segment against everyone else, another segment, or the period before."""
    return answer(
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
    return answer("Counting people", lambda house: size.size(house, segment, library), segment, library)


def narrowed(segment: Segment, library: membership.Library) -> tuple[Step, ...]:
    """How each condition at the top of a segment narrows it."""
    return answer(
        "Counting who meets each condition",
        lambda house: narrowing.narrowing(house, segment, library),
        segment,
        library,
    )


def why_empty(node: Node, library: membership.Library, *, of: Of = "users") -> str:
    """Which condition leaves nobody."""
    return answer(
        "Looking for the reason", lambda house: empty.why_empty(house, node, library, of=of), node, library, of
    )


def offered_things() -> offered.Offered:
    """What conditions can be about besides what the catalog names."""
    return answer("Looking for what can be asked", offered.offered)


def attribute_values(attribute: str, search: str) -> offered.Values:
    """The most frequent values of an attribute that contain a text."""
    return answer(
        "Looking for values", lambda house: offered.attribute_values(house, attribute, search), attribute, search
    )


def property_values(event: str, name: str, search: str) -> offered.Values:
    """The most frequent values of a property of an event that contain a text."""
    return answer(
        f"Looking for values of {name}",
        lambda house: offered.property_values(house, event, name, search),
        event,
        name,
        search,
    )


def unmatched(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some ids that no user has."""
    return answer("Looking up the ids", lambda house: membership.unmatched(house, keys), keys)


def plain_sql(node: Node, library: membership.Library, *, of: Of = "users") -> str:
    """The segment as a statement to read and copy."""
    return membership.plain_sql(node, catalog(), library, of=of)


def load_report() -> Loaded:
    """What was loaded and what was wrong with it."""
    return answer("Reading the load report", loaded.loaded)


def source() -> Source:
    """Where numbers about all dates come from."""
    return origin.source(warehouse())


def overlaps(segments: tuple[Segment, ...], library: membership.Library) -> Overlaps:
    """Who is in several of two to six segments."""
    return answer(
        "Counting who is in several segments",
        lambda house: overlap.overlap(house, segments, library),
        segments,
        library,
    )


def sample(segment: Segment, library: membership.Library) -> tuple[Member, ...]:
    """A few members of a segment, personal fields masked."""
    return answer("Looking up people", lambda house: people.people(house, segment, library), segment, library)


def reasons(segment: Segment, user_id: int, library: membership.Library) -> tuple[Reason, ...]:
    """Which of a segment's conditions one user meets."""
    return answer(
        "Looking for the reasons",
        lambda house: people.why(house, segment, user_id, library),
        segment,
        user_id,
        library,
    )


def size_history(segment: Segment, library: membership.Library) -> History:
    """A segment's size at the last month ends."""
    return answer("Counting month by month", lambda house: history.history(house, segment, library), segment, library)


def member_keys(segment: Segment, library: membership.Library) -> tuple[str, ...]:
    """The ids the source gives the members of a segment."""
    return answer("Noting who is in it", lambda house: people.keys(house, segment, library), segment, library)


def saved_size(pinned: Pinned, segment: Segment, library: membership.Library) -> SegmentSize:
    """The size of a version of a saved segment, kept with it once for every version of the warehouse."""
    work = saved_work()

    def count(house: Warehouse) -> SegmentSize:
        counted, now = size.size(house, segment, library), datetime.now(UTC)
        work.record_size(*pinned, house.catalog.version, users=counted.users, accounts=counted.accounts, at=now)
        return counted

    return answer("Counting people", count, _state_url(), pinned, segment, library)


def saved_work() -> State:
    """The database of saved segments.

    Raises:
        StateError: it cannot be opened.
    """
    return _state(_state_url())


def holdings(person: str) -> Holdings:
    """The saved segments a person may see; what was saved here shows at once, elsewhere within a second."""
    url = _state_url()
    return _holdings(url, person, _last_change(url))


def forget_holdings() -> None:
    """Makes the next look at the saved segments a fresh one; to be called after every change."""
    _last_change.clear()


def exhibits(what: str, recipe: Recipe, library: membership.Library) -> tuple[Exhibit, ...]:
    """The exhibits of a screen; `what` says in words what is being computed."""
    return answer(what, lambda house: making.make(house, recipe, library), recipe, library)


def answer(what: str, ask: Callable[[Warehouse], T], *asked: object) -> T:
    """The answer to a question, remembered by warehouse version and by all that was asked."""
    house = warehouse()
    key = f"{what} in {house.file}: {_text(asked)}"
    return waiting.answer(_desk(), key, what, lambda: ask(house), slow=lambda: _slow(house))


def _slow(house: Warehouse) -> str:
    """What makes an answer slow."""
    catalog = house.catalog
    return (
        f"{catalog.n_events:,} events of {catalog.n_users:,} users are loaded; "
        "fewer segments or metrics and shorter dates are quicker. What is made now is quick the next time."
    )


def _state_url() -> str:
    return os.environ.get(STATE_URL) or f"sqlite:///{STATE_FILE}"


def _text(asked: tuple[object, ...]) -> str:
    """All that was asked; of a library only what the segments in question refer to, so that others may change."""
    plain = [each for each in asked if not isinstance(each, membership.Library)]
    trees = tuple(_trees(plain))
    return f"{plain!r} {[each.reachable(*trees) for each in asked if isinstance(each, membership.Library)]!r}"


def _trees(asked: Iterable[object]) -> Iterator[Node]:
    for each in asked:
        if isinstance(each, Segment):
            yield each.where
        elif isinstance(each, tuple):
            yield from _trees(each)
        elif isinstance(each, Node):
            yield each
        elif isinstance(each, Recipe):
            yield from _trees((*each.segments, each.baseline))


@st.cache_resource(show_spinner=False)
def _desk() -> waiting.Desk:
    """Where answers are remembered by key; it is a text because equal-looking trees hash alike as dataclasses."""
    return waiting.Desk(KEPT_RESULTS)


@st.cache_resource(max_entries=2, show_spinner="Opening the warehouse …")
def _opened(file: str) -> Warehouse:
    house = Warehouse(Path(file))
    warming.begin(house, _desk().is_idle)
    return house


@st.cache_resource(max_entries=4, show_spinner="Opening the saved segments …")
def _state(url: str) -> State:
    return open_state(url)


@st.cache_data(ttl=LOOKED_UP_SECONDS, max_entries=4, show_spinner=False)
def _last_change(url: str) -> int:
    return _state(url).last_change()


@st.cache_resource(max_entries=KEPT_HOLDINGS, show_spinner=False)
def _holdings(url: str, person: str, change: int) -> Holdings:
    return Holdings.of(_state(url), person)
