"""Run by Alembic: migrates over the connection it is handed, inside the transaction that is already open."""

from alembic import context

from strata.state.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
context.run_migrations()
