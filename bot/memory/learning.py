"""What teams taught: their lessons beside the table's words, and the picks that become lessons."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.lookup.explain import Team
from bot.lookup.team.asked import normalized_question
from bot.lookup.team.noted import Note
from bot.lookup.team.taught import Lesson as Phrasing
from bot.lookup.team.taught import Taught
from bot.memory.by_team import ByTeam
from bot.memory.reach import AwayError
from db.memory import lessons, note_words, picks
from db.memory.changes import START, Cursor, Topic
from db.memory.lessons import Teaching
from db.memory.picks import Pick

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.lookup.explain import Lookup
    from bot.lookup.text import Text
    from bot.memory.reach import Reach
    from db.entry import Entry
    from db.memory.lessons import Lesson, Page


@dataclass
class _Known:
    """The lessons of a workspace that this process has read."""

    cursor: Cursor = START
    taught: Taught = field(default_factory=Taught)
    lessons: dict[str, Lesson] = field(default_factory=dict)
    loading: asyncio.Task[None] | None = None


class Learning:
    """The lessons in a database."""

    def __init__(self, reach: Reach) -> None:
        """Read and write through `reach`."""
        self._reach = reach
        self._known = ByTeam(_Known)

    async def of(self, team: str, lookup: Lookup, text: Text, *, is_answered: bool) -> Team | None:
        """Return what a workspace taught and noted about a text; None where that is nothing, or cannot be read in time.

        Notes are searched only where the table alone has no firm answer.
        """
        known = self._known.of(team)
        fresh = self._reach.fresh_cursors(team)

        def words(cursors: Mapping[Topic, Cursor]) -> tuple[str, ...]:
            is_searched = not is_answered and cursors[Topic.NOTES] != START
            return lookup.vocabulary.telling(text.question) if is_searched else ()

        if fresh is not None and fresh[Topic.LESSONS] == known.cursor and not words(fresh):
            return Team(known.taught) if len(known.taught) else None

        async def work() -> Team | None:
            cursors = await self._reach.cursors(team)
            if cursors[Topic.LESSONS] != known.cursor:
                if known.loading is None or known.loading.done():
                    known.loading = asyncio.create_task(self._load(team, known))
                # The load goes on where an answer cannot wait for it.
                await asyncio.shield(known.loading)
            noted: tuple[Note, ...] = ()
            if asked := words(cursors):
                found = await note_words.notes_with(self._reach.database, team, asked)
                noted = tuple(Note(error, said, platform) for error, platform, said in found)
            return Team(known.taught, noted) if len(known.taught) or noted else None

        try:
            return await self._reach.quickly(work, team, "lessons", text.question)
        except AwayError:
            return None

    async def pick(self, team: str, user: str, question: str, entry: Entry) -> bool:
        """Record that somebody picked an entry for a question; return whether the team has learned it now.

        Raises:
            AwayError: the database did not answer in time, or failed.

        """
        key = normalized_question(question)
        if not key:
            return False
        pick = Pick(key, entry.error.id, user, time.time())
        return await self._reach.changing(team, picks.record(self._reach.database, team, pick)) is not None

    async def teach(self, team: str, user: str, question: str, entry: Entry) -> None:
        """Teach a question's error on purpose. Raises as `pick`."""
        teaching = Teaching(normalized_question(question), entry.error.id, user)
        await self._reach.changing(team, lessons.teach(self._reach.database, team, teaching, at=time.time()))

    async def forget(self, team: str, question: str) -> bool:
        """Forget the lesson of a question as an answer quotes it; return whether there was one. Raises as `pick`."""
        said = normalized_question(question.removesuffix("…"))
        found = await self._reach.patiently(
            lessons.find(self._reach.database, team, said, is_cut=question.endswith("…"))
        )
        if found is None:
            return False
        gone = await self._reach.changing(team, lessons.forget(self._reach.database, team, found.id))
        return gone is not None

    async def page(self, team: str, *, limit: int, offset: int = 0) -> Page:
        """Return the newest lessons of a workspace, and how many there are. Raises as `pick`."""
        return await self._reach.patiently(lessons.page(self._reach.database, team, limit=limit, offset=offset))

    async def _load(self, team: str, known: _Known) -> None:
        """Read what is new since the last time."""
        while True:
            new = await lessons.changed(self._reach.database, team, known.cursor)
            if new.is_whole:
                known.taught, known.lessons = Taught(), {}
            # Fifty thousand lessons take seconds of a processor.
            await asyncio.to_thread(_learn, known, new.lessons, new.forgotten)
            known.cursor = new.cursor
            if not new.has_more:
                return


def _learn(known: _Known, new: tuple[Lesson, ...], forgotten: tuple[str, ...]) -> None:
    for lesson_id in (*forgotten, *(lesson.id for lesson in new)):
        if (before := known.lessons.pop(lesson_id, None)) is not None:
            known.taught.remove(_phrasing(before))
    for lesson in new:
        known.lessons[lesson.id] = lesson
        known.taught.add(_phrasing(lesson))


def _phrasing(lesson: Lesson) -> Phrasing:
    return Phrasing(lesson.question, lesson.error, lesson.platform, is_trusted=True, key=lesson.question)
