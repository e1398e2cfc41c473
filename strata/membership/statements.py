"""Statements of files inside those of conditions."""

from strata.warehouse import Query


def without_remarks(query: Query) -> str:
    """A statement without its header, where values would stand when it is written out to be read."""
    return "\n".join(line for line in query.sql.splitlines() if not line.startswith("--"))
