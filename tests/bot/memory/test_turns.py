"""Who answers a message: one process at a time, and somebody in any case."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.memory.reach import Reach
from bot.memory.turns import Turns
from db.memory import claims
from db.memory.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

WORK = "C1:1.0"
EVENT: Mapping[str, Any] = {"token": "secret", "event": {"type": "app_mention", "text": "606"}}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(f"sqlite:///{tmp_path / 'memory.sqlite3'}")
    asyncio.run(opened.migrate())
    yield opened
    asyncio.run(opened.close())


async def _answer(turns: Turns, answer: str = "2.0") -> str | None:
    """Return the answer of somebody else, or answer; None where others have failed."""
    async with turns.turn("T1", WORK) as turn:
        if turn.has_failed:
            return None
        if turn.is_ours:
            await asyncio.sleep(0.05)
            if not answer:
                raise RuntimeError
            turn.answer = answer
        return turn.answer


def test_one_process_answers_and_the_other_learns_the_answer(database: Database) -> None:
    async def both() -> tuple[str | None, str | None]:
        one, other = Turns(Reach(database)), Turns(Reach(database))
        return await asyncio.gather(_answer(one, "2.0"), _answer(other, "3.0"))

    first, second = asyncio.run(both())
    assert first == second
    assert first in {"2.0", "3.0"}


def test_a_failure_frees_the_message(database: Database) -> None:
    async def fail_and_try() -> str | None:
        one, other = Turns(Reach(database)), Turns(Reach(database))
        await one.keep("T1", WORK, EVENT)
        with pytest.raises(RuntimeError):
            await _answer(one, "")
        return await _answer(other, "3.0")

    assert asyncio.run(fail_and_try()) == "3.0"


def test_who_waits_hears_of_a_failure(database: Database) -> None:
    async def both() -> tuple[str | BaseException | None, str | BaseException | None]:
        one, other = Turns(Reach(database)), Turns(Reach(database))
        await one.keep("T1", WORK, EVENT)
        return await asyncio.gather(_answer(one, ""), _answer(other), return_exceptions=True)

    failed, told = asyncio.run(both())
    assert isinstance(failed, RuntimeError)
    assert told is None


def test_a_kept_event_has_no_secret(database: Database) -> None:
    asyncio.run(Turns(Reach(database)).keep("T1", WORK, EVENT))

    ((work, _),) = asyncio.run(claims.unfinished(database, "T1"))
    assert "606" in work.event
    assert "secret" not in work.event


def test_a_process_answers_without_its_database(tmp_path: Path) -> None:
    async def without_tables() -> str | None:
        database = Database.open(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
        turns = Turns(Reach(database))
        await turns.keep("T1", WORK, EVENT)
        try:
            return await _answer(turns)
        finally:
            await database.close()

    assert asyncio.run(without_tables()) == "2.0"


def test_the_work_of_a_dead_process_is_taken_up(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.memory.turns.BEAT_SECONDS", 0.01)
    now = 0.0
    taken: list[tuple[str, str]] = []

    async def take_up() -> list[bool]:
        nonlocal now
        await Turns(Reach(database)).keep("T1", WORK, EVENT)
        ours = Turns(Reach(database), clock=lambda: now)
        first = asyncio.Event()

        async def answer(work: str, event: str) -> None:
            async with ours.turn("T1", work) as turn:
                assert turn.may_be_answered
            taken.append((work, event))
            first.set()

        working = asyncio.create_task(ours.keep_taking_up(answer))
        await asyncio.sleep(0.2)
        too_early = first.is_set()
        now = 16.0
        await asyncio.wait_for(first.wait(), 10)
        await asyncio.sleep(0.1)
        working.cancel()
        return [too_early, bool(await claims.unfinished(database, "T1"))]

    assert asyncio.run(take_up()) == [False, False]
    assert [(work, json.loads(event)) for work, event in taken] == [(WORK, {"event": EVENT["event"]})]


def test_a_pause_is_one_over_all_processes(database: Database) -> None:
    async def begin() -> list[bool]:
        one, other = Turns(Reach(database)), Turns(Reach(database))
        begun = [await each.pause("T1", "watch:C1", 600.0) for each in (one, other, one)]
        return [*begun, await other.pause("T1", "watch:C2", 600.0), await other.pause("T1", "watch:C1", 0.0)]

    assert asyncio.run(begin()) == [True, False, False, True, True]


def test_a_message_that_a_stop_cuts_off_stays_claimed(database: Database) -> None:
    async def cut_off() -> int:
        stopped = Turns(Reach(database))
        await stopped.keep("T1", WORK, EVENT)
        answering = asyncio.create_task(_answer(stopped))
        await asyncio.sleep(0.02)
        answering.cancel()
        with pytest.raises(asyncio.CancelledError):
            await answering
        return len(await claims.unfinished(database, "T1"))

    assert asyncio.run(cut_off()) == 1
