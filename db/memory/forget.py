"""What has to be forgotten: everything of a person or of a workspace, and questions after their time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select, union, update

from db.memory import changes, lessons
from db.memory.changes import Topic
from db.memory.lessons import How
from db.memory.picks import PEOPLE_FOR_A_LESSON
from db.memory.tables import (
    FEEDBACK,
    HELPERS,
    LAST_MISSES,
    LESSONS,
    METADATA,
    MISSES,
    NOTE_HISTORY,
    NOTES,
    OWNERS,
    PICKS,
    PREFERENCES,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.memory.database import Database

_NOBODY = ""


async def teams(database: Database) -> tuple[str, ...]:
    """Return the workspaces that have anything stored: the one query over all of them, for work that goes through each."""
    found = union(*(select(table.c.team) for table in METADATA.sorted_tables)).subquery()
    return tuple(row["team"] for row in await database.rows(select(found.c.team).order_by(found.c.team)))


async def everything(database: Database, team: str) -> int:
    """Remove everything of a workspace, and return how many rows that were."""

    def work(connection: Connection) -> int:
        removals = [delete(table).where(table.c.team == team) for table in reversed(METADATA.sorted_tables)]
        return sum([(connection.execute(removal)).rowcount for removal in removals])

    return await database.write(work)


async def person(database: Database, team: str, user_id: str) -> int:
    """Remove everything of a person in a workspace, and return how many rows were removed or changed.

    What others wrote stays, without the person's name: a note that they edited, an owner that they set.
    A lesson stays where enough others picked the same.
    """
    of_theirs = [
        delete(NOTES).where(NOTES.c.team == team, or_(NOTES.c.author == user_id, NOTES.c.source_author == user_id)),
        delete(NOTE_HISTORY).where(NOTE_HISTORY.c.team == team, NOTE_HISTORY.c.author == user_id),
        delete(OWNERS).where(OWNERS.c.team == team, OWNERS.c.owner == user_id),
        delete(PICKS).where(PICKS.c.team == team, PICKS.c.user_id == user_id),
        delete(FEEDBACK).where(FEEDBACK.c.team == team, FEEDBACK.c.user_id == user_id),
        delete(LAST_MISSES).where(LAST_MISSES.c.team == team, LAST_MISSES.c.user_id == user_id),
        update(NOTES).where(NOTES.c.team == team, NOTES.c.editor == user_id).values(editor=_NOBODY),
        *(
            update(table).where(table.c.team == team, table.c.set_by == user_id).values(set_by=_NOBODY)
            for table in (OWNERS, HELPERS, PREFERENCES)
        ),
    ]

    def work(connection: Connection) -> int:
        numbers = {topic: changes.count(connection, team, topic) for topic in Topic}
        touched = _forget_lessons_of(connection, team, user_id, numbers[Topic.LESSONS])
        return touched + sum([(connection.execute(change)).rowcount for change in of_theirs])

    return await database.write(work)


async def expire(database: Database, team: str, before: float) -> int:
    """Remove a workspace's questions that were last asked before a time, and return how many; counts and lessons stay."""
    changed = [
        delete(PICKS).where(PICKS.c.team == team, PICKS.c.at < before),
        delete(LAST_MISSES).where(LAST_MISSES.c.team == team, LAST_MISSES.c.at < before),
        update(MISSES)
        .where(MISSES.c.team == team, MISSES.c.last_seen < before, MISSES.c.question != "")
        .values(question=""),
        update(FEEDBACK)
        .where(FEEDBACK.c.team == team, FEEDBACK.c.at < before, FEEDBACK.c.reason != "")
        .values(reason=""),
    ]

    def work(connection: Connection) -> int:
        return sum([(connection.execute(change)).rowcount for change in changed])

    return await database.write(work)


async def expire_everywhere(database: Database, before: float) -> int:
    """Do `expire` in every workspace."""
    return sum([await expire(database, team, before) for team in await teams(database)])


def _forget_lessons_of(connection: Connection, team: str, user_id: str, change: int) -> int:
    """Remove a person from the lessons, and lessons that are left without enough people; return how many were touched."""
    query = select(LESSONS).where(LESSONS.c.team == team, LESSONS.c.people.contains(user_id, autoescape=True))
    gone: list[str] = []
    touched = 0
    for row in (connection.execute(query)).mappings().all():
        others = [one for one in row["people"].split() if one != user_id]
        if len(others) == len(row["people"].split()):
            continue  # another id that contains this one
        touched += 1
        if row["how"] == How.TAUGHT or len(others) < PEOPLE_FOR_A_LESSON:
            gone.append(row["id"])
            continue
        is_it = (LESSONS.c.team == team, LESSONS.c.id == row["id"])
        connection.execute(update(LESSONS).where(*is_it).values(people=" ".join(others), change=change))
    lessons.drop(connection, team, gone, change)
    return touched
