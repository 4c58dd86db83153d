"""The database of the memory: transactions over SQLite or PostgreSQL, migrations, and errors in one sentence."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from typing import TYPE_CHECKING, TypeVar

import asyncpg
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from db.memory.address import Address
from db.memory.engines import FileRunner, Runner, ServerRunner, UnclearCommitError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection, Engine, Executable, RowMapping, Table

T = TypeVar("T")

_STATEMENT_SECONDS = 5.0
_MIGRATION_SECONDS = 600.0
_RETRY_SECONDS = 5.0
_FIRST_PAUSE_SECONDS = 0.01
_LONGEST_PAUSE_SECONDS = 0.1
_SERIALIZATION_FAILURES = ("40001", "40P01")
"""SQLSTATE of a transaction that lost against another one: repeating it is what the standard expects."""
_FAILURES = (SQLAlchemyError, UnclearCommitError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


class MemoryStoreError(Exception):
    """The database is unreachable or unreadable; the message says which and why, without its password."""


class Database:
    """An open database; its connections are made when they are needed, so that an outage heals by itself."""

    def __init__(self, address: Address, runner: Runner) -> None:
        """Take a runner made for `address`; see `open`."""
        self._address = address
        self._runner = runner

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
            return cls(address, _runner(address, _STATEMENT_SECONDS))
        except _FAILURES as error:
            raise MemoryStoreError(_sentence(address, error)) from error

    @property
    def place(self) -> str:
        """Where it is, for people: without user and password."""
        return self._address.place

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine, to listen to its events; `read` and `write` are the ways to run statements."""
        return self._runner.engine

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` reads; each of its statements sees what is committed by then.

        Raises:
            MemoryStoreError: the database is unreachable or unreadable.

        """
        return await self._run(work, writes=False)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` returns, after its transaction is committed.

        `work` is repeated if another transaction won, or the connection was lost before the commit.

        Raises:
            MemoryStoreError: the database is unreachable or unreadable; nothing was changed, unless it was lost during the commit.

        """
        return await self._run(work, writes=True)

    async def rows(self, statement: Executable, values: Mapping[str, object] | None = None) -> Sequence[RowMapping]:
        """Return the rows of one query."""
        return await self.read(lambda connection: connection.execute(statement, values).mappings().all())

    async def migrate(self) -> None:
        """Bring the schema to the newest version; several processes may do so at once.

        Raises:
            MemoryStoreError: the database is unreachable or unreadable, or its schema is newer than this code.

        """
        # Alembic takes 100 ms to import, and only a start needs it.
        from db.memory import migrate  # noqa: PLC0415

        try:
            runner = _runner(self._address, _MIGRATION_SECONDS)
            try:
                await migrate.upgrade(runner)
            finally:
                await runner.close()
        except migrate.NewerSchemaError as error:
            raise MemoryStoreError(
                f"The memory at {self.place} was written by a newer version of imerr. Upgrade imerr."
            ) from error
        except _FAILURES as error:
            raise MemoryStoreError(_sentence(self._address, error)) from error

    async def close(self) -> None:
        """Close all connections, after what is being written."""
        await self._runner.close()

    async def _run(self, work: Callable[[Connection], T], *, writes: bool) -> T:
        deadline = time.monotonic() + _RETRY_SECONDS
        pause = _FIRST_PAUSE_SECONDS
        while True:
            try:
                return await self._runner.run(work, writes=writes)
            except _FAILURES as error:
                if not _is_worth_repeating(error) or time.monotonic() > deadline:
                    # PostgreSQL's own words, further up the chain, may hold a row: what people wrote is not for logs.
                    raise MemoryStoreError(_sentence(self._address, error)) from None
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)


def upsert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT into `table` that can take `on_conflict_do_update` or `on_conflict_do_nothing`."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def _runner(address: Address, statement_seconds: float) -> Runner:
    return FileRunner(address.path) if address.path else ServerRunner(address.dsn, statement_seconds)


def _is_worth_repeating(error: Exception) -> bool:
    """Return whether a transaction failed because of another one, or of a connection that was lost before it."""
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return bool(code & 0xFF == sqlite3.SQLITE_BUSY)
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _SERIALIZATION_FAILURES


def _sentence(address: Address, error: BaseException) -> str:
    """Return one sentence about a failure of the database."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    # SQLAlchemy wraps asyncpg's exception and puts the name of its class before the message.
    cause = (cause.__cause__ if isinstance(error, DBAPIError) else None) or cause
    lines = str(cause).strip().splitlines()
    reason = lines[0].rstrip(".") if lines else type(cause).__name__
    return address.without_password(f"The memory at {address.place} cannot be used: {reason}.")
