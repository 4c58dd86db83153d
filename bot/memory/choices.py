"""What the workspaces chose: owners of errors, whom to ask, and settings."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.memory.by_team import ByTeam
from bot.memory.reach import AwayError
from db.memory import chosen, owners, preferences
from db.memory.changes import START, Cursor, Topic
from db.memory.chosen import Chosen

if TYPE_CHECKING:
    from bot.memory.reach import Reach
    from db.memory.preferences import Choice

NOTHING = Chosen()


@dataclass
class _Known:
    """What this process has read of a workspace since it last changed."""

    cursors: tuple[Cursor, Cursor] = (START, START)
    chosen: Chosen = field(default_factory=Chosen)


class Choices:
    """The choices in a database."""

    def __init__(self, reach: Reach) -> None:
        """Read and write through `reach`."""
        self._reach = reach
        self._known = ByTeam(_Known)

    def fresh(self, team: str) -> Chosen | None:
        """Return what `of` returns where it is known without asking the database; else None."""
        known, cursors = self._known.known(team), self._reach.fresh_cursors(team)
        is_fresh = known is not None and cursors is not None and known.cursors == _of(cursors)
        return known.chosen if known is not None and is_fresh else None

    async def of(self, team: str) -> Chosen:
        """Return the choices of a workspace; where they cannot be read in time, those that were read last."""
        if (fresh := self.fresh(team)) is not None:
            return fresh
        known = self._known.of(team)

        async def work() -> Chosen:
            cursors = _of(await self._reach.cursors(team))
            if cursors != known.cursors:
                read = NOTHING if cursors == (START, START) else await chosen.read(self._reach.database, team)
                known.cursors, known.chosen = cursors, read
            return known.chosen

        try:
            return await self._reach.quickly(work, team, "choices")
        except AwayError:
            return known.chosen

    async def read(self, team: str) -> Chosen:
        """Return the choices of a workspace as they are stored: a form with older ones would undo what came after them.

        Raises:
            AwayError: the database did not answer in time, or failed.

        """
        return await self._reach.patiently(chosen.read(self._reach.database, team))

    async def set_owner(self, team: str, error: str, owner: str, by: str) -> None:
        """Make a user or a user group the owner of an error; an empty `owner` is nobody.

        Raises:
            AwayError: the database did not answer in time, or failed.
            ValueError: the owner is no id of a user or of a user group.

        """
        database = self._reach.database
        if owner:
            put = owners.put(database, team, owners.Owner(error, owner, by, time.time()))
            await self._reach.changing(team, put)
        else:
            await self._reach.changing(team, owners.remove(database, team, error))

    async def set_helper(self, team: str, text: str, by: str) -> None:
        """Keep the line that says whom to ask; an empty `text` is none. Raises as `set_owner`; ValueError if it is too long."""
        database = self._reach.database
        if text:
            await self._reach.changing(team, owners.put_helper(database, team, owners.Helper(text, by, time.time())))
        else:
            await self._reach.changing(team, owners.remove_helper(database, team))

    async def choose(self, team: str, *choices: Choice) -> None:
        """Keep choices, all or none. Raises as `set_owner`; ValueError for an unknown value."""
        put = preferences.put(self._reach.database, team, *choices, at=time.time())
        await self._reach.changing(team, put)


def _of(cursors: dict[Topic, Cursor]) -> tuple[Cursor, Cursor]:
    return cursors[Topic.OWNERS], cursors[Topic.PREFERENCES]
