"""Runs the migrations on the connection that `db.migrate` hands over, inside its lock and transaction."""

from alembic import context

from db.models import Base

connection = context.config.attributes["connection"]
# on SQLite everything is one transaction, begun by db.migrate; MySQL commits at each CREATE by itself
context.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
