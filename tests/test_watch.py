"""Work that nobody waits for stops: what it asks is interrupted, and nothing else suffers."""

import threading
from collections.abc import Iterator
from time import monotonic, process_time

import pytest

from strata.errors import QueryCancelled
from strata.warehouse import Leaf, Query, Warehouse
from strata.warehouse.tables import SharedTables
from strata.warehouse.watch import WATCH, Watch

LONG = Leaf("select (sum(a.range * b.range) % 3)::int as user_id from range(2000000) a, range(200000) b")
SHORT = Query("reports/event_names")


def begin(warehouse: Warehouse, watch: Watch, failures: list[BaseException]) -> threading.Thread:
    """A thread that asks a question of many minutes under a watch."""

    def ask() -> None:
        WATCH.set(watch)
        try:
            warehouse.members(LONG)
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def wait_until_asked(watch: Watch) -> None:
    waiting = threading.Event()
    while not watch.asked:
        waiting.wait(0.01)


def test_stopped_work_ends_and_leaves_the_processor(tiny):
    watch, failures = Watch(), list[BaseException]()
    thread = begin(tiny, watch, failures)
    wait_until_asked(watch)
    started = monotonic()
    watch.stop()
    thread.join(timeout=20)
    assert not thread.is_alive()
    assert monotonic() - started < 5
    assert isinstance(failures[0], QueryCancelled)
    before = process_time()
    threading.Event().wait(0.4)
    assert process_time() - before < 0.2


def test_stopped_work_asks_nothing_more(tiny):
    watch = Watch()
    watch.stop()
    token = WATCH.set(watch)
    try:
        tiny.forget()
        with pytest.raises(QueryCancelled, match="nobody waits"):
            tiny.run(SHORT)
    finally:
        WATCH.reset(token)
    assert watch.asked == 0
    assert len(tiny.run(SHORT)) == 2


def test_work_of_others_goes_on(tiny):
    watch, failures = Watch(), list[BaseException]()
    thread = begin(tiny, watch, failures)
    wait_until_asked(watch)
    tiny.forget()
    assert len(tiny.run(SHORT)) == 2
    watch.stop()
    thread.join(timeout=20)


def test_table_of_one_key_is_not_waited_for_by_another():
    may_finish, dropped = threading.Event(), list[str]()

    def make(name: str, key: str) -> int:
        assert name
        if key == "slow":
            assert may_finish.wait(20)
        return 1

    shared = SharedTables[str]("t_", make, dropped.append, most=10)
    names: list[str] = []

    def ask_slow() -> None:
        with shared.table("slow") as name:
            names.append(name)

    threads = [threading.Thread(target=ask_slow) for _ in range(2)]
    for thread in threads:
        thread.start()
    with shared.table("quick") as quick:
        assert quick
    may_finish.set()
    for thread in threads:
        thread.join()
    assert len(set(names)) == 1
    assert not dropped


def test_table_that_could_not_be_made_is_tried_again():
    outcomes: Iterator[ValueError | int] = iter([ValueError("no"), 1])
    dropped: list[str] = []

    def make(name: str, key: str) -> int:
        del name, key
        outcome = next(outcomes)
        if isinstance(outcome, ValueError):
            raise outcome
        return outcome

    shared = SharedTables[str]("t_", make, dropped.append, most=10)
    with pytest.raises(ValueError, match="no"), shared.table("a"):
        pass
    with shared.table("a") as name:
        assert name == "t_2"
    assert dropped == ["t_1"]
