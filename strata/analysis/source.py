"""Where a result's numbers come from."""

from strata.membership import window_bounds
from strata.model.results import Source
from strata.model.segment import EVER, Window
from strata.warehouse import Warehouse


def source(warehouse: Warehouse, window: Window = EVER) -> Source:
    """The warehouse version, the dates and the people a result counts."""
    catalog = warehouse.catalog
    start, until = window_bounds(window, catalog)
    dates = " ".join(
        text
        for text in (f"from {start:%Y-%m-%d}" if start else "", f"before {until:%Y-%m-%d}" if until else "")
        if text
    )
    population = "all users"
    if catalog.n_internal:
        population = f"all users but {catalog.n_internal:,} internal and test users"
    return Source(
        project=catalog.project,
        version=catalog.version,
        loaded_at=catalog.loaded_at,
        as_of=catalog.as_of.isoformat(),
        timezone=catalog.timezone,
        window=dates or "all dates",
        population=population,
    )
