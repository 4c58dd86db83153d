"""Every test of the memory runs on SQLite and on PostgreSQL, in a database of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from db.memory.database import Database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from tests.harness.databases import Files, Postgres


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def migrated(place: Files | Postgres) -> str:
    """The URL of a database with all tables, to be copied."""
    return place.migrated()


@pytest.fixture
def copy(place: Files | Postgres) -> Iterator[Callable[[str], str]]:
    """A function that returns the URL of a copy of a database, for one test."""
    made: list[str] = []

    def make(url: str) -> str:
        made.append(place.copy(url))
        return made[-1]

    yield make
    place.drop(*made)


@pytest.fixture
def url(migrated: str, copy: Callable[[str], str]) -> str:
    """The URL of a database with all tables."""
    return copy(migrated)


@pytest.fixture
def empty_url(place: Files | Postgres) -> Iterator[str]:
    """The URL of a database without tables."""
    url = place.empty()
    yield url
    place.drop(url)


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The URL of a PostgreSQL database with all tables, where there is something to test of PostgreSQL alone."""
    url = postgres.migrated()
    yield url
    postgres.drop(url)


@pytest.fixture
async def database(url: str, anyio_backend: str) -> AsyncIterator[Database]:  # noqa: ARG001 - anyio's way to run a fixture
    opened = Database.open(url)
    yield opened
    await opened.close()
