"""A linear model: softmax regression over hashed features.

Trained when the table is built (`training/`), stored in it as plain arrays, and small enough to be read in a few milliseconds.
"""

from __future__ import annotations

import math
import zlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Places = NDArray[np.int64]

_FAST = 1
"""Two thirds of the weights are zero: even the fastest compression takes two thirds of the size away."""
NONE = "none"
"""Stands among the labels for what no entry answers."""


class Example(NamedTuple):
    """The places of a text's features and their weights."""

    places: Places
    weights: Floats


def weigh(features: tuple[Places, Places], idf: Floats) -> Example:
    """Return the weighted features: (1 + ln count) · idf, scaled to length one; what training never met counts nothing."""
    places, counts = features
    known = idf.take(places)
    if not known.all():
        kept = known > 0
        places, counts, known = places[kept], counts[kept], known[kept]
    weights = (1 + np.log(counts)).astype(np.float32) * known
    length = float(np.sqrt(weights @ weights))
    return Example(places, weights / np.float32(length) if length else weights)


def softmax(evidence: Floats) -> Floats:
    """Return the probabilities that evidence amounts to."""
    powers: Floats = np.exp(evidence - evidence.max())
    probabilities: Floats = powers / powers.sum()
    return probabilities


def total(evidence: Floats, probabilities: Floats) -> float:
    """Return how much a text says of all labels together: the logarithm of what its probabilities were divided by."""
    return float(evidence.max()) - math.log(float(probabilities.max()))


class Model:
    """A trained model, ready to be asked. Holds no other state."""

    def __init__(self, arrays: Mapping[str, bytes], name: str) -> None:
        """Take up the arrays that training stored under `name`.

        Raises:
            KeyError, ValueError, zlib.error: they are not what training stores.

        """
        self.labels: tuple[str, ...] = tuple(arrays[f"{name}.labels"].decode().split("\n"))
        self._idf = np.frombuffer(arrays[f"{name}.idf"], dtype="<f4")
        self._scale = np.frombuffer(arrays[f"{name}.scale"], dtype="<f4")
        self._bias = np.frombuffer(arrays[f"{name}.bias"], dtype="<f4")
        weights = zlib.decompress(arrays[f"{name}.weights"])
        self._weights = np.frombuffer(weights, dtype=np.int8).reshape(-1, len(self.labels))

    def evidence(self, features: tuple[Places, Places]) -> Floats:
        """Return what speaks for each label, in the order of `labels`: its logarithmic probability but for what all have in common."""
        places, weights = weigh(features, self._idf)
        scaled = weights * self._scale.take(places)
        evidence: Floats = scaled @ self._weights.take(places, axis=0).astype(np.float32) + self._bias
        return evidence

    def probabilities(self, features: tuple[Places, Places]) -> Floats:
        """Return the probability of each label, in the order of `labels`; they sum to one."""
        return softmax(self.evidence(features))


def stored(name: str, labels: Sequence[str], idf: Floats, weights: Floats, bias: Floats) -> dict[str, bytes]:
    """Return a model as arrays by name: the weights as eight-bit numbers with a scale for each place."""
    scale = np.maximum(np.abs(weights).max(axis=1), 1e-6) / 127
    return {
        f"{name}.labels": "\n".join(labels).encode(),
        f"{name}.idf": idf.astype("<f4").tobytes(),
        f"{name}.scale": scale.astype("<f4").tobytes(),
        f"{name}.bias": bias.astype("<f4").tobytes(),
        f"{name}.weights": zlib.compress(np.rint(weights / scale[:, None]).astype(np.int8).tobytes(), _FAST),
    }
