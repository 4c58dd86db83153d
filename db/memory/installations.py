"""Installations of the app, beyond what slack_sdk's store does: removal by workspace, and rotation of the key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, select, update

from db.memory.encryption import DecryptionError
from db.memory.oauth_stores import TOKENS
from db.memory.oauth_tables import BOTS

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Delete, Update
    from sqlalchemy.ext.asyncio import AsyncConnection

    from db.memory.database import Database
    from db.memory.encryption import Cipher


@dataclass(frozen=True, slots=True)
class Place:
    """Where the app is installed: in a workspace, or without `team` in a whole organization of Enterprise Grid."""

    team: str
    enterprise: str = ""


@dataclass(frozen=True, slots=True)
class Renewal:
    """How many tokens are encrypted with the newest key now, and how many installations no key fits."""

    renewed: int = 0
    unreadable: int = 0


async def remove(database: Database, place: Place, *, before: float | None = None) -> int:
    """Remove the tokens of a place, or those that were installed before a time; return how many installations it had."""
    conditions = [_is(place)]
    if before is not None:
        # As the library's store writes it.
        conditions.append(BOTS.c.installed_at < datetime.fromtimestamp(before, UTC).replace(tzinfo=None))
    return await _execute(database, delete(BOTS).where(*conditions))


async def renew_everywhere(database: Database, cipher: Cipher) -> Renewal:
    """Encrypt the tokens of all workspaces with the newest key."""
    renewed = unreadable = 0
    for row in await database.rows(select(BOTS.c.id, *(BOTS.c[name] for name in TOKENS))):
        stored = {name: row[name] for name in TOKENS if row[name]}
        try:
            fresh = {name: cipher.renew(value) for name, value in stored.items()}
        except DecryptionError:
            unreadable += 1
            continue
        changed = {name: value for name, value in fresh.items() if value != stored[name]}
        if changed:
            # A token that Slack replaced in the meantime is encrypted with the newest key already.
            unchanged = (BOTS.c[name] == value for name, value in stored.items())
            await _execute(database, update(BOTS).where(BOTS.c.id == row["id"], *unchanged).values(changed))
            renewed += len(changed)
    return Renewal(renewed, unreadable)


async def _execute(database: Database, statement: Delete | Update) -> int:
    async def work(connection: AsyncConnection) -> int:
        return int((await connection.execute(statement)).rowcount)

    return await database.write(work)


def _is(place: Place) -> ColumnElement[bool]:
    """Return the condition for a place; an organization's does not hold for workspaces that installed the app themselves."""
    if place.team:
        return BOTS.c.team_id == place.team
    return and_(BOTS.c.team_id.is_(None), BOTS.c.enterprise_id == place.enterprise)
