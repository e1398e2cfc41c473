"""A memory of bounded size."""

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
        """Keeps an answer as the one used last, and lets go of the oldest."""
        if key in self.answers or self.size_of(answer) > self.most_bytes:
            return
        self.answers[key] = answer
        self.held_bytes += self.size_of(answer)
        while self.held_bytes > self.most_bytes:
            _, oldest = self.answers.popitem(last=False)
            self.held_bytes -= self.size_of(oldest)

    def clear(self) -> None:
        """Lets go of all."""
        self.answers.clear()
        self.held_bytes = 0
