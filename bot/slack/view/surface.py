"""Where a message stands in Slack: who sees it there, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import NewType

UserId = NewType("UserId", str)
"""A user's id out of a checked payload: it goes into messages as a mention."""


class Kind(Enum):
    """The surfaces on which an answer can stand."""

    PRIVATE = auto()
    """An ephemeral message in a channel or a thread."""
    PUBLIC = auto()
    """A message that everybody in the channel sees."""
    DIRECT = auto()
    """A message in somebody's conversation with imerr."""
    MODAL = auto()
    HOME = auto()


@dataclass(frozen=True, slots=True)
class Surface:
    """A surface; on a public one, whoever asked may remove the answer."""

    kind: Kind
    asker: UserId | None = None


PRIVATE = Surface(Kind.PRIVATE)
DIRECT = Surface(Kind.DIRECT)
MODAL = Surface(Kind.MODAL)
HOME = Surface(Kind.HOME)


def public(asker: UserId) -> Surface:
    """Return the surface of an answer that everybody sees and that `asker` may remove."""
    return Surface(Kind.PUBLIC, asker)
