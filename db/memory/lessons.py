"""Learned phrasings of a workspace: questions whose error was taught on purpose, or picked by two people the same way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import delete, func, insert, select

from db.memory import changes
from db.memory.changes import START, Cursor, Topic
from db.memory.database import upsert
from db.memory.questions import key_of
from db.memory.tables import FORGOTTEN_LESSONS, LESSONS, PICKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, RowMapping

    from db.memory.database import Database

_BATCH = 5000
_UPDATED = ("error", "platform", "how", "people", "at", "change")


class How(StrEnum):
    """How a lesson came about."""

    TAUGHT = "taught"
    PICKED = "picked"


@dataclass(frozen=True, slots=True)
class Teaching:
    """What somebody teaches on purpose; `question` is normalized and masked."""

    question: str
    error: str
    user_id: str
    platform: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A learned phrasing: of which error, how, by whom and when."""

    id: str
    question: str
    error: str
    platform: str
    how: How
    people: tuple[str, ...]
    at: float


@dataclass(frozen=True, slots=True)
class Changed:
    """What is new since a cursor: lessons that are new or different, and ids of forgotten ones.

    With `is_whole`, the reader forgets all that it had; with `has_more`, it asks again with this `cursor`.
    """

    cursor: Cursor
    lessons: tuple[Lesson, ...]
    forgotten: tuple[str, ...] = ()
    is_whole: bool = False
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some lessons, the newest first, and the count of all."""

    lessons: tuple[Lesson, ...]
    count: int


async def teach(database: Database, team: str, teaching: Teaching, *, at: float) -> Lesson:
    """Return the lesson of a question, in place of one that was there.

    Raises:
        ValueError: the question is empty.

    """
    lesson = Lesson(
        id=uuid4().hex,
        question=key_of(teaching.question),
        error=teaching.error,
        platform=teaching.platform,
        how=How.TAUGHT,
        people=(teaching.user_id,),
        at=at,
    )

    def work(connection: Connection) -> Lesson:
        return put(connection, team, lesson, changes.count(connection, team, Topic.LESSONS))

    return await database.write(work)


async def get(database: Database, team: str, lesson_id: str) -> Lesson | None:
    """Return a lesson; None if there is no such lesson."""
    rows = await database.rows(select(LESSONS).where(LESSONS.c.team == team, LESSONS.c.id == lesson_id))
    return _lesson(rows[0]) if rows else None


async def find(database: Database, team: str, question: str, *, is_cut: bool = False) -> Lesson | None:
    """Return the lesson of a normalized question, or with `is_cut` the latest that begins with it; None if there is none."""
    asked = LESSONS.c.question
    is_it = asked.startswith(question, autoescape=True) if is_cut else asked == question
    query = select(LESSONS).where(LESSONS.c.team == team, is_it).order_by(LESSONS.c.change.desc()).limit(1)
    rows = await database.rows(query)
    return _lesson(rows[0]) if rows else None


async def page(database: Database, team: str, *, limit: int = 10, offset: int = 0) -> Page:
    """Return the newest lessons of a workspace, and how many there are."""

    def work(connection: Connection) -> Page:
        is_here = LESSONS.c.team == team
        count = (connection.execute(select(func.count()).select_from(LESSONS).where(is_here))).scalar_one()
        newest = select(LESSONS).where(is_here).order_by(LESSONS.c.change.desc()).limit(limit).offset(offset)
        rows = (connection.execute(newest)).mappings().all()
        return Page(tuple(map(_lesson, rows)), count)

    return await database.read(work)


async def forget(database: Database, team: str, lesson_id: str) -> Lesson | None:
    """Remove a lesson with the picks of its question, and return it; None if there is no such lesson."""

    def work(connection: Connection) -> Lesson | None:
        change = changes.count(connection, team, Topic.LESSONS)
        query = select(LESSONS).where(LESSONS.c.team == team, LESSONS.c.id == lesson_id)
        row = (connection.execute(query)).mappings().one_or_none()
        if row is None:
            return None
        # Else the next pick would bring it back.
        connection.execute(delete(PICKS).where(PICKS.c.team == team, PICKS.c.question == row["question"]))
        drop(connection, team, [lesson_id], change)
        return _lesson(row)

    return await database.write(work)


async def changed(database: Database, team: str, since: Cursor = START, *, limit: int = _BATCH) -> Changed:
    """Return what is new since a cursor; without one, everything."""

    def work(connection: Connection) -> Changed:
        # Read first: a change that comes after it may be seen twice, but never missed.
        now = changes.cursor(connection, team, Topic.LESSONS)
        is_whole = since.epoch != now.epoch
        seen = 0 if is_whole else since.counter
        if not is_whole and seen >= now.counter:
            return Changed(now, ())
        new = select(LESSONS).where(LESSONS.c.team == team, LESSONS.c.change > seen).order_by(LESSONS.c.change)
        rows = (connection.execute(new.limit(limit))).mappings().all()
        has_more = len(rows) == limit
        until = rows[-1]["change"] if has_more else max([now.counter, *(row["change"] for row in rows[-1:])])
        is_gone = (FORGOTTEN_LESSONS.c.team == team, FORGOTTEN_LESSONS.c.change > seen)
        gone = select(FORGOTTEN_LESSONS.c.id).where(*is_gone, FORGOTTEN_LESSONS.c.change <= until)
        forgotten = () if is_whole else tuple((connection.execute(gone)).scalars())
        return Changed(Cursor(now.epoch, until), tuple(map(_lesson, rows)), forgotten, is_whole, has_more)

    return await database.read(work)


def put(connection: Connection, team: str, lesson: Lesson, change: int) -> Lesson:
    """Store a lesson in place of its question's earlier one, whose id it keeps; return it as stored."""
    values = {
        "team": team,
        "id": lesson.id,
        "question": lesson.question,
        "error": lesson.error,
        "platform": lesson.platform,
        "how": lesson.how.value,
        "people": " ".join(lesson.people),
        "at": lesson.at,
        "change": change,
    }
    adding = upsert(connection, LESSONS).values(values)
    stored = adding.on_conflict_do_update(
        index_elements=[LESSONS.c.team, LESSONS.c.question], set_={name: values[name] for name in _UPDATED}
    ).returning(*LESSONS.c)
    return _lesson((connection.execute(stored)).mappings().one())


def of_question(connection: Connection, team: str, question: str) -> Lesson | None:
    """Return the lesson of a question, within a transaction; None if there is none."""
    query = select(LESSONS).where(LESSONS.c.team == team, LESSONS.c.question == question)
    row = (connection.execute(query)).mappings().one_or_none()
    return None if row is None else _lesson(row)


def drop(connection: Connection, team: str, ids: Sequence[str], change: int) -> None:
    """Remove lessons, and leave their ids for readers that still have them."""
    if ids:
        connection.execute(delete(LESSONS).where(LESSONS.c.team == team, LESSONS.c.id.in_(ids)))
        gone = [{"team": team, "id": lesson_id, "change": change} for lesson_id in ids]
        connection.execute(insert(FORGOTTEN_LESSONS), gone)


def _lesson(row: RowMapping) -> Lesson:
    return Lesson(
        id=row["id"],
        question=row["question"],
        error=row["error"],
        platform=row["platform"],
        how=How(row["how"]),
        people=tuple(row["people"].split()),
        at=row["at"],
    )
