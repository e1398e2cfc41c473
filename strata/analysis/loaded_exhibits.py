"""The load report as exhibits: files, what was wrong, attributes."""

from strata.analysis.loaded import loaded
from strata.membership import NO_LIBRARY, Library
from strata.model.exhibit import Column, Exhibit, Stamp, Table
from strata.model.recipe import Recipe
from strata.model.results import Loaded
from strata.warehouse import Warehouse

FILES = ("Table", "File", "Rows read", "Kept", "Rejected")
ISSUES = ("Rows", "What happened", "Why", "File", "Example row", "Example value", "What to do")
ATTRIBUTES = ("Attribute", "Kind", "Of", "Type", "Values", "Personal", "Name")


def exhibits(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """The tables of the version that is served; segments and dates of the recipe do not matter."""
    del recipe, library
    found = loaded(warehouse)
    return (files(found), issues(found), attributes(found))


def files(found: Loaded) -> Exhibit:
    """Rows read, kept and rejected per file."""
    rows = ((each.table, each.file, each.rows_read, each.rows_kept, each.rows_rejected) for each in found.files)
    return _table("files", "Files", found, FILES, tuple(rows))


def issues(found: Loaded) -> Exhibit:
    """What was wrong, with an example and the remedy."""
    rows = (
        (
            *(each.n_rows, each.severity, each.reason, each.file, each.example_row),
            *(each.example_value, each.remedy),
        )
        for each in found.issues
    )
    return _table("load-issues", "Load issues", found, ISSUES, tuple(rows))


def attributes(found: Loaded) -> Exhibit:
    """What is known of users and accounts."""
    rows = (
        (
            *(each.label, each.kind, each.owner, each.type, each.n_values),
            *("yes, masked" if each.is_personal else "no", each.name),
        )
        for each in found.attributes
    )
    return _table("attributes", "Attributes", found, ATTRIBUTES, tuple(rows))


def _table(
    key: str, title: str, found: Loaded, names: tuple[str, ...], rows: tuple[tuple[str | int | None, ...], ...]
) -> Exhibit:
    return Exhibit(key, title, None, Stamp(found.source), table=Table(tuple(map(Column, names)), rows))
