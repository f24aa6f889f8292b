"""Alembic's entry: runs the revisions in the transaction that store/migrate.py opened."""

from alembic import context

attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    version_table=attributes["version_table"],
    render_as_batch=True,
)
context.run_migrations()
