"""Training the models when the table is built: some seconds of numpy, the same result every time."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.lookup import corpus
from bot.lookup.features import NUMBER_BUCKETS, WORD_BUCKETS, number_features, word_features_of
from bot.lookup.model import NONE, stored, weigh
from bot.lookup.names.constants import spoken_name
from bot.lookup.text import aloud, fold, is_chinese, normalize
from bot.lookup.training.fitting import Lessons, fit
from bot.lookup.training.side_by_side import side_by_side
from bot.lookup.words import pieces
from db.catalog import NUMBERS, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.lookup.corpus import Span
    from bot.lookup.model import Example, Floats, Places
    from db.catalog import Catalog
    from db.entry import Entry, Phrasing

_PASSES_OF_NUMBERS = 8
_RAREST = 2
"""What only one line has teaches nothing about other lines."""
_COMMONEST = 0.14
"""What a larger share of the lines has says nothing of what they mean, but takes a sixth of the time."""
_TRAININGS = 2
"""The mean of so many: it depends less on chance than any of them."""
_TYPED_IN_PINYIN = 3
"""Every third Chinese line is also taught as somebody types it who has no Chinese keyboard."""
_LEFT_OUT = 0.1
"""The share of the words of a line that a sentence leaves out, so that a line is known by any of them (Iyyer et al. 2015, "word dropout")."""
_FEWEST_PARTS = {True: 6, False: 4}
"""Characters of a Chinese line, or words of another one, that it needs: of a shorter one each tells what is meant."""
SEED = 20_26


class _Line(NamedTuple):
    """What is taught: a text, what it means, and whether it is read as typed in pinyin."""

    text: str
    label: str
    is_typed: bool = False


def train(catalog: Catalog, phrasings: Sequence[Phrasing], seed: int = SEED) -> dict[str, bytes]:
    """Train on the table's own lines and on how people say its errors; return the arrays that `Model` takes.

    A phrasing shared by several errors teaches each of them; phrasings without one teach the label "none". Without
    phrasings there is nothing to learn from that retrieval does not do as well: only the model for numbers is trained then.
    `seed` is of the order of the lines, and of the sentences around them: another one is another training on the same.
    """
    numbers = train_numbers(list(corpus.spans()), seed)
    if not any(phrasing.errors for phrasing in phrasings):
        return numbers
    return numbers | _of_words(catalog, phrasings, seed)


def own_lines(entry: Entry) -> Iterator[str]:
    """Yield what the table itself says of an entry: constant, titles, meanings, causes."""
    yield spoken_name(entry)
    for text in (entry.title, entry.meaning, *entry.causes):
        yield text.zh
        yield text.en


def train_numbers(spans: Sequence[Span], seed: int = SEED) -> dict[str, bytes]:
    """Train on labelled numbers in their surroundings; return the arrays that `Model` takes."""
    features = [number_features(normalize(span.text), span.start, span.end) for span in spans]
    seen = _lines_with(features, NUMBER_BUCKETS)
    # The usual smoothed inverse document frequency: ln((1 + n) / (1 + df)) + 1.
    idf = np.where(seen >= _RAREST, np.log((1 + len(features)) / (1 + seen)) + 1, 0).astype(np.float32)
    examples = [weigh(one, idf) for one in features]
    labels = sorted({span.kind for span in spans})
    numbers = [labels.index(span.kind) for span in spans]
    lessons = Lessons(
        lambda part: map(examples.__getitem__, part), numbers, [len(spans)] * _PASSES_OF_NUMBERS, certain=len(spans)
    )
    return stored(NUMBERS, labels, idf, *fit(lessons, (NUMBER_BUCKETS, len(labels)), seed))


def _of_words(catalog: Catalog, phrasings: Sequence[Phrasing], seed: int) -> dict[str, bytes]:
    """Return the mean of several models; each is taught every line as it is, and then each phrasing in a sentence, too, another one in each pass."""
    meant = {error for phrasing in phrasings for error in phrasing.errors}
    said = [(phrasing.text, error) for phrasing in phrasings for error in phrasing.errors or (NONE,)]
    taught = [(line, entry.error.id) for entry in catalog.own if _is_taught(entry, meant) for line in own_lines(entry)]
    alone = _with_typed([*taught, *said, *((text, NONE) for text in corpus.contexts())])
    asked = _with_typed(said)
    clauses = [_Line(clause, NONE) for clause in _clauses_of_nothing(said)]
    features = list(word_features_of(map(_as_typed, (*alone, *clauses))))
    idf = _idf_of_meaning(_lines_with(features, WORD_BUCKETS), len(features))
    weighed = [weigh(one, idf) for one in features]
    lines = [*alone, *asked, *clauses]
    # What is asked in sentences is another one each time.
    examples = [*weighed[: len(alone)], *(None for _ in asked), *weighed[len(alone) :]]
    labels = sorted({line.label for line in alone})
    number = {label: at for at, label in enumerate(labels)}
    numbers = [number[line.label] for line in lines]
    weights, bias = np.zeros((WORD_BUCKETS, len(labels)), dtype=np.float32), np.zeros(len(labels), dtype=np.float32)

    def fitted(seed: int) -> tuple[Floats, Floats]:
        chance = random.Random(seed)  # noqa: S311 - no secret

        def taken(part: Sequence[int]) -> Iterator[Example]:
            in_sentences = word_features_of(
                _as_typed(lines[at]._replace(text=_in_sentence(lines[at].text, chance)))
                for at in part
                if examples[at] is None
            )
            for at in part:
                example = examples[at]
                yield weigh(next(in_sentences), idf) if example is None else example

        passes = (len(alone), len(lines), len(lines))
        return fit(Lessons(taken, numbers, passes, certain=len(alone) + len(asked)), weights.shape, seed)

    for one_weights, one_bias in side_by_side(fitted, [seed + at for at in range(_TRAININGS)]):
        weights += one_weights / _TRAININGS
        bias += one_bias / _TRAININGS
    return stored(WORDS, labels, idf, weights, bias)


def _is_taught(entry: Entry, meant: set[str]) -> bool:
    """Return whether an entry's own lines are taught: nobody describes a constant that nothing raises and nobody has words for."""
    return entry.error.id in meant or entry.behaviour.is_raised


def _clauses_of_nothing(said: Sequence[tuple[str, str]]) -> list[str]:
    """Return the clauses of what means no error: each is read by itself, too, and is easily taken for an error."""
    nothing = [*corpus.contexts(), *(text for text, label in said if label == NONE)]
    split = (pieces.clauses(normalize(text)) for text in nothing)
    known = {text for text, _ in said}
    found = dict.fromkeys(clause for parts in split if len(parts) > 1 for _, clause in parts)
    return [clause for clause in found if clause not in known]


def _with_typed(lines: Sequence[tuple[str, str]]) -> list[_Line]:
    """Return texts and labels as lines, and some of the Chinese ones once more, as they are typed in pinyin."""
    chinese = [one for one in lines if is_chinese(one[0])]
    return [*(_Line(*one) for one in lines), *(_Line(*one, is_typed=True) for one in chinese[::_TYPED_IN_PINYIN])]


def _as_typed(line: _Line) -> str:
    return aloud(fold(line.text)) if line.is_typed else line.text


def _in_sentence(line: str, chance: random.Random) -> str:
    """Return a line, less some words, within a sentence that somebody asks in: what stands around is learned, not stripped."""
    return corpus.asked(_thinned(line, chance), chance)


def _thinned(line: str, chance: random.Random) -> str:
    """Return a line without some of its words, or of its characters where it is Chinese."""
    chinese = is_chinese(line)
    parts = list(line) if chinese else line.split()
    if len(parts) < _FEWEST_PARTS[chinese]:
        return line
    return ("" if chinese else " ").join(part for part in parts if chance.random() > _LEFT_OUT) or line


def _lines_with(lines: Sequence[tuple[Places, Places]], buckets: int) -> Floats:
    """Return the document frequency of each place: how many lines have it."""
    seen = np.zeros(buckets, dtype=np.float32)
    for places, _ in lines:
        seen[places] += 1
    return seen


def _idf_of_meaning(seen: Floats, lines: int) -> Floats:
    """Return the inverse document frequency of each place, ln((1 + n) / (1 + df)) - 1; 0 of what too few or too many have.

    The usual one is larger by 2: then what is rare, of which most tell what is meant, weighs too little beside what is common.
    """
    idf = np.log((1 + lines) / (1 + seen)) - 1
    return np.where((seen >= _RAREST) & (seen <= max(_COMMONEST * lines, _RAREST)), np.maximum(idf, 0), 0).astype(
        np.float32
    )
