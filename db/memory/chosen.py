"""All that a workspace chose: owners of errors, whom to ask, settings. Read at once, since every answer depends on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select

from db.memory.preferences import Name, Preferences, preferences
from db.memory.tables import HELPERS, OWNERS, PREFERENCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from db.memory.database import Database


@dataclass(frozen=True)
class Chosen:
    """The choices of a workspace."""

    owners: Mapping[str, str] = field(default_factory=dict)
    """Ids of users and user groups, by error."""
    helper: str = ""
    """The line that says whom to ask; empty where there is none."""
    values: Mapping[str, Mapping[Name, str]] = field(default_factory=dict)
    """The settings, by channel; the workspace's own under an empty one."""

    def owner(self, error: str) -> str:
        """Return whom to ask about an error; empty for nobody."""
        return self.owners.get(error, "")

    def own(self, channel: str = "") -> Mapping[Name, str]:
        """Return what was chosen for a channel itself; without one, for the workspace."""
        return self.values.get(channel, {})

    def of(self, channel: str = "") -> Preferences:
        """Return what holds in a channel: its own choices, and else the workspace's."""
        return self._held.get(channel) or self._held[""]

    @cached_property
    def _held(self) -> dict[str, Preferences]:
        """What holds in the workspace, and in the channels with choices of their own: every answer asks for it."""
        return {channel: preferences({**self.own(), **self.own(channel)}) for channel in ("", *self.values)}

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels with choices of their own."""
        return tuple(sorted(channel for channel in self.values if channel))


async def read(database: Database, team: str) -> Chosen:
    """Return the choices of a workspace."""

    def work(connection: Connection) -> Chosen:
        owners = connection.execute(select(OWNERS).where(OWNERS.c.team == team)).mappings()
        by_error = {row["error"]: row["owner"] for row in owners}
        helper = connection.execute(select(HELPERS.c.text).where(HELPERS.c.team == team)).scalar()
        values: dict[str, dict[Name, str]] = {}
        for row in connection.execute(select(PREFERENCES).where(PREFERENCES.c.team == team)).mappings():
            # A later version may know more names.
            if row["name"] in set(Name):
                values.setdefault(row["channel"], {})[Name(row["name"])] = row["value"]
        return Chosen(by_error, helper or "", values)

    return await database.read(work)
