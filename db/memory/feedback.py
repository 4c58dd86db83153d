"""Thumbs under answers: one a person and answer, the last one counts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Integer, cast, func, select

from db.memory.database import upsert
from db.memory.tables import FEEDBACK

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import ColumnElement, Connection, Label, RowMapping, Select

    from db.memory.database import Database
    from db.memory.days import Period

_COLUMNS = [column for column in FEEDBACK.c if column.name != "team"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """A person's thumb under an answer, the error that was the answer, and why."""

    answer: str
    user_id: str
    is_helpful: bool
    at: float
    error: str = ""
    platform: str = ""
    channel: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Thumbs:
    """How many people found something helpful, and how many did not."""

    up: int = 0
    down: int = 0


async def put(database: Database, team: str, feedback: Feedback) -> Feedback | None:
    """Store a thumb, and return the same person's earlier one under this answer; None for the first.

    The same thumb once more keeps the reason that was told with it.
    """

    def work(connection: Connection) -> Feedback | None:
        row = (connection.execute(_query(team, feedback.answer, feedback.user_id))).mappings().one_or_none()
        earlier = None if row is None else _feedback(row)
        values = asdict(feedback)
        if earlier is not None and earlier.is_helpful == feedback.is_helpful:
            values["reason"] = feedback.reason or earlier.reason
        adding = upsert(connection, FEEDBACK).values(team=team, **values)
        connection.execute(adding.on_conflict_do_update(index_elements=list(FEEDBACK.primary_key.columns), set_=values))
        return earlier

    return await database.write(work)


async def get(database: Database, team: str, answer: str, user_id: str) -> Feedback | None:
    """Return a person's thumb under an answer; None if there is none."""
    rows = await database.rows(_query(team, answer, user_id))
    return _feedback(rows[0]) if rows else None


async def of(database: Database, team: str, answer: str) -> Thumbs:
    """Return the thumbs under an answer."""
    query = select(*_counts()).where(FEEDBACK.c.team == team, FEEDBACK.c.answer == answer)
    return _thumbs((await database.rows(query))[0])


async def total(database: Database, team: str, period: Period) -> Thumbs:
    """Return all thumbs of a period."""
    return _thumbs((await database.rows(select(*_counts()).where(*_within(team, period))))[0])


async def by_error(database: Database, team: str, period: Period) -> dict[tuple[str, str], Thumbs]:
    """Return the thumbs of a period by error and platform, those with most thumbs down first."""
    up, down = _counts()
    query = (
        select(FEEDBACK.c.error, FEEDBACK.c.platform, up, down)
        .where(*_within(team, period))
        .group_by(FEEDBACK.c.error, FEEDBACK.c.platform)
        .order_by(down.desc(), up.desc(), FEEDBACK.c.error, FEEDBACK.c.platform)
    )
    return {(row["error"], row["platform"]): _thumbs(row) for row in await database.rows(query)}


def _query(team: str, answer: str, user_id: str) -> Select[Any]:
    return select(*_COLUMNS).where(FEEDBACK.c.team == team, FEEDBACK.c.answer == answer, FEEDBACK.c.user_id == user_id)


def _within(team: str, period: Period) -> tuple[ColumnElement[bool], ...]:
    here = (FEEDBACK.c.channel == period.channel,) if period.channel else ()
    return (FEEDBACK.c.team == team, FEEDBACK.c.at >= period.starts, FEEDBACK.c.at < period.ends, *here)


def _counts() -> tuple[Label[int], Label[int]]:
    ups = func.coalesce(func.sum(cast(FEEDBACK.c.is_helpful, Integer)), 0)
    return ups.label("up"), (func.count() - ups).label("down")


def _feedback(row: RowMapping) -> Feedback:
    return Feedback(**row)


def _thumbs(row: RowMapping) -> Thumbs:
    return Thumbs(int(row["up"]), int(row["down"]))
