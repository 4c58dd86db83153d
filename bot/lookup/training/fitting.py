"""Softmax regression over hashed features, fitted in some seconds of numpy, the same way every time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.lookup.model import softmax

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.lookup.model import Example, Floats

_STEP = 0.6
_LEARNT = 0.1
"""A line is passed over while its label lacks less than this in probability."""
_WRONG = 0.95
"""A label that lacks more than this is wrong if it may be."""
_REVIEWED = 0.05
"""The share of the lines passed over that are looked at again in each pass."""
_LEAST = 0.1
"""A label that is wrong by less is taken to be wrong by this, or else not at all."""
_UNSETTLED = 1
"""After so many passes, weights are averaged (Polyak and Juditsky 1992): the last lines weigh no more."""
_PARTS = 4
"""So many times in a pass: two trainings on nearly the same lines then differ by half as much."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """What a model is fitted to: lines, each with its label."""

    lines: Callable[[Sequence[int]], Iterable[Example]]
    """The lines at some indices, in their order; each time they may be in other words."""
    labels: Sequence[int]
    """The label of each line."""
    passes: Sequence[int]
    """How many of the lines each pass takes, from the first on: what is easy is best learned first (Bengio et al. 2009, "Curriculum learning"). There are at least two."""
    certain: int
    """Of lines behind so many the label may be wrong: it is not learned where the model is sure of that (Reed et al. 2015, "bootstrapping")."""


def fit(lessons: Lessons, shape: tuple[int, ...], seed: int) -> tuple[Floats, Floats]:
    """Return the weights, of `shape` (places, labels), and the bias of each label, by AdaGrad (Duchi, Hazan, Singer 2011).

    A text has a few hundred features, so a step touches a few hundred rows; few passes are enough, and stopping early is
    all the regularization that helped. Most lines are learnt after two passes, and are left alone from then on.
    """
    chance = np.random.default_rng(seed)
    classes, labels = shape[1], lessons.labels
    weights = np.zeros(shape, dtype=np.float32)
    squares = np.full(shape, 1e-2, dtype=np.float32)
    flat_weights, flat_squares = weights.reshape(-1), squares.reshape(-1)
    bias = np.zeros(classes, dtype=np.float32)
    bias_squares = np.full(classes, 1e-2, dtype=np.float32)
    is_learnt = np.zeros(len(labels), dtype=bool)
    settled = (len(lessons.passes) - _UNSETTLED) * _PARTS
    averaged, averaged_bias = np.zeros_like(weights), np.zeros_like(bias)
    # Each example's rows go to the same place: to ask for memory each time takes a tenth of the time.
    rows = np.empty_like(weights)
    for at_pass, lines in enumerate(lessons.passes):
        looked_at = np.flatnonzero(~is_learnt[:lines] | (chance.random(lines) < _REVIEWED))
        for part in np.array_split(chance.permutation(looked_at), _PARTS):
            for at, (places, values) in zip(part, lessons.lines(part.tolist()), strict=True):
                taken = weights.take(places, axis=0, out=rows[: len(places)], mode="clip")
                error = softmax(values @ taken + bias)
                error[labels[at]] -= 1
                lacking = -error[labels[at]]
                is_learnt[at] = lacking < _LEARNT
                if is_learnt[at] or (lacking > _WRONG and at >= lessons.certain):
                    continue
                wrong = sparse(error, chance)
                touched = np.flatnonzero(wrong)
                # Places in the flat arrays are reached in half the time of rows and columns.
                flat = (places[:, None] * classes + touched).ravel()
                gradient = np.multiply.outer(values, wrong[touched]).ravel()
                seen = flat_squares.take(flat) + gradient * gradient
                flat_squares[flat] = seen
                flat_weights[flat] -= _STEP * gradient / np.sqrt(seen)
                bias_squares += error * error
                bias -= _STEP * error / np.sqrt(bias_squares)
            if at_pass >= _UNSETTLED:
                averaged += weights / settled
                averaged_bias += bias / settled
    return averaged, averaged_bias


def sparse(error: Floats, chance: np.random.Generator) -> Floats:
    """Return an error of few labels that is the given one on average (Wangni et al. 2018, "Gradient sparsification").

    A line is mistaken for few labels, and a step costs as much as labels change. To leave out what is small would be cheaper
    still, but then nothing ever tells what common words do not mean, and a long text has many of them.
    """
    size = np.abs(error)
    is_taken = chance.random(len(error), dtype=np.float32) * np.float32(_LEAST) < size
    return np.where(is_taken, np.copysign(np.maximum(size, np.float32(_LEAST)), error), np.float32(0))
