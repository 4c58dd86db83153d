"""Turns to answer messages, over all processes and machines that share a database."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from bot.memory.reach import AwayError
from db.memory import claims
from db.memory.claims import Claim, Work

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    from bot.memory.reach import Reach

_log = logging.getLogger(__name__)

KEPT_SECONDS = 900.0
"""Slack's last retry comes about six minutes after the event."""
BEAT_SECONDS = 3.0
DEAD_SECONDS = 15.0
"""How long a claim stays without a beat until its holder is taken for dead."""
_LOOK_SECONDS = 0.2
_TIDY_SECONDS = 60.0
_SECRETS = ("token",)
"""Fields of an event that nobody needs to answer it."""


async def _always(_event: str) -> bool:
    return True


@dataclass
class Turn:
    """Whether this process answers, and the `ts` of the answer: another process's, or to be set by this one."""

    is_ours: bool
    has_failed: bool = False
    """Whether another process could not answer; it has told the asker."""
    may_be_answered: bool = False
    """Whether another process may have answered before it died, so that the thread has to be read first."""
    answer: str = ""


class Turns:
    """Claims in a database. Where it is away, this process answers: twice is better than not at all."""

    def __init__(self, reach: Reach, clock: Callable[[], float] = time.monotonic) -> None:
        """Claim in the database within `reach`; `clock` returns seconds."""
        self._reach = reach
        self._database = reach.database
        self._clock = clock
        self._holder = uuid4().hex
        self._taken_up: set[tuple[str, str]] = set()

    async def keep(self, team: str, work: str, event: Mapping[str, Any]) -> None:
        """Claim the work before Slack is told that the event has arrived: Slack delivers it once more only if it is not."""
        kept = {name: value for name, value in event.items() if name not in _SECRETS}
        with contextlib.suppress(AwayError):
            await self._claim(team, work, json.dumps(kept, ensure_ascii=False))

    @contextlib.asynccontextmanager
    async def turn(self, team: str, work: str) -> AsyncIterator[Turn]:
        """Wait until the work is this process's or another one has done it. A failure of the block releases the claim.

        A block that a stop cuts off leaves it: nobody has told the asker, and another process takes it up.
        """
        turn = await self._wait(team, work)
        if not turn.is_ours:
            yield turn
            return
        beating = asyncio.create_task(self._beat(team, work))
        try:
            yield turn
        except Exception:
            await self._try(partial(claims.release, self._database, team, work, self._holder))
            raise
        finally:
            beating.cancel()
            self._taken_up.discard((team, work))
        await self._try(partial(claims.finish, self._database, team, work, self._holder, turn.answer))

    async def pause(self, team: str, name: str, seconds: float) -> bool:
        """Begin a pause, of a quarter of an hour at most; return False within one, or where the database is away."""
        try:
            return await self._reach.promptly(
                partial(claims.pause, self._database, team, name, seconds, at=time.time())
            )
        except AwayError:
            return False

    async def keep_taking_up(
        self, answer: Callable[[str, str], Awaitable[object]], may_answer: Callable[[str], Awaitable[bool]] = _always
    ) -> None:
        """Have work done whose holder died after Slack was told that it arrived; `answer` takes the work and its event.

        Work stays where it is if this process `may_answer` its event not: other servers may share the database.
        """
        seen: dict[tuple[str, str], tuple[Claim, float]] = {}
        tidy_at = self._clock()
        while True:
            with contextlib.suppress(AwayError):
                if self._clock() >= tidy_at:
                    tidy_at = self._clock() + _TIDY_SECONDS
                    await self._tidy()
                found = await self._unfinished()
                seen = {key: self._since(seen, key, claim) for key, (_, claim) in found.items()}
                for (team, name), (work, claim) in found.items():
                    is_dead = claim.holder != self._holder and self._clock() - seen[team, name][1] > DEAD_SECONDS
                    is_for_us = is_dead and bool(work.event) and await may_answer(work.event)
                    if is_for_us and await self._take_over(team, name, claim):
                        await answer(name, work.event)
            await asyncio.sleep(BEAT_SECONDS)

    async def _unfinished(self) -> dict[tuple[str, str], tuple[Work, Claim]]:
        teams = await self._reach.promptly(partial(claims.teams, self._database, unfinished=True))
        return {
            (team, work.name): (work, claim)
            for team in teams
            for work, claim in await self._reach.promptly(partial(claims.unfinished, self._database, team))
        }

    def _since(
        self, seen: Mapping[tuple[str, str], tuple[Claim, float]], key: tuple[str, str], claim: Claim
    ) -> tuple[Claim, float]:
        """Return a claim and since when it has not changed."""
        if key in seen and seen[key][0] == claim:
            return seen[key]
        return claim, self._clock()

    async def _tidy(self) -> None:
        for team in await self._reach.promptly(partial(claims.teams, self._database)):
            await self._reach.promptly(partial(claims.tidy, self._database, team, time.time() - KEPT_SECONDS))

    async def _wait(self, team: str, work: str) -> Turn:
        seen: Claim | None = None
        since = self._clock()
        while True:
            try:
                claim = await self._claim(team, work) if seen is None else await self._look(team, work)
                if claim is None or claim.is_done or claim.holder == self._holder:
                    break
                if claim != seen:
                    seen, since = claim, self._clock()
                elif self._clock() - since > DEAD_SECONDS and await self._take_over(team, work, claim):
                    break
            except AwayError:
                return Turn(is_ours=True, may_be_answered=seen is not None)
            await asyncio.sleep(_LOOK_SECONDS)
        if claim is None:
            return Turn(is_ours=False, has_failed=True)
        if claim.is_done:
            return Turn(is_ours=False, answer=claim.answer)
        return Turn(is_ours=True, may_be_answered=(team, work) in self._taken_up)

    async def _claim(self, team: str, work: str, event: str = "") -> Claim:
        wanted = Work(work, time.time(), event)
        return await self._reach.promptly(partial(claims.claim, self._database, team, wanted, self._holder))

    async def _look(self, team: str, work: str) -> Claim | None:
        return await self._reach.promptly(partial(claims.get, self._database, team, work))

    async def _take_over(self, team: str, work: str, seen: Claim) -> bool:
        taking = partial(claims.take_over, self._database, team, work, self._holder, seen)
        if not await self._reach.promptly(taking):
            return False
        self._taken_up.add((team, work))
        _log.warning("claim_taken_over")
        return True

    async def _beat(self, team: str, work: str) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            await self._try(partial(claims.beat, self._database, team, work, self._holder))

    async def _try(self, work: Callable[[], Any]) -> None:
        with contextlib.suppress(AwayError):
            await self._reach.promptly(work)
