"""Which source column becomes which attribute or property, decided before a row is moved."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from strata.build.names import snake_case, unique
from strata.build.project import AttributeSpec, Block, closest
from strata.build.tables import HELPER, PHYSICAL, TABLES
from strata.errors import ProjectError
from strata.model.attributes import Owner

_COLUMNS = {table.name: table.columns for table in TABLES}


@dataclass(frozen=True, slots=True)
class Planned:
    """An attribute to be: its final name, its source column and what the project file says about it."""

    name: str
    column: str
    spec: AttributeSpec
    owner: Owner


def planned_attributes(block: Block, columns: list[str], *, taken: Collection[str] = ()) -> tuple[Planned, ...]:
    """Returns the attributes of the users or accounts in this block, those of the project file first.

    Names in `taken` (the users' attributes) get the prefix `account_`.

    Raises:
        ProjectError: the project file names a column that the source does not have.
    """
    owner: Owner = "user" if block.table == "users" else "account"
    named = [(spec, _column(spec, columns, block)) for spec in block.attributes]
    used = {column for _, column in named} | {column for _, column in block.columns}
    rest = [column for column in columns if column not in used]
    chosen = [(spec, column) for spec, column in named if not spec.is_skipped]
    chosen += [(AttributeSpec(snake_case(column)), column) for column in rest]
    names = unique((_free(spec.name, block.table, taken) for spec, _ in chosen), taken=taken)
    return tuple(Planned(name, column, spec, owner) for name, (spec, column) in zip(names, chosen, strict=True))


def planned_properties(block: Block) -> tuple[tuple[str, str], ...]:
    """Returns (name, source column) of the properties this block carries along."""
    names = unique(_free(snake_case(column), block.table, ()) for column in block.properties)
    return tuple(zip(names, block.properties, strict=True))


def check_columns(names: Iterable[str], columns: Collection[str], where: str, file: str) -> None:
    """Checks that a source has the columns the project file names.

    Raises:
        ProjectError: one is not there.
    """
    for name in names:
        if name not in columns:
            raise ProjectError(f"{name!r} in {where} is no column of {file}: {closest(name, columns)}")


def check_persona(persona: str | None, names: Collection[str]) -> None:
    """Checks that the persona is an attribute.

    Raises:
        ProjectError: it is not.
    """
    if persona is not None and persona not in names:
        raise ProjectError(f"persona = {persona!r} in [project] is no attribute: {closest(persona, names)}")


def _column(spec: AttributeSpec, columns: list[str], block: Block) -> str:
    if spec.column is None:
        same = [column for column in columns if spec.name in (column, snake_case(column))]
        if same:
            return same[0]
    name = spec.column or spec.name
    check_columns([name], columns, f"{block.where[:-1]}.attributes.{spec.name}]", "its source")
    return name


def _free(name: str, table: str, taken: Collection[str]) -> str:
    free = f"account_{name}" if name in taken else name
    is_ours = free.lower() in PHYSICAL or free.lower() in _COLUMNS[table] or free.startswith(HELPER)
    return f"{free}_value" if is_ours else free
