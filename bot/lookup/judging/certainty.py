"""How probable it is that words or a number mean what is asked: logistic regressions over what all of a text says.

Their weights are fitted by `python bench/lookup.py bench/asked --certainty`, on messages that the model of words was not taught.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

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
    is_doubtful: bool
    """Whether the text is likely about no error of the SDK."""

    def row(self) -> tuple[float, ...]:
        """Return the signs as the regressions take them."""
        odds = (_log_odds(one) for one in (self.piece, self.whole, self.strength))
        return 1.0, *odds, self.rival, min(self.evidence, _CLEAR), float(self.is_doubtful)


MEANT = (3.05, 0.17, 0.94, -0.09, -1.94, -0.35, -2.43)
"""The weights of a constant and each sign, in the order of `Signs.row`: that the error is what is asked."""
AMONG = (2.84, -0.25, 1.00, 0.30, -0.93, -0.31, -3.06)
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


CODE = (12.19, 1.12, -1.41, 2.46)
"""The weights of a constant and each sign, in the order of `NumberSigns.row`."""


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
