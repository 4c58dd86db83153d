"""Change counters: a reader on another machine sees with one cheap query what of a workspace is new."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select

from db.memory.database import upsert
from db.memory.tables import CHANGES

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.memory.database import Database


class Topic(StrEnum):
    """What a reader may keep a copy of."""

    NOTES = "notes"
    OWNERS = "owners"
    PREFERENCES = "preferences"
    LESSONS = "lessons"


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a reader has read. The counters of two epochs cannot be compared: such a reader begins anew."""

    epoch: str = ""
    counter: int = 0


START = Cursor()
"""The cursor of a topic in which nothing was ever changed."""


async def cursors(database: Database, team: str) -> dict[Topic, Cursor]:
    """Return the cursor of every topic."""
    rows = await database.rows(select(CHANGES).where(CHANGES.c.team == team))
    found = {row["topic"]: Cursor(row["epoch"], row["counter"]) for row in rows}
    return {topic: found.get(topic, START) for topic in Topic}


def cursor(connection: Connection, team: str, topic: Topic) -> Cursor:
    """Return the cursor of one topic, within a transaction."""
    query = select(CHANGES.c.epoch, CHANGES.c.counter).where(CHANGES.c.team == team, CHANGES.c.topic == topic)
    row = (connection.execute(query)).one_or_none()
    return START if row is None else Cursor(row.epoch, row.counter)


def count(connection: Connection, team: str, topic: Topic) -> int:
    """Count a change, and return its number.

    It locks the topic until the transaction ends: changes become visible in the order of their numbers. Called before the
    change itself, so that all transactions take their locks in the same order.
    """
    added = upsert(connection, CHANGES).values(team=team, topic=topic.value, epoch=uuid4().hex, counter=1)
    counted = added.on_conflict_do_update(
        index_elements=[CHANGES.c.team, CHANGES.c.topic], set_={"counter": CHANGES.c.counter + 1}
    )
    return int((connection.execute(counted.returning(CHANGES.c.counter))).scalar_one())
