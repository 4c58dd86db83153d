"""What a team added to one error, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.memory.notes import Note

MOST_SHOWN = 2
"""Limit of the notes under an explanation; the others open in a list."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """The newest notes about an error, how many there are, and whom to ask."""

    notes: tuple[Note, ...] = ()
    count: int = 0
    is_away: bool = False
    """Whether the notes could not be read in time."""
    owner: str = ""
    """Id of the user or user group to ask about the error; empty for nobody."""


EMPTY = Recalled()
AWAY = Recalled(is_away=True)
