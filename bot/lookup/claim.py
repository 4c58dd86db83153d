"""What a reader says of a text: which errors a piece of it may mean, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a claim rests on."""

    NUMBER = auto()
    """A number that may be a code; `strength` is the probability that it is one."""
    CONSTANT = auto()
    CONSTANT_TYPO = auto()
    CONSTANT_PART = auto()
    """A part of a constant; any of `codes` may be meant."""
    WHOLE = auto()
    """The words of a whole text."""
    SENTENCE = auto()
    CLAUSE = auto()
    RETRIEVED = auto()
    """The words of a whole text, by their closeness to a table's own lines."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Codes that the piece of a text from `start` to `end` may mean, the likeliest first, and how sure it is that it means any."""

    codes: tuple[int, ...]
    start: int
    end: int
    kind: Kind
    strength: float
    quote: str
    scores: tuple[float, ...] = ()
    """Of words, the probability of each code."""
    is_labelled: bool = False
    """Of a number, whether its surroundings leave no doubt that it is a code."""
    other: str = ""
    """Of a number, what it is if not a code: an amount, a time, another system's code."""
    is_denied: bool = False
    """Whether the piece says that the error is not what is meant."""

    @property
    def share(self) -> float:
        """The probability of the first code among those of all codes."""
        return self.scores[0] / self.strength if self.scores and self.strength else 0.0
