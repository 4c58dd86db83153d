"""Counting never fails an answer, and one record that fails ends nothing."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from bot.memory import records
from bot.memory.reach import Reach
from bot.memory.records import Records
from db.memory import misses
from db.memory.asked import verdicts
from db.memory.database import Database, MemoryStoreError
from db.memory.days import Period, day_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from db.catalog import Catalog


def test_a_record_that_fails_does_not_end_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_EVERY_SECONDS", 0.01)
    monkeypatch.setattr(misses, "record_all", _broken)

    async def play() -> dict[str, int]:
        database = Database.open(f"sqlite:///{tmp_path / 'memory.sqlite3'}")
        await database.migrate()
        kept = Records(Reach(database))

        kept.missed("T1", "U1", "why is the kiosk purple", "none")
        writing = asyncio.create_task(kept.keep_writing())
        await asyncio.sleep(0.2)
        kept.answered("T1", "C1", "none", [])
        kept.answered("T1", "C1", "none", [])
        found: dict[str, int] = {}
        for _ in range(500):
            await asyncio.sleep(0.01)
            today = day_of(time.time())
            if found := await verdicts(database, "T1", Period(today, today)):
                break
        assert not writing.done()
        writing.cancel()
        await database.close()
        return found

    assert asyncio.run(play()) == {"none": 2}


def test_a_slow_writing_does_not_hold_counts_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_EARLY_SECONDS", 0.05)
    written = asyncio.Event()

    async def slow(*_: object) -> None:
        await asyncio.sleep(0.5)
        written.set()

    async def play() -> tuple[list[int], list[bool]]:
        database = Database.open(f"sqlite:///{tmp_path / 'memory.sqlite3'}")
        await database.migrate()
        kept = Records(Reach(database))
        kept.answered("T1", "C1", "none", [])
        counted, ended = [(await kept.stats("T1", 7)).answers], [written.is_set()]
        monkeypatch.setattr(misses, "record_all", slow)
        kept.answered("T1", "C1", "none", [])
        kept.missed("T1", "U1", "the kiosk is purple", "none")
        counted.append((await kept.stats("T1", 7)).answers)
        ended.append(written.is_set())
        await asyncio.wait_for(written.wait(), 5)
        await database.close()
        return counted, ended

    assert asyncio.run(play()) == ([1, 2], [False, False])


def test_misses_wait_for_a_database_that_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play() -> list[str]:
        database = Database.open(f"sqlite:///{tmp_path / 'memory.sqlite3'}")
        await database.migrate()
        kept = Records(Reach(database))
        with monkeypatch.context() as away:
            away.setattr(misses, "record_all", _away)
            kept.missed("T1", "U1", "the kiosk is purple", "none")
            kept.missed("T2", "U1", "the lamp is green", "none")
            await kept.flush()
        kept.missed("T1", "U1", "the door is round", "none")
        await kept.flush()
        found = [*await kept.misses("T1", 0.0, limit=9), *await kept.misses("T2", 0.0, limit=9)]
        latest = await misses.latest(database, "T1", ["U1"])
        assert latest["U1"] == max(miss.last_seen for miss in found)
        await database.close()
        return sorted(miss.question for miss in found)

    assert asyncio.run(play()) == ["the door is round", "the kiosk is purple", "the lamp is green"]


async def _away(*_: object) -> None:
    raise MemoryStoreError("away")


def _broken(*_: object) -> Any:  # noqa: ANN401 - returns nothing
    raise ZeroDivisionError


def test_only_the_first_hit_after_a_miss_is_its_suggestion(tmp_path: Path, catalog: Catalog) -> None:
    before, meant, later = catalog.own[:3]

    async def play() -> dict[str, str]:
        database = Database.open(f"sqlite:///{tmp_path / 'memory.sqlite3'}")
        await database.migrate()
        kept = Records(Reach(database))
        kept.hit("T1", "U1", before)
        kept.missed("T1", "U1", "the kiosk is purple", "none")
        for entry in (meant, later):
            kept.hit("T1", "U1", entry)
        kept.missed("T1", "U2", "the lamp is green", "none")
        kept.hit("T2", "U2", meant)
        kept.hit("T1", "U3", meant)
        await kept.flush()
        kept.hit("T1", "U1", later)
        await kept.flush()
        found = await kept.misses("T1", 0.0, limit=9)
        await database.close()
        return {miss.question: miss.suggested_error for miss in found}

    assert asyncio.run(play()) == {"the kiosk is purple": meant.error.id, "the lamp is green": ""}
