"""Statements from queries/, with catalog names filled in. Values never pass here: they are bound."""

import re
from functools import cache
from pathlib import Path

QUERIES = Path(__file__).resolve().parents[2] / "queries"
_WILDCARD = re.compile(r"[*?\[]")
_PLACEHOLDER = re.compile(r"\{\{ (\w+) \}\}")


def statement(name: str, /, **fills: str) -> str:
    """Returns the text of `queries/<name>.sql` with its `{{ placeholders }}` filled."""
    return _PLACEHOLDER.sub(lambda match: fills[match[1]], _text(name))


def quoted(name: str) -> str:
    """Returns `name` as an SQL identifier, whatever it contains."""
    return '"' + name.replace('"', '""') + '"'


def literal_path(path: Path) -> str:
    """Returns a path as DuckDB's readers take it, which would expand wildcards in a file's own name.

    >>> literal_path(Path("part[1].csv"))
    'part[[]1].csv'
    """
    return _WILDCARD.sub(r"[\g<0>]", str(path))


@cache
def _text(name: str) -> str:
    return (QUERIES / f"{name}.sql").read_text("utf-8")
