"""Joins to the segments in play, a million users at a time.

DuckDB joins on an id by looking up a place in an array as long as ids span less than a million, and by hashing, some
three times slower, beyond. So a statement's join to `member` is put in slices of the ids, one below the other.
"""

import re

SLICE = 1_000_000
"""Users; the most that ids may span for the fast join."""
_COMMENT = re.compile(r"--[^\n]*")
_JOIN = re.compile(r"(?P<as>\bas\s+)?\b(?P<name>\w+)\s+inner join member on member\.user_id = (?P=name)\.user_id")
_FROM = re.compile(r"\bfrom\s*$")


def sliced(sql: str, n_users: int) -> str:
    """The statement with its join to `member` in slices; as it is where there is one slice, or another kind of join.

    Columns can be named with and without the table they are from, as before.
    """
    if n_users <= SLICE:
        return sql
    text = _COMMENT.sub("", sql)
    for join in reversed(list(_JOIN.finditer(text))):
        start = _start(text, join)
        if start is not None and _FROM.search(text[:start]):
            rows = _rows(text[start : join.start("name")] + join["name"], join["name"], n_users)
            text = f"{text[:start]}({rows}){text[join.end() :]}"
    return text


def _start(text: str, join: re.Match[str]) -> int | None:
    """Where the source of a join begins: its name, or the bracket its subquery opens with."""
    if not join["as"]:
        return join.start("name")
    depth = 0
    for place in range(join.start() - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[place], 0)
        if depth == 0 and text[place] == "(":
            return place
        if depth == 0 and not text[place].isspace():
            return None
    return None


def _rows(source: str, name: str, n_users: int) -> str:
    parts = (
        f"select {name}, member, {name}.*, member.mask from {source} "
        f"inner join member on member.user_id = {name}.user_id "
        f"where member.user_id >= {first} and member.user_id < {first + SLICE}"
        for first in range(0, n_users, SLICE)
    )
    return " union all ".join(parts)
