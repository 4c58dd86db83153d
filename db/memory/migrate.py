"""Migrations of the schema with Alembic, run by the program itself."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.memory.engines import Runner

_SCRIPTS = Path(__file__).parent / "migrations"
_ATTEMPTS = 6
_PAUSE_SECONDS = 0.2
_LOST_RACES = (IntegrityError, OperationalError, ProgrammingError, CommandError)
"""Errors of a migration that another process runs as well: its table is there, its row is gone, its file is locked."""


class NewerSchemaError(Exception):
    """The database has a version of the schema that this code does not know."""


async def upgrade(runner: Runner) -> None:
    """Run the missing migrations in one transaction.

    Of two processes that do so at once, one loses and rolls back: in PostgreSQL with an error of any kind, since there is
    no portable lock for a schema that does not exist yet. It tries again, and finds the work done.

    Raises:
        NewerSchemaError: the schema is newer than this code.
        SQLAlchemyError: a migration failed every time.

    """
    for attempt in range(1, _ATTEMPTS):
        try:
            return await runner.run(_upgrade, writes=True)
        except _LOST_RACES:
            await asyncio.sleep(_PAUSE_SECONDS * attempt)
    return await runner.run(_upgrade, writes=True)


def _upgrade(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if not known.issuperset(MigrationContext.configure(connection).get_current_heads()):
        raise NewerSchemaError
    command.upgrade(config, "head")
