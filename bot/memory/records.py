"""What is counted: answers, misses and thumbs. Counting happens after an answer and never fails one."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from bot.lookup.team.asked import normalized_question
from bot.memory import stats
from bot.memory.reach import AwayError
from bot.memory.stats import last_days
from db.memory import asked, feedback, misses
from db.memory.asked import Asked
from db.memory.database import MemoryStoreError
from db.memory.days import day_of
from db.memory.misses import Hit, Missed, Status
from db.memory.questions import digest_of, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.lookup.text import Text
    from bot.memory.reach import Reach
    from bot.memory.stats import Stats
    from db.entry import Entry
    from db.memory.feedback import Feedback
    from db.memory.misses import Miss

_log = logging.getLogger(__name__)

_EVERY_SECONDS = 1.0
_EARLY_SECONDS = 0.5
"""How long counts wait for what is not written yet: with their own reading, it has to be within Slack's three seconds."""
_MOST_TOP = 10
"""Limit of the errors in counts."""
_MOST_WAITING = 1000
"""Limit of the records that wait to be written, while the database is slow or away; further ones are dropped."""
_KEPT_SECONDS = 120.0
"""How long a miss waits for a database that is away: what can never be written must not wait for ever."""


class _Missed(NamedTuple):
    team: str
    text: str | Text
    verdict: str
    user: str
    at: float


class Records:
    """The records in a database."""

    def __init__(self, reach: Reach) -> None:
        """Read and write through `reach`."""
        self._reach = reach
        self._counts: dict[str, Counter[Asked]] = {}
        self._hits: dict[str, dict[str, tuple[Hit, float]]] = {}
        """The first thing that each person got since the last writing, and when."""
        self._missed: list[_Missed] = []
        self._drops = False
        self._turn = asyncio.Lock()
        self._early: set[asyncio.Task[None]] = set()
        """Writings that somebody who reads has begun."""

    def answered(self, team: str, channel: str, verdict: str, entries: Sequence[Entry]) -> None:
        """Count an answer, once for each entry that it explains."""
        for entry in entries or (None,):
            about = (entry.error.id, entry.platform) if entry else ("", "")
            counts, counted = self._counts.setdefault(team, Counter()), Asked(channel, verdict, *about)
            if counted in counts or len(counts) < _MOST_WAITING:
                counts[counted] += 1

    def missed(self, team: str, user: str, text: str | Text, verdict: str) -> None:
        """Count a question without a firm answer, by its normalized and masked text."""
        # What came before this miss was not meant by it.
        self._hits.get(team, {}).pop(user, None)
        if len(self._missed) < _MOST_WAITING:
            self._missed.append(_Missed(team, text, verdict, user, time.time()))
        elif not self._drops:
            self._drops = True
            _log.warning("records_dropped")

    def hit(self, team: str, user: str, entry: Entry) -> None:
        """Record what a person got: after a miss of theirs a moment before, it may be what they meant."""
        hits = self._hits.setdefault(team, {})
        if user not in hits and len(hits) < _MOST_WAITING:
            hits[user] = Hit(user, entry.error.id), time.time()

    async def thumb(self, team: str, thumb: Feedback) -> Feedback | None:
        """Store a thumb, and return the same person's earlier one.

        Raises:
            AwayError: the database did not answer in time, or failed.

        """
        return await self._reach.patiently(feedback.put(self._reach.database, team, thumb))

    async def stats(self, team: str, days: int, channel: str = "") -> Stats:
        """Return the counts of the last days with today, of one channel if one is given. Raises as `thumb`."""
        await self._write_early()
        period = last_days(day_of(time.time()), days, channel)
        return await self._reach.patiently(stats.read(self._reach.database, team, period, limit=_MOST_TOP))

    async def misses(self, team: str, since: float, *, limit: int) -> tuple[Miss, ...]:
        """Return the open misses since a time, the most frequent first. Raises as `thumb`."""
        return await self._reach.patiently(misses.most_frequent(self._reach.database, team, since, limit=limit))

    async def miss(self, team: str, question: str) -> Miss | None:
        """Return the miss of a normalized question; None if there is none. Raises as `thumb`."""
        digest = digest_of(team, key_of(question))
        return await self._reach.patiently(misses.get(self._reach.database, team, digest))

    async def mark(self, team: str, question: str, status: Status) -> None:
        """Store what was done about the miss of a normalized question. Raises as `thumb`."""
        # A question that was asked before is not to be counted as missed again.
        await self.flush()
        digest = digest_of(team, key_of(question))
        await self._reach.patiently(misses.mark(self._reach.database, team, digest, status))

    async def keep_writing(self) -> None:
        """Write what waits, for as long as the server runs."""
        while True:
            await asyncio.sleep(_EVERY_SECONDS)
            await self._flush_or_log()

    async def flush(self) -> None:
        """Write all that waits; misses wait on where the database is away, and all else that fails is dropped."""
        async with self._turn:
            await self._write()

    async def _flush_or_log(self) -> None:
        try:
            await self.flush()
        except Exception as error:  # noqa: BLE001 - one record that fails must not end the writing of all others
            _log.error("record_failed", extra={"reason": f"{type(error).__name__}: {error}"})

    async def _write_early(self) -> None:
        """Write what waits, for somebody who reads; a writing that takes long goes on, and is not waited for."""
        writing = asyncio.create_task(self._flush_or_log())
        self._early.add(writing)
        writing.add_done_callback(self._early.discard)
        await asyncio.wait({writing}, timeout=_EARLY_SECONDS)

    async def _write(self) -> None:
        counts, self._counts = self._counts, {}
        hits, self._hits = self._hits, {}
        missed, self._missed = self._missed, []
        with contextlib.suppress(AwayError, MemoryStoreError):
            for team, of_team in counts.items():
                await self._reach.patiently(asked.record_all(self._reach.database, team, of_team, at=time.time()))
            await self._write_misses(missed)
            for team, by_user in hits.items():
                await self._write_hits(team, by_user)
            self._drops = False

    async def _write_misses(self, missed: Iterable[_Missed]) -> None:
        """Write misses, those of a workspace in one transaction."""
        by_team: dict[str, list[tuple[Missed, float]]] = {}
        for miss in missed:
            if question := normalized_question(miss.text):
                found = by_team.setdefault(miss.team, [])
                found.append((Missed(question, miss.verdict, miss.user), miss.at))
            # A long text takes milliseconds: others may go first.
            await asyncio.sleep(0)
        left = list(by_team)
        try:
            for team, of_team in by_team.items():
                await self._reach.patiently(misses.record_all(self._reach.database, team, of_team))
                left.remove(team)
        except AwayError:
            # Those of other workspaces come first the next time.
            self._wait_on([(team, *each) for team in (*left[1:], left[0]) for each in by_team[team]])
            raise

    def _wait_on(self, missed: Iterable[tuple[str, Missed, float]]) -> None:
        """Let misses wait once more, before those that came since."""
        late = time.time() - _KEPT_SECONDS
        again = [
            _Missed(team, miss.question, miss.verdict, miss.user_id, at) for team, miss, at in missed if at >= late
        ]
        self._missed = [*again, *self._missed][:_MOST_WAITING]

    async def _write_hits(self, team: str, by_user: Mapping[str, tuple[Hit, float]]) -> None:
        """Write the hits of people who missed something before; most did not, and one query says so of all."""
        missed = await self._reach.patiently(misses.latest(self._reach.database, team, by_user))
        for user, at in missed.items():
            hit, when = by_user[user]
            if at <= when:
                await self._reach.patiently(misses.followed(self._reach.database, team, hit, at=when))
