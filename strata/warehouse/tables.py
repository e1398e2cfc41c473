"""Tables in memory that are made once and then shared by everyone who asks for the same."""

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from strata.warehouse.watch import LOOKS_EVERY, check

Key = TypeVar("Key")


class SharedTables(Generic[Key]):
    """One table per key; those used last stay, up to a total weight, and none goes while it is used."""

    def __init__(self, prefix: str, make: Callable[[str, Key], int], drop: Callable[[str], None], *, most: int) -> None:
        """Nothing is made yet.

        Args:
            prefix: What the tables' names begin with, schema included.
            make: Makes the table of that name for a key and says what it weighs.
            drop: Drops the table of that name, if there is one.
            most: The weight of all tables together that is kept.
        """
        self._prefix, self._make, self._drop, self._most = prefix, make, drop, most
        self._changed = threading.Condition()
        self._names: OrderedDict[Key, str] = OrderedDict()
        self._weights: dict[str, int] = {}
        self._in_use: Counter[str] = Counter()
        self._making: set[Key] = set()
        self._made = 0

    @contextmanager
    def table(self, key: Key) -> Iterator[str]:
        """The name of the key's table; it stays at least as long as it is used here.

        Whoever asks first makes it; others who want the same wait, and nobody waits for another table.

        Raises:
            QueryCancelled: nobody waits for the work of this thread any more.
        """
        name = self._held(key) or self._new(key)
        for idle in self._let_go():
            self._drop(idle)
        try:
            yield name
        finally:
            with self._changed:
                self._in_use[name] -= 1

    def _held(self, key: Key) -> str | None:
        """The name of the key's table, in use from now on; None where it is now this thread that makes it."""
        with self._changed:
            while key in self._making:
                self._changed.wait(LOOKS_EVERY)
                check()
            if key not in self._names:
                self._making.add(key)
                return None
            self._names.move_to_end(key)
            self._in_use[self._names[key]] += 1
            return self._names[key]

    def _new(self, key: Key) -> str:
        with self._changed:
            self._made += 1
            name = f"{self._prefix}{self._made}"
        try:
            weight = self._make(name, key)
        except BaseException:
            self._drop(name)
            self._settle(key)
            raise
        with self._changed:
            self._names[key], self._weights[name] = name, weight
            self._in_use[name] += 1
        self._settle(key)
        return name

    def _settle(self, key: Key) -> None:
        with self._changed:
            self._making.discard(key)
            self._changed.notify_all()

    def _let_go(self) -> list[str]:
        """The tables used longest ago beyond the weight that is kept; nobody can ask for them any more."""
        gone = []
        with self._changed:
            idle = [key for key, name in self._names.items() if not self._in_use[name]]
            for key in idle:
                if sum(self._weights.values()) <= self._most:
                    break
                name = self._names.pop(key)
                del self._in_use[name], self._weights[name]
                gone.append(name)
        return gone
