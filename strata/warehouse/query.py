"""What can be asked: conditions, and the statements of `queries/` with what goes into them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

QUERIES = Path(__file__).resolve().parents[2] / "queries"


class Leaf(NamedTuple):
    """A condition as SQL that selects `user_id`, with its bound values."""

    sql: str
    params: tuple[tuple[str, Any], ...] = ()


class Members(NamedTuple):
    """Who is counted at all, and who of them is in each segment (bit i of a mask = segment i)."""

    population: int
    segments: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A file of `queries/` with what goes into it.

    `names` fill placeholders with identifiers from the catalog (quoted here), `parts` with another
    query; `params` are bound by DuckDB and never become text. `kept` fills a placeholder with the rows of several
    queries that do not depend on who is in which segment: each is put to the file once and its rows are kept in a
    table; one below the other, with the number of the query in the column `place`.
    """

    name: str
    params: tuple[tuple[str, Any], ...] = ()
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()
    parts: tuple[tuple[str, "Query"], ...] = ()
    kept: tuple[tuple[str, tuple["Query", ...]], ...] = ()

    @property
    def sql(self) -> str:
        """The statement with its placeholders filled."""
        text = read_query(self.name)
        for placeholder, path in self.names:
            text = text.replace(f"{{{{ {placeholder} }}}}", quoted(*path))
        for placeholder, part in self.parts:
            text = text.replace(f"{{{{ {placeholder} }}}}", part.sql)
        return text

    @property
    def all_kept(self) -> tuple[tuple[str, tuple["Query", ...]], ...]:
        """The kept parts of the statement and of its parts."""
        return (*self.kept, *(kept for _, part in self.parts for kept in part.all_kept))

    def over(self, tables: Mapping["Query", str]) -> str:
        """The statement with its kept parts read from these tables."""
        text = self.sql
        for placeholder, queries in self.all_kept:
            rows = (f"select {place} as place, * from {tables[query]}" for place, query in enumerate(queries))
            text = text.replace(f"{{{{ {placeholder} }}}}", " union all ".join(rows))
        return text

    @property
    def bound(self) -> dict[str, Any]:
        """Every parameter of the statement and of its parts."""
        merged = dict(self.params)
        for _, part in self.parts:
            merged |= part.bound
        return merged


@lru_cache(maxsize=256)
def read_query(name: str) -> str:
    """The text of `queries/<name>.sql`."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def quoted(*path: str) -> str:
    """An identifier, qualified where `path` has several parts, safe to stand in a statement."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in path)
