"""A memory of bounded size."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Recent(Generic[T]):
    """The answers used last, up to a number of bytes; one larger than all of that is not kept."""

    size_of: Callable[[T], int]
    most_bytes: int
    answers: OrderedDict[Hashable, T] = field(default_factory=OrderedDict)
    held_bytes: int = 0

    def add(self, key: Hashable, answer: T) -> None:
        """Keeps an answer as the one used last, in place of one of the same key, and lets go of the oldest."""
        if self.size_of(answer) > self.most_bytes:
            return
        if key in self.answers:
            self.held_bytes -= self.size_of(self.answers.pop(key))
        self.answers[key] = answer
        self.held_bytes += self.size_of(answer)
        while self.held_bytes > self.most_bytes:
            _, oldest = self.answers.popitem(last=False)
            self.held_bytes -= self.size_of(oldest)

    def clear(self) -> None:
        """Lets go of all."""
        self.answers.clear()
        self.held_bytes = 0


class Memory(Generic[T]):
    """The answers used last, for many threads."""

    def __init__(self, size_of: Callable[[T], int], most_bytes: int) -> None:
        """Empty; `size_of` says how many bytes an answer takes, `most_bytes` how many all may take."""
        self._recent = Recent(size_of, most_bytes)
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> T | None:
        """The answer of that key, if it is remembered."""
        with self._lock:
            if key not in self._recent.answers:
                return None
            self._recent.answers.move_to_end(key)
            return self._recent.answers[key]

    def put(self, key: Hashable, answer: T) -> None:
        """Remembers an answer."""
        with self._lock:
            self._recent.add(key, answer)

    def clear(self) -> None:
        """Forgets all."""
        with self._lock:
            self._recent.clear()
