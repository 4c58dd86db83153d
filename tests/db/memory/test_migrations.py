"""Migrations lead to the tables in the code, also when several processes run them at once."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, text

from db.memory.database import Database, MemoryStoreError
from db.memory.tables import METADATA, OF_NO_TEAM

if TYPE_CHECKING:
    from sqlalchemy import Connection

ROOT = Path(__file__).parents[3]
MIGRATING = """\
import asyncio, sys
from db.memory.database import Database
async def main():
    database = Database.open(sys.argv[1])
    print("ready", flush=True)
    sys.stdin.readline()
    await database.migrate()
    await database.close()
asyncio.run(main())
"""
PROCESSES = 3
ALL_TABLES = MetaData(naming_convention=METADATA.naming_convention)
for table in (*METADATA.sorted_tables, *OF_NO_TEAM.sorted_tables):
    table.to_metadata(ALL_TABLES)

pytestmark = pytest.mark.anyio


def _differences(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), ALL_TABLES))


async def _differences_of(database: Database) -> list[Any]:
    def compare(connection: Connection) -> list[Any]:
        return _differences(connection)

    return await database.read(compare)


async def test_the_migrated_schema_is_that_of_the_code(database: Database) -> None:
    assert await _differences_of(database) == []


async def test_an_empty_database_differs(empty_url: str) -> None:
    database = Database.open(empty_url)
    found = {difference[0] for difference in await _differences_of(database)}
    await database.close()

    assert found == {"add_table", "add_index"}


async def test_a_second_migration_changes_nothing(database: Database) -> None:
    await database.migrate()

    assert await _differences_of(database) == []


def test_processes_that_start_at_once_all_succeed(empty_url: str) -> None:
    command = [sys.executable, "-W", "error", "-c", MIGRATING, empty_url]
    pipe = subprocess.PIPE
    started = [
        subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(PROCESSES)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    ended = [process.communicate("go\n", timeout=60)[1] for process in started]

    async def differences() -> list[Any]:
        database = Database.open(empty_url)
        try:
            return await _differences_of(database)
        finally:
            await database.close()

    assert (ended, [process.returncode for process in started]) == ([""] * PROCESSES, [0] * PROCESSES)
    assert asyncio.run(differences()) == []


async def test_a_newer_schema_is_refused(database: Database) -> None:
    def pretend(connection: Connection) -> None:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    await database.write(pretend)

    with pytest.raises(MemoryStoreError, match=r"was written by a newer version of imerr\. Upgrade imerr\.$"):
        await database.migrate()
