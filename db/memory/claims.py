"""Claims of messages: one process answers, the others wait until it has, or until it no longer beats.

A claim is taken over by its count of beats, not by a time: machines' clocks differ.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from db.memory.database import upsert
from db.memory.tables import CLAIMS

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

    from db.memory.database import Database


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as it was read; `answer` is the `ts` of the answer, empty where none was needed."""

    holder: str
    beats: int = 0
    is_done: bool = False
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """Something to answer, and the event that asks for it: JSON, empty where nobody keeps it."""

    name: str
    at: float
    event: str = ""


async def claim(database: Database, team: str, work: Work, holder: str) -> Claim:
    """Claim a piece of work, and return its claim: the holder's, or that of whoever came first."""

    def insert(connection: Connection) -> Claim:
        values = {"team": team, "work": work.name, "at": work.at, "event": work.event, **asdict(Claim(holder))}
        adding = upsert(connection, CLAIMS).values(**values)
        connection.execute(adding.on_conflict_do_nothing(index_elements=[CLAIMS.c.team, CLAIMS.c.work]))
        return Claim(**connection.execute(_query(team, work.name)).mappings().one())

    return await database.write(insert)


async def pause(database: Database, team: str, name: str, seconds: float, *, at: float) -> bool:
    """Begin a pause of so many seconds; return False within one that began earlier."""

    def work(connection: Connection) -> bool:
        done = asdict(Claim("", is_done=True))
        adding = upsert(connection, CLAIMS).values(team=team, work=name, at=at, event="", **done)
        beginning = adding.on_conflict_do_update(
            index_elements=[CLAIMS.c.team, CLAIMS.c.work], set_={"at": at}, where=CLAIMS.c.at <= at - seconds
        )
        return connection.execute(beginning).rowcount == 1

    return await database.write(work)


async def get(database: Database, team: str, work: str) -> Claim | None:
    """Return the claim of a piece of work; None after its release."""
    rows = await database.rows(_query(team, work))
    return Claim(**rows[0]) if rows else None


async def teams(database: Database, *, unfinished: bool = False) -> tuple[str, ...]:
    """Return the workspaces with claims, or only those with work that is not done, for work that goes through each."""
    query = select(CLAIMS.c.team).distinct().order_by(CLAIMS.c.team)
    if unfinished:
        query = query.where(CLAIMS.c.is_done.is_(False))
    return tuple(row["team"] for row in await database.rows(query))


async def unfinished(database: Database, team: str) -> tuple[tuple[Work, Claim], ...]:
    """Return the work of a workspace that is not done, the oldest first, and who has claimed it."""
    query = select(CLAIMS).where(CLAIMS.c.team == team, CLAIMS.c.is_done.is_(False))
    return tuple(
        (Work(row["work"], row["at"], row["event"]), Claim(row["holder"], row["beats"]))
        for row in await database.rows(query.order_by(CLAIMS.c.at, CLAIMS.c.work))
    )


async def beat(database: Database, team: str, work: str, holder: str) -> bool:
    """Show that the holder is alive; return False if it holds the claim no longer."""
    return await _change(database, _held(team, work, holder), beats=CLAIMS.c.beats + 1)


async def take_over(database: Database, team: str, work: str, holder: str, seen: Claim) -> bool:
    """Take over a claim whose holder is dead; return False if it has changed since it was `seen`."""
    is_it = (*_held(team, work, seen.holder), CLAIMS.c.beats == seen.beats)
    return await _change(database, is_it, holder=holder, beats=seen.beats + 1)


async def finish(database: Database, team: str, work: str, holder: str, answer: str) -> bool:
    """Record that the work is done, and drop its event; return False if `holder` does not hold the claim."""
    return await _change(database, _held(team, work, holder), is_done=True, answer=answer, event="")


async def release(database: Database, team: str, work: str, holder: str) -> bool:
    """Release the claim of failed work; return False if `holder` does not hold it."""

    def remove(connection: Connection) -> bool:
        return connection.execute(delete(CLAIMS).where(*_held(team, work, holder))).rowcount == 1

    return await database.write(remove)


async def tidy(database: Database, team: str, before: float) -> None:
    """Remove a workspace's claims from before a time."""

    def remove(connection: Connection) -> None:
        connection.execute(delete(CLAIMS).where(CLAIMS.c.team == team, CLAIMS.c.at < before))

    await database.write(remove)


async def _change(database: Database, is_it: tuple[ColumnElement[bool], ...], **values: object) -> bool:
    def work(connection: Connection) -> bool:
        return connection.execute(update(CLAIMS).where(*is_it).values(**values)).rowcount == 1

    return await database.write(work)


def _query(team: str, work: str) -> Select[Any]:
    columns = (CLAIMS.c.holder, CLAIMS.c.beats, CLAIMS.c.is_done, CLAIMS.c.answer)
    return select(*columns).where(CLAIMS.c.team == team, CLAIMS.c.work == work)


def _held(team: str, work: str, holder: str) -> tuple[ColumnElement[bool], ...]:
    return CLAIMS.c.team == team, CLAIMS.c.work == work, CLAIMS.c.holder == holder, CLAIMS.c.is_done.is_(False)
