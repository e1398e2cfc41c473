"""Work on several metrics at once: what one of them computes hides behind what the database does for another."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

Thing = TypeVar("Thing")
Answer = TypeVar("Answer")

THREADS = 2


def of_each(work: Callable[[Thing], Answer], things: Sequence[Thing]) -> list[Answer]:
    """What the work gives for each thing, in their order; whoever cancels the caller cancels all of it."""
    if len(things) < THREADS:
        return [work(thing) for thing in things]
    with ThreadPoolExecutor(THREADS) as threads:
        running = [threads.submit(copy_context().run, work, thing) for thing in things]
        try:
            return [each.result() for each in running]
        finally:
            for each in running:
                each.cancel()
