"""The questions about behaviour asked of data frames, on the same data."""

from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from strata.bench.behaviour import ASKED_ELSEWHERE, Asking, Figures, Question
from strata.bench.ways import Way, way
from strata.build.delivered import Delivered, delivered
from strata.errors import WarehouseError
from strata.warehouse import Warehouse

MODULES: Mapping[str, str] = {"pandas": "in_pandas", "polars": "in_polars"}
"""The module that asks each tool; it is imported only where it is asked for."""


def check_installed(name: str) -> None:
    """Raises WarehouseError, which says how to get it, where a tool is not installed."""
    if find_spec(name) is None:
        raise WarehouseError(f"{name} is not installed: it is among the tools for development, 'make test' gets them.")


def framed(name: str, folder: Path, runs: int) -> Way:
    """All questions asked of a tool; reading the data into memory is not counted, but the memory they take is."""
    tool = import_module(f"strata.bench.{MODULES[name]}")
    with closing(Warehouse.open(folder)) as warehouse:
        asking, file = Asking(warehouse.catalog.as_of), delivered(warehouse.file)
    tables = tool.Tables.read(Delivered(file))

    def ask(question: Question) -> Figures:
        found: Figures = tool.ask(tables, question.plain, question.params(asking))
        return found

    return way(runs, ask, lambda found: found, ASKED_ELSEWHERE)


FRAMES: Mapping[str, Callable[[Path, int], Way]] = {name: partial(framed, name) for name in MODULES}
