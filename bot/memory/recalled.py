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
    """The newest notes about an error, and how many there are."""

    notes: tuple[Note, ...] = ()
    count: int = 0
    is_away: bool = False
    """Whether the notes could not be read in time."""


EMPTY = Recalled()
AWAY = Recalled(is_away=True)
