"""The memory of all workspaces, as answers and forms use it: bounded in time, and quiet where it fails."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from bot.memory.recalled import AWAY, MOST_SHOWN, Recalled
from db.memory import changes, notes
from db.memory.changes import START, Cursor, Topic
from db.memory.database import MemoryStoreError
from db.memory.notes import About, Conflict, Draft, Edit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from db.entry import Entry
    from db.memory.database import Database
    from db.memory.notes import Note, Page

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


class Asker(Protocol):
    """Who asks, as far as it decides about what a team added."""

    @property
    def team(self) -> str:
        """Their workspace; empty for a guest from another one."""

    @property
    def is_among_ourselves(self) -> bool:
        """Whether nobody of another company reads a public answer."""


@dataclass
class _Known:
    """What this process has read of a workspace since its memory last changed."""

    cursor: Cursor = START
    fresh_until: float = 0.0
    recalled: dict[About, Recalled] = field(default_factory=dict)


class Memory:
    """What teams added, in one database."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        """Read from and write to `database`; `clock` returns seconds."""
        self._database = database
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._away_until = 0.0
        self._is_away = False

    @property
    def database(self) -> Database:
        """The database, for what else is kept there."""
        return self._database

    async def keep_trying(self) -> None:
        """Open the database; where it is out of reach, try again until it is there."""
        while True:
            try:
                await self._database.migrate()
            except MemoryStoreError as error:
                self._failed(error)
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                self._reached()
                return

    async def close(self) -> None:
        """Close the database."""
        await self._database.close()

    async def recall(self, team: str, entry: Entry) -> Recalled:
        """Return the newest notes about an entry's error on its platform; without any where the database does not answer in time."""
        now = self._clock()
        if now < self._away_until:
            return AWAY
        try:
            async with asyncio.timeout(RECALL_SECONDS):
                known = await self._current(team, now)
                about = _about(entry)
                if about not in known.recalled:
                    page = await notes.page(self._database, team, about, limit=MOST_SHOWN)
                    known.recalled[about] = Recalled(page.notes, page.count)
        except (TimeoutError, MemoryStoreError) as error:
            self._failed(error)
            # The next answers do not wait either.
            self._away_until = self._clock() + FRESH_SECONDS
            return AWAY
        self._reached()
        return known.recalled[about]

    async def notes(self, team: str, entry: Entry, skip: int, most: int) -> Page:
        """Return some notes about an entry's error on its platform, newest first, and how many there are.

        Raises:
            AwayError: the database did not answer in time, or failed.

        """
        return await self._patiently(notes.page(self._database, team, _about(entry), limit=most, offset=skip))

    async def note(self, team: str, note: str) -> Note | None:
        """Return a note by its id; None if there is none. Raises as `notes`."""
        return await self._patiently(notes.get(self._database, team, note))

    async def add_note(  # noqa: PLR0913 - the fields of a note
        self, team: str, entry: Entry, author: str, text: str, *, permalink: str = "", source_author: str = ""
    ) -> None:
        """Add a note about an entry's error. Raises as `notes`."""
        draft = Draft(entry.error.id, author, text, permalink=permalink, source_author=source_author)
        await self._changing(team, notes.add(self._database, team, draft, at=time.time()))

    async def change_note(self, team: str, note: str, change: Edit) -> Note | Conflict | None:
        """Change a note; return it, a conflict with a change that came before, or None if it is gone. Raises as `notes`."""
        return await self._changing(team, notes.edit(self._database, team, note, change, at=time.time()))

    async def delete_note(self, team: str, note: str) -> None:
        """Delete a note. Raises as `notes`."""
        await self._changing(team, notes.remove(self._database, team, note))

    async def _current(self, team: str, now: float) -> _Known:
        """Return what is known of a workspace, without what another process has changed since."""
        known = self._known.setdefault(team, _Known())
        self._known.move_to_end(team)
        if len(self._known) > _MOST_TEAMS:
            self._known.popitem(last=False)
        if now >= known.fresh_until:
            # Of many answers at once, one looks.
            known.fresh_until = now + FRESH_SECONDS
            cursor = (await changes.cursors(self._database, team))[Topic.NOTES]
            if cursor != known.cursor:
                known.cursor = cursor
                known.recalled.clear()
        return known

    async def _changing(self, team: str, work: Awaitable[T]) -> T:
        done = await self._patiently(work)
        self._known.pop(team, None)
        return done

    async def _patiently(self, work: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(SAVE_SECONDS):
                done = await work
        except (TimeoutError, MemoryStoreError) as error:
            self._failed(error)
            raise AwayError from error
        self._reached()
        return done

    def _failed(self, error: Exception) -> None:
        if not self._is_away:
            self._is_away = True
            _log.warning("memory_away", extra={"reason": str(error) or type(error).__name__})

    def _reached(self) -> None:
        if self._is_away:
            self._is_away = False
            _log.info("memory_reached")


def _about(entry: Entry) -> About:
    return About(entry.error.id, entry.platform)
