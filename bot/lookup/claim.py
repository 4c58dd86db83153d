"""What a reader says of a text: which errors a piece of it may mean, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.code import Code
    from db.entry import Key


class Kind(Enum):
    """What a claim rests on."""

    NUMBER = auto()
    """A number that may be a code; `strength` is the probability that it is one."""
    CONSTANT = auto()
    CONSTANT_TYPO = auto()
    CONSTANT_PART = auto()
    """A part of a constant; any of `keys` may be meant."""
    CONSTANT_NEAR = auto()
    """An identifier that resembles constants by more than a slip; any of `keys` may be meant."""
    MESSAGE = auto()
    """What the SDK or the server literally says."""
    WHOLE = auto()
    """The words of a whole text."""
    REST = auto()
    """The words of a whole text without its clauses that deny."""
    FAILING = auto()
    """The words of a whole text without its clauses that something is as it should be."""
    SENTENCE = auto()
    CLAUSE = auto()
    RETRIEVED = auto()
    """The words of a whole text, by their closeness to a table's own lines."""
    TAUGHT = auto()
    """A lesson of the team that is the text itself."""
    TAUGHT_ALIKE = auto()
    """A lesson that is like the text; `strength` is how much."""
    NOTED = auto()
    """Words of the text that only a note of the team has."""


ALL_OF_IT = {Kind.WHOLE, Kind.RETRIEVED}
"""The kinds of claims about all of a text."""
PIECES = {Kind.SENTENCE, Kind.CLAUSE}
"""Those about a part of it."""
PERHAPS_NAMED = {Kind.CONSTANT_PART, Kind.CONSTANT_NEAR}
"""What only resembles a constant, or is a word of one."""


class Surroundings(NamedTuple):
    """What stands around a number that is called a code: how probable it makes it one of the table, and another system's."""

    code: float
    foreign: float


@dataclass(frozen=True, slots=True)
class Claim:
    """What the piece of a text from `start` to `end` may mean, the likeliest first, and how sure it is that it means anything.

    A reader of numbers or of codes that are text gives their `value`, one of words the `errors`, one of constants and messages the `keys` of entries;
    `bot.lookup.platforms.scope` fills in the keys that all of them have on the platform which is asked about.
    """

    keys: tuple[Key, ...]
    start: int
    end: int
    kind: Kind
    strength: float
    quote: str
    scores: tuple[float, ...] = ()
    """Of words, the probability of each error."""
    value: Code | None = None
    errors: tuple[str, ...] = ()
    """Of words, the errors; where two are one entry on a platform, the likelier one."""
    evidence: float = 0.0
    """Of words, how much they say of anything that was taught, errors or none: the logarithm of what the probabilities were divided by to sum to one."""
    share: float = 1.0
    """Of words, how much of the first score is the first error's own, not that of others which are the same entry on a platform."""
    is_labelled: bool = False
    """Of a number, whether a rule calls it a code, and nothing tells that it is another system's."""
    surroundings: Callable[[], Surroundings] | None = field(default=None, compare=False)
    """Of a number that is labelled, what gives what else stands around it, where that may tell whose code it is: most need not be asked."""
    is_alone: bool = False
    """Of a number, whether nothing else is asked."""
    other: str = ""
    """Of a number, what it is if not a code: an amount, a time, another system's code."""
    is_denied: bool = False
    """Whether the piece says that the error is not what is meant."""
    platform: str = ""
    """Of a lesson or a note, the platform that it is about; empty for any."""

    def holds(self, other: Claim) -> bool:
        """Return whether another piece of the text is part of this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Claim) -> bool:
        """Return whether two pieces of the text share any of it."""
        return self.start < other.end and other.start < self.end
