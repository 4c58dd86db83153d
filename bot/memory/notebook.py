"""The notes of all workspaces: the newest for an answer, all for a list, and their changes."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.memory.by_team import ByTeam
from bot.memory.reach import AwayError
from bot.memory.recalled import AWAY, MOST_SHOWN, Recalled
from db.memory import notes
from db.memory.changes import START, Cursor, Topic
from db.memory.notes import About, Draft

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.memory.reach import Reach
    from db.entry import Entry
    from db.memory.notes import Conflict, Edit, Note, Page


@dataclass
class _Known:
    """What this process has read of a workspace since its notes last changed."""

    cursor: Cursor = START
    recalled: dict[About, Recalled] = field(default_factory=dict)


class Notebook:
    """The notes in a database."""

    def __init__(self, reach: Reach) -> None:
        """Read and write through `reach`."""
        self._reach = reach
        self._known = ByTeam(_Known)

    async def recall(self, team: str, entry: Entry) -> Recalled:
        """Return the newest notes about an entry's error on its platform; without any where they cannot be read in time."""
        known, about = self._known.of(team), _about(entry)
        fresh = self._reach.fresh_cursors(team)
        if fresh is not None and fresh[Topic.NOTES] == known.cursor and about in known.recalled:
            return known.recalled[about]

        async def work() -> Recalled:
            cursor = (await self._reach.cursors(team))[Topic.NOTES]
            if cursor != known.cursor:
                # A new dictionary: what a slower read adds to the old one is older than this cursor.
                known.cursor, known.recalled = cursor, {}
            recalled = known.recalled
            if about not in recalled:
                page = await notes.page(self._reach.database, team, about, limit=MOST_SHOWN)
                recalled[about] = Recalled(page.notes, page.count)
            return recalled[about]

        try:
            return await self._reach.quickly(work, team, "notes", about.error, about.platform)
        except AwayError:
            return AWAY

    async def page(self, team: str, entry: Entry, skip: int, most: int) -> Page:
        """Return some notes about an entry's error on its platform, newest first, and how many there are.

        Raises:
            AwayError: the database did not answer in time, or failed.

        """
        return await self._reach.patiently(
            notes.page(self._reach.database, team, _about(entry), limit=most, offset=skip)
        )

    async def get(self, team: str, note: str) -> Note | None:
        """Return a note by its id; None if there is none. Raises as `page`."""
        return await self._reach.patiently(notes.get(self._reach.database, team, note))

    async def add(self, team: str, draft: Draft) -> None:
        """Add a note. Raises as `page`."""
        await self._reach.changing(team, notes.add(self._reach.database, team, draft, at=time.time()))

    async def change(self, team: str, note: str, change: Edit) -> Note | Conflict | None:
        """Change a note; return it, a conflict with a change that came before, or None if it is gone. Raises as `page`."""
        return await self._reach.changing(team, notes.edit(self._reach.database, team, note, change, at=time.time()))

    async def delete(self, team: str, note: str) -> None:
        """Delete a note. Raises as `page`."""
        await self._reach.changing(team, notes.remove(self._reach.database, team, note))


def draft_of(entry: Entry, author: str, text: str, words: Collection[str], source: tuple[str, str] = ("", "")) -> Draft:
    """Return a note about an entry's error, on every platform.

    `words` are those by which it is found, `source` the permalink of the message that it is from, and its author.
    """
    permalink, source_author = source
    return Draft(entry.error.id, author, text, permalink=permalink, source_author=source_author, words=words)


def _about(entry: Entry) -> About:
    return About(entry.error.id, entry.platform)
