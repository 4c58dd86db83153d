"""Access to the database that never makes an answer late: time limits, and a pause after a failure."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from bot.memory.by_team import ByTeam
from db.memory import changes
from db.memory.database import MemoryStoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

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
        self._seen = ByTeam(_Seen)
        self._reads: dict[tuple[str, ...], asyncio.Task[Any]] = {}
        """The reads that answers share."""
        self._tasks: set[asyncio.Task[Any]] = set()
        self._away_until = 0.0
        self._is_away = False

    async def keep_trying(self) -> None:
        """Open the database; where it is out of reach, try again until it is there."""
        while True:
            try:
                await self.database.migrate()
                # The first connection takes long: not in somebody's answer.
                await changes.cursors(self.database, "")
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
        seen = self._seen.of(team)
        if now >= seen.fresh_until:
            cursors = await changes.cursors(self.database, team)
            seen.cursors, seen.fresh_until = cursors, now + FRESH_SECONDS
        return seen.cursors

    def fresh_cursors(self, team: str) -> dict[Topic, Cursor] | None:
        """Return what `cursors` returns where it is known without asking the database; else None."""
        seen = self._seen.known(team)
        return seen.cursors if seen is not None and self._clock() < seen.fresh_until else None

    async def quickly(self, work: Callable[[], Coroutine[Any, Any, T]], *about: str) -> T:
        """Return what `work` returns for an answer; after a failure, the answers of the next second do not wait either.

        Answers that ask at once for the same, which `about` names, share the work; what is late goes on, for the next answers.

        Raises:
            AwayError: the database did not answer in time, or failed.

        """
        # While the database is away, one read at a time finds out whether it is back.
        if self._clock() < self._away_until or (self._is_away and self._reads):
            raise AwayError
        read = self._reads.get(about)
        if read is None:
            read = self._reads[about] = self._start(work())
            read.add_done_callback(partial(self._read_ended, about))
        try:
            done: T = await _result(read, RECALL_SECONDS)
        except (TimeoutError, MemoryStoreError) as error:
            self._failed(error)
            self._away_until = self._clock() + FRESH_SECONDS
            raise AwayError from error
        self._reached()
        return done

    async def patiently(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what `work` returns for somebody who waits for it. Raises as `quickly`."""
        task = self._start(work)
        try:
            done = await _result(task, SAVE_SECONDS)
        except (TimeoutError, MemoryStoreError) as error:
            self._failed(error)
            raise AwayError from error
        finally:
            # What is told to have failed is not to be done later.
            task.cancel()
        self._reached()
        return done

    async def changing(self, team: str, work: Coroutine[Any, Any, T]) -> T:
        """Return what `work` returns, which changes something of a workspace. Raises as `quickly`."""
        done = await self.patiently(work)
        # A read that is under way may have begun before the change.
        self._seen.drop(team)
        self._reads = {about: read for about, read in self._reads.items() if team not in about}
        return done

    def _start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Return a task that may outlive the answer that it is for."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        # Nobody may be waiting for it any more: asyncio would log an exception that nobody takes.
        if not task.cancelled():
            task.exception()

    def _read_ended(self, about: tuple[str, ...], read: asyncio.Task[Any]) -> None:
        if self._reads.get(about) is read:
            del self._reads[about]

    def _failed(self, error: Exception) -> None:
        if not self._is_away:
            self._is_away = True
            _log.warning("memory_away", extra={"reason": str(error) or type(error).__name__})

    def _reached(self) -> None:
        if self._is_away:
            self._is_away = False
            _log.info("memory_reached")


async def _result(task: asyncio.Task[T], seconds: float) -> T:
    """Return the result of a task.

    A timeout that cancels would wait for the end of what it cancels: drivers end a query when their server answers.

    Raises:
        TimeoutError: it takes longer.

    """
    done, _ = await asyncio.wait({task}, timeout=seconds)
    if not done:
        raise TimeoutError
    return task.result()
