"""A weekly digest is claimed once, by whichever process comes first."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from db.memory import digests
from db.memory.database import Database

pytestmark = pytest.mark.anyio

MONDAY = date(2026, 5, 18)


@pytest.mark.parametrize(
    ("day", "is_ours"),
    [(date(2026, 5, 11), False), (MONDAY, False), (date(2026, 5, 25), True)],
)
async def test_only_a_later_digest_is_claimed_again(database: Database, day: date, *, is_ours: bool) -> None:
    assert await digests.claim(database, "T1", MONDAY, at=1.0)

    assert await digests.claim(database, "T1", day, at=2.0) is is_ours
    assert await digests.claim(database, "T2", day, at=2.0)


async def test_of_many_that_claim_at_once_one_wins(url: str) -> None:
    processes = [Database.open(url) for _ in range(4)]
    claims = [digests.claim(each, "T1", MONDAY, at=1.0) for each in processes for _ in range(5)]
    won = await asyncio.gather(*claims)
    for each in processes:
        await each.close()

    assert sorted(won) == [False] * 19 + [True]
