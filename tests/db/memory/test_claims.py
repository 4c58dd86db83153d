"""One machine holds a claim, until it has done the work or is dead."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from db.memory import claims
from db.memory.claims import Claim, Work
from db.memory.tables import CLAIMS

if TYPE_CHECKING:
    from db.memory.database import Database

pytestmark = pytest.mark.anyio


async def test_one_of_many_gets_a_claim(database: Database) -> None:
    holders = [f"M{number}" for number in range(8)]
    got = await asyncio.gather(*(claims.claim(database, "T1", Work("C1:1", 1.0), holder) for holder in holders))

    assert len({claim.holder for claim in got}) == 1


async def test_the_answer_is_told_to_the_others(database: Database) -> None:
    await claims.claim(database, "T1", Work("C1:1", 1.0), "M1")
    assert not await claims.finish(database, "T1", "C1:1", "M2", "9.9")
    assert await claims.finish(database, "T1", "C1:1", "M1", "2.0")

    assert await claims.claim(database, "T1", Work("C1:1", 1.0), "M2") == Claim("M1", 0, is_done=True, answer="2.0")
    assert not await claims.release(database, "T1", "C1:1", "M1")


async def test_a_released_claim_is_free(database: Database) -> None:
    await claims.claim(database, "T1", Work("C1:1", 1.0), "M1")
    assert not await claims.release(database, "T1", "C1:1", "M2")
    assert await claims.release(database, "T1", "C1:1", "M1")

    assert await claims.get(database, "T1", "C1:1") is None
    assert (await claims.claim(database, "T1", Work("C1:1", 1.0), "M2")).holder == "M2"


async def test_only_a_claim_without_a_beat_is_taken_over(database: Database) -> None:
    seen = await claims.claim(database, "T1", Work("C1:1", 1.0), "M1")
    assert await claims.beat(database, "T1", "C1:1", "M1")
    assert not await claims.take_over(database, "T1", "C1:1", "M2", seen)
    later = await claims.get(database, "T1", "C1:1")
    assert later is not None
    taken = [await claims.take_over(database, "T1", "C1:1", holder, later) for holder in ("M2", "M3")]

    assert taken == [True, False]
    assert not await claims.beat(database, "T1", "C1:1", "M1")
    assert not await claims.finish(database, "T1", "C1:1", "M1", "2.0")


async def test_old_claims_are_removed(database: Database) -> None:
    for number in range(3):
        await claims.claim(database, "T1", Work(f"C1:{number}", float(number)), "M1")
    await claims.tidy(database, "T1", 2.0)

    kept = [await claims.get(database, "T1", f"C1:{number}") is not None for number in range(3)]
    assert kept == [False, False, True]


async def test_an_event_is_kept_until_it_is_answered(database: Database) -> None:
    first, second = Work("C1:1", 1.0, '{"text": "606"}'), Work("C1:2", 2.0)
    for work in (second, first):
        await claims.claim(database, "T1", work, "M1")

    assert await claims.teams(database) == ("T1",)
    assert await claims.unfinished(database, "T1") == ((first, Claim("M1")), (second, Claim("M1")))
    await claims.claim(database, "T2", Work("C2:1", 1.0), "M1")
    await claims.finish(database, "T2", "C2:1", "M1", "2.0")
    assert await claims.teams(database) == ("T1", "T2")
    assert await claims.teams(database, unfinished=True) == ("T1",)
    await claims.finish(database, "T1", "C1:1", "M1", "2.0")
    assert await claims.unfinished(database, "T1") == ((second, Claim("M1")),)
    assert [row["event"] for row in await database.rows(select(CLAIMS.c.event))] == ["", "", ""]
