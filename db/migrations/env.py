"""How Alembic runs here: on the connection that `db.upgrade` hands over, as the owner role."""

from alembic import context

from db.records import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
