"""Alembic's entry: migrations run on the connection and in the transaction that ``store.migrate`` hands over."""

from alembic import context

from factcheck.store.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=False, render_as_batch=True)
context.run_migrations()
