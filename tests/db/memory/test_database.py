"""A database is opened by its URL, heals after an outage, and fails in one sentence without its password."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import stat
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, text

from db.memory.address import Address
from db.memory.database import Database, MemoryStoreError
from tests.harness.databases import Postgres

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection, RowMapping

ROOT = Path(__file__).parents[3]
PASSWORD = "s3cret%2F%40"

pytestmark = pytest.mark.anyio


@contextlib.asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    database = Database.open(url)
    try:
        yield database
    finally:
        await database.close()


async def _one(database: Database, sql: str) -> RowMapping:
    return (await database.rows(text(sql)))[0]


def test_the_package_is_imported_without_sqlalchemy() -> None:
    importing = "import sys, db, db.memory; print([name for name in ('sqlalchemy', 'alembic') if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", importing], cwd=ROOT, capture_output=True, text=True, check=True)

    assert told.stdout == "[]\n"


@pytest.mark.parametrize(
    ("url", "path", "dsn", "place"),
    [
        ("sqlite:///memory.sqlite3", "memory.sqlite3", "", "memory.sqlite3"),
        ("sqlite:////data/memory.sqlite3?x=1", "/data/memory.sqlite3", "", "/data/memory.sqlite3"),
        (
            "postgres://u:p@db.example/imerr",
            None,
            "postgresql://u:p@db.example/imerr",
            "PostgreSQL at db.example/imerr",
        ),
        (
            "postgresql+asyncpg://u:p@db.example:6432/imerr?sslmode=require&channel_binding=require",
            None,
            "postgresql://u:p@db.example:6432/imerr?sslmode=require",
            "PostgreSQL at db.example:6432/imerr",
        ),
        (
            "postgresql://postgres:@/imerr?host=/run/postgresql",
            None,
            "postgresql://postgres:@/imerr?host=/run/postgresql",
            "PostgreSQL at /run/postgresql/imerr",
        ),
    ],
)
def test_urls_of_both_kinds_are_understood(url: str, path: str | None, dsn: str, place: str) -> None:
    address = Address.of(url)

    assert (address.path, address.dsn, address.place) == (Path(path) if path else None, dsn, place)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://u:s3cret@x/y", "a database's address begins with sqlite:/// or postgresql://"),
        ("s3cret", "a database's address begins with sqlite:/// or postgresql://"),
        ("sqlite://", "a SQLite address names its file: sqlite:///PATH"),
        ("sqlite:///:memory:", "a SQLite address names its file: sqlite:///PATH"),
        ("postgresql://u:s3[cret@x/y", "the address is no URL: a password's special characters are written as %XX"),
        ("postgresql://u:s3/cret@x/y", "the address is no URL: a password's special characters are written as %XX"),
        ("postgresql://u:s3#cret@x/y", "the address is no URL: a password's special characters are written as %XX"),
        ("postgresql://u:s3@cret@x/y", "the address is no URL: a password's special characters are written as %XX"),
    ],
)
def test_another_url_is_refused_without_repeating_it(url: str, message: str) -> None:
    with pytest.raises(MemoryStoreError) as raised:
        Database.open(url)

    assert str(raised.value) == f"The memory cannot be opened: {message}."


async def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "memory.sqlite3"
    async with _opened(f"sqlite:///{path}") as database:
        await database.migrate()
        found = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}

    assert found["memory.sqlite3"] == 0o600
    assert set(found.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


async def test_sqlite_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    async with _opened(f"sqlite:///{tmp_path / 'memory.sqlite3'}") as database:
        pragmas = [
            next(iter((await _one(database, f"PRAGMA {name}")).values()))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]

    assert pragmas == ["wal", 2, 1, 5000]


async def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite3"
    path.write_bytes(b"no database at all" * 100)
    async with _opened(f"sqlite:///{path}") as database:
        with pytest.raises(MemoryStoreError) as migrating:
            await database.migrate()
        with pytest.raises(MemoryStoreError) as reading:
            await _one(database, "SELECT 1")

    expected = f"The memory at {path} cannot be used: file is not a database."
    assert (str(migrating.value), str(reading.value)) == (expected, expected)


def test_a_place_that_cannot_be_written_is_named() -> None:
    # No user, not even root, can make a folder in a device.
    with pytest.raises(MemoryStoreError, match=r"^The memory at /dev/null/x/memory\.sqlite3 cannot be used: "):
        Database.open("sqlite:////dev/null/x/memory.sqlite3")


async def test_a_server_that_is_not_there_is_named_without_password() -> None:
    async with _opened(f"postgresql://imerr:{PASSWORD}@127.0.0.1:9/imerr") as database:
        with pytest.raises(MemoryStoreError) as raised:
            await _one(database, "SELECT 1")

    assert str(raised.value).startswith("The memory at PostgreSQL at 127.0.0.1:9/imerr cannot be used: ")
    assert "s3cret" not in str(raised.value)


async def test_a_malformed_port_is_not_repeated() -> None:
    async with _opened(f"postgresql://imerr:{PASSWORD}@127.0.0.1:s3cret/imerr") as database:
        with pytest.raises(MemoryStoreError, match=r" cannot be used: its address is not understood\.$"):
            await _one(database, "SELECT 1")


def test_a_password_is_hidden_in_whatever_spelling() -> None:
    address = Address.of(f"postgresql://imerr:{PASSWORD}@127.0.0.1/imerr")

    assert address.without_password("no entry with s3cret/@ or s3cret%2F%40") == "no entry with *** or ***"
    assert "s3cret" not in repr(address)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO nowhere VALUES (:words)",
        "INSERT INTO helpers (team, text, at) VALUES ('T1', :words, 1.0)",
    ],
)
async def test_what_people_wrote_is_in_no_error(database: Database, statement: str) -> None:
    def fail(connection: Connection) -> None:
        connection.execute(text(statement), {"words": "my secret question"})

    with pytest.raises(MemoryStoreError, match=r" cannot be used: .*(nowhere|helpers)") as raised:
        await database.write(fail)

    assert "my secret" not in "".join(traceback.format_exception(raised.value))


async def test_a_failed_transaction_changes_nothing(database: Database) -> None:
    def fail(connection: Connection) -> None:
        connection.execute(text("INSERT INTO helpers VALUES ('T1', 'ask', 'U1', 1.0)"))
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(fail)

    assert (await _one(database, "SELECT count(*) AS count FROM helpers"))["count"] == 0


async def test_writers_wait_for_each_other(database: Database, url: str) -> None:
    def increment(connection: Connection) -> None:
        query = text("SELECT counter FROM changes WHERE team = 'T1' FOR UPDATE")
        if connection.dialect.name == "sqlite":
            query = text("SELECT counter FROM changes WHERE team = 'T1'")
        counter = (connection.execute(query)).scalar_one()
        connection.execute(text("UPDATE changes SET counter = :next"), {"next": counter + 1})

    def begin(connection: Connection) -> None:
        connection.execute(text("INSERT INTO changes VALUES ('T1', 'x', '', 0)"))

    await database.write(begin)
    async with _opened(url) as elsewhere:
        await asyncio.gather(*(there.write(increment) for there in (database, elsewhere) * 20))

    assert (await _one(database, "SELECT counter FROM changes"))["counter"] == 40


async def test_a_lost_serialization_is_repeated(postgres_url: str) -> None:
    async with _opened(postgres_url) as database:
        tried: list[int] = []

        def work(connection: Connection) -> int:
            tried.append(1)
            if len(tried) < 3:
                connection.execute(text("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$"))
            return len(tried)

        assert await database.write(work) == 3


async def test_broken_connections_are_replaced_unnoticed(postgres: Postgres, postgres_url: str) -> None:
    async with _opened(postgres_url) as database:

        def count(connection: Connection) -> None:
            connection.execute(text("INSERT INTO changes VALUES (:team, 'x', '', 0)"), {"team": str(time.time_ns())})

        for _ in range(2):
            await asyncio.gather(*(_one(database, "SELECT 1") for _ in range(8)))
            postgres.break_connections(postgres_url)
            await asyncio.gather(*(_one(database, "SELECT 1") for _ in range(8)))
            postgres.break_connections(postgres_url)
            await database.write(count)

        assert (await _one(database, "SELECT count(*) AS count FROM changes"))["count"] == 2


async def test_a_write_lost_in_its_commit_is_not_repeated(postgres: Postgres, postgres_url: str) -> None:
    async with _opened(postgres_url) as database:
        written: list[int] = []

        def count(connection: Connection) -> None:
            written.append(1)
            connection.execute(text("INSERT INTO changes VALUES ('T1', 'x', '', 0)"))

        event.listen(database.engine, "commit", lambda _connection: postgres.break_connections(postgres_url))
        with pytest.raises(MemoryStoreError, match=r" cannot be used: the connection was lost during a commit\.$"):
            await database.write(count)

    assert written == [1]


async def test_an_impatient_reader_spoils_no_connection(postgres_url: str) -> None:
    async with _opened(postgres_url) as database:

        async def impatient() -> float:
            started = time.perf_counter()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.05):
                    await _one(database, "SELECT pg_sleep(20)")
            return time.perf_counter() - started

        waited = await asyncio.gather(*(impatient() for _ in range(20)))
        after = await _one(database, "SELECT 7 AS seven")

    assert max(waited) < 10
    assert after["seven"] == 7


async def test_an_impatient_writer_spoils_no_connection(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite3"
    async with _opened(f"sqlite:///{path}") as database:
        await database.migrate()

        def count(connection: Connection) -> None:
            connection.execute(text("INSERT INTO changes VALUES ('T1', 'x', '', 0)"))

        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            started = time.perf_counter()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.1):
                    await database.write(count)
            waited = time.perf_counter() - started
            read = await _one(database, "SELECT count(*) AS count FROM changes")
            other.execute("COMMIT")
        await database.write(count)

    assert waited < 1.0
    assert read["count"] == 0


def test_it_heals_after_an_outage() -> None:
    with Postgres(f"outage-{os.getpid()}") as server:
        url = server.migrated()

        async def scenario() -> float:
            async with _opened(url) as database:
                assert (await _one(database, "SELECT 1 AS one"))["one"] == 1
                server.stop()
                started = time.perf_counter()
                for _ in range(3):
                    with pytest.raises(
                        MemoryStoreError, match=r"^The memory at PostgreSQL at .+ cannot be used: .+\.$"
                    ):
                        await _one(database, "SELECT 1 AS one")
                seconds = time.perf_counter() - started
                server.start()
                assert (await _one(database, "SELECT 1 AS one"))["one"] == 1
                return seconds

        assert asyncio.run(scenario()) < 5.0
