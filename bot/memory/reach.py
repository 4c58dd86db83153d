"""Access to the database that never makes an answer late: time limits, and a pause after a failure."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from db.memory import changes
from db.memory.database import MemoryStoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from db.memory.changes import Cursor, Topic
    from db.memory.database import Database

    T = TypeVar("T")

_log = logging.getLogger(__name__)

RECALL_SECONDS = 0.15
"""How long an answer waits for what the team added."""
SAVE_SECONDS = 2.0
"""How long a form waits: Slack waits three seconds for the response to a submission."""
FRESH_SECONDS = 1.0
"""How old what this process knows of a workspace may get: another machine may have changed it."""
AGAIN_SECONDS = 5.0
"""Between two tries to open a database that is out of reach."""
_MOST_TEAMS = 1000


class AwayError(Exception):
    """The database did not answer in time, or failed."""


@dataclass
class _Seen:
    cursors: dict[Topic, Cursor] = field(default_factory=dict)
    fresh_until: float = 0.0


class Reach:
    """The database, and whether it is within reach."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        """Take a database that may not be open yet; `clock` returns seconds."""
        self.database = database
        self._clock = clock
        self._seen: OrderedDict[str, _Seen] = OrderedDict()
        self._away_until = 0.0
        self._is_away = False

    async def keep_trying(self) -> None:
        """Open the database; where it is out of reach, try again until it is there."""
        while True:
            try:
                await self.database.migrate()
            except MemoryStoreError as error:
                self._failed(error)
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                self._reached()
                return

    async def cursors(self, team: str) -> dict[Topic, Cursor]:
        """Return how often each topic of a workspace was changed, as of a second ago at most.

        Raises:
            MemoryStoreError: the database failed.

        """
        now = self._clock()
        seen = self._seen.setdefault(team, _Seen())
        self._seen.move_to_end(team)
        if len(self._seen) > _MOST_TEAMS:
            self._seen.popitem(last=False)
        if now >= seen.fresh_until or not seen.cursors:
            # Of many answers at once, one looks.
            seen.fresh_until = now + FRESH_SECONDS
            seen.cursors = await changes.cursors(self.database, team)
        return seen.cursors

    async def quickly(self, work: Callable[[], Awaitable[T]]) -> T:
        """Return what `work` returns for an answer; after a failure, the answers of the next second do not wait either.

        Raises:
            AwayError: the database did not answer in time, or failed.

        """
        if self._clock() < self._away_until:
            raise AwayError
        try:
            async with asyncio.timeout(RECALL_SECONDS):
                done = await work()
        except (TimeoutError, MemoryStoreError) as error:
            self._failed(error)
            self._away_until = self._clock() + FRESH_SECONDS
            raise AwayError from error
        self._reached()
        return done

    async def patiently(self, work: Awaitable[T]) -> T:
        """Return what `work` returns for somebody who waits for it. Raises as `quickly`."""
        try:
            async with asyncio.timeout(SAVE_SECONDS):
                done = await work
        except (TimeoutError, MemoryStoreError) as error:
            self._failed(error)
            raise AwayError from error
        self._reached()
        return done

    async def changing(self, team: str, work: Awaitable[T]) -> T:
        """Return what `work` returns, which changes something of a workspace. Raises as `quickly`."""
        done = await self.patiently(work)
        self._seen.pop(team, None)
        return done

    def _failed(self, error: Exception) -> None:
        if not self._is_away:
            self._is_away = True
            _log.warning("memory_away", extra={"reason": str(error) or type(error).__name__})

    def _reached(self) -> None:
        if self._is_away:
            self._is_away = False
            _log.info("memory_reached")
