"""The weights of `bot.lookup.judging.certainty`, fitted to questions with known answers and to labelled numbers, and what they decide.

The model of words is trained without the lines that are questions here: of what it was taught it is surer than of anything new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bench.common import show
from bench.outcomes import key_of
from bot.lookup.corpus import CODE as CODE_KIND
from bot.lookup.corpus import spans as spans_of
from bot.lookup.explain import Lookup
from bot.lookup.judging.certainty import AMONG, CODE, MEANT, OWN, Doubts
from bot.lookup.judging.choices import MOST_CANDIDATES
from bot.lookup.judging.weighing import label_signs, number_signs
from bot.lookup.model import Model
from bot.lookup.numbers.reader import NumberReader
from bot.lookup.text import Text
from bot.lookup.training.train import train, train_numbers
from db.catalog import NUMBERS, Learned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from bench.outcomes import Question
    from bot.lookup.claim import Claim

_LIMITS = (0.0, 0.3, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9)
"""The first row has them all."""
_MOST_STEPS = 30
_LABELLED = "labelled"
"""Where the labelled numbers are from, as a table names it."""
_COUNTS = 2
"""A question counts as so many labelled numbers: those were written to be hard to tell."""
_HELD_BACK = 5
"""Each fifth question is decided by weights that were fitted to the others."""


class _Decision(NamedTuple):
    """What the words of a question decide."""

    file: str
    signs: tuple[float, ...]
    """Of the error that they mean first, as the regressions take them."""
    is_right: bool
    is_among: bool
    """Whether a right one is among the candidates that would be shown."""


class _Weighed(NamedTuple):
    """A number that a regression weighs."""

    decides: str
    """Which one does."""
    signs: tuple[float, ...]
    is_right: bool
    file: str


def report(lookup: Lookup, questions: Sequence[Question]) -> None:
    """Print the fitted weights, and how many answers would be right and wrong from each limit on."""
    untaught = _without(lookup, questions)
    found = list(_decisions(untaught, questions))
    signs = np.array([one.signs for one in found])
    files = np.array([one.file for one in found])
    for name, in_use, right in (
        ("firm", MEANT, np.array([one.is_right for one in found])),
        ("shown", AMONG, np.array([one.is_among for one in found])),
    ):
        headings = ("weights", "constant", "piece", "whole", "strength", "rival", "evidence", *Doubts._fields)
        _show_fit(name, headings, (signs, right, files), in_use)
    numbers = [*_labelled_numbers(untaught), *_numbers_of(untaught, questions)]
    weighed: tuple[tuple[str, tuple[str, ...], tuple[float, ...]], ...] = (
        ("code", ("weights", "constant", "surroundings", "length", "agrees"), CODE),
        ("own", ("weights", "constant", "surroundings", "foreign"), OWN),
    )
    for decides, columns, weights in weighed:
        alike = [one[1:] for one in numbers if one.decides == decides]
        signs, right, files = (np.array(column) for column in zip(*alike, strict=True))
        _show_fit(decides, columns, (signs, right, files), weights)


def _show_fit(
    name: str,
    headings: Sequence[str],
    found: tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.str_]],
    in_use: Sequence[float],
) -> None:
    signs, right, files = found
    print(f"\nWeights, fitted to {len(right)} examples, and those in use:")
    counts = np.where(files == _LABELLED, 1, _COUNTS)
    show(headings, [_row("fitted", _fitted(signs, right, counts)), _row("in use", in_use)], words=1)
    probabilities = _held_back(signs, right, counts)
    rows = [
        (file, f"{limit:.2f}", str(int((taken & right).sum())), str(int((taken & ~right).sum())))
        for file in dict.fromkeys(files.tolist())
        for limit in _LIMITS
        for taken in [(files == file) & (probabilities >= limit)]
    ]
    show(("of", f"{name} from", "right", "wrong"), rows, words=1)


def _held_back(signs: NDArray[np.float64], right: NDArray[np.bool_], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the probability of each question by weights that were fitted to others."""
    part_of = np.arange(len(right)) % _HELD_BACK
    probabilities = np.zeros(len(right))
    for part in range(_HELD_BACK):
        others = part_of != part
        weights = _fitted(signs[others], right[others], counts[others])
        probabilities[part_of == part] = _logistic(signs[part_of == part] @ weights)
    return probabilities


def _row(name: str, weights: Iterable[float]) -> tuple[str, ...]:
    return name, *(f"{weight:.2f}" for weight in weights)


def _without(lookup: Lookup, questions: Sequence[Question]) -> Lookup:
    """Return a lookup that was taught everything but these questions."""
    asked = {_plain(question.text) for question in questions}
    left = tuple(said for said in lookup.learned.phrasings if _plain(said.text) not in asked)
    taken = len(lookup.learned.phrasings) - len(left)
    print(f"\nTraining without the {taken} phrasings that are questions here.")
    learned = Learned(left, train(lookup.catalog, left))
    return Lookup(lookup.catalog, lambda: learned)


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _decisions(lookup: Lookup, questions: Sequence[Question]) -> Iterator[_Decision]:
    """Yield what words decide, for each question that neither a code nor a comparison of platforms does."""
    for question in questions:
        case, *others = lookup.cases(Text(question.text), "zh")
        meaning = case.meaning
        if others or case.named or case.unknown or meaning is None or not meaning.keys:
            continue
        right = [key_of(lookup.catalog.by_key[key]) in question.codes for key in meaning.keys[:MOST_CANDIDATES]]
        yield _Decision(question.file, case.signs(meaning).row(), right[0], any(right))


def _labelled_numbers(lookup: Lookup) -> Iterator[_Weighed]:
    """Yield each labelled number of which a rule does not tell all, weighed by a model that was trained without it."""
    spans = list(spans_of())
    for part in range(_HELD_BACK):
        model = Model(train_numbers([span for at, span in enumerate(spans) if at % _HELD_BACK != part]), NUMBERS)
        reader = NumberReader(lookup.catalog.by_number, model)
        for span in spans[part::_HELD_BACK]:
            for decides, row, number in _weighed_numbers(lookup, reader, span.text):
                if number.start == span.start:
                    yield _Weighed(decides, row, span.kind == CODE_KIND, _LABELLED)


def _numbers_of(lookup: Lookup, questions: Sequence[Question]) -> Iterator[_Weighed]:
    """Yield the same of the numbers of questions; those of their codes are codes."""
    reader = NumberReader(lookup.catalog.by_number, Model(lookup.learned.arrays, NUMBERS))
    for question in questions:
        for decides, row, number in _weighed_numbers(lookup, reader, question.text):
            keys = {key_of(lookup.catalog.by_key[key]) for key in number.keys}
            if keys:
                yield _Weighed(decides, row, not keys.isdisjoint(question.codes), question.file)


def _weighed_numbers(
    lookup: Lookup, reader: NumberReader, question: str
) -> Iterator[tuple[str, tuple[float, ...], Claim]]:
    """Yield which regression decides on each number of a question, and what it takes."""
    text = Text(question)
    case, *others = lookup.cases(text, "zh")
    if others:
        return
    for number in map(case.scope.number, reader.read(text)):
        if (signs := number_signs(number, case.words, text)) is not None:
            yield "code", signs.row(), number
        elif (label := label_signs(number, case.words, text, case.scope)) is not None:
            yield "own", label.row(), number


def _fitted(signs: NDArray[np.float64], right: NDArray[np.bool_], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the weights of a logistic regression, by Newton's method; each example counts so many times."""
    weights = np.zeros(signs.shape[1])
    for _ in range(_MOST_STEPS):
        probable = _logistic(signs @ weights)
        curvature = signs.T @ (signs * (counts * probable * (1 - probable))[:, None])
        weights += np.linalg.solve(curvature, signs.T @ (counts * (right - probable)))
    return weights


def _logistic(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1.0 / (1.0 + np.exp(-values))
