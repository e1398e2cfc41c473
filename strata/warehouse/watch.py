"""Who waits for an answer: a query is stopped when nobody does any more, or when its time is up.

One thread looks after the running queries of the whole process: it costs nothing while there are none.
"""

import atexit
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic

import duckdb

from strata.errors import QueryCancelled

LOOKS_EVERY = 0.05
"""Seconds between two looks at what is running."""
STOPPED = "This was stopped, because nobody waits for it any more: ask again to see it."


class Watch:
    """One piece of work that asks the warehouse many things, and that can be stopped from another thread."""

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self.asked = 0
        """How many statements were put to the file so far."""
        self._stopped = threading.Event()

    @property
    def is_stopped(self) -> bool:
        """Whether nobody waits any more."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Stops the statement that is running, and lets no other begin."""
        self._stopped.set()

    def check(self) -> None:
        """Raises QueryCancelled once the work was stopped."""
        if self.is_stopped:
            raise QueryCancelled(STOPPED)


WATCH: ContextVar[Watch] = ContextVar("watch")
"""The work that this thread does; without one, only time ends a statement."""


def check() -> None:
    """Raises QueryCancelled where the work of this thread was stopped."""
    watch = WATCH.get(None)
    if watch:
        watch.check()


@dataclass(eq=False, slots=True)
class _Running:
    cursor: duckdb.DuckDBPyConnection
    until: float
    watch: Watch | None

    @property
    def is_over(self) -> bool:
        return monotonic() > self.until or (self.watch is not None and self.watch.is_stopped)


class _Warden:
    """The thread that interrupts; again and again, because an interruption before a statement begins is lost."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._running: set[_Running] = set()
        self._thread: threading.Thread | None = None
        self._is_ending = False
        atexit.register(self._end)  # a thread that lives on keeps the engine from going quietly

    def add(self, running: _Running) -> None:
        with self._changed:
            self._running.add(running)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._look, name="strata-warden", daemon=True)
                self._thread.start()
            self._changed.notify()

    def remove(self, running: _Running) -> None:
        """Once this is done the cursor is no longer touched and can be closed."""
        with self._changed:
            self._running.discard(running)

    def _look(self) -> None:
        with self._changed:
            while not self._is_ending:
                self._changed.wait(LOOKS_EVERY if self._running else None)
                self._interrupt()

    def _end(self) -> None:
        with self._changed:
            self._is_ending = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _interrupt(self) -> None:
        """Apart from the loop, so that no name keeps a cursor alive while there is nothing to look after."""
        for running in self._running:
            if running.is_over:
                running.cursor.interrupt()


_WARDEN = _Warden()


@contextmanager
def watched(cursor: duckdb.DuckDBPyConnection, *, seconds: float) -> Iterator[None]:
    """Interrupts what the cursor does inside once the time is up or the work of this thread is stopped.

    Raises:
        QueryCancelled: the work was stopped before.
    """
    check()
    watch = WATCH.get(None)
    if watch:
        watch.asked += 1
    running = _Running(cursor, monotonic() + seconds, watch)
    _WARDEN.add(running)
    try:
        yield
    finally:
        _WARDEN.remove(running)
