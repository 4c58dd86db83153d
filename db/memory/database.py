"""The database of the memory: one engine over SQLite or PostgreSQL, with transactions, migrations and errors in one sentence."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import time
from typing import TYPE_CHECKING, Any, TypeVar

import asyncpg
from sqlalchemy import URL, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from db.memory.address import Address

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection, Executable, RowMapping, Table
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

T = TypeVar("T")

_WRITES = "imerr_writes"
_POOL_SIZE = 5
_POOL_OVERFLOW = 5
_POOL_SECONDS = 2.0
_CONNECT_SECONDS = 3.0
_STATEMENT_SECONDS = 5.0
_MIGRATION_SECONDS = 600.0
_LOCK_SECONDS = 0.05
"""How long SQLite itself waits for a lock: a driver's thread that waits cannot be cancelled. The rest is `_run`'s."""
_MIGRATION_LOCK_SECONDS = 30.0
_RETRY_SECONDS = 5.0
_FIRST_PAUSE_SECONDS = 0.01
_LONGEST_PAUSE_SECONDS = 0.1
_SERIALIZATION_FAILURES = ("40001", "40P01")
"""SQLSTATE of a transaction that lost against another one: repeating it is what the standard expects."""
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what was acknowledged survives a power cut, too
    "PRAGMA foreign_keys = ON",
)
_FAILURES = (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


class MemoryStoreError(Exception):
    """The database is unreachable or unreadable; the message says which and why, without its password."""


class Database:
    """An open database; its connections are made when they are needed, so that an outage heals by itself."""

    def __init__(self, address: Address, engine: AsyncEngine) -> None:
        """Take an engine made for `address`; see `open`."""
        self._address = address
        self._engine = engine
        # SQLite has one writer at a time: those of this process queue up here, and do not poll for the lock.
        self._turn = asyncio.Lock() if address.path else contextlib.nullcontext()

    @classmethod
    def open(cls, url: str) -> Database:
        """Return the database at `url`, without a connection yet; a SQLite file is created with its folder.

        Raises:
            MemoryStoreError: the URL is of another kind, or the file cannot be created.

        """
        try:
            address = Address.of(url)
        except ValueError as error:
            raise MemoryStoreError(f"The memory cannot be opened: {error}.") from None
        try:
            return cls(address, _engine(address, _STATEMENT_SECONDS, _LOCK_SECONDS))
        except _FAILURES as error:
            raise MemoryStoreError(_sentence(address, error)) from error

    @property
    def place(self) -> str:
        """Where it is, for people: without user and password."""
        return self._address.place

    @property
    def engine(self) -> AsyncEngine:
        """The engine."""
        return self._engine

    @property
    def engine_of_stores(self) -> AsyncEngine:
        """The engine for stores of other libraries in the same database, whose transactions all may write; see `calling`."""
        return self._engine.execution_options(**{_WRITES: True})

    async def read(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Return what `work` reads in one transaction.

        Raises:
            MemoryStoreError: the database is unreachable or unreadable.

        """
        return await self._run(lambda: self._once(work, writes=False), writes=False)

    async def write(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Return what `work` returns after its transaction is committed; `work` is repeated if another transaction won.

        Raises:
            MemoryStoreError: the database is unreachable or unreadable; nothing was changed, or its answer was lost.

        """
        return await self._run(lambda: self._once(work, writes=True), writes=True)

    async def calling(self, call: Callable[[], Awaitable[T]]) -> T:
        """Return what a call of another library's store on `engine_of_stores` returns; it is repeated if another transaction won.

        Raises:
            MemoryStoreError: the database is unreachable or unreadable.

        """
        return await self._run(call, writes=True)

    async def rows(self, statement: Executable) -> Sequence[RowMapping]:
        """Return the rows of one query."""

        async def select(connection: AsyncConnection) -> Sequence[RowMapping]:
            return (await connection.execute(statement)).mappings().all()

        return await self.read(select)

    async def migrate(self) -> None:
        """Bring the schema to the newest version; several processes may do so at once.

        Raises:
            MemoryStoreError: the database is unreachable or unreadable, or its schema is newer than this code.

        """
        # Alembic takes 100 ms to import, and only a start needs it.
        from db.memory import migrate  # noqa: PLC0415

        engine = _engine(self._address, _MIGRATION_SECONDS, _MIGRATION_LOCK_SECONDS)
        try:
            await migrate.upgrade(engine.execution_options(**{_WRITES: True}))
        except migrate.NewerSchemaError as error:
            raise MemoryStoreError(
                f"The memory at {self.place} was written by a newer version of imerr. Upgrade imerr."
            ) from error
        except _FAILURES as error:
            raise MemoryStoreError(_sentence(self._address, error)) from error
        finally:
            await engine.dispose()

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()

    async def _run(self, work: Callable[[], Awaitable[T]], *, writes: bool) -> T:
        deadline = time.monotonic() + _RETRY_SECONDS
        pause = _FIRST_PAUSE_SECONDS
        try:
            async with self._turn if writes else contextlib.nullcontext():
                while True:
                    try:
                        return await work()
                    except DBAPIError as error:
                        if not _lost_a_race(error) or time.monotonic() > deadline:
                            raise
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
        except _FAILURES as error:
            raise MemoryStoreError(_sentence(self._address, error)) from error

    async def _once(self, work: Callable[[AsyncConnection], Awaitable[T]], *, writes: bool) -> T:
        async with self._engine.connect() as connection:
            await connection.execution_options(**{_WRITES: writes})
            async with connection.begin():
                return await work(connection)


def upsert(connection: AsyncConnection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT into `table` that can take `on_conflict_do_update` or `on_conflict_do_nothing`."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def _lost_a_race(error: DBAPIError) -> bool:
    """Return whether a transaction failed because of another one, so that it can be repeated."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return bool(code & 0xFF == sqlite3.SQLITE_BUSY)
    return getattr(error.orig, "sqlstate", None) in _SERIALIZATION_FAILURES


def _engine(address: Address, statement_seconds: float, lock_seconds: float) -> AsyncEngine:
    """Return an engine for `address`; the parameters of statements, which people wrote, are in none of its errors."""
    if address.path is not None:
        return _sqlite_engine(address.path, lock_seconds)

    async def connect() -> Any:  # noqa: ANN401 - asyncpg has no types
        try:
            return await asyncpg.connect(
                address.dsn,
                timeout=_CONNECT_SECONDS,
                command_timeout=statement_seconds,
                server_settings={"application_name": "imerr"},
            )
        except ValueError:
            # The driver's words may repeat any part of the URL.
            raise asyncpg.InterfaceError("its address is not understood") from None

    # asyncpg reads the URL itself: `sslmode` and the like are libpq's, and SQLAlchemy hands them on as they are.
    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,
        hide_parameters=True,
        pool_size=_POOL_SIZE,
        max_overflow=_POOL_OVERFLOW,
        pool_timeout=_POOL_SECONDS,
        pool_pre_ping=True,
        pool_use_lifo=True,
    )


def _sqlite_engine(path: Path, lock_seconds: float) -> AsyncEngine:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives its journals the rights of the file.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        # Without an isolation level, transactions begin where `begin` below begins them, and nowhere else.
        connect_args={"isolation_level": None, "timeout": lock_seconds},
        hide_parameters=True,
        pool_size=_POOL_SIZE,
        max_overflow=_POOL_OVERFLOW,
        pool_timeout=_POOL_SECONDS,
        pool_use_lifo=True,
    )

    def connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    def begin(connection: Connection) -> None:
        # A transaction that reads before it writes would fail, not wait, if another one wrote in between.
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine.sync_engine, "connect", connect)
    event.listen(engine.sync_engine, "begin", begin)
    return engine


def _sentence(address: Address, error: BaseException) -> str:
    """Return one sentence about a failure of the database."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    # SQLAlchemy wraps asyncpg's exception and puts the name of its class before the message.
    cause = cause.__cause__ or cause
    lines = str(cause).strip().splitlines()
    reason = lines[0].rstrip(".") if lines else type(cause).__name__
    return address.without_password(f"The memory at {address.place} cannot be used: {reason}.")
