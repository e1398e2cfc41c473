"""JSON lines -> raw table."""

import json
from collections.abc import Iterator
from pathlib import Path

from strata.build.raw import Raw, Sink
from strata.build.records import Fault
from strata.errors import LoadError

_SHOWN = 80


def read_jsonl(sink: Sink, path: Path) -> Raw:
    """Returns the raw table of a file with one JSON object a line; nested values stay JSON text.

    Numbers keep the digits they are written with. Lines that are no object are rejected.

    Raises:
        LoadError: no line is a JSON object, or the file is not UTF-8.
    """
    faults: list[Fault] = []
    try:
        keys = list(dict.fromkeys(key for _, row in _objects(path, []) for key in row))
        if not keys:
            raise LoadError(f"{path.name} holds no JSON objects: it needs one object a line, like {{...}}")
        columns = sink.columns(keys)
        rows = ((number, [row.get(key) for key in keys]) for number, row in _objects(path, faults))
        n_rows = sink.fill(columns, rows)
    except UnicodeDecodeError as error:
        raise LoadError(f"{path.name} is not UTF-8, as JSON must be: save it again as UTF-8") from error
    return Raw(sink.table, columns, n_rows, tuple(faults))


def _objects(path: Path, faults: list[Fault]) -> Iterator[tuple[int, dict[str, str | None]]]:
    with path.open(encoding="utf-8-sig") as file:
        lines = (line for line in file if line.strip())
        for number, line in enumerate(lines, start=1):
            row = _parsed(line)
            if row is not None:
                yield number, row
            else:
                faults.append(Fault(number, line.strip()[:_SHOWN], "not a JSON object"))


def _parsed(line: str) -> dict[str, str | None] | None:
    """The object as texts; None where it is none, is too deeply nested, or has half a character (a lone surrogate)."""
    try:
        row = json.loads(line, parse_int=str, parse_float=str)
        if not isinstance(row, dict):
            return None
        texts = {key: _as_text(value) for key, value in row.items()}
        if "\\u" in line:
            "".join([*texts, *filter(None, texts.values())]).encode()
    except (ValueError, RecursionError):
        return None
    return texts


def _as_text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False)
