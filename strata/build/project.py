"""strata.toml -> Project: what is loaded and what it means, with every mistake said in one sentence."""

import difflib
import glob
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast, get_args
from zoneinfo import available_timezones

from strata.build.readers import reader_of
from strata.build.tables import SURVEYS, TABLES, Key, Table
from strata.errors import ProjectError
from strata.model.attributes import AttributeType, Kind


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: files, or a query over the project's `[files]`."""

    paths: tuple[Path, ...] = ()
    query: str | None = None


@dataclass(frozen=True, slots=True)
class AttributeSpec:
    """What the project file says about one attribute; None where it leaves the choice to the loader."""

    name: str
    column: str | None = None
    kind: Kind | None = None
    label: str | None = None
    type: AttributeType | None = None
    labels: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    is_personal: bool | None = None
    is_skipped: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One table of the project file: `[users]`, or one of its `[[events]]`.

    `columns` pairs a staging column with the source column that fills it, `constants` with a text.
    """

    table: str
    where: str
    source: Source
    columns: tuple[tuple[str, str], ...]
    constants: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    attributes: tuple[AttributeSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A project file, read and checked: every file it names exists, every key is known."""

    path: Path
    name: str
    timezone: str
    as_of: date | None
    persona: str | None
    files: tuple[tuple[str, tuple[Path, ...]], ...]
    blocks: tuple[Block, ...]


def read_project(path: Path, *, files: Path | None = None) -> Project:
    """Returns the project file at `path`; the sources it names are looked for in `files`, else beside it.

    Raises:
        ProjectError: the file or a source is missing, is no TOML, or says something that is not understood.
    """
    content = _toml(path)
    folder = files or path.parent
    _check_keys(content, {"project", "files", *(table.name for table in TABLES)}, path.name)
    if "users" not in content:
        raise ProjectError(f"{path.name} has no [users]: say where the users are, with file = and id =")
    header = _table(content, "project", path.name)
    _check_keys(header, {"name", "timezone", "as_of", "persona"}, "[project]")
    aliases = _table(content, "files", path.name)
    return Project(
        path=path,
        name=_text(header, "name", "[project]") or path.parent.resolve().name,
        timezone=_timezone(_text(header, "timezone", "[project]") or "UTC"),
        as_of=_date(header.get("as_of")),
        persona=_text(header, "persona", "[project]"),
        files=tuple((alias, _paths(name, folder, f"[files] {alias}")) for alias, name in aliases.items()),
        blocks=tuple(block for table in TABLES for block in _blocks(table, content.get(table.name), folder, aliases)),
    )


def closest(name: str, known: Collection[str]) -> str:
    """Returns ", did you mean ...?" when one of the known names is near, else the list of them."""
    near = difflib.get_close_matches(name.lower(), {one.lower(): one for one in known}, n=1, cutoff=0.6)
    if near:
        return f"did you mean {next(one for one in known if one.lower() == near[0])!r}?"
    return f"known are {', '.join(sorted(known)[:40]) or 'none'}"


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise ProjectError(f"{path} does not exist: name the project file (strata.toml) to load") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path} cannot be read as UTF-8 text: {error}") from error
    except RecursionError as error:
        raise ProjectError(f"{path.name} is nested too deeply to be read: write its lists and tables flat") from error
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"{path.name} is not valid TOML: {error}; texts need quotes, tables [brackets]") from error


def _blocks(table: Table, entry: object, folder: Path, aliases: Mapping[str, Any]) -> list[Block]:
    if entry is None:
        return []
    shape = f"[[{table.name}]]" if table.is_list else f"[{table.name}]"
    entries = entry if table.is_list else [entry]
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise ProjectError(f"{table.name} is written as {shape}, followed by its keys")
    wheres = [f"{shape} number {number}" if len(entries) > 1 else shape for number in range(1, len(entries) + 1)]
    return [_block(table, one, where, folder, aliases) for one, where in zip(entries, wheres, strict=True)]


def _block(table: Table, entry: dict[str, Any], where: str, folder: Path, aliases: Mapping[str, Any]) -> Block:
    _check_keys(entry, _known_keys(table), where)
    _check_required(table, entry, where)
    constants = {table.constant.column: _text(entry, table.constant.name, where)} if table.constant else {}
    survey = constants.get("survey")
    if survey is not None and survey not in SURVEYS:
        raise ProjectError(f"survey = {survey!r} in {where}: {closest(survey, SURVEYS)}")
    return Block(
        table=table.name,
        where=where,
        source=_source(entry, where, folder, aliases),
        columns=tuple((key.column, text) for key in table.keys if (text := _text(entry, key.name, where)) is not None),
        constants=tuple((column, text) for column, text in constants.items() if text is not None),
        missing=_texts(entry, "missing", where),
        properties=_texts(entry, "properties", where),
        attributes=tuple(
            _attribute(name, one, f"{where[:-1]}.attributes.{name}]")
            for name, one in _table(entry, "attributes", where).items()
        ),
    )


def _known_keys(table: Table) -> set[str]:
    constant = {table.constant.name} if table.constant else set()
    extra = {"attributes"} if table.has_attributes else {"properties"}
    return {"file", "query", *(key.name for key in table.keys), *constant, *extra} | (
        {"missing"} if table.takes_missing else set()
    )


def _check_required(table: Table, entry: dict[str, Any], where: str) -> None:
    keys: tuple[Key, ...] = (*table.keys, table.constant) if table.constant else table.keys
    for key in keys:
        if key.is_required and key.name not in entry:
            what = "the text" if key is table.constant else "the column"
            raise ProjectError(f"{where} has no {key.name!r}: add {key.name} = {what} for it")
    if table.one_of and not any(name in entry for name in table.one_of):
        raise ProjectError(f"{where} needs {' or '.join(repr(name) for name in table.one_of)}: add one of them")


def _source(entry: dict[str, Any], where: str, folder: Path, aliases: Mapping[str, Any]) -> Source:
    file, query = entry.get("file"), _text(entry, "query", where)
    if (file is None) == (query is None):
        raise ProjectError(f"{where} needs either file = or query =, {'not both' if query else 'and has neither'}")
    if query is None:
        return Source(paths=_paths(file, folder, where))
    if not aliases:
        raise ProjectError(
            f'{where} has a query but there is no [files]: name its files there, like users = "users.csv"'
        )
    return Source(query=query)


def _paths(name: object, folder: Path, where: str) -> tuple[Path, ...]:
    if not isinstance(name, str) or not name:
        raise ProjectError(f'file = {name!r} in {where}: write a file name in quotes, like "users.csv"')
    exact = folder / name
    found = sorted(folder / one for one in glob.glob(name, root_dir=folder))  # noqa: PTH207
    paths = (exact,) if exact.is_file() else tuple(found)
    if not paths:
        near = difflib.get_close_matches(name, [one.name for one in folder.glob("*")], n=1)
        hint = f"did you mean {near[0]!r}?" if near else "check the name, or give the folder with --files"
        raise ProjectError(f"file = {name!r} in {where} is not in {folder}: {hint}")
    for path in paths:
        if not path.is_file():
            raise ProjectError(f"file = {name!r} in {where}: {path} is no regular file; name a file, or use *.csv")
        reader_of(path)
    return paths


def _attribute(name: str, entry: object, where: str) -> AttributeSpec:
    if not isinstance(entry, dict):
        raise ProjectError(f'{where} is {entry!r}: write it as a table, like {{ column = "{name}" }}')
    _check_keys(entry, {"column", "kind", "label", "type", "labels", "missing", "personal", "skip"}, where)
    labels = _table(entry, "labels", where)
    for code, label in labels.items():
        if isinstance(label, (dict, list)):
            raise ProjectError(f'label {code} = {label!r} in {where}: write a text in quotes, like {code} = "..."')
    return AttributeSpec(
        name=name,
        column=_text(entry, "column", where),
        kind=cast("Kind | None", _choice(entry, "kind", get_args(Kind), where)),
        label=_text(entry, "label", where),
        type=cast("AttributeType | None", _choice(entry, "type", get_args(AttributeType), where)),
        labels=tuple((code.strip(), str(label)) for code, label in labels.items()),
        missing=_texts(entry, "missing", where),
        is_personal=_flag(entry, "personal", where),
        is_skipped=bool(_flag(entry, "skip", where)),
    )


def _check_keys(entry: Mapping[str, Any], known: set[str], where: str) -> None:
    for key in entry:
        if key not in known:
            raise ProjectError(f"{key!r} in {where} is not understood: {closest(key, known)}")


def _table(entry: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
    value = entry.get(key, {})
    if not isinstance(value, dict):
        raise ProjectError(f"{key} = {value!r} in {where}: write it as a table, [{key}] or {{ ... }}")
    return value


def _text(entry: Mapping[str, Any], key: str, where: str) -> str | None:
    value = entry.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise ProjectError(f'{key} = {value!r} in {where}: write a text in quotes, like {key} = "..."')
    return value.strip()


def _texts(entry: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    if not isinstance(value, list) or any(isinstance(one, (dict, list)) for one in value):
        raise ProjectError(f'{key} = {value!r} in {where}: write a list, like {key} = ["..."]')
    return tuple(str(one).strip() for one in value)


def _flag(entry: Mapping[str, Any], key: str, where: str) -> bool | None:
    value = entry.get(key)
    if value is not None and not isinstance(value, bool):
        raise ProjectError(f"{key} = {value!r} in {where}: write true or false, without quotes")
    return value


def _choice(entry: Mapping[str, Any], key: str, known: tuple[str, ...], where: str) -> str | None:
    value = _text(entry, key, where)
    if value is not None and value not in known:
        raise ProjectError(f"{key} = {value!r} in {where}: {closest(value, known)}")
    return value


def _timezone(name: str) -> str:
    if name not in available_timezones() - {"localtime"}:  # the machine's own, which may be another one tomorrow
        raise ProjectError(f"timezone = {name!r} in [project] is unknown: use a name like 'Europe/Berlin'")
    return name


def _date(value: object) -> date | None:
    if value is None or type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ProjectError(f"as_of = {str(value)!r} in [project] is no date: write it as YYYY-MM-DD") from error
