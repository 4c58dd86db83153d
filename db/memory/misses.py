"""Questions without a firm answer, counted by their normalized and masked text, for people to teach or to ignore."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, delete, func, select, update

from db.memory.database import upsert
from db.memory.days import day_of
from db.memory.questions import digest_of, key_of
from db.memory.tables import LAST_MISSES, MISS_DAYS, MISSES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date

    from sqlalchemy import Connection, RowMapping, Select, Table

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
    await record_all(database, team, [(missed, at)])
    return digest_of(team, key_of(missed.question))


async def record_all(database: Database, team: str, missed: Sequence[tuple[Missed, float]]) -> None:
    """Count misses, each with its time, in the order in which they came: a server may collect those of some seconds.

    Raises:
        ValueError: a question is empty.

    """
    found: dict[str, dict[str, Any]] = {}
    days: Counter[tuple[str, date]] = Counter()
    latest: dict[str, dict[str, Any]] = {}
    for miss, at in missed:
        question = key_of(miss.question)
        digest = digest_of(team, question)
        seen = found[digest]["first_seen"] if digest in found else at
        found[digest] = {
            "team": team,
            "digest": digest,
            "question": question,
            "verdict": miss.verdict,
            "status": Status.OPEN.value,
            "first_seen": seen,
            "last_seen": at,
            "suggested_error": "",
            "suggested_platform": "",
        }
        days[digest, day_of(at)] += 1
        if miss.user_id:
            latest[miss.user_id] = {"team": team, "user_id": miss.user_id, "digest": digest, "at": at}

    def work(connection: Connection) -> None:
        ignored = Status.IGNORED.value
        status = case((MISSES.c.status == ignored, ignored), else_=Status.OPEN.value)
        _put(
            connection,
            MISSES,
            found.values(),
            lambda new: {name: new[name] for name in ("question", "verdict", "last_seen")} | {"status": status},
        )
        counts = [{"team": team, "digest": digest, "day": day, "count": n} for (digest, day), n in days.items()]
        _put(connection, MISS_DAYS, counts, lambda new: {"count": MISS_DAYS.c.count + new["count"]})
        _put(connection, LAST_MISSES, latest.values(), lambda new: {name: new[name] for name in ("digest", "at")})

    await database.write(work)


def _put(
    connection: Connection,
    table: Table,
    rows: Iterable[dict[str, Any]],
    changed: Callable[[Any], dict[str, Any]],
) -> None:
    """Store rows; of those that are there, change what `changed` says of the columns of a new one."""
    key = list(table.primary_key.columns)
    # In the same order everywhere, so that two servers never wait for each other.
    ordered = sorted(rows, key=lambda row: tuple(row[column.name] for column in key))
    adding = upsert(connection, table)
    if ordered:
        connection.execute(adding.on_conflict_do_update(index_elements=key, set_=changed(adding.excluded)), ordered)


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
