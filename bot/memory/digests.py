"""The weekly digest: where a workspace wants it, what it holds, and the task that sends it once."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.memory import stats
from bot.memory.stats import WEEK
from db.memory import chosen, digests, forget, lessons, misses, preferences
from db.memory.database import MemoryStoreError
from db.memory.preferences import Choice, Name

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import date

    from bot.memory.reach import Reach
    from bot.memory.stats import Stats
    from db.memory.database import Database
    from db.memory.lessons import Lesson
    from db.memory.misses import Miss
    from db.memory.preferences import Preferences

_log = logging.getLogger(__name__)

HOUR = 9
"""A digest is due on Mondays at this hour of UTC."""
LOOK_SECONDS = 60.0
"""Pause between two looks at the clock, and between two tries."""
MOST_TOP, MOST_LESSONS, MOST_MISSES = 5, 5, 5


@dataclass(frozen=True, slots=True)
class Digest:
    """What a workspace asked, learned and missed in a week from Monday to Sunday."""

    team: str
    channel: str
    language: str
    """The language that the workspace chose; empty where it chose none."""
    stats: Stats
    lessons: tuple[Lesson, ...]
    misses: tuple[Miss, ...]


class Installations:
    """The workspaces that this process can post into."""

    def __init__(self, *teams: str, is_whole: bool = False) -> None:
        """Take their ids; `is_whole` stands for every workspace of the database, as in an organization."""
        self._teams = teams
        self._is_whole = is_whole

    async def teams(self, database: Database) -> tuple[str, ...]:
        """Return their ids."""
        return await forget.teams(database) if self._is_whole else self._teams


class Digests:
    """The digests in a database."""

    def __init__(self, reach: Reach) -> None:
        """Read and write through `reach`."""
        self._reach = reach

    async def channel(self, team: str) -> str:
        """Return the channel of the digest; empty where none is chosen.

        Raises:
            AwayError: the database did not answer in time, or failed.

        """
        return (await self._reach.patiently(chosen.read(self._reach.database, team))).of().digest_channel

    async def choose(self, team: str, channel: str, user: str) -> None:
        """Store the channel, or none. The first digest comes on the next Monday. Raises as `channel`."""
        now = time.time()

        async def work() -> None:
            await digests.claim(self._reach.database, team, due(now), at=now)
            choice = Choice(Name.DIGEST_CHANNEL, channel, user)
            await preferences.put(self._reach.database, team, choice, at=now)

        await self._reach.changing(team, work())

    async def keep_sending(
        self,
        send: Callable[[Digest], Awaitable[None]],
        installed: Callable[[], Awaitable[Installations | None]],
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Send each due digest of the workspaces that `installed` returns, which is None while Slack is out of reach.

        Several processes may do so. A digest is recorded as sent before it is: at most one arrives.
        """
        done: date | None = None
        is_told = False
        while True:
            monday = due(clock())
            try:
                if monday != done and (found := await installed()) is not None:
                    await self._send_all(send, await found.teams(self._reach.database), monday)
                    done, is_told = monday, False
            except MemoryStoreError as error:
                if not is_told:
                    _log.warning("digest_delayed", extra={"reason": str(error)})
                is_told = True
            await sleep(LOOK_SECONDS)

    async def _send_all(self, send: Callable[[Digest], Awaitable[None]], teams: tuple[str, ...], monday: date) -> None:
        database = self._reach.database
        for team in teams:
            preferred = (await chosen.read(database, team)).of()
            if not preferred.digest_channel:
                continue
            # Read before the claim: what fails here is tried again.
            digest = await self._read(team, preferred, monday)
            if not digest.stats.answers or not await digests.claim(database, team, monday, at=time.time()):
                continue
            try:
                await send(digest)
            except Exception as error:  # noqa: BLE001 - one digest that fails must not keep back all others
                _log.error("digest_failed", extra={"team": team, "reason": type(error).__name__})

    async def _read(self, team: str, preferred: Preferences, monday: date) -> Digest:
        database = self._reach.database
        period = stats.last_days(monday - timedelta(days=1), WEEK)
        learned = await lessons.page(database, team, limit=MOST_LESSONS)
        return Digest(
            team,
            preferred.digest_channel,
            preferred.language,
            await stats.read(database, team, period, limit=MOST_TOP),
            tuple(lesson for lesson in learned.lessons if lesson.at >= period.starts),
            await misses.most_frequent(database, team, period.starts, limit=MOST_MISSES),
        )


def due(now: float) -> date:
    """Return the Monday of the latest digest that is due."""
    day = datetime.fromtimestamp(now, UTC) - timedelta(hours=HOUR)
    return day.date() - timedelta(days=day.weekday())
