"""Where the app is installed, with its tokens as they are stored: encrypted, where there is a key."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from db.memory.database import upsert
from db.memory.encryption import DecryptionError
from db.memory.tables import INSTALLATIONS

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Delete, Update

    from db.memory.database import Database
    from db.memory.encryption import Cipher

_VALUES = ("token", "refresh_token", "expires", "at")


@dataclass(frozen=True, slots=True)
class App:
    """Which app is installed, by Slack's client id; in a whole organization of Enterprise Grid, also which one."""

    client: str
    enterprise: str = ""


@dataclass(frozen=True, slots=True)
class Installation:
    """The bot's token, and for one that expires when it does, and what Slack gives the next one for; `at`: installed when."""

    token: str
    refresh_token: str = ""
    expires: float | None = None
    at: float = 0.0

    def encrypted(self, cipher: Cipher) -> Installation:
        """Return it with encrypted tokens."""
        return replace(self, token=cipher.encrypt(self.token), refresh_token=cipher.encrypt(self.refresh_token))

    def decrypted(self, cipher: Cipher) -> Installation:
        """Return it with tokens that Slack takes.

        Raises:
            DecryptionError: no key fits.

        """
        return replace(self, token=cipher.decrypt(self.token), refresh_token=cipher.decrypt(self.refresh_token))

    def renewed(self, cipher: Cipher) -> Installation:
        """Return it with tokens that are encrypted with the newest key. Raises as `decrypted`."""
        return replace(self, token=cipher.renew(self.token), refresh_token=cipher.renew(self.refresh_token))


@dataclass(frozen=True, slots=True)
class Renewal:
    """How many installations are encrypted with the newest key now, and how many no key fits."""

    renewed: int = 0
    unreadable: int = 0


async def put(database: Database, team: str, app: App, installation: Installation) -> None:
    """Store an installation in place of the one before."""

    def work(connection: Connection) -> None:
        put = upsert(connection, INSTALLATIONS).values(team=team, **asdict(app), **asdict(installation))
        connection.execute(
            put.on_conflict_do_update(
                index_elements=list(INSTALLATIONS.primary_key),
                set_={name: put.excluded[name] for name in _VALUES},
            )
        )

    await database.write(work)


async def get(database: Database, team: str, app: App) -> Installation | None:
    """Return an installation; None if there is none."""
    columns = (INSTALLATIONS.c[name] for name in _VALUES)
    rows = await database.rows(select(*columns).where(*_is(team, app)))
    return Installation(**rows[0]) if rows else None


async def refresh(database: Database, team: str, app: App, fresh: Installation) -> bool:
    """Store new tokens of an installation; return False if it has been replaced or removed since."""
    is_same = INSTALLATIONS.c.at == fresh.at
    return await _execute(database, update(INSTALLATIONS).where(*_is(team, app), is_same).values(**asdict(fresh))) > 0


async def remove(database: Database, team: str, app: App, before: float | None = None) -> bool:
    """Remove an installation, or only one that was made before a time; return False if there is none."""
    conditions = _is(team, app) if before is None else (*_is(team, app), INSTALLATIONS.c.at < before)
    return await _execute(database, delete(INSTALLATIONS).where(*conditions)) > 0


async def renew_everywhere(database: Database, cipher: Cipher) -> Renewal:
    """Encrypt the tokens of all workspaces with the newest key."""
    renewed = unreadable = 0
    for row in await database.rows(select(INSTALLATIONS)):
        stored = Installation(**{name: row[name] for name in _VALUES})
        try:
            fresh = stored.renewed(cipher)
        except DecryptionError:
            unreadable += 1
            continue
        if fresh != stored:
            # A token that Slack replaced in the meantime is encrypted with the newest key already.
            is_same = (*_is(row["team"], App(row["client"], row["enterprise"])), INSTALLATIONS.c.token == stored.token)
            renewed += await _execute(database, update(INSTALLATIONS).where(*is_same).values(**asdict(fresh)))
    return Renewal(renewed, unreadable)


async def _execute(database: Database, statement: Delete | Update) -> int:
    def work(connection: Connection) -> int:
        return connection.execute(statement).rowcount

    return await database.write(work)


def _is(team: str, app: App) -> tuple[ColumnElement[bool], ...]:
    return (
        INSTALLATIONS.c.team == team,
        INSTALLATIONS.c.enterprise == app.enterprise,
        INSTALLATIONS.c.client == app.client,
    )
