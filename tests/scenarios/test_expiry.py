"""A server removes old questions by itself."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from db.memory import misses
from db.memory.database import Database
from db.memory.misses import Missed
from tests.harness.installed import LocalSlack
from tests.harness.server import connected, serving

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.harness.databases import Files, Postgres
    from tests.harness.server import Server

    Running = Callable[..., AbstractContextManager[Server]]

DAY = 86400.0
AGES = (1, 29, 31)


async def _with(url: str, work: Callable[[Database], Awaitable[object]]) -> None:
    database = Database.open(url)
    await work(database)
    await database.close()


@pytest.fixture
def url(place: Files | Postgres) -> str:
    """The URL of a database with questions of some ages."""
    url = place.migrated()

    async def work(database: Database) -> None:
        for age in AGES:
            await misses.record(database, "T1", Missed(f"{age} days old", "none"), at=time.time() - age * DAY)

    asyncio.run(_with(url, work))
    return url


def _left(url: str) -> list[str]:
    found: list[str] = []

    async def work(database: Database) -> None:
        found.extend(miss.question for miss in await misses.most_frequent(database, "T1", 0.0))

    asyncio.run(_with(url, work))
    return found


def _expired(server: Server) -> list[int]:
    """Return how many rows the server says that it removed, once it says so."""
    for _ in range(600):
        rows = [line["rows"] for line in server.lines() if line["event"] == "questions_expired"]
        if rows:
            return rows
        time.sleep(0.05)
    raise TimeoutError(server.log.read_text(encoding="utf-8"))


@pytest.mark.parametrize("running", [serving, connected], ids=["http", "socket"])
@pytest.mark.parametrize("days", [30, 2])
def test_old_questions_are_gone_after_a_start(
    url: str, table_path: Path, tmp_path: Path, running: Running, days: int
) -> None:
    # 30 is the default.
    changes = {} if days == 30 else {"IMERR_KEEP_DAYS": str(days)}
    with (
        LocalSlack() as slack,
        running(table_path, slack, tmp_path / "log", IMERR_MEMORY="on", DATABASE_URL=url, **changes) as server,
    ):
        rows = _expired(server)

    left = [f"{age} days old" for age in AGES if age < days]
    assert rows == [len(AGES) - len(left)]
    assert _left(url) == left
