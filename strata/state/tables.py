"""The tables of saved work. A change here needs a migration beside it; a test compares the two."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    text,
)

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A point in time, kept in UTC; SQLite drops the zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC; ValueError if its zone is not known."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment with its zone."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class Json(TypeDecorator[Any]):
    """A document as ASCII text: both databases keep every character of it and every number as written."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str:
        """The document as text."""
        return json.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401  any document
        """The document."""
        return json.loads(value or "null")


def _text(name: str, *, primary_key: bool = False) -> Column[str]:
    return Column(name, Text, nullable=False, primary_key=primary_key)


def _whole(name: str, *, primary_key: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=False, primary_key=primary_key, autoincrement=False)


def _saved() -> tuple[Column[datetime], Column[str]]:
    """When a row was saved, and by whom."""
    return Column("saved_at", Moment, nullable=False), _text("saved_by")


def _seen_by_some() -> CheckConstraint:
    return CheckConstraint("visibility in ('private', 'everyone')", name="visibility")


def _unique_names(table: Table, *, but: str = "") -> None:
    """No name twice among what everyone sees, and none twice among what one owner alone sees."""
    for scope, columns in {"everyone": ("name",), "private": ("owner", "name")}.items():
        rows, names = text(f"visibility = '{scope}' {but}".strip()), [table.c[name] for name in columns]
        Index(f"uq_{table.name}_{scope}", *names, unique=True, sqlite_where=rows, postgresql_where=rows)


def _of_a_version() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["segment_id", "version"], ["versions.segment_id", "versions.version"])


SEGMENTS = Table(
    "segments",
    METADATA,
    _text("id", primary_key=True),
    _text("name"),
    _text("owner"),
    _text("visibility"),
    Column("is_archived", Boolean, nullable=False),
    _whole("newest"),
    Column("verified_key", Text),
    _seen_by_some(),
)
"""One row per segment; name and visibility are those of its newest version."""

_unique_names(SEGMENTS, but="and not is_archived")

VERSIONS = Table(
    "versions",
    METADATA,
    Column("segment_id", Text, ForeignKey("segments.id"), primary_key=True),
    _whole("version", primary_key=True),
    _text("description"),
    Column("tags", Json, nullable=False),
    Column("definition", Json, nullable=False),
    _text("definition_key"),
    Column("is_frozen", Boolean, nullable=False),
    _text("note"),
    *_saved(),
)
"""One row per save, only ever added to; `definition` is the segment as it is written in files."""

MEMBERS = Table(
    "members",
    METADATA,
    _text("segment_id", primary_key=True),
    _whole("version", primary_key=True),
    _text("user_key", primary_key=True),
    _of_a_version(),
)
"""One row per user of a frozen version."""

SIZES = Table(
    "sizes",
    METADATA,
    _text("segment_id", primary_key=True),
    _whole("version", primary_key=True),
    _text("warehouse_version", primary_key=True),
    _whole("users"),
    _whole("accounts"),
    Column("measured_at", Moment, nullable=False),
    _of_a_version(),
)
"""One row per version of a segment and version of the warehouse."""

FAVOURITES = Table(
    "favourites",
    METADATA,
    Column("segment_id", Text, ForeignKey("segments.id"), primary_key=True),
    _text("person", primary_key=True),
)
"""One row per segment and person who marked it."""

COMPARISONS = Table(
    "comparisons",
    METADATA,
    _text("id", primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("segments", Json, nullable=False),
    Column("baseline", Text),
    Column("metrics", Json, nullable=False),
    Column("within", Json, nullable=False),
    *_saved(),
)
"""One row per saved comparison; `segments` is a list of [segment id, version]."""

REVIEWS = Table(
    "reviews",
    METADATA,
    _text("id", primary_key=True),
    _text("name"),
    _text("owner"),
    _text("visibility"),
    _whole("newest"),
    _seen_by_some(),
)
"""One row per review pack; name and visibility are those of its newest version."""

_unique_names(REVIEWS)

REVIEW_VERSIONS = Table(
    "review_versions",
    METADATA,
    Column("review_id", Text, ForeignKey("reviews.id"), primary_key=True),
    _whole("version", primary_key=True),
    _text("name"),
    Column("items", Json, nullable=False),
    _text("note"),
    *_saved(),
)
"""One row per save of a review, only ever added to; `items` is a list of what each item asks and says."""

REVIEW_FIGURES = Table(
    "review_figures",
    METADATA,
    Column("review_id", Text, ForeignKey("reviews.id"), primary_key=True),
    _text("item", primary_key=True),
    _text("warehouse_version", primary_key=True),
    _text("as_of"),
    Column("figures", Json, nullable=False),
    Column("counted_at", Moment, nullable=False),
)
"""One row per item of a review and version of the warehouse: what it showed, to say later what changed."""

ANNOTATIONS = Table(
    "annotations",
    METADATA,
    _text("id", primary_key=True),
    Column("day", Date, nullable=False),
    _text("text"),
    *_saved(),
)
"""One row per note on a day."""

MARKED_CHANGES = Table(
    "marked_changes",
    METADATA,
    _text("id", primary_key=True),
    _text("name"),
    Column("day", Date, nullable=False),
    Column("asked", Json, nullable=False),
    *_saved(),
)
"""One row per change that is followed; `asked` is the recipe of its screen."""

AUDIT = Table(
    "audit",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    _text("person"),
    _text("action"),
    _text("subject"),
    Index("ix_audit_subject", "subject"),
)
"""One row per change, only ever added to; `subject` is the id of what was changed."""
