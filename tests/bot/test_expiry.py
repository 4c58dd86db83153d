"""Old questions are removed once a day."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import pytest

from bot.memory.expiry import DAY_SECONDS, RETRY_SECONDS, keep_expiring
from db.memory import misses
from db.memory.database import Database
from db.memory.misses import Missed

if TYPE_CHECKING:
    from tests.harness.databases import Files, Postgres

AT = 1_777_777_777.0


class _EnoughError(Exception):
    """Ends the task, which does not end by itself."""


class _Days:
    """A clock that is put on by every pause, and breaks off after the last one."""

    def __init__(self, pauses: int) -> None:
        self.now = AT
        self.paused: list[float] = []
        self._pauses = pauses

    def time(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.paused.append(seconds)
        if len(self.paused) == self._pauses:
            raise _EnoughError
        self.now += seconds


async def _run(database: Database, days: _Days, keep_days: int) -> None:
    with pytest.raises(_EnoughError):
        await keep_expiring(database, keep_days, clock=days.time, sleep=days.sleep)


def test_a_question_goes_when_its_days_are_over(place: Files | Postgres, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot.memory")

    async def work() -> list[tuple[str, int] | None]:
        database = Database.open(url)
        digest = await misses.record(database, "T1", Missed("what is this", "none"), at=AT)
        told: list[tuple[str, int] | None] = []
        # The third look is two days after the question, the fourth one three.
        for days in (_Days(3), last):
            await _run(database, days, keep_days=2)
            found = await misses.get(database, "T1", digest)
            told.append((found.question, found.count) if found else None)
        await database.close()
        return told

    url, last = place.migrated(), _Days(4)

    assert asyncio.run(work()) == [("what is this", 1), ("", 1)]
    assert last.paused == [DAY_SECONDS] * 4
    assert [(record.message, vars(record)["rows"]) for record in caplog.records] == [("questions_expired", 1)]


def test_a_failure_is_logged_and_tried_again(place: Files | Postgres, caplog: pytest.LogCaptureFixture) -> None:
    # Without tables, so that every query fails.
    url, days = place.empty(), _Days(2)

    async def work() -> None:
        database = Database.open(url)
        await _run(database, days, keep_days=30)
        await database.close()

    asyncio.run(work())

    assert days.paused == [RETRY_SECONDS] * 2
    assert [record.message for record in caplog.records if record.name == "bot.memory.expiry"] == ["expiry_failed"] * 2
