"""Picks among candidates: one person's opinion of what a question means; two that agree make a lesson."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select

from db.memory import changes, lessons
from db.memory.changes import Topic
from db.memory.database import upsert
from db.memory.lessons import How, Lesson
from db.memory.questions import key_of
from db.memory.tables import PICKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from db.memory.database import Database

PEOPLE_FOR_A_LESSON = 2


@dataclass(frozen=True, slots=True)
class Pick:
    """What a person picked for a question; `question` is normalized and masked."""

    question: str
    error: str
    user_id: str
    at: float
    platform: str = ""


async def record(database: Database, team: str, pick: Pick) -> Lesson | None:
    """Store a pick in place of the same person's earlier one; return the lesson that it made or confirmed, if any.

    Raises:
        ValueError: the question is empty.

    """
    pick = replace(pick, question=key_of(pick.question))

    def work(connection: Connection) -> Lesson | None:
        # It also locks: of two people who pick at the same moment, the second sees the first one's pick.
        change = changes.count(connection, team, Topic.LESSONS)
        adding = upsert(connection, PICKS).values(team=team, **asdict(pick))
        new = {"error": pick.error, "platform": pick.platform, "at": pick.at}
        connection.execute(adding.on_conflict_do_update(index_elements=list(PICKS.primary_key.columns), set_=new))
        picked = _of(connection, team, pick.question)
        people = tuple(one.user_id for one in picked if _meaning(one) == _meaning(pick))
        if not _is_agreed(picked, pick):
            return None
        earlier = lessons.of_question(connection, team, pick.question)
        if earlier is not None and earlier.how is How.TAUGHT:
            return earlier if (earlier.error, earlier.platform) == _meaning(pick) else None
        lesson = Lesson(uuid4().hex, pick.question, pick.error, pick.platform, How.PICKED, people, pick.at)
        return lessons.put(connection, team, lesson, change)

    return await database.write(work)


async def of(database: Database, team: str, question: str) -> tuple[Pick, ...]:
    """Return the picks for a question, the oldest first."""

    def work(connection: Connection) -> tuple[Pick, ...]:
        return _of(connection, team, key_of(question))

    return await database.read(work)


def _of(connection: Connection, team: str, question: str) -> tuple[Pick, ...]:
    query = select(PICKS).where(PICKS.c.team == team, PICKS.c.question == question)
    rows = (connection.execute(query.order_by(PICKS.c.at, PICKS.c.user_id))).mappings()
    return tuple(Pick(row["question"], row["error"], row["user_id"], row["at"], row["platform"]) for row in rows)


def _is_agreed(picked: Sequence[Pick], pick: Pick) -> bool:
    """Return whether enough people picked as `pick` does, and more than picked anything else."""
    votes = Counter(map(_meaning, picked))
    ours = votes.pop(_meaning(pick), 0)
    return ours >= PEOPLE_FOR_A_LESSON and ours > max(votes.values(), default=0)


def _meaning(pick: Pick) -> tuple[str, str]:
    return pick.error, pick.platform
