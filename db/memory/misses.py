"""Questions without a firm answer, counted by their normalized and masked text, for people to teach or to ignore."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import case, delete, func, select, update

from db.memory.database import upsert
from db.memory.days import day_of
from db.memory.questions import digest_of, key_of
from db.memory.tables import LAST_MISSES, MISS_DAYS, MISSES

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection, RowMapping, Select

    from db.memory.database import Database

FOLLOWED_WITHIN_SECONDS = 120.0


class Status(StrEnum):
    """What people did about a miss. A taught question that is missed again is open again."""

    OPEN = "open"
    TAUGHT = "taught"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that was not answered firmly; the verdict is the answer's, or that of a thumb."""

    question: str
    verdict: str
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """An answer that a person got, or picked, after a miss."""

    user_id: str
    error: str
    platform: str = ""


@dataclass(frozen=True, slots=True)
class Miss:
    """A missed question, how often it was asked in the period of the query, and the error that followed it once."""

    digest: str
    question: str
    verdict: str
    status: Status
    first_seen: float
    last_seen: float
    count: int
    suggested_error: str
    suggested_platform: str


async def record(database: Database, team: str, missed: Missed, *, at: float) -> str:
    """Count a miss, and return the digest of its question.

    Raises:
        ValueError: the question is empty.

    """
    question = key_of(missed.question)
    digest = digest_of(team, question)

    def work(connection: Connection) -> None:
        adding = upsert(connection, MISSES).values(
            team=team,
            digest=digest,
            question=question,
            verdict=missed.verdict,
            status=Status.OPEN.value,
            first_seen=at,
            last_seen=at,
            suggested_error="",
            suggested_platform="",
        )
        ignored = Status.IGNORED.value
        connection.execute(
            adding.on_conflict_do_update(
                index_elements=list(MISSES.primary_key.columns),
                set_={
                    "question": question,
                    "verdict": missed.verdict,
                    "last_seen": at,
                    "status": case((MISSES.c.status == ignored, ignored), else_=Status.OPEN.value),
                },
            )
        )
        counting = upsert(connection, MISS_DAYS).values(team=team, digest=digest, day=day_of(at), count=1)
        connection.execute(
            counting.on_conflict_do_update(
                index_elements=list(MISS_DAYS.primary_key.columns), set_={"count": MISS_DAYS.c.count + 1}
            )
        )
        if missed.user_id:
            latest = upsert(connection, LAST_MISSES).values(team=team, user_id=missed.user_id, digest=digest, at=at)
            connection.execute(
                latest.on_conflict_do_update(
                    index_elements=list(LAST_MISSES.primary_key.columns), set_={"digest": digest, "at": at}
                )
            )

    await database.write(work)
    return digest


async def most_frequent(
    database: Database, team: str, since: float, *, statuses: Collection[Status] = (Status.OPEN,), limit: int = 50
) -> tuple[Miss, ...]:
    """Return the misses since a time, the most frequent first; expired ones have no text and are left out."""
    query = _counted(team, since).where(
        MISSES.c.last_seen >= since,
        MISSES.c.question != "",
        MISSES.c.status.in_([status.value for status in statuses]),
    )
    count = func.sum(MISS_DAYS.c.count)
    rows = await database.rows(query.order_by(count.desc(), MISSES.c.last_seen.desc(), MISSES.c.digest).limit(limit))
    return tuple(map(_miss, rows))


async def get(database: Database, team: str, digest: str) -> Miss | None:
    """Return a miss with the count of all days; None if there is no such miss."""
    rows = await database.rows(_counted(team, 0.0).where(MISSES.c.digest == digest))
    return _miss(rows[0]) if rows else None


async def mark(database: Database, team: str, digest: str, status: Status) -> bool:
    """Store what was done about a miss; return False if there is no such miss."""
    marking = update(MISSES).where(MISSES.c.team == team, MISSES.c.digest == digest).values(status=status.value)

    def work(connection: Connection) -> bool:
        return (connection.execute(marking)).rowcount == 1

    return await database.write(work)


async def latest(database: Database, team: str, users: Collection[str]) -> dict[str, float]:
    """Return when each of some people, those of them who did, last asked something without a firm answer."""
    query = select(LAST_MISSES.c.user_id, LAST_MISSES.c.at).where(
        LAST_MISSES.c.team == team, LAST_MISSES.c.user_id.in_(users)
    )
    return {row["user_id"]: row["at"] for row in await database.rows(query)}


async def followed(database: Database, team: str, hit: Hit, *, at: float) -> str | None:
    """Store a hit as suggestion for the same person's miss of two minutes before, and return that miss's digest; None without one."""
    whose = (LAST_MISSES.c.team == team, LAST_MISSES.c.user_id == hit.user_id)

    def work(connection: Connection) -> str | None:
        # The next hit says nothing about this miss.
        taken = delete(LAST_MISSES).where(*whose).returning(LAST_MISSES.c.digest, LAST_MISSES.c.at)
        row = (connection.execute(taken)).one_or_none()
        if row is None or not 0 <= at - row.at <= FOLLOWED_WITHIN_SECONDS:
            return None
        suggesting = update(MISSES).where(MISSES.c.team == team, MISSES.c.digest == row.digest)
        connection.execute(suggesting.values(suggested_error=hit.error, suggested_platform=hit.platform))
        return str(row.digest)

    return await database.write(work)


def _counted(team: str, since: float) -> Select[tuple[object, ...]]:
    """Return the query for misses with their counts since the day of a time."""
    is_same = (MISS_DAYS.c.team == MISSES.c.team) & (MISS_DAYS.c.digest == MISSES.c.digest)
    return (
        select(*MISSES.c, func.sum(MISS_DAYS.c.count).label("count"))
        .join_from(MISSES, MISS_DAYS, is_same)
        .where(MISSES.c.team == team, MISS_DAYS.c.day >= day_of(since))
        .group_by(*MISSES.c)
    )


def _miss(row: RowMapping) -> Miss:
    return Miss(
        digest=row["digest"],
        question=row["question"],
        verdict=row["verdict"],
        status=Status(row["status"]),
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        count=int(row["count"]),
        suggested_error=row["suggested_error"],
        suggested_platform=row["suggested_platform"],
    )
