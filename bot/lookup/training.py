"""Training the model, when the table is built: a few seconds of numpy, the same result every time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from bot.lookup.features import features
from bot.lookup.model import labels_of, weigh
from bot.lookup.names import spoken_name
from bot.lookup.text import aloud, fold, is_chinese

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from db.catalog import Catalog
    from db.entry import Entry, Phrasing

_EPOCHS = 5
_STEP = 0.5
_RAREST = 2
"""A piece that only one line has teaches nothing about other lines."""
_TYPED_IN_PINYIN = 3
"""Every third Chinese line is also taught as somebody types it who has no Chinese keyboard."""
_SEED = 20_26


def train(catalog: Catalog, phrasings: Sequence[Phrasing]) -> dict[str, bytes]:
    """Train on the table's own lines and on how people say its errors; give the arrays that `Model` takes.

    A phrasing shared by several codes teaches each of them; one of no code teaches what none of them is. Without phrasings
    there is nothing to learn from that retrieval does not do as well: the result is then empty.
    """
    if not any(phrasing.codes for phrasing in phrasings):
        return {}
    codes = [entry.code for entry in catalog.entries]
    label = {code: at for at, code in enumerate(codes)}
    lines = [(line, label[entry.code]) for entry in catalog.entries for line in own_lines(entry)]
    lines += [(phrasing.text, label[code]) for phrasing in phrasings for code in phrasing.codes]
    lines += [(phrasing.text, len(codes)) for phrasing in phrasings if not phrasing.codes]
    chinese = [(line, at) for line, at in lines if is_chinese(line)]
    lines += [(aloud(fold(line)), at) for line, at in chinese[::_TYPED_IN_PINYIN]]
    counted = [features(line) for line, _ in lines]
    seen = Counter(piece for counts in counted for piece in counts)
    pieces = sorted(piece for piece, count in seen.items() if count >= _RAREST)
    places = {piece: at for at, piece in enumerate(pieces)}
    # The usual smoothed inverse document frequency: ln((1 + n) / (1 + df)) + 1.
    frequencies = np.array([seen[piece] for piece in pieces], dtype=np.float32)
    idf = (np.log((1 + len(lines)) / (1 + frequencies)) + 1).astype(np.float32)
    examples = [weigh(counts, places, idf) for counts in counted]
    weights, bias = _fit(examples, [at for _, at in lines], len(pieces), len(codes) + 1)
    scale = np.maximum(np.abs(weights).max(axis=1), 1e-6) / 127
    return {
        "labels": "\n".join(labels_of(codes)).encode(),
        "pieces": "\n".join(pieces).encode(),
        "idf": idf.astype("<f4").tobytes(),
        "scale": scale.astype("<f4").tobytes(),
        "bias": bias.astype("<f4").tobytes(),
        "weights": np.rint(weights / scale[:, None]).astype(np.int8).tobytes(),
    }


def own_lines(entry: Entry) -> Iterator[str]:
    """Give what the table itself says of an entry: constant, titles, meanings, causes."""
    yield spoken_name(entry)
    for text in (entry.title, entry.meaning, *entry.causes):
        yield text.zh
        yield text.en


def _fit(
    examples: list[tuple[NDArray[np.int32], NDArray[np.float32]]], labels: list[int], pieces: int, classes: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Fit softmax regression by AdaGrad (Duchi, Hazan, Singer 2011), an example at a time.

    A text has a few hundred of the 100,000 pieces, so a step touches a few hundred rows; few passes are enough, and stopping
    early is all the regularization that helped.
    """
    order = np.random.default_rng(_SEED)
    weights = np.zeros((pieces, classes), dtype=np.float32)
    squares = np.full((pieces, classes), 1e-2, dtype=np.float32)
    bias = np.zeros(classes, dtype=np.float32)
    bias_squares = np.full(classes, 1e-2, dtype=np.float32)
    for _ in range(_EPOCHS):
        for example in order.permutation(len(examples)):
            at, values = examples[example]
            rows = weights[at]
            logits = values @ rows + bias
            error = np.exp(logits - logits.max())
            error /= error.sum()
            error[labels[example]] -= 1
            gradient = np.multiply.outer(values, error)
            seen = squares[at] + gradient * gradient
            squares[at] = seen
            weights[at] = rows - _STEP * gradient / np.sqrt(seen)
            bias_squares += error * error
            bias -= _STEP * error / np.sqrt(bias_squares)
    return weights, bias
