"""Alembic's script for a migration: it runs on the connection of `db.memory.migrate`, inside that connection's transaction."""

from __future__ import annotations

from alembic import context

from db.memory.tables import METADATA


def migrate() -> None:
    """Run the migrations that the database lacks."""
    # Alembic takes SQLite's DDL for not transactional; with an explicit BEGIN it is.
    context.configure(
        connection=context.config.attributes["connection"], target_metadata=METADATA, transactional_ddl=True
    )
    with context.begin_transaction():
        context.run_migrations()


migrate()
