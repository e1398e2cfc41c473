"""Raw tables -> staging tables: columns picked, renamed, recoded, typed, and every row checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

import duckdb

from strata.build.clocks import repeated_half_hours
from strata.build.kinds import Profile, inferred_type
from strata.build.plan import Planned, check_columns, planned_properties
from strata.build.project import Block
from strata.build.sources import Part
from strata.build.sql import quoted, statement
from strata.build.tables import Table
from strata.model.attributes import AttributeType

_PHYSICAL_TYPES: Mapping[AttributeType, str] = {"number": "double", "boolean": "boolean", "date": "date"}
_READERS: Mapping[AttributeType, str] = {"number": "as_number", "boolean": "as_boolean", "date": "as_day"}
_MACROS = (
    "as_text as_number as_boolean as_flag as_moment as_moment_month_first as_moment_day_first as_day "
    "as_day_month_first as_day_day_first fault remarks findings_create dates_create"
).split()


@dataclass(frozen=True, slots=True)
class Fed:
    """A block of the project file with the parts that feed it and, for users and accounts, its attributes."""

    block: Block
    parts: tuple[Part, ...]
    attributes: tuple[Planned, ...] = ()

    @property
    def carried(self) -> tuple[tuple[str, str], ...]:
        """(name, source column) of everything beyond the table's own columns."""
        return tuple((one.name, one.column) for one in self.attributes) + planned_properties(self.block)


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Defines how cells are read, and the place where remarks are collected."""
    for name in _MACROS:
        connection.execute(statement(f"staging/{name}"))


def pick(connection: duckdb.DuckDBPyConnection, table: Table, feds: list[Fed]) -> None:
    """Makes the table `picked_<table>` from all blocks of a table: texts under their final names, codes resolved.

    Raises:
        ProjectError: the project file names a column that a source does not have.
    """
    picked = quoted(f"picked_{table.name}")
    carried = dict.fromkeys(name for fed in feds for name, _ in fed.carried)
    empty = ", ".join(f"null::varchar as {quoted(name)}" for name in (*table.columns, *carried))
    connection.execute(statement("staging/picked_create", picked=picked, columns=empty))
    for number, fed in enumerate(feds, start=1):
        for part in fed.parts:
            _pick_part(connection, picked, fed, number, part)
        _recode_block(connection, table, fed, number)


def type_columns(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    feds: list[Fed],
    *,
    known: Mapping[str, AttributeType] = MappingProxyType({}),
) -> dict[str, AttributeType]:
    """Gives the attributes and properties of `picked_<table>` their types, and returns those.

    A cell that cannot be read as the declared type, or as the `known` one, becomes missing, with a remark.
    """
    specs = {one.name: one.spec for fed in feds for one in fed.attributes}
    names = list(dict.fromkeys(name for fed in feds for name, _ in fed.carried))
    profiles = _profiles(connection, table, names)
    types: dict[str, AttributeType] = {}
    for name in names:
        profile = profiles.get(name, Profile())
        spec = specs.get(name)
        declared = known.get(name) or (spec and (spec.type or ("text" if spec.labels else None)))
        types[name] = declared or _settled(inferred_type(profile), is_attribute=spec is not None)
        if spec and not declared and profile.is_ambiguous:
            _remark_ambiguous(connection, table, name, profile, feds[0].parts[0].file)
        _retype(connection, table, name, types[name], profile)
    return types


def property_types(
    connection: duckdb.DuckDBPyConnection, table: Table, names: Iterable[str]
) -> dict[str, AttributeType]:
    """Returns the types that the values of these properties have; a property without values is left out."""
    found = _profiles(connection, table, names)
    return {name: _settled(inferred_type(one), is_attribute=False) for name, one in found.items() if one.n}


def check(connection: duckdb.DuckDBPyConnection, table: Table, *, now: datetime) -> tuple[tuple[str, int, int], ...]:
    """Makes the table `checked_<table>`, collects its remarks and returns (file, rows checked, rows kept)."""
    fills = {f"read_{column}": f"as_moment{_order(connection, table, column)}" for column in table.dates}
    text = statement(f"staging/{table.name}", **fills)
    known = {"now": now, "repeated": _repeated_half_hours(connection)}
    connection.execute(text, {name: value for name, value in known.items() if f"${name}" in text})
    checked = quoted(f"checked_{table.name}")
    connection.execute(statement("staging/findings", checked=checked), {"table": table.name})
    for key in table.keys:
        if key.name == "id" and table.name not in ("users", "accounts"):
            _remark_repeated(connection, table, key.column)
    counts = connection.execute(statement("staging/file_counts", checked=checked)).fetchall()
    return tuple((str(file), int(n), int(kept)) for file, n, kept in counts)


def _repeated_half_hours(connection: duckdb.DuckDBPyConnection) -> list[datetime]:
    zone = connection.execute("select current_setting('timezone')").fetchall()[0][0]
    return list(repeated_half_hours(zone))


def _pick_part(connection: duckdb.DuckDBPyConnection, picked: str, fed: Fed, number: int, part: Part) -> None:
    roles = fed.block.columns
    check_columns((column for _, column in roles), part.raw.columns, fed.block.where, part.file)
    check_columns(fed.block.properties, part.raw.columns, fed.block.where, part.file)
    chosen = [*roles, *((name, column) for name, column in fed.carried if column in part.raw.columns)]
    columns = ", ".join(f"as_text({quoted(column)}) as {quoted(name)}" for name, column in chosen)
    fills = {"picked": picked, "columns": columns, "raw": quoted(part.raw.table)}
    connection.execute(statement("staging/pick", **fills), {"file": part.file, "block": number})


def _recode_block(connection: duckdb.DuckDBPyConnection, table: Table, fed: Fed, number: int) -> None:
    picked = quoted(f"picked_{table.name}")
    for column, text in fed.block.constants:
        fills = {"picked": picked, "column": quoted(column)}
        connection.execute(statement("staging/constant", **fills), {"block": number, "text": text})
    if fed.block.missing:
        _recode(connection, picked, "score", number, dict.fromkeys(fed.block.missing))
    for one in fed.attributes:
        codes = {**dict(one.spec.labels), **dict.fromkeys(one.spec.missing)}
        if one.spec.labels:
            fills = {"picked": picked, "column": quoted(one.name)}
            values = {"table": table.name, "block": number, "codes": list(codes), "name": one.name}
            connection.execute(statement("staging/uncoded", **fills), values)
        if codes:
            _recode(connection, picked, one.name, number, codes)


def _recode(
    connection: duckdb.DuckDBPyConnection, picked: str, name: str, number: int, codes: Mapping[str, str | None]
) -> None:
    values = {"block": number, "codes": list(codes), "labels": list(codes.values())}
    connection.execute(statement("staging/recode", picked=picked, column=quoted(name)), values)


def _profiles(connection: duckdb.DuckDBPyConnection, table: Table, names: Iterable[str]) -> dict[str, Profile]:
    columns = ", ".join(map(quoted, names))
    if not columns:
        return {}
    fills = {"picked": quoted(f"picked_{table.name}"), "columns": columns}
    name = "profile" if table.has_attributes else "profile_properties"
    rows = connection.execute(statement(f"staging/{name}", **fills)).fetchall()
    return {str(name): Profile(*values) for name, *values in rows}


def _settled(found: AttributeType, *, is_attribute: bool) -> AttributeType:
    """Properties are numbers or texts; attributes may also be dates and yes or no."""
    return found if is_attribute or found == "number" else "text"


def _retype(
    connection: duckdb.DuckDBPyConnection, table: Table, name: str, type_: AttributeType, profile: Profile
) -> None:
    if type_ == "text":
        return
    reader = _READERS[type_] + (profile.order if type_ == "date" else "")
    fills = {"picked": quoted(f"picked_{table.name}"), "column": quoted(name), "reader": reader}
    values = {"table": table.name, "reason": f"unreadable {type_}", "name": name}
    connection.execute(statement("staging/unreadable", **fills), values)
    connection.execute(statement("staging/retype", type=_PHYSICAL_TYPES[type_], **fills))


def _order(connection: duckdb.DuckDBPyConnection, table: Table, column: str) -> str:
    fills = {"picked": quoted(f"picked_{table.name}"), "column": quoted(column)}
    values = {"table": table.name, "name": column}
    connection.execute(statement("staging/slashes", **fills), values)
    found = connection.execute(statement("staging/dates"), values).fetchall()[0]
    n, n_month_first, n_day_first, n_differing = (int(each) for each in found)
    found = Profile(n=n, n_month_first=n_month_first, n_day_first=n_day_first, n_differing=n_differing)
    return found.order if n else ""


def _remark_ambiguous(
    connection: duckdb.DuckDBPyConnection, table: Table, name: str, profile: Profile, file: str
) -> None:
    values = {
        "table": table.name,
        "file": file,
        "row_number": profile.example_row,
        "severity": "kept",
        "reason": "ambiguous dates",
        "name": name,
        "value": profile.example_value,
    }
    connection.execute(statement("staging/finding"), values)


def _remark_repeated(connection: duckdb.DuckDBPyConnection, table: Table, column: str) -> None:
    fills = {"picked": quoted(f"picked_{table.name}"), "key": quoted(column)}
    connection.execute(statement("staging/repeated_ids", **fills), {"table": table.name})
