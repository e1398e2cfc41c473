"""Tables in memory that are made once and then shared by everyone who asks for the same."""

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

Key = TypeVar("Key")


class SharedTables(Generic[Key]):
    """One table per key; those used last stay, up to a total weight, and none goes while it is used."""

    def __init__(self, prefix: str, make: Callable[[str, Key], int], drop: Callable[[str], None], *, most: int) -> None:
        """Nothing is made yet.

        Args:
            prefix: What the tables' names begin with, schema included.
            make: Makes the table of that name for a key and says what it weighs.
            drop: Drops the table of that name.
            most: The weight of all tables together that is kept.
        """
        self._prefix, self._make, self._drop, self._most = prefix, make, drop, most
        self._lock = threading.RLock()  # making a table may need another one
        self._names: OrderedDict[Key, str] = OrderedDict()
        self._weights: dict[str, int] = {}
        self._in_use: Counter[str] = Counter()
        self._made = 0

    @contextmanager
    def table(self, key: Key) -> Iterator[str]:
        """The name of the key's table; it stays at least as long as it is used here."""
        with self._lock:
            name = self._names.pop(key, None) or self._new(key)
            self._names[key] = name
            self._in_use[name] += 1
            self._drop_idle()
        try:
            yield name
        finally:
            with self._lock:
                self._in_use[name] -= 1

    def _new(self, key: Key) -> str:
        self._made += 1
        name = f"{self._prefix}{self._made}"
        self._weights[name] = self._make(name, key)
        return name

    def _drop_idle(self) -> None:
        idle = [key for key, name in self._names.items() if not self._in_use[name]]
        for key in idle:
            if sum(self._weights.values()) <= self._most:
                return
            name = self._names.pop(key)
            del self._in_use[name], self._weights[name]
            self._drop(name)
