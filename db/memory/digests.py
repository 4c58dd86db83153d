"""The last weekly digest of each workspace, so that of several processes only one sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.memory.database import upsert
from db.memory.tables import DIGESTS

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from db.memory.database import Database


async def claim(database: Database, team: str, day: date, *, at: float) -> bool:
    """Record the digest of a day as sent; return False if that one, or a later one, was recorded before."""

    def work(connection: Connection) -> bool:
        new = {"day": day, "at": at}
        adding = upsert(connection, DIGESTS).values(team=team, **new)
        claiming = adding.on_conflict_do_update(
            index_elements=[DIGESTS.c.team], set_=new, where=DIGESTS.c.day < adding.excluded.day
        )
        return connection.execute(claiming.returning(DIGESTS.c.day)).one_or_none() is not None

    return await database.write(work)
