"""Every test of the memory runs on SQLite and on PostgreSQL, in a database of its own."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING

import pytest

from db.memory.database import Database
from tests.harness.databases import Postgres, migrate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with Postgres() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "memory.sqlite3"
    asyncio.run(migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'memory.sqlite3'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.empty()


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path) -> str:
    """The URL of a database with all tables."""
    if kind == "sqlite":
        return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'memory.sqlite3')}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.migrated()


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    """The URL of a PostgreSQL database with all tables, where there is something to test of PostgreSQL alone."""
    return postgres.migrated()


@pytest.fixture
async def database(url: str, anyio_backend: str) -> AsyncIterator[Database]:  # noqa: ARG001 - anyio's way to run a fixture
    opened = Database.open(url)
    yield opened
    await opened.close()
