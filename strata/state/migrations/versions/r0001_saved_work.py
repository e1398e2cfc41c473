"""Saved segments with their versions, members and sizes, saved comparisons, the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the first tables; the names of constraints come from the metadata's convention."""
    _segments()
    _versions()
    _of_versions()
    _comparisons()
    _audit()


def _segments() -> None:
    op.create_table(
        "segments",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("visibility", sa.Text, nullable=False),
        sa.Column("is_archived", sa.Boolean, nullable=False),
        sa.Column("newest", sa.Integer, nullable=False),
        sa.Column("verified_key", sa.Text),
        sa.CheckConstraint("visibility in ('private', 'everyone')", name="visibility"),
    )
    for name, columns, scope in (
        ("uq_segments_everyone", ["name"], "everyone"),
        ("uq_segments_private", ["owner", "name"], "private"),
    ):
        rows = sa.text(f"visibility = '{scope}' and not is_archived")
        op.create_index(name, "segments", columns, unique=True, sqlite_where=rows, postgresql_where=rows)
    op.create_table(
        "favourites",
        sa.Column("segment_id", sa.Text, sa.ForeignKey("segments.id"), primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
    )


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("segment_id", sa.Text, sa.ForeignKey("segments.id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("definition", sa.Text, nullable=False),
        sa.Column("definition_key", sa.Text, nullable=False),
        sa.Column("is_frozen", sa.Boolean, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Text, nullable=False),
    )


def _of_versions() -> None:
    op.create_table(
        "members",
        sa.Column("segment_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("user_key", sa.Text, primary_key=True),
        sa.ForeignKeyConstraint(["segment_id", "version"], ["versions.segment_id", "versions.version"]),
    )
    op.create_table(
        "sizes",
        sa.Column("segment_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("warehouse_version", sa.Text, primary_key=True),
        sa.Column("users", sa.Integer, nullable=False),
        sa.Column("accounts", sa.Integer, nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["segment_id", "version"], ["versions.segment_id", "versions.version"]),
    )


def _comparisons() -> None:
    op.create_table(
        "comparisons",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("segments", sa.Text, nullable=False),
        sa.Column("baseline", sa.Text),
        sa.Column("metrics", sa.Text, nullable=False),
        sa.Column("within", sa.Text, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Text, nullable=False),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])
