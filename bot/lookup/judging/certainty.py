"""How probable it is that words or a number mean what is asked: logistic regressions over what all of a text says.

Their weights are fitted by `python bench/lookup.py bench/asked --certainty`, on messages that the model of words was not taught.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

_MOST_KEPT = 64
"""Several rules ask the same of the same piece."""
_LEAST = 0.001
"""A probability of words that is nearer to 0 or 1 says no more."""
_LEAST_OF_NUMBER, _LEAST_AGREED = 0.005, 0.05
"""The same of a number by its surroundings, and of its error by the words: many errors have a little of what says nothing."""
_CLEAR = 6.0
"""More evidence says no more: a line of the table has twice as much."""
_SHORT, _LONG = 30, 200
"""Characters: a shorter text counts as short as the first, a longer one as the second."""


class Doubts(NamedTuple):
    """What makes it likely that a text is about no error of the table."""

    by_number: bool = False
    """A number of it is another system's, a place's, a ticket's."""
    asks_how: bool = False
    """It asks how something is done, and tells of no failure."""
    tells_of_work: bool = False
    """It notes what was built, planned or released."""
    went_well: bool = False
    """It tells that something went well, and of no failure."""
    of_other_things: bool = False
    """It speaks of another product or an everyday thing."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for the error that a piece of a text means, and against it."""

    piece: float
    """Its probability in the piece."""
    whole: float
    """Its probability in the whole of the text; a clause by itself is easily taken for another one's."""
    rival: float
    """The largest probability that any piece gives to another error."""
    strength: float
    """The probability of the piece that it means any error."""
    evidence: float
    """How much the piece says of anything that was taught."""
    doubts: Doubts

    def row(self) -> tuple[float, ...]:
        """Return the signs as the regressions take them."""
        odds = (_log_odds(one) for one in (self.piece, self.whole, self.strength))
        return 1.0, *odds, self.rival, min(self.evidence, _CLEAR), *map(float, self.doubts)


MEANT = (2.97, 0.27, 0.80, -0.07, -1.80, -0.36, -2.53, -1.26, -2.84, -1.59, -2.36)
"""The weights of a constant and each sign, in the order of `Signs.row`: that the error is what is asked."""
AMONG = (2.55, -0.19, 0.83, 0.31, -0.73, -0.28, -3.02, -1.44, -3.67, -1.86, -3.13)
"""The same: that it is the error or one of the next likely ones."""


@dataclass(frozen=True, slots=True)
class NumberSigns:
    """What speaks for a number being a code, and against it."""

    surroundings: float
    """The probability by what stands around it."""
    length: int
    """Characters of the text: a long one has numbers of all kinds."""
    agrees: float
    """The probability of the whole text that its words mean the number's own error."""

    def row(self) -> tuple[float, ...]:
        """Return the signs as the regression takes them."""
        surroundings, agrees = _log_odds(self.surroundings, _LEAST_OF_NUMBER), _log_odds(self.agrees, _LEAST_AGREED)
        return 1.0, surroundings, math.log(min(max(self.length, _SHORT), _LONG)), agrees


CODE = (11.94, 1.12, -1.47, 2.32)
"""The weights of a constant and each sign, in the order of `NumberSigns.row`."""


@dataclass(frozen=True, slots=True)
class LabelSigns:
    """What speaks for a number that is called a code being one of the table, and for it being another system's: `my oven flashes error 102`."""

    surroundings: float
    """The probability by what stands around it that it is a code of the table."""
    foreign: float
    """The same that it is another system's."""

    def row(self) -> tuple[float, ...]:
        """Return the signs as the regression takes them."""
        surroundings, foreign = (_log_odds(one, _LEAST_OF_NUMBER) for one in (self.surroundings, self.foreign))
        return 1.0, surroundings, foreign


OWN = (-1.18, 0.48, -0.85)
"""The weights of a constant and each sign, in the order of `LabelSigns.row`."""


def is_own(signs: LabelSigns) -> float:
    """Return how probable it is that a number which is called a code is one of the table."""
    return _probability(OWN, signs.row())


def is_code(signs: NumberSigns) -> float:
    """Return how probable it is that a number is a code."""
    return _probability(CODE, signs.row())


@lru_cache(_MOST_KEPT)
def is_meant(signs: Signs) -> float:
    """Return how probable it is that the error is what is asked."""
    return _probability(MEANT, signs.row())


@lru_cache(_MOST_KEPT)
def is_among(signs: Signs) -> float:
    """Return how probable it is that what is asked is the error, or among the next likely ones."""
    return _probability(AMONG, signs.row())


def _probability(weights: tuple[float, ...], row: tuple[float, ...]) -> float:
    return 1.0 / (1.0 + math.exp(-sum(weight * sign for weight, sign in zip(weights, row, strict=True))))


def _log_odds(probability: float, least: float = _LEAST) -> float:
    kept = min(max(probability, least), 1.0 - least)
    return math.log(kept / (1.0 - kept))
