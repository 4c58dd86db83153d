"""Training the models when the table is built: some seconds of numpy, the same result every time."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from bot.lookup import corpus
from bot.lookup.constants import spoken_name
from bot.lookup.features import NUMBER_BUCKETS, WORD_BUCKETS, number_features, word_features
from bot.lookup.model import NONE, stored, weigh
from bot.lookup.side_by_side import side_by_side
from bot.lookup.text import aloud, fold, is_chinese, normalize
from db.catalog import NUMBERS, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from bot.lookup.model import Example, Floats, Places
    from db.catalog import Catalog
    from db.entry import Entry, Phrasing

    Said = tuple[str, str]
    """A text and its label."""
    Taught = tuple[tuple[Places, Places], str]
    """The features of a text and its label."""

_EPOCHS = {WORDS: 3, NUMBERS: 8}
_STEP = 0.5
_RAREST = 2
"""What only one line has teaches nothing about other lines."""
_LEARNT = 0.1
"""A line is passed over while its label lacks less than this in probability."""
_REVIEWED = 0.15
"""The share of the lines passed over that are looked at again in each pass."""
_TOUCHED = 0.03
"""The weights of a label change only where it is wrong by more than this."""
_UNSETTLED = 1
"""After so many passes, weights are averaged (Polyak and Juditsky 1992): the last lines weigh no more."""
_PARTS = 4
"""So many times in a pass: two trainings on nearly the same lines then differ by half as much."""
_TRAININGS = 2
"""Each with the lines in other sentences: what only happens to stand around a line is then not taken for its meaning."""
_TYPED_IN_PINYIN = 3
"""Every third Chinese line is also taught as somebody types it who has no Chinese keyboard."""
_LEFT_OUT = 0.1
"""The share of the words of a line that a sentence leaves out, so that a line is known by any of them (Iyyer et al. 2015, "word dropout")."""
_FEWEST_PARTS = {True: 6, False: 4}
"""Characters of a Chinese line, or words of another one, that it needs: of a shorter one each tells what is meant."""
SEED = 20_26


def train(catalog: Catalog, phrasings: Sequence[Phrasing], seed: int = SEED) -> dict[str, bytes]:
    """Train on the table's own lines and on how people say its errors; return the arrays that `Model` takes.

    A phrasing shared by several errors teaches each of them; phrasings without one teach the label "none". Without
    phrasings there is nothing to learn from that retrieval does not do as well: only the model for numbers is trained then.
    `seed` is of the order of the lines, and of the sentences around them: another one is another training on the same.
    """
    numbers = _trained(NUMBERS, _numbers(), [list], NUMBER_BUCKETS, seed)
    if not any(phrasing.errors for phrasing in phrasings):
        return numbers
    return numbers | _trained(WORDS, *_words(catalog, phrasings, seed), WORD_BUCKETS, seed)


def own_lines(entry: Entry) -> Iterator[str]:
    """Yield what the table itself says of an entry: constant, titles, meanings, causes."""
    yield spoken_name(entry)
    for text in (entry.title, entry.meaning, *entry.causes):
        yield text.zh
        yield text.en


def _words(
    catalog: Catalog, phrasings: Sequence[Phrasing], seed: int
) -> tuple[list[Taught], list[Callable[[], list[Said]]]]:
    """Return what every training is taught, and how each gets what else it is: the same lines within sentences."""
    meant = {error for phrasing in phrasings for error in phrasing.errors}
    said = [(phrasing.text, error) for phrasing in phrasings for error in phrasing.errors or (NONE,)]
    lines = [
        *((line, entry.error.id) for entry in catalog.own if _is_taught(entry, meant) for line in own_lines(entry)),
        *said,
        *((text, NONE) for text in corpus.contexts()),
    ]
    return _taught(lines), [partial(_in_sentences, said, seed + at) for at in range(_TRAININGS)]


def _is_taught(entry: Entry, meant: set[str]) -> bool:
    """Return whether an entry's own lines are taught: nobody describes a constant that nothing raises and nobody has words for."""
    return entry.error.id in meant or entry.behaviour.is_raised


def _in_sentences(said: Sequence[Said], seed: int) -> list[Said]:
    """Return each line, less some words, within a sentence that somebody asks in: what stands around is learned, not stripped."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    return [(corpus.asked(_thinned(text, chance), chance), label) for text, label in said]


def _thinned(line: str, chance: random.Random) -> str:
    """Return a line without some of its words, or of its characters where it is Chinese."""
    chinese = is_chinese(line)
    parts = list(line) if chinese else line.split()
    if len(parts) < _FEWEST_PARTS[chinese]:
        return line
    return ("" if chinese else " ").join(part for part in parts if chance.random() > _LEFT_OUT) or line


def _taught(lines: Sequence[Said]) -> list[Taught]:
    chinese = [one for one in lines if is_chinese(one[0])]
    typed = [(aloud(fold(line)), label) for line, label in chinese[::_TYPED_IN_PINYIN]]
    return [(word_features(line), label) for line, label in (*lines, *typed)]


def _numbers() -> list[Taught]:
    return [(number_features(normalize(span.text), span.start, span.end), span.kind) for span in corpus.spans()]


def _trained(
    name: str, always: list[Taught], sometimes: list[Callable[[], list[Said]]], buckets: int, seed: int
) -> dict[str, bytes]:
    """Return the mean of one model for each of `sometimes`: it depends less on chance than any of them."""
    seen = np.zeros(buckets, dtype=np.float32)
    for (places, _), _ in always:
        seen[places] += 1
    # The usual smoothed inverse document frequency: ln((1 + n) / (1 + df)) + 1.
    idf = np.where(seen >= _RAREST, np.log((1 + len(always)) / (1 + seen)) + 1, 0).astype(np.float32)
    labels = sorted({label for _, label in always})
    number = {label: at for at, label in enumerate(labels)}
    weights, bias = np.zeros((buckets, len(labels)), dtype=np.float32), np.zeros(len(labels), dtype=np.float32)

    def fit(some: Callable[[], list[Said]]) -> tuple[Floats, Floats]:
        taught = [*always, *_taught(some())]
        lessons = [(weigh(features, idf), number[label]) for features, label in taught]
        examples, numbers = zip(*lessons, strict=True)
        return _fit(examples, numbers, weights.shape, _EPOCHS[name], seed)

    for fitted, fitted_bias in side_by_side(fit, sometimes):
        weights += fitted / len(sometimes)
        bias += fitted_bias / len(sometimes)
    return stored(name, labels, idf, weights, bias)


def _fit(
    examples: Sequence[Example], labels: Sequence[int], shape: tuple[int, ...], epochs: int, seed: int
) -> tuple[Floats, Floats]:
    """Fit softmax regression by AdaGrad (Duchi, Hazan, Singer 2011), an example at a time.

    A text has a few hundred features, so a step touches a few hundred rows; few passes are enough, and stopping early is
    all the regularization that helped. Most lines are learnt after two passes, and a line is mistaken for few labels: both
    are left alone from then on, which takes two thirds of the time away.
    """
    chance = np.random.default_rng(seed)
    classes = shape[1]
    weights = np.zeros(shape, dtype=np.float32)
    squares = np.full(shape, 1e-2, dtype=np.float32)
    flat_weights, flat_squares = weights.reshape(-1), squares.reshape(-1)
    bias = np.zeros(classes, dtype=np.float32)
    bias_squares = np.full(classes, 1e-2, dtype=np.float32)
    is_learnt = np.zeros(len(examples), dtype=bool)
    settled = (epochs - _UNSETTLED) * _PARTS
    averaged, averaged_bias = np.zeros_like(weights), np.zeros_like(bias)
    # Each example's rows go to the same place: to ask for memory each time takes a tenth of the time.
    rows = np.empty((max(len(example.places) for example in examples), classes), dtype=np.float32)
    for epoch in range(epochs):
        looked_at = np.flatnonzero(~is_learnt | (chance.random(len(examples)) < _REVIEWED))
        for part in np.array_split(chance.permutation(looked_at), _PARTS):
            for example in part:
                places, values = examples[example]
                taken = weights.take(places, axis=0, out=rows[: len(places)], mode="clip")
                error = _softmax(values @ taken + bias)
                error[labels[example]] -= 1
                is_learnt[example] = -error[labels[example]] < _LEARNT
                if is_learnt[example]:
                    continue
                touched = np.flatnonzero(np.abs(error) > _TOUCHED)
                # Places in the flat arrays are reached in half the time of rows and columns.
                at = (places[:, None] * classes + touched).ravel()
                gradient = np.multiply.outer(values, error[touched]).ravel()
                seen = flat_squares.take(at) + gradient * gradient
                flat_squares[at] = seen
                flat_weights[at] -= _STEP * gradient / np.sqrt(seen)
                bias_squares += error * error
                bias -= _STEP * error / np.sqrt(bias_squares)
            if epoch >= _UNSETTLED:
                averaged += weights / settled
                averaged_bias += bias / settled
    return averaged, averaged_bias


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers: NDArray[np.float32] = np.exp(logits - logits.max())
    probabilities: NDArray[np.float32] = powers / powers.sum()
    return probabilities
