"""How much of a figure is chance: the same lines trained several times, each time in another order and in other sentences."""

from __future__ import annotations

import statistics
from collections import defaultdict
from typing import TYPE_CHECKING

from bench.common import show
from bench.outcomes import RANKING_HEADINGS, VERDICT_HEADINGS, ask, ranking_figures, verdict_figures
from bot.lookup.explain import Lookup
from bot.lookup.training.train import SEED, train
from db.catalog import Learned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.outcomes import Outcome, Question

_HEADINGS = ("questions", *RANKING_HEADINGS, *VERDICT_HEADINGS)


def report(lookup: Lookup, questions: Sequence[Question], times: int) -> None:
    """Train `times` times, and print the mean of each figure and its standard deviation, for each file of questions."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    phrasings = lookup.learned.phrasings
    for number in range(times):
        # The trainings of one seed take those behind it, too.
        arrays = train(lookup.catalog, phrasings, SEED + 100 * number)
        learned = Learned(phrasings, arrays)
        outcomes = ask(Lookup(lookup.catalog, lambda learned=learned: learned), questions)  # type: ignore[misc] # mypy: a lambda's default
        for file in dict.fromkeys(question.file for question in questions):
            found[file].append(_figures([one for one in outcomes if one.question.file == file]))
    rows = [(file, *map(_mean, zip(*figures, strict=True))) for file, figures in found.items()]
    print(f"\nMean of {times} trainings, and how much they differ:")
    show(_HEADINGS, rows, words=1)


def _figures(outcomes: Sequence[Outcome]) -> list[str]:
    return [*ranking_figures([one for one in outcomes if one.question.codes]), *verdict_figures(outcomes)]


def _mean(figures: Sequence[str]) -> str:
    """Return the mean of figures with their standard deviation; of what is no figure, as it stands."""
    try:
        values = [float(figure) for figure in figures]
    except ValueError:
        return figures[0]
    return f"{statistics.mean(values):.3f} ±{statistics.pstdev(values):.3f}"
