"""Lessons are taken back by whichever process is asked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.lookup.text import quoted
from bot.memory.learning import Learning
from bot.memory.reach import Reach
from db.memory.database import Database

if TYPE_CHECKING:
    from db.catalog import Catalog
    from tests.harness.databases import Files, Postgres

LONG = "the whole story of how our customer in the north cannot get into the room that he was invited to last week"


@pytest.mark.parametrize("question", ["the kiosk is purple", LONG, "100% of_them fail"])
def test_another_process_takes_a_lesson_back(place: Files | Postgres, catalog: Catalog, question: str) -> None:
    url = place.empty()

    async def play() -> tuple[bool, bool, bool, int]:
        one, other = Database.open(url), Database.open(url)
        await one.migrate()
        teaching, asked = Learning(Reach(one)), Learning(Reach(other))
        await teaching.teach("T1", "U1", question, catalog.own[0])
        await teaching.teach("T1", "U1", "100x of them fail", catalog.own[0])
        gone = (
            await asked.forget("T2", quoted(question)),
            await asked.forget("T1", quoted(question)),
            await asked.forget("T1", quoted(question)),
        )
        left = (await asked.page("T1", limit=9)).count
        await one.close()
        await other.close()
        return (*gone, left)

    assert asyncio.run(play()) == (False, True, False, 1)
