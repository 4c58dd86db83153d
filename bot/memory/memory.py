"""The memory of all workspaces, in one database: notes, lessons, and counts."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Protocol

from bot.lookup.team.asked import normalized_question
from bot.memory import expiry
from bot.memory.choices import Choices
from bot.memory.digests import Digests
from bot.memory.learning import Learning
from bot.memory.notebook import Notebook
from bot.memory.reach import Reach
from bot.memory.records import Records
from bot.memory.turns import Turns
from db.memory.misses import Status

if TYPE_CHECKING:
    from db.entry import Entry
    from db.memory.database import Database

KEEP_DAYS = 30
"""How long the text of a question is kept after it was last asked."""
_FLUSH_SECONDS = 3.0


class Asker(Protocol):
    """Who asks, as far as it decides about what a team added."""

    @property
    def team(self) -> str:
        """Their workspace; empty for a guest from another one."""

    @property
    def user(self) -> str:
        """Their id."""

    @property
    def channel(self) -> str:
        """Where they ask; empty for a view."""

    @property
    def channel_link(self) -> tuple[str, str]:
        """Id and label of a channel that their words link to; both empty without one."""

    @property
    def is_among_ourselves(self) -> bool:
        """Whether nobody of another company reads a public answer."""


class Memory:
    """What teams added, by kind."""

    def __init__(self, database: Database, *, keep_days: int = KEEP_DAYS) -> None:
        """Keep it in `database`, which may not be open yet; questions are kept for `keep_days`."""
        self._keep_days = keep_days
        self._reach = Reach(database)
        self.notes = Notebook(self._reach)
        self.learning = Learning(self._reach)
        self.records = Records(self._reach)
        self.choices = Choices(self._reach)
        self.turns = Turns(self._reach)
        self.digests = Digests(self._reach)

    @property
    def database(self) -> Database:
        """The database, for what else is kept there."""
        return self._reach.database

    async def keep_trying(self) -> None:
        """Open the database; where it is out of reach, try again until it is there."""
        await self._reach.keep_trying()

    async def keep_expiring(self) -> None:
        """Remove old questions from the opened database, once a day."""
        await expiry.keep_expiring(self.database, self._keep_days)

    async def pick(self, team: str, user: str, question: str, entry: Entry) -> bool:
        """Record that somebody picked an entry for a question; return whether the team has learned it now.

        Raises:
            AwayError: the database did not answer in time, or failed.

        """
        is_learned = await self.learning.pick(team, user, question, entry)
        if is_learned:
            await self.records.mark(team, normalized_question(question), Status.TAUGHT)
        return is_learned

    async def close(self) -> None:
        """Write what waits, and close the database."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_FLUSH_SECONDS):
                await self.records.flush()
        await self.database.close()
