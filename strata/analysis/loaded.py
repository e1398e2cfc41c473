"""What was loaded, how fresh it is, and what was wrong with the source rows."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from strata.analysis.source import source
from strata.model.results import Loaded, LoadedFile, LoadedTable, LoadIssue, LoadStep
from strata.warehouse import Query, Warehouse


def loaded(warehouse: Warehouse) -> Loaded:
    """The load report of the version that is served."""
    catalog = warehouse.catalog
    return Loaded(
        source=source(warehouse),
        users=catalog.n_users,
        internal=catalog.n_internal,
        accounts=catalog.n_accounts,
        events=catalog.n_events,
        answers=catalog.n_responses,
        size_mb=warehouse.file.stat().st_size / 1e6,
        attributes=catalog.attributes,
        files=tuple(LoadedFile(*row) for row in _rows(warehouse.run(Query("reports/load_files")))),
        issues=tuple(LoadIssue(*row) for row in _rows(warehouse.run(Query("reports/load_issues")))),
        steps=tuple(LoadStep(*row) for row in _cost(warehouse, "load_steps")),
        tables=tuple(LoadedTable(*row) for row in _cost(warehouse, "load_tables")),
    )


def _cost(warehouse: Warehouse, table: str) -> Iterator[tuple[Any, ...]]:
    """What a table says about the load; nothing where an earlier release loaded it, which did not measure."""
    there = warehouse.run(Query("reports/table_names"))
    return _rows(warehouse.run(Query(f"reports/{table}"))) if table in set(there["table_name"]) else iter(())


def _rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    return frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None)
