"""A linear model of what people mean: from a text to the probability of each entry, and of none of them.

Softmax regression over TF-IDF weighted pieces of text. Trained when the table is built (`training.py`), stored in it as plain
arrays, and small enough to be read in a few milliseconds.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from bot.lookup.features import features

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

NONE = "none"
"""Stands among the labels for what no entry answers."""


def weigh(
    counts: Mapping[str, int], places: Mapping[str, int], idf: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Give the places of a text's known features and their weights, (1 + ln count) · idf, scaled to length one."""
    at: list[int] = []
    frequencies: list[float] = []
    place_of = places.get
    for piece, count in counts.items():
        place = place_of(piece)
        if place is not None:
            at.append(place)
            frequencies.append(1.0 if count == 1 else 1.0 + math.log(count))
    indices = np.array(at, dtype=np.int32)
    weights = np.array(frequencies, dtype=np.float32) * idf[indices]
    length = float(np.sqrt(weights @ weights))
    return indices, weights / length if length else weights


class Model:
    """A trained model, ready to be asked. Holds no other state."""

    def __init__(self, arrays: Mapping[str, bytes]) -> None:
        """Take up the arrays that training stored.

        Raises:
            KeyError, ValueError: they are not what training stores.

        """
        self.labels: tuple[int | None, ...] = tuple(
            None if label == NONE else int(label) for label in arrays["labels"].decode().split("\n")
        )
        pieces = arrays["pieces"].decode().split("\n")
        self._places = dict(zip(pieces, range(len(pieces)), strict=True))
        self._idf = np.frombuffer(arrays["idf"], dtype="<f4")
        self._scale = np.frombuffer(arrays["scale"], dtype="<f4")
        self._bias = np.frombuffer(arrays["bias"], dtype="<f4")
        self._weights = np.frombuffer(arrays["weights"], dtype=np.int8).reshape(len(pieces), len(self.labels))

    def probabilities(self, text: str) -> NDArray[np.float32]:
        """Give the probability of each label for a text, in the order of `labels`; they sum to one."""
        at, weights = weigh(features(text), self._places, self._idf)
        logits = (weights * self._scale[at]) @ self._weights[at].astype(np.float32) + self._bias
        powers: NDArray[np.float32] = np.exp(logits - logits.max())
        probabilities: NDArray[np.float32] = powers / powers.sum()
        return probabilities


def labels_of(codes: Sequence[int]) -> list[str]:
    """Give the labels in their stored form: the codes, and last what stands for none of them."""
    return [*map(str, codes), NONE]
