"""The tables are brought up to date whenever the database is opened, once even if many open it at once."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from strata.errors import StateError
from strata.state.database import Database


def migrate(database: Database) -> None:
    """Brings the tables to the newest revision.

    Raises:
        StateError: a newer Strata has written them, or the database refuses.
    """
    scripts = ScriptDirectory.from_config(config())
    newest = scripts.get_current_head()
    with database.reading() as connection:
        if revision(connection) == newest:
            return
    with database.changing() as connection:
        found = revision(connection)
        if found and found not in {script.revision for script in scripts.walk_revisions()}:
            raise StateError(f"The saved segments are of a newer Strata (revision {found}): update this one.")
        upgrade(connection, "head")


def upgrade(connection: Connection, to: str) -> None:
    """Runs the migrations up to a revision inside the connection's transaction."""
    settings = config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, to)


def revision(connection: Connection) -> str | None:
    """The revision the tables are at; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def config() -> Config:
    """Where the migrations lie, for Alembic."""
    settings = Config()
    settings.set_main_option("script_location", "strata.state:migrations")
    return settings
