"""The workspaces in which imerr is installed, each with its token: cached, refreshed before it expires, and removed at once."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from db.memory import installations
from db.memory.database import MemoryStoreError
from db.memory.encryption import DecryptionError
from db.memory.installations import Place
from db.memory.oauth_stores import BotStore, StateStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk.oauth.installation_store import Bot
    from slack_sdk.web.async_client import AsyncWebClient

    from db.memory.database import Database
    from db.memory.encryption import Cipher

_log = logging.getLogger(__name__)

KNOWN_SECONDS = 60.0
"""How long a token is used without a look into the database: another process may have removed it."""
FIND_SECONDS = 0.5
"""How long a request waits for the database; one that is out of reach is asked again after `AGAIN_SECONDS`."""
AGAIN_SECONDS = 5.0
REFRESH_SECONDS = 2.0
"""How long a request waits for a new token where the old one has expired: Slack waits three seconds."""
REFRESH_MINUTES = 120
"""How long before its end a token is refreshed. Slack's last twelve hours."""
_MOST_KNOWN = 1000


@dataclass(frozen=True, slots=True)
class Credentials:
    """What Slack knows the app by."""

    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class _Known:
    token: str
    until: float


class Installations:
    """Bots' tokens by workspace, in one database."""

    def __init__(
        self,
        database: Database,
        credentials: Credentials,
        cipher: Cipher,
        client: AsyncWebClient,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keep tokens in `database`, encrypted with `cipher`; `client` refreshes them, `clock` returns seconds."""
        self.credentials = credentials
        self.client = client
        self.bots = BotStore(database, credentials.client_id, cipher)
        self.states = StateStore(database)
        self._database = database
        self._cipher = cipher
        self._rotator = AsyncTokenRotator(
            client_id=credentials.client_id, client_secret=credentials.client_secret, client=client
        )
        self._clock = clock
        self._known: OrderedDict[Place, _Known] = OrderedDict()
        self._refreshing: dict[Place, asyncio.Task[Bot | None]] = {}

    async def token(self, team: str, enterprise: str = "") -> str | None:
        """Return the token of a workspace, or without `team` of an organization; None where imerr is not installed.

        It is empty where the database does not answer in time, and nothing is known from before.
        """
        place = Place(team, enterprise)
        known = self._known.get(place)
        if known and self._clock() < known.until:
            return known.token
        try:
            async with asyncio.timeout(FIND_SECONDS):
                bot = await self._find(place)
        except (TimeoutError, MemoryStoreError) as error:
            _log.warning("installations_away", extra={"reason": str(error) or type(error).__name__})
            if known is None:
                return ""
            # A token from before is better than no answer.
            self._know(place, known.token, AGAIN_SECONDS)
            return known.token
        except DecryptionError:
            _log.error("token_unreadable", extra={"team": team or enterprise})
            bot = None
        if bot is not None and _is_ending(bot, REFRESH_MINUTES * 60):
            bot = await self._refreshed(place, bot)
        if bot is None or not bot.bot_token:
            self._known.pop(place, None)
            return None
        self._know(place, bot.bot_token, KNOWN_SECONDS)
        return bot.bot_token

    async def save(self, bot: Bot) -> None:
        """Save the bot of a new installation, which replaces an earlier one.

        Raises:
            MemoryStoreError: the database is unreachable or unreadable.

        """
        await self.bots.async_save_bot(bot)
        place = _place_of(bot)
        self._forget(place)
        await installations.remove(self._database, place, before=bot.installed_at)

    async def remove(self, team: str, enterprise: str = "") -> int:
        """Remove the tokens of a workspace, or without `team` of an organization; return how many installations it had.

        Raises as `save`.
        """
        place = Place(team, enterprise)
        removed = await installations.remove(self._database, place)
        self._forget(place)
        return removed

    async def renew(self) -> None:
        """Encrypt all tokens with the newest key, as soon as the database is there."""
        while True:
            try:
                renewal = await installations.renew_everywhere(self._database, self._cipher)
            except MemoryStoreError:
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            if renewal.renewed:
                _log.info("tokens_encrypted", extra={"tokens": renewal.renewed})
            if renewal.unreadable:
                _log.error("tokens_unreadable", extra={"installations": renewal.unreadable})
            return

    async def _find(self, place: Place) -> Bot | None:
        return await self.bots.async_find_bot(
            enterprise_id=place.enterprise or None, team_id=place.team or None, is_enterprise_install=not place.team
        )

    async def _refreshed(self, place: Place, bot: Bot) -> Bot | None:
        """Return a bot with a new token, or with the old one where the new one is not there in time."""
        refreshing = self._refreshing.get(place)
        if refreshing is None:
            refreshing = asyncio.create_task(self._refresh(place, bot))
            self._refreshing[place] = refreshing
            refreshing.add_done_callback(lambda _: self._refreshing.pop(place, None))
        try:
            return await asyncio.wait_for(asyncio.shield(refreshing), REFRESH_SECONDS) or bot
        except TimeoutError:
            return bot

    async def _refresh(self, place: Place, bot: Bot) -> Bot | None:
        """Return the bot with a new token, saved; None where Slack gives none."""
        try:
            fresh = await self._rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=REFRESH_MINUTES)
            if fresh is None:
                return None
            await self.bots.async_save_bot(fresh)
        except Exception as error:  # noqa: BLE001 - whatever a refresh fails with, the old token may still be good
            # Of two processes that refresh a token at once, Slack refuses the second.
            found = await self._found_quietly(place)
            if found and found.bot_token != bot.bot_token:
                return found
            _log.warning("token_not_refreshed", extra={"reason": type(error).__name__})
            return None
        _log.info("token_refreshed")
        return fresh

    async def _found_quietly(self, place: Place) -> Bot | None:
        try:
            return await self._find(place)
        except (MemoryStoreError, DecryptionError):
            return None

    def _forget(self, place: Place) -> None:
        """Drop a place from the cache; an event of a workspace may not name the organization that it belongs to."""
        same = [known for known in self._known if known == place or (place.team and known.team == place.team)]
        for known in same:
            del self._known[known]

    def _know(self, place: Place, token: str, seconds: float) -> None:
        self._known[place] = _Known(token, self._clock() + seconds)
        self._known.move_to_end(place)
        if len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)


def _is_ending(bot: Bot, seconds: float) -> bool:
    return bot.bot_token_expires_at is not None and bot.bot_token_expires_at < time.time() + seconds


def _place_of(bot: Bot) -> Place:
    team = "" if bot.is_enterprise_install else bot.team_id or ""
    return Place(team, bot.enterprise_id or "")
