"""Settings that people choose in Slack, for a workspace or for a channel; a channel's come first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import delete

from db.memory import changes
from db.memory.changes import Topic
from db.memory.database import upsert
from db.memory.tables import PREFERENCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from db.memory.database import Database

ON = "on"
OFF = "off"


class Name(StrEnum):
    """What can be chosen."""

    PLATFORM = "platform"
    LANGUAGE = "language"
    FEEDBACK = "feedback"
    WATCHING = "watching"
    DIGEST_CHANNEL = "digest_channel"


_ALLOWED = {Name.LANGUAGE: ("zh", "en"), Name.FEEDBACK: (ON, OFF), Name.WATCHING: (ON, OFF)}
_WORKSPACE_ONLY = (Name.DIGEST_CHANNEL,)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What holds in a channel, or in a workspace; empty where nothing was chosen."""

    platform: str = ""
    """The platform that a question means when it names none."""
    language: str = ""
    feedback: bool = True
    """Whether answers have thumbs."""
    watching: bool = False
    """Whether imerr offers explanations unasked."""
    digest_channel: str = ""
    """Where the weekly digest goes."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice for a channel, or with an empty `channel` for the workspace; an empty `value` takes the choice back."""

    name: Name
    value: str
    set_by: str
    channel: str = ""


async def put(database: Database, team: str, *choices: Choice, at: float) -> None:
    """Store choices, all or none.

    Raises:
        ValueError: a name has no such value, or none in a channel.

    """
    for choice in choices:
        _check(choice)

    def work(connection: Connection) -> None:
        changes.count(connection, team, Topic.PREFERENCES)
        for choice in choices:
            _put(connection, team, choice, at)

    await database.write(work)


def _check(choice: Choice) -> None:
    if choice.value and choice.value not in _ALLOWED.get(choice.name, (choice.value,)):
        raise ValueError(f"{choice.name} is one of {', '.join(_ALLOWED[choice.name])}, not {choice.value!r}.")
    if choice.channel and choice.name in _WORKSPACE_ONLY:
        raise ValueError(f"{choice.name} is chosen for a workspace, not for a channel.")


def _put(connection: Connection, team: str, choice: Choice, at: float) -> None:
    key = {"team": team, "channel": choice.channel, "name": choice.name.value}
    if choice.value:
        new = {"value": choice.value, "set_by": choice.set_by, "at": at}
        adding = upsert(connection, PREFERENCES).values(**key, **new)
        connection.execute(adding.on_conflict_do_update(index_elements=list(PREFERENCES.primary_key.columns), set_=new))
    else:
        is_it = (PREFERENCES.c[name] == value for name, value in key.items())
        connection.execute(delete(PREFERENCES).where(*is_it))


def preferences(values: Mapping[Name, str]) -> Preferences:
    """Return the preferences with some values, by name."""
    return Preferences(
        platform=values.get(Name.PLATFORM, ""),
        language=values.get(Name.LANGUAGE, ""),
        feedback=values.get(Name.FEEDBACK, ON) == ON,
        watching=values.get(Name.WATCHING, OFF) == ON,
        digest_channel=values.get(Name.DIGEST_CHANNEL, ""),
    )
