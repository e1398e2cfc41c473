from contextvars import ContextVar

import pytest

from strata.analysis.threads import of_each

WHO: ContextVar[str] = ContextVar("WHO", default="nobody")


def test_of_each_keeps_the_order():
    assert of_each(lambda n: n * n, range(20)) == [n * n for n in range(20)]
    assert of_each(lambda n: n * n, []) == []


def test_of_each_raises_what_the_work_raises():
    with pytest.raises(ZeroDivisionError):
        of_each(lambda n: 1 / n, [1, 0, 2])


def test_of_each_works_in_the_context_of_the_caller():
    WHO.set("ann")
    assert of_each(lambda n: WHO.get(), [1, 2, 3]) == ["ann"] * 3
