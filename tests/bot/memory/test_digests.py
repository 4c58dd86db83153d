"""The weekly digest: when it is due, what it holds, and that it is sent once."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from bot.memory.digests import Digest, Digests, Installations, due
from bot.memory.reach import Reach
from db.memory import asked, lessons, misses, preferences
from db.memory.asked import Asked
from db.memory.database import Database
from db.memory.days import Period, start_of
from db.memory.lessons import Teaching
from db.memory.misses import Missed
from db.memory.preferences import Choice, Name

if TYPE_CHECKING:
    from tests.harness.databases import Files, Postgres

MONDAY = date(2026, 5, 18)
NINE = start_of(MONDAY) + 9 * 3600
DAY = 86400.0


class _EnoughError(Exception):
    """Ends the task, which does not end by itself."""


class _Minutes:
    """A clock with a reading for each look; it breaks off after the last one."""

    def __init__(self, *readings: float) -> None:
        self._readings = list(readings)

    def time(self) -> float:
        return self._readings.pop(0)

    async def sleep(self, _seconds: float) -> None:
        if not self._readings:
            raise _EnoughError


async def _run(database: Database, installed: list[Installations | None], *readings: float) -> list[Digest]:
    """Return the digests that a process sends at some times; `installed` are Slack's answers, the last one for all later."""
    sent: list[Digest] = []

    async def send(digest: Digest) -> None:
        sent.append(digest)

    async def ask() -> Installations | None:
        return installed.pop(0) if len(installed) > 1 else installed[0]

    minutes = _Minutes(*readings)
    with pytest.raises(_EnoughError):
        await Digests(Reach(database)).keep_sending(send, ask, clock=minutes.time, sleep=minutes.sleep)
    return sent


async def _fill(database: Database, team: str, *, asked_at: float) -> None:
    await preferences.put(database, team, Choice(Name.DIGEST_CHANNEL, f"C{team}", "U1"), at=1.0)
    await asked.record(database, team, Asked("C1", "exact", "group-full", "web"), at=asked_at, count=3)


@pytest.mark.parametrize(
    ("moment", "monday"),
    [
        (datetime(2026, 5, 18, 9, 0, tzinfo=UTC), MONDAY),
        (datetime(2026, 5, 18, 8, 59, tzinfo=UTC), date(2026, 5, 11)),
        (datetime(2026, 5, 24, 23, 59, tzinfo=UTC), MONDAY),
        (datetime(2026, 5, 25, 9, 0, tzinfo=UTC), date(2026, 5, 25)),
        (datetime(2027, 1, 1, 12, 0, tzinfo=UTC), date(2026, 12, 28)),
    ],
)
def test_a_digest_is_due_on_monday_at_nine(moment: datetime, monday: date) -> None:
    assert due(moment.timestamp()) == monday


def test_a_digest_holds_the_week_before(place: Files | Postgres) -> None:
    async def play() -> list[Digest]:
        database = Database.open(url)
        await _fill(database, "T1", asked_at=start_of(date(2026, 5, 17)) + 60)
        await asked.record(database, "T1", Asked("C1", "none"), at=NINE, count=100)
        await preferences.put(database, "T1", Choice(Name.LANGUAGE, "zh", "U1"), at=1.0)
        for question, at in (("old", start_of(date(2026, 5, 10))), ("new", start_of(date(2026, 5, 12)))):
            await lessons.teach(database, "T1", Teaching(question, "group-full", "U1"), at=at)
            await misses.record(database, "T1", Missed(f"{question} miss", "none", "U1"), at=at)
        sent = await _run(database, [Installations("T1")], NINE - 60, NINE, NINE + 60)
        await database.close()
        return sent

    url = place.migrated()
    # A minute before nine, the digest of an earlier week is due, in which nothing was asked.
    (digest,) = asyncio.run(play())

    assert digest.stats.period == Period(date(2026, 5, 11), date(2026, 5, 17))
    assert (digest.team, digest.channel, digest.language, digest.stats.answers) == ("T1", "CT1", "zh", 3)
    assert [lesson.question for lesson in digest.lessons] == ["new"]
    assert [miss.question for miss in digest.misses] == ["new miss"]


def test_several_processes_send_it_once(place: Files | Postgres) -> None:
    async def play() -> list[Digest]:
        databases = [Database.open(url) for _ in range(3)]
        await _fill(databases[0], "T1", asked_at=NINE - 3 * DAY)
        sent = await asyncio.gather(*(_run(each, [Installations("T1")], NINE, NINE + 60) for each in databases))
        sent.append(await _run(databases[0], [Installations("T1")], NINE + DAY))
        for each in databases:
            await each.close()
        return [digest for some in sent for digest in some]

    url = place.migrated()

    assert [digest.channel for digest in asyncio.run(play())] == ["CT1"]


@pytest.mark.parametrize(
    ("installed", "told"),
    [
        ([Installations("T1")], ["T1"]),
        ([Installations(is_whole=True)], ["T1", "T2"]),
        ([Installations()], []),
        ([None], []),
        ([None, Installations("T2")], ["T2"]),
    ],
)
def test_only_workspaces_within_reach_get_one(
    place: Files | Postgres, installed: list[Installations | None], told: list[str]
) -> None:
    async def play() -> list[Digest]:
        database = Database.open(url)
        for team in ("T1", "T2"):
            await _fill(database, team, asked_at=NINE - DAY)
        await asked.record(database, "T3", Asked("C1", "none"), at=NINE - DAY)
        sent = await _run(database, list(installed), NINE, NINE + 60)
        await database.close()
        return sent

    url = place.migrated()

    assert [digest.team for digest in asyncio.run(play())] == told


def test_a_week_without_a_question_gets_none(place: Files | Postgres) -> None:
    async def play() -> list[Digest]:
        database = Database.open(url)
        await _fill(database, "T1", asked_at=NINE - 20 * DAY)
        sent = await _run(database, [Installations("T1")], NINE, NINE + 60)
        await database.close()
        return sent

    url = place.migrated()

    assert asyncio.run(play()) == []


def test_a_choice_does_not_send_the_past_week(place: Files | Postgres) -> None:
    async def play() -> tuple[str, list[Digest], str]:
        database = Database.open(url)
        now = datetime.now(UTC).timestamp()
        await asked.record(database, "T1", Asked("C1", "none"), at=now - 7 * DAY, count=1)
        kept = Digests(Reach(database))
        await kept.choose("T1", "C1", "U1")
        chosen = await kept.channel("T1")
        sent = await _run(database, [Installations("T1")], now)
        await kept.choose("T1", "", "U1")
        off = await kept.channel("T1")
        await database.close()
        return chosen, sent, off

    url = place.migrated()

    assert asyncio.run(play()) == ("C1", [], "")


def test_a_failing_database_is_logged_once(place: Files | Postgres, caplog: pytest.LogCaptureFixture) -> None:
    # Without tables, so that every query fails.
    url = place.empty()

    async def play() -> None:
        database = Database.open(url)
        await _run(database, [Installations("T1")], NINE, NINE + 60, NINE + 120)
        await database.close()

    caplog.set_level(logging.INFO, "bot.memory")
    asyncio.run(play())

    assert [record.message for record in caplog.records if record.name == "bot.memory.digests"] == ["digest_delayed"]
