"""slack_sdk's OAuth stores in the database of the memory: bots' tokens, encrypted, and the states of installations."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy import delete

from db.memory.encryption import Encrypted
from db.memory.oauth_tables import BOTS, STATES

if TYPE_CHECKING:
    from slack_sdk.oauth.installation_store import Bot, Installation
    from sqlalchemy import MetaData, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

    from db.memory.database import Database
    from db.memory.encryption import Cipher

TOKENS = ("bot_token", "bot_refresh_token")
STATE_SECONDS = 600
"""How long somebody may take to approve an installation."""


class BotStore(AsyncSQLAlchemyInstallationStore):
    """Stores bots' tokens alone: imerr asks for no tokens of people, and does not keep who installed it."""

    def __init__(self, database: Database, client_id: str, cipher: Cipher) -> None:
        """Store in `database`, encrypted with `cipher`."""
        super().__init__(client_id=client_id, engine=database.engine_of_stores)
        self._database = database
        for name in TOKENS:
            self.bots.c[name].type = Encrypted(cipher)

    @classmethod
    def build_bots_table(cls, metadata: MetaData, table_name: str) -> Table:
        """Return a copy of the table, which has the library's columns."""
        return BOTS.to_metadata(metadata, name=table_name)

    async def async_save(self, installation: Installation) -> None:
        """Save the bot of an installation.

        Raises:
            MemoryStoreError: the database is unreachable or unreadable.

        """
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        """Save a bot; with the time of an earlier installation, in its place. Raises as `async_save`."""
        save = super().async_save_bot

        async def call() -> None:
            await save(bot)

        await self._database.calling(call)

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """Return the bot that was installed last; None if there is none.

        Raises:
            MemoryStoreError: the database is unreachable or unreadable.
            DecryptionError: no key fits its tokens.

        """
        find = super().async_find_bot

        async def call() -> Bot | None:
            return await find(enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install)

        return await self._database.calling(call)


class StateStore(AsyncSQLAlchemyOAuthStateStore):
    """Stores the states of installations until they are used or expire."""

    def __init__(self, database: Database) -> None:
        """Store in `database`."""
        super().__init__(expiration_seconds=STATE_SECONDS, engine=database.engine_of_stores)
        self._database = database

    @classmethod
    def build_oauth_states_table(cls, metadata: MetaData, table_name: str) -> Table:
        """Return a copy of the table, which has the library's columns."""
        return STATES.to_metadata(metadata, name=table_name)

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        """Return a new state, and remove the expired ones.

        Raises:
            MemoryStoreError: the database is unreachable or unreadable.

        """
        issue = super().async_issue

        async def clear(connection: AsyncConnection) -> None:
            await connection.execute(delete(STATES).where(STATES.c.expire_at <= _now()))

        async def call() -> str:
            return str(await issue(*args, **kwargs))

        await self._database.write(clear)
        return await self._database.calling(call)

    async def async_consume(self, state: str) -> bool:
        """Return whether a state was valid, once: of two calls at the same time one returns True.

        The library's own reads the state before it deletes it. Raises as `async_issue`.
        """

        async def take(connection: AsyncConnection) -> int:
            removal = delete(STATES).where(STATES.c.state == state, STATES.c.expire_at > _now())
            return int((await connection.execute(removal)).rowcount)

        return await self._database.write(take) > 0


def _now() -> datetime:
    # The library stores UTC without a time zone.
    return datetime.now(UTC).replace(tzinfo=None)
