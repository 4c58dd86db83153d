"""Whom to ask: the owner of an error, and the workspace's line for questions without an answer."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete

from db.memory import changes
from db.memory.changes import Topic
from db.memory.database import upsert
from db.memory.tables import HELPERS, OWNERS

if TYPE_CHECKING:
    from sqlalchemy import Connection, Delete

    from db.memory.database import Database

LONGEST_LINE = 500
_OWNER = re.compile(r"[USW][A-Z0-9]+")
"""A user (`W…` in an Enterprise Grid) or a user group."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is asked about an error: a user or a user group, by id."""

    error: str
    owner: str
    set_by: str
    at: float


@dataclass(frozen=True, slots=True)
class Helper:
    """The line that says whom to ask where there is no answer."""

    text: str
    set_by: str
    at: float


async def put(database: Database, team: str, owner: Owner) -> None:
    """Store the owner of an error in place of the one before.

    Raises:
        ValueError: it is no id of a user or of a user group.

    """
    if not _OWNER.fullmatch(owner.owner):
        raise ValueError("An owner is a user or a user group.")

    def work(connection: Connection) -> None:
        changes.count(connection, team, Topic.OWNERS)
        put = upsert(connection, OWNERS).values(team=team, **asdict(owner))
        connection.execute(
            put.on_conflict_do_update(
                index_elements=[OWNERS.c.team, OWNERS.c.error],
                set_={name: put.excluded[name] for name in ("owner", "set_by", "at")},
            )
        )

    await database.write(work)


async def remove(database: Database, team: str, error: str) -> bool:
    """Remove the owner of an error; return False if it has none."""
    return await _removed(database, team, delete(OWNERS).where(OWNERS.c.team == team, OWNERS.c.error == error))


async def put_helper(database: Database, team: str, helper: Helper) -> None:
    """Store the workspace's line in place of the one before.

    Raises:
        ValueError: it is empty or too long.

    """
    text = helper.text.strip()
    if not 1 <= len(text) <= LONGEST_LINE:
        raise ValueError(f"The line has 1 to {LONGEST_LINE} characters, and this one has {len(text):,}.")

    def work(connection: Connection) -> None:
        changes.count(connection, team, Topic.OWNERS)
        put = upsert(connection, HELPERS).values(team=team, **asdict(helper) | {"text": text})
        connection.execute(
            put.on_conflict_do_update(
                index_elements=[HELPERS.c.team],
                set_={name: put.excluded[name] for name in ("text", "set_by", "at")},
            )
        )

    await database.write(work)


async def remove_helper(database: Database, team: str) -> bool:
    """Remove the workspace's line; return False if there is none."""
    return await _removed(database, team, delete(HELPERS).where(HELPERS.c.team == team))


async def _removed(database: Database, team: str, removal: Delete) -> bool:
    def work(connection: Connection) -> bool:
        changes.count(connection, team, Topic.OWNERS)
        return (connection.execute(removal)).rowcount > 0

    return await database.write(work)
