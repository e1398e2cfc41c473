import contextlib

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from strata.errors import StateError
from strata.model.segment import All, Segment
from strata.state import open_state
from strata.state.database import Database, connect
from strata.state.migrate import config, revision, upgrade
from strata.state.tables import METADATA

REVISIONS = [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()][::-1]


@pytest.fixture
def database(url):
    opened = Database(connect(url))
    yield opened
    opened.close()


def schema(database):
    with database.reading() as connection:
        seen = inspect(connection)
        return {
            table: (
                [(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(table)],
                seen.get_pk_constraint(table),
                seen.get_foreign_keys(table),
                sorted(seen.get_unique_constraints(table), key=str),
                sorted(map(described, seen.get_indexes(table))),
                len(seen.get_check_constraints(table)),
            )
            for table in sorted(seen.get_table_names())
            if table != "alembic_version"
        }


def described(index):
    """An index in words, with the condition it holds for."""
    rows = {option: str(value) for option, value in index.get("dialect_options", {}).items()}
    return str({**index, "dialect_options": rows})


def test_revisions_follow_one_another():
    scripts = ScriptDirectory.from_config(config())
    assert scripts.get_bases() == REVISIONS[:1]
    assert scripts.get_heads() == REVISIONS[-1:]


@pytest.mark.parametrize("start", [None, *REVISIONS])
def test_open_state_brings_every_revision_to_the_newest(url, database, now, start):
    if start:
        with database.changing() as connection:
            upgrade(connection, start)
    state = open_state(url)
    with database.reading() as connection:
        assert revision(connection) == REVISIONS[-1]
    state.save(Segment("Base", All(())), by="ann", now=now)
    state.close()
    again = open_state(url)
    assert [saved.name for saved in again.list()] == ["Base"]
    again.close()


def test_migrated_tables_are_those_of_the_metadata(database):
    with database.changing() as connection:
        upgrade(connection, "head")
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []


def test_migrated_tables_are_as_made_in_one_go(database, new_url):
    with database.changing() as connection:
        upgrade(connection, "head")
    at_once = Database(connect(new_url()))
    with at_once.changing() as connection:
        METADATA.create_all(connection)
    assert schema(database) == schema(at_once)
    at_once.close()


def test_migrate_keeps_nothing_of_a_migration_that_fails(database):
    with contextlib.suppress(StateError), database.changing() as connection:
        upgrade(connection, "head")
        connection.execute(text("select * from no_such_table"))
    assert schema(database) == {}


def test_open_state_of_a_newer_strata_is_refused(url, database):
    open_state(url).close()
    with database.changing() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(StateError, match=r"newer Strata \(revision 9999\): update this one"):
        open_state(url)
