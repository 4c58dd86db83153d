"""Surface of a message: who sees it and which controls it bears."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import NewType

UserId = NewType("UserId", str)
"""A validated user id: it goes into messages as a mention."""


class Kind(Enum):
    """The surfaces on which an answer can stand."""

    PRIVATE = auto()
    """An ephemeral message in a channel or a thread."""
    PUBLIC = auto()
    """A message that everybody in the channel sees."""
    DIRECT = auto()
    """A message in the user's conversation with imerr."""
    MODAL = auto()
    HOME = auto()


@dataclass(frozen=True, slots=True)
class Surface:
    """A surface; on a public one, `asker` may remove the answer."""

    kind: Kind
    asker: UserId | None = None


PRIVATE = Surface(Kind.PRIVATE)
DIRECT = Surface(Kind.DIRECT)
MODAL = Surface(Kind.MODAL)
HOME = Surface(Kind.HOME)


def public(asker: UserId) -> Surface:
    """Return the surface of a public answer, which `asker` may remove."""
    return Surface(Kind.PUBLIC, asker)
