"""How probable it is that words mean what is asked: one logistic regression over what all pieces of a text say.

Its weights are fitted by `python bench/lookup.py bench/asked --certainty`, on messages that the model of words was not taught.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

_LEAST = 0.001
"""A probability that is nearer to 0 or 1 says no more."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for the error that a piece of a text means, and against it."""

    piece: float
    """Its probability in the piece."""
    whole: float
    """Its probability in the whole of the text; a clause by itself is easily taken for another one's."""
    rival: float
    """The largest probability that any piece gives to another error."""

    def row(self) -> tuple[float, ...]:
        """Return the signs as the regression takes them."""
        return 1.0, _log_odds(self.piece), _log_odds(self.whole), self.rival


WEIGHTS = (1.17, 0.38, 0.51, -1.89)
"""Of a constant and each sign, in the order of `Signs.row`."""


def certainty(signs: Signs) -> float:
    """Return how probable it is that the error is what is asked."""
    return 1.0 / (1.0 + math.exp(-sum(weight * sign for weight, sign in zip(WEIGHTS, signs.row(), strict=True))))


def _log_odds(probability: float) -> float:
    kept = min(max(probability, _LEAST), 1.0 - _LEAST)
    return math.log(kept / (1.0 - kept))
