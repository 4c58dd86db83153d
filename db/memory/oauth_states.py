"""States of installations that have begun: each is valid once, and until its time."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import delete, insert

from db.memory.tables import OAUTH_STATES

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.memory.database import Database

STATE_SECONDS = 600
"""How long somebody may take to approve an installation."""


async def issue(database: Database, now: float) -> str:
    """Return a new state, and remove the expired ones; `now` is in seconds since the epoch."""
    state = uuid4().hex

    def work(connection: Connection) -> None:
        connection.execute(delete(OAUTH_STATES).where(OAUTH_STATES.c.expires <= now))
        connection.execute(insert(OAUTH_STATES).values(state=state, expires=now + STATE_SECONDS))

    await database.write(work)
    return state


async def consume(database: Database, state: str, now: float) -> bool:
    """Return whether a state was valid, once: of two calls at the same time one returns True."""
    taken = delete(OAUTH_STATES).where(OAUTH_STATES.c.state == state, OAUTH_STATES.c.expires > now)

    def work(connection: Connection) -> int:
        return connection.execute(taken).rowcount

    return await database.write(work) > 0
