"""What was acknowledged is there after the process is killed at any moment."""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import sys
import time

import pytest
from sqlalchemy import select

from db.memory.database import Database
from db.memory.tables import NOTE_WORDS, NOTES
from tests.harness import starts
from tests.harness.starts import ROOT

ROUNDS = 20
_ERROR = 2
"""Descriptor of standard error: what goes wrong in the process is shown with the test."""
WRITING = """\
import asyncio, sys
from db.memory import notes
from db.memory.database import Database
async def write(database):
    while True:
        draft = notes.Draft("group-full", "U1", "a note " * 100, words=["one", "two"])
        print((await notes.add(database, "T1", draft, at=1.0)).id, flush=True)
async def main():
    database = Database.open(sys.argv[1])
    await database.migrate()
    await asyncio.gather(*(write(database) for _ in range(3)))
asyncio.run(main())
"""

pytestmark = [pytest.mark.slow, pytest.mark.anyio]


def _killed(url: str, after: float) -> list[str]:
    """Return the ids that a process acknowledged before it was killed, `after` seconds from its first one."""
    reading, writing = os.pipe()
    process = starts.start(
        [sys.executable, "-c", WRITING, url],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=writing,
        stderr=_ERROR,
    )
    os.close(writing)
    with open(reading, encoding="ascii") as told:  # noqa: PTH123 - a pipe
        first = told.readline()
        time.sleep(after)
        process.kill()
        rest = told.readlines()
    process.wait(30)
    # A line cut short by the kill was not acknowledged.
    return [line.strip() for line in [first, *rest] if line.endswith("\n")]


async def test_acknowledged_notes_survive_a_kill(empty_url: str) -> None:
    chance = random.Random(20)  # noqa: S311 - the moment of a kill is no secret
    acknowledged: list[str] = []
    for _ in range(ROUNDS):
        ids = _killed(empty_url, chance.uniform(0.0, 0.3))
        assert ids != []
        acknowledged += ids
    database = Database.open(empty_url)
    stored = {row["id"] for row in await database.rows(select(NOTES.c.id).where(NOTES.c.team == "T1"))}
    words = await database.rows(select(NOTE_WORDS.c.note).where(NOTE_WORDS.c.team == "T1"))
    await database.close()

    assert len(acknowledged) == len(set(acknowledged)) > ROUNDS
    assert set(acknowledged) - stored == set()
    # A note is there as a whole, with its words, or not at all.
    assert sorted(row["note"] for row in words) == sorted([*stored, *stored])
    if empty_url.startswith("sqlite:"):
        with contextlib.closing(sqlite3.connect(empty_url.removeprefix("sqlite:///"))) as opened:
            assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
