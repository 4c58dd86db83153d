"""The workspaces in which imerr is installed, each with its token: cached, refreshed before it expires, and removed at once."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from db.memory import installations, oauth_states
from db.memory.database import MemoryStoreError
from db.memory.encryption import DecryptionError
from db.memory.installations import App, Installation

if TYPE_CHECKING:
    from collections.abc import Callable

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
EARLY_SECONDS = 7200.0
"""How long before its end a token is refreshed. Slack's last twelve hours."""
_CLOCK_SECONDS = 5.0
"""How far Slack's clock may be behind, which counts in whole seconds."""
_MOST_KNOWN = 1000


@dataclass(frozen=True, slots=True)
class Credentials:
    """What Slack knows the app by."""

    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class _Place:
    team: str
    enterprise: str

    @classmethod
    def of(cls, team: str, enterprise: str) -> _Place:
        """Return a workspace without its organization, which not every event names, or else an organization."""
        return cls(team, "" if team else enterprise)


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
        self._database = database
        self._cipher = cipher
        self._clock = clock
        self._known: OrderedDict[_Place, _Known] = OrderedDict()
        self._finding: set[asyncio.Task[Installation | None]] = set()
        self._refreshing: dict[_Place, asyncio.Task[str]] = {}

    async def token(self, team: str, enterprise: str = "") -> str | None:
        """Return the token of a workspace, or without `team` of an organization; None where imerr is not installed.

        It is empty where the database does not answer in time, and nothing is known from before.
        """
        place = _Place.of(team, enterprise)
        known = self._known.get(place)
        if known and self._clock() < known.until:
            return known.token
        try:
            found = await self._found_in_time(place)
        except (TimeoutError, MemoryStoreError) as error:
            _log.warning("installations_away", extra={"reason": str(error) or type(error).__name__})
            if known is None:
                return ""
            # A token from before is better than no answer.
            self._know(place, known.token, AGAIN_SECONDS)
            return known.token
        except DecryptionError:
            _log.error("token_unreadable", extra={"team": place.team or place.enterprise})
            found = None
        if found is None:
            self._known.pop(place, None)
            return None
        token = found.token
        if found.expires is not None and found.expires < time.time() + EARLY_SECONDS:
            token = await self._refreshed(place, found)
        self._know(place, token, KNOWN_SECONDS)
        return token

    async def save(self, team: str, enterprise: str, installation: Installation) -> None:
        """Save an installation in a workspace, or without `team` in an organization; it replaces an earlier one.

        Raises:
            MemoryStoreError: the database is unreachable or unreadable.

        """
        place = _Place.of(team, enterprise)
        await installations.put(self._database, place.team, self._app(place), installation.encrypted(self._cipher))
        self._known.pop(place, None)

    async def remove(self, team: str, enterprise: str = "", at: float | None = None) -> bool:
        """Remove the installation in a workspace, or without `team` in an organization; return False if there is none.

        Slack delivers again what it could not: one made after `at`, by Slack's clock, stays. Raises as `save`.
        """
        place = _Place.of(team, enterprise)
        before = None if at is None else at + _CLOCK_SECONDS
        removed = await installations.remove(self._database, place.team, self._app(place), before)
        self._known.pop(place, None)
        return removed

    async def issue_state(self) -> str:
        """Return the state of an installation that begins. Raises as `save`."""
        return await oauth_states.issue(self._database, time.time())

    async def consume_state(self, state: str) -> bool:
        """Return whether a state is valid, once. Raises as `save`."""
        return await oauth_states.consume(self._database, state, time.time())

    async def renew(self) -> None:
        """Encrypt all tokens with the newest key, as soon as the database is there."""
        while True:
            try:
                renewal = await installations.renew_everywhere(self._database, self._cipher)
            except MemoryStoreError:
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            if renewal.renewed:
                _log.info("tokens_encrypted", extra={"installations": renewal.renewed})
            if renewal.unreadable:
                _log.error("tokens_unreadable", extra={"installations": renewal.unreadable})
            return

    def _app(self, place: _Place) -> App:
        return App(self.credentials.client_id, place.enterprise)

    async def _find(self, place: _Place) -> Installation | None:
        found = await installations.get(self._database, place.team, self._app(place))
        return found and found.decrypted(self._cipher)

    async def _found_in_time(self, place: _Place) -> Installation | None:
        """Return what `_find` returns.

        A timeout that cancels would wait for the end of what it cancels: drivers end a query when their server answers.

        Raises:
            TimeoutError: the database takes longer than `FIND_SECONDS`.
            MemoryStoreError: the database is unreachable or unreadable.
            DecryptionError: no key fits.

        """
        finding = asyncio.create_task(self._find(place))
        self._finding.add(finding)
        finding.add_done_callback(self._find_ended)
        done, _ = await asyncio.wait({finding}, timeout=FIND_SECONDS)
        if not done:
            raise TimeoutError
        return finding.result()

    def _find_ended(self, finding: asyncio.Task[Installation | None]) -> None:
        self._finding.discard(finding)
        # Nobody may be waiting for it any more: asyncio would log an exception that nobody takes.
        if not finding.cancelled():
            finding.exception()

    async def _refreshed(self, place: _Place, old: Installation) -> str:
        """Return a new token, or the old one where the new one is not there in time."""
        refreshing = self._refreshing.get(place)
        if refreshing is None:
            refreshing = asyncio.create_task(self._refresh(place, old))
            self._refreshing[place] = refreshing
            refreshing.add_done_callback(lambda _: self._refreshing.pop(place, None))
        try:
            return await asyncio.wait_for(asyncio.shield(refreshing), REFRESH_SECONDS)
        except TimeoutError:
            return old.token

    async def _refresh(self, place: _Place, old: Installation) -> str:
        """Return a new token, saved; the old one where Slack gives none."""
        try:
            granted = await self.client.oauth_v2_access(
                client_id=self.credentials.client_id,
                client_secret=self.credentials.client_secret,
                grant_type="refresh_token",
                refresh_token=old.refresh_token,
            )
            fresh = replace(
                old,
                token=str(granted["access_token"]),
                refresh_token=str(granted["refresh_token"]),
                expires=time.time() + float(granted["expires_in"]),
            )
        except Exception as error:  # noqa: BLE001 - whatever a refresh fails with, the old token may still be good
            # Of two processes that refresh a token at once, Slack refuses the second.
            found = await self._found_quietly(place)
            if found and found.token != old.token:
                return found.token
            _log.warning("token_not_refreshed", extra={"reason": type(error).__name__})
            return old.token
        await self._save_refreshed(place, fresh)
        # The request that it was for may have gone on with the old one.
        self._know(place, fresh.token, KNOWN_SECONDS)
        _log.info("token_refreshed")
        return fresh.token

    async def _save_refreshed(self, place: _Place, fresh: Installation) -> None:
        """Save new tokens, however long that takes: Slack takes each refresh token once."""
        while True:
            try:
                await installations.refresh(self._database, place.team, self._app(place), fresh.encrypted(self._cipher))
            except MemoryStoreError as error:
                _log.warning("installations_away", extra={"reason": str(error)})
                self._know(place, fresh.token, AGAIN_SECONDS)
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                return

    async def _found_quietly(self, place: _Place) -> Installation | None:
        try:
            return await self._find(place)
        except (MemoryStoreError, DecryptionError):
            return None

    def _know(self, place: _Place, token: str, seconds: float) -> None:
        self._known[place] = _Known(token, self._clock() + seconds)
        self._known.move_to_end(place)
        if len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)
