"""How often was asked what: counts by day, channel, error and verdict, without any question."""

from __future__ import annotations

from dataclasses import asdict, astuple, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from db.memory.database import upsert
from db.memory.days import day_of
from db.memory.tables import ASKED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import ColumnElement, Connection

    from db.memory.database import Database
    from db.memory.days import Period

_COUNT = func.sum(ASKED.c.count)


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer; `error` is empty where it was none."""

    channel: str
    verdict: str
    error: str = ""
    platform: str = ""


@dataclass(frozen=True, slots=True)
class Top:
    """An error that was asked for, and how often."""

    error: str
    platform: str
    count: int


async def record(database: Database, team: str, asked: Asked, *, at: float, count: int = 1) -> None:
    """Count an answer, or several that are the same."""
    await record_all(database, team, {asked: count}, at=at)


async def record_all(database: Database, team: str, answers: Mapping[Asked, int], *, at: float) -> None:
    """Count answers, each as often as it was given: a server may collect those of some seconds."""
    # In the same order everywhere, so that two servers never wait for each other.
    ordered = sorted(answers.items(), key=lambda item: astuple(item[0]))
    rows = [{"team": team, "day": day_of(at), "count": times, **asdict(answer)} for answer, times in ordered]

    def work(connection: Connection) -> None:
        adding = upsert(connection, ASKED)
        counting = adding.on_conflict_do_update(
            index_elements=list(ASKED.primary_key.columns), set_={"count": ASKED.c.count + adding.excluded.count}
        )
        connection.execute(counting, rows)

    if rows:
        await database.write(work)


async def top(database: Database, team: str, period: Period, *, limit: int = 10) -> tuple[Top, ...]:
    """Return the errors of a period, the most frequent first."""
    query = (
        select(ASKED.c.error, ASKED.c.platform, _COUNT.label("count"))
        .where(*_within(team, period), ASKED.c.error != "")
        .group_by(ASKED.c.error, ASKED.c.platform)
        .order_by(_COUNT.desc(), ASKED.c.error, ASKED.c.platform)
    )
    rows = await database.rows(query.limit(limit))
    return tuple(Top(row["error"], row["platform"], int(row["count"])) for row in rows)


async def verdicts(database: Database, team: str, period: Period) -> dict[str, int]:
    """Return how many answers of a period had which verdict, the most frequent first."""
    query = select(ASKED.c.verdict, _COUNT.label("count")).where(*_within(team, period)).group_by(ASKED.c.verdict)
    rows = await database.rows(query.order_by(_COUNT.desc(), ASKED.c.verdict))
    return {row["verdict"]: int(row["count"]) for row in rows}


async def trend(database: Database, team: str, period: Period) -> dict[date, dict[str, int]]:
    """Return the verdicts of every day on which something was asked, the oldest first."""
    query = (
        select(ASKED.c.day, ASKED.c.verdict, _COUNT.label("count"))
        .where(*_within(team, period))
        .group_by(ASKED.c.day, ASKED.c.verdict)
        .order_by(ASKED.c.day, ASKED.c.verdict)
    )
    days: dict[date, dict[str, int]] = {}
    for row in await database.rows(query):
        days.setdefault(row["day"], {})[row["verdict"]] = int(row["count"])
    return days


def _within(team: str, period: Period) -> tuple[ColumnElement[bool], ...]:
    here = (ASKED.c.channel == period.channel,) if period.channel else ()
    return (ASKED.c.team == team, ASKED.c.day >= period.first, ASKED.c.day <= period.last, *here)
