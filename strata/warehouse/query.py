"""What can be asked: conditions, and the statements of `queries/` with what goes into them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

PARAMETER = re.compile(r"\$(\w+)")
QUERIES = Path(__file__).resolve().parents[2] / "queries"


class Times(NamedTuple):
    """How many times a user must be selected to meet a condition."""

    least: int = 1
    most: int | None = None

    def having(self, count: str = "count(*)") -> str:
        """What ends a statement that selects a user each time, so that it selects those of so many times."""
        if self == ONCE:
            return ""
        upper = f" and {count} <= {self.most:d}" if self.most else ""
        return f" group by 1 having {count} >= {self.least:d}{upper}"


ONCE = Times()


class Leaf(NamedTuple):
    """A condition as SQL that selects `user_id`, with its bound values, and how many times it must select a user."""

    sql: str
    params: tuple[tuple[str, Any], ...] = ()
    times: Times = ONCE

    @property
    def statement(self) -> str:
        """All of it as SQL: whom it selects that many times."""
        return self.sql + self.times.having()


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


def bound(sql: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the parameters that a statement names."""
    return {name: _listed(params[name]) for name in set(PARAMETER.findall(sql)) & params.keys()}


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
