"""Many people at once, as threads of one process and as processes of their own."""

import itertools
import multiprocessing
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from strata.errors import StateError
from strata.model.segment import All, Segment
from strata.state import open_state
from strata.state.tables import VERSIONS

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
SHARED = Segment("Shared", All(()))
PEOPLE, SAVES = 3, 6
EXECUTORS: dict[str, Callable[[], Executor]] = {
    "threads": partial(ThreadPoolExecutor, PEOPLE),
    "processes": partial(ProcessPoolExecutor, PEOPLE, mp_context=multiprocessing.get_context("spawn")),
}


@pytest.fixture(params=EXECUTORS)
def everyone_at_once(request):
    def run(work, url):
        with EXECUTORS[request.param]() as executor:
            return list(executor.map(partial(work, url), [f"person{number}" for number in range(PEOPLE)]))

    return run


def save_on_top(url: str, by: str) -> list[tuple[int, str]]:
    """Saves until it has been the first some times, looking again whenever somebody else was."""
    state = open_state(url)
    saved: list[tuple[int, str]] = []
    base = state.get("shared").version
    while len(saved) < SAVES:
        note = f"{by} {len(saved)}"
        try:
            base = state.save(SHARED, by=by, now=NOW, segment_id="shared", base_version=base, note=note).version
            saved.append((base, note))
        except StateError:
            base = state.get("shared").version
    state.close()
    return saved


def save_once(url: str, by: str) -> str:
    state = open_state(url)
    try:
        return f"saved as {state.save(SHARED, by=by, now=NOW, visibility='everyone').id}"
    except StateError as error:
        return str(error)
    finally:
        state.close()


def edit_the_first(url: str, by: str) -> str:
    state = open_state(url)
    try:
        return f"version {state.save(SHARED, by=by, now=NOW, segment_id='shared', base_version=1).version}"
    except StateError as error:
        return str(error)
    finally:
        state.close()


def test_no_save_is_lost(url, everyone_at_once):
    state = open_state(url)
    state.save(SHARED, by="ann", now=NOW, visibility="everyone")
    saved = sorted(itertools.chain(*everyone_at_once(save_on_top, url)))
    assert [version for version, _ in saved] == list(range(2, 2 + PEOPLE * SAVES))
    assert [(version.version, version.note) for version in state.versions("shared")[::-1]][1:] == saved
    assert len(state.changes("shared")) == 1 + PEOPLE * SAVES
    state.close()


def test_one_of_many_edits_of_the_same_version_is_kept_and_the_others_are_told(url, everyone_at_once):
    state = open_state(url)
    state.save(SHARED, by="ann", now=NOW, visibility="everyone")
    told = everyone_at_once(edit_the_first, url)
    winner = state.get("shared")
    assert winner.version == 2
    assert told.count("version 2") == 1
    assert sum(f"was saved as version 2 by {winner.saved_by}" in answer for answer in told) == PEOPLE - 1
    state.close()


def test_an_empty_database_opened_by_many_gets_its_tables_once_and_the_name_one_owner(url, everyone_at_once):
    told = everyone_at_once(save_once, url)
    assert told.count("saved as shared") == 1
    assert sum("already a segment 'Shared'" in answer for answer in told) == PEOPLE - 1


def test_the_tables_themselves_refuse_a_second_version_of_the_same_number(state, now):
    state.save(SHARED, by="ann", now=now)
    with state.reading() as connection:
        row = connection.execute(select(VERSIONS)).mappings().one()
    with pytest.raises(StateError) as caught, state.changing() as connection:
        connection.execute(insert(VERSIONS).values(**row))
    assert isinstance(caught.value.__cause__, IntegrityError)
