"""The engines under a database: SQLite in threads, PostgreSQL over asyncpg. Both run the same synchronous functions.

A transaction costs a file one hop to a thread; an asynchronous driver for SQLite would make one hop a call, and takes three
times as long. PostgreSQL's connection is driven by the event loop.
"""

from __future__ import annotations

import asyncio
import errno
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import asyncpg
from sqlalchemy import URL, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection, Engine

T = TypeVar("T")

_WRITES = "imerr_writes"
_READERS = 4
_LOCK_SECONDS = 5.0
_POOL_SIZE = 5
_POOL_OVERFLOW = 5
_POOL_SECONDS = 2.0
_CONNECT_SECONDS = 3.0
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what was acknowledged survives a power cut, too
    "PRAGMA foreign_keys = ON",
)


class UnclearCommitError(Exception):
    """The connection was lost during a commit: the transaction may have been made or not."""


class Runner(Protocol):
    """Runs a function in a transaction."""

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine, for events."""

    async def run(self, work: Callable[[Connection], T], *, writes: bool) -> T:
        """Return what `work` returns, committed if it writes."""

    async def close(self) -> None:
        """Close all connections."""


class FileRunner:
    """SQLite: several threads read, and one writes, since a file has one writer at a time."""

    def __init__(self, path: Path) -> None:
        """Create the file if it is missing, with its folder.

        Raises:
            OSError: it cannot be created, or not be written to.

        """
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.is_file():
            # SQLite gives its journals the rights of the file.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        elif not os.access(path, os.R_OK | os.W_OK):
            # Not found out by opening it: to close a file ends the locks that other connections of this process have on it.
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        self.engine = create_engine(
            URL.create("sqlite", database=str(path)),
            # Without an isolation level, transactions begin where `_begin` begins them, and nowhere else.
            connect_args={"isolation_level": None, "timeout": _LOCK_SECONDS, "check_same_thread": False},
            hide_parameters=True,
            pool_size=_READERS + 1,
            pool_use_lifo=True,
        )
        event.listen(self.engine, "connect", _set_up)
        event.listen(self.engine, "begin", _begin)
        self._writing = self.engine.execution_options(**{_WRITES: True})
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="memory-read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="memory-write")

    async def run(self, work: Callable[[Connection], T], *, writes: bool) -> T:
        """As `Runner.run`. A caller that is cancelled waits no longer, and what it was writing is rolled back."""
        loop = asyncio.get_running_loop()
        if not writes:
            return await loop.run_in_executor(self._readers, self._read, work)
        is_abandoned = threading.Event()
        try:
            return await loop.run_in_executor(self._writer, self._write, work, is_abandoned)
        except asyncio.CancelledError:
            is_abandoned.set()
            raise

    async def close(self) -> None:
        """As `Runner.close`."""
        for threads in (self._readers, self._writer):
            await asyncio.to_thread(threads.shutdown)
        self.engine.dispose()

    def _read(self, work: Callable[[Connection], T]) -> T:
        # Nothing begins a transaction here. SQLAlchemy's own AUTOCOMMIT would execute a pragma for each use.
        with self.engine.connect() as connection:
            return work(connection)

    def _write(self, work: Callable[[Connection], T], is_abandoned: threading.Event) -> T:
        with self._writing.begin() as connection:
            result = work(connection)
            if is_abandoned.is_set():
                connection.rollback()
            return result


class ServerRunner:
    """PostgreSQL, over a small pool. A lost connection is noticed by its use: a look before every use would cost a round trip."""

    def __init__(self, dsn: str, statement_seconds: float) -> None:
        """Prepare connections to `dsn`; none is made yet."""

        async def connect() -> Any:  # noqa: ANN401 - asyncpg has no types
            try:
                return await asyncpg.connect(
                    dsn,
                    timeout=_CONNECT_SECONDS,
                    command_timeout=statement_seconds,
                    server_settings={"application_name": "imerr"},
                )
            except ValueError:
                # The driver's words may repeat any part of the URL.
                raise asyncpg.InterfaceError("its address is not understood") from None

        # asyncpg reads the URL itself: `sslmode` and the like are libpq's, and SQLAlchemy hands them on as they are.
        self._engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=connect,
            hide_parameters=True,
            skip_autocommit_rollback=True,
            pool_size=_POOL_SIZE,
            max_overflow=_POOL_OVERFLOW,
            pool_timeout=_POOL_SECONDS,
            pool_use_lifo=True,
        )
        self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")

    @property
    def engine(self) -> Engine:
        """As `Runner.engine`."""
        return self._engine.sync_engine

    async def run(self, work: Callable[[Connection], T], *, writes: bool) -> T:
        """As `Runner.run`.

        Raises:
            UnclearCommitError: the connection was lost during the commit.

        """
        if not writes:
            async with self._reading.connect() as connection:
                return await connection.run_sync(work)
        async with self._engine.connect() as connection:
            result = await connection.run_sync(work)
            try:
                await connection.commit()
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise UnclearCommitError("the connection was lost during a commit") from error
                raise
            return result

    async def close(self) -> None:
        """As `Runner.close`."""
        await self._engine.dispose()


def _set_up(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """Begin a transaction that writes: one that reads before it writes would fail, not wait, if another one wrote in between."""
    if connection.get_execution_options().get(_WRITES):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
