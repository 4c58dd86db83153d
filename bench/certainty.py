"""The weights of `bot.lookup.certainty`, fitted to questions with known answers, and what they decide.

The model of words is trained without the lines that are questions here: of what it was taught it is surer than of anything new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bench.common import show
from bench.outcomes import key_of
from bot.lookup.certainty import WEIGHTS, Signs
from bot.lookup.explain import Lookup
from bot.lookup.text import Text
from bot.lookup.training import train
from db.catalog import Learned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from bench.outcomes import Question

_LIMITS = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
_MOST_STEPS = 30
_HELD_BACK = 5
"""Each fifth question is decided by weights that were fitted to the others."""


def report(lookup: Lookup, questions: Sequence[Question]) -> None:
    """Print the fitted weights, and how many firm answers of words would be right and wrong from each limit on."""
    found = list(_decisions(_without(lookup, questions), questions))
    signs = np.array([sign.row() for _, sign, _ in found])
    right = np.array([is_right for _, _, is_right in found])
    held_back = np.arange(len(found)) % _HELD_BACK
    probabilities = np.zeros(len(found))
    for part in range(_HELD_BACK):
        weights = _fitted(signs[held_back != part], right[held_back != part])
        probabilities[held_back == part] = _logistic(signs[held_back == part] @ weights)
    print(f"\nWeights, fitted to {len(found)} questions that words decide, and those in use:")
    show(
        ("weights", "constant", "piece", "whole", "rival"),
        [_row("fitted", _fitted(signs, right)), _row("in use", WEIGHTS)],
        words=1,
    )
    files = np.array([file for file, _, _ in found])
    rows = [
        (file, f"{limit:.2f}", str(int(firm.sum())), f"{right[firm].mean():.3f}" if firm.any() else "")
        for file in dict.fromkeys(files.tolist())
        for limit in _LIMITS
        for firm in [(files == file) & (probabilities >= limit)]
    ]
    show(("questions", "firm from", "firm answers", "right"), rows, words=1)


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


def _decisions(lookup: Lookup, questions: Sequence[Question]) -> Iterator[tuple[str, Signs, bool]]:
    """Yield the file of each question that words decide, the signs of what they mean, and whether it is right."""
    for question in questions:
        case, *others = lookup.cases(Text(question.text), "zh")
        meaning = case.meaning
        if others or case.named or case.unknown or meaning is None or not case.may_be_firm(meaning):
            continue
        key = key_of(lookup.catalog.by_key[meaning.keys[0]])
        yield question.file, case.signs(meaning), key in question.codes


def _fitted(signs: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the weights of a logistic regression, by Newton's method."""
    weights = np.zeros(signs.shape[1])
    for _ in range(_MOST_STEPS):
        probable = _logistic(signs @ weights)
        curvature = signs.T @ (signs * (probable * (1 - probable))[:, None])
        weights += np.linalg.solve(curvature, signs.T @ (right - probable))
    return weights


def _logistic(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1.0 / (1.0 + np.exp(-values))
