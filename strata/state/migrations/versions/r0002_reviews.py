"""Review packs with their versions, and what their items showed with each version of the warehouse."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the tables of reviews; the names of constraints come from the metadata's convention."""
    _reviews()
    op.create_table(
        "review_versions",
        sa.Column("review_id", sa.Text, sa.ForeignKey("reviews.id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("items", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Text, nullable=False),
    )
    op.create_table(
        "review_figures",
        sa.Column("review_id", sa.Text, sa.ForeignKey("reviews.id"), primary_key=True),
        sa.Column("item", sa.Text, primary_key=True),
        sa.Column("warehouse_version", sa.Text, primary_key=True),
        sa.Column("as_of", sa.Text, nullable=False),
        sa.Column("figures", sa.Text, nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
    )


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("visibility", sa.Text, nullable=False),
        sa.Column("newest", sa.Integer, nullable=False),
        sa.CheckConstraint("visibility in ('private', 'everyone')", name="visibility"),
    )
    for name, columns, scope in (
        ("uq_reviews_everyone", ["name"], "everyone"),
        ("uq_reviews_private", ["owner", "name"], "private"),
    ):
        rows = sa.text(f"visibility = '{scope}'")
        op.create_index(name, "reviews", columns, unique=True, sqlite_where=rows, postgresql_where=rows)
