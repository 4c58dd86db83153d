"""Quality and speed of the lookup: figures per file and per kind of question.

`python bench/lookup.py QUESTIONS...` takes files, or folders with files, of one JSON object a line: `q`, the question, `codes`,
the right codes (any of them; as numbers, elsewhere `native:606`; with `kind` "multi" or "both" all of them; none where the table does not answer it), and `kind`.
`--peers` sets other ways to find an entry beside it, `--framed` puts the questions into sentences of people's own, `--ablation`
takes parts of it away, `--learn` teaches what it misses in the file `talk`, one question at a time, `--calibrate` looks for the
thresholds of a firm answer and of candidates, `--certainty` fits the weights of a firm answer (`bench/asked` has questions for it), and `--trainings` tells how much of each figure is chance.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

# Run as a script, the first entry is this folder, in which http.py would stand for Python's own `http`.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import ablation, calibration, certainty, footprint, framed, learning, peers, trainings
from bench.common import show
from bench.outcomes import (
    RANKING_HEADINGS,
    TIME_HEADINGS,
    VERDICT_HEADINGS,
    Outcome,
    Question,
    ask,
    questions_in,
    ranking_figures,
    time_figures,
    verdict_figures,
)
from bot import trained_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ("Outcome", "ask", "questions_in")
"""The interface to the golden test."""

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""A question is measured on one thread; numpy reads these when it is imported."""

_HEADINGS = ("questions", "answered", "not", *RANKING_HEADINGS, *VERDICT_HEADINGS, *TIME_HEADINGS)


def figures(outcomes: Sequence[Outcome]) -> list[str]:
    """Return a row of figures: how many have an answer and how many not, ranking, verdicts, times."""
    answerable = [one for one in outcomes if one.question.codes]
    return [
        str(len(answerable)),
        str(len(outcomes) - len(answerable)),
        *ranking_figures(answerable),
        *verdict_figures(outcomes),
        *time_figures(outcomes),
    ]


def report(outcomes: Sequence[Outcome]) -> None:
    """Print the table: a row for all, for each file and for each kind."""
    groups: dict[str, list[Outcome]] = {"all": list(outcomes)}
    by: Sequence[Callable[[Question], str]] = (lambda question: question.file, lambda question: f"  {question.kind}")
    for key in by:
        found: dict[str, list[Outcome]] = defaultdict(list)
        for one in outcomes:
            found[key(one.question)].append(one)
        groups |= found
    show(_HEADINGS, [(name, *figures(group)) for name, group in groups.items()], words=1)


def wrong(outcomes: Sequence[Outcome]) -> None:
    """Print what was not answered as it should be."""
    for one in outcomes:
        firmly_wrong = one.verdict.answered and not one.firm_and_right
        if firmly_wrong or (not one.usable if one.question.codes else one.on_screen):
            expected = list(one.question.codes) or "none"
            seen = f"{list(one.explained)} {[code for code in one.on_screen if code not in one.explained]}"
            print(f"{one.verdict:<12} {seen:<24} for {expected}: {one.question.text[:150]!r}")


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path, nargs="+", help="files or folders of questions")
    parser.add_argument("--wrong", action="store_true", help="print what was not answered as it should be")
    parser.add_argument("--peers", action="store_true", help="compare with other ways to find an entry")
    parser.add_argument("--framed", action="store_true", help="ask the same in sentences of people's own")
    parser.add_argument("--ablation", action="store_true", help="measure what each part contributes")
    parser.add_argument("--learn", action="store_true", help="teach what is missed, one by one, and ask the rest again")
    parser.add_argument("--calibrate", action="store_true", help="recommend thresholds from these questions")
    parser.add_argument("--certainty", action="store_true", help="fit the weights of a firm answer to these questions")
    parser.add_argument("--trainings", type=int, default=0, help="train so many times, and print means and deviations")
    asked = parser.parse_args()
    questions = questions_in(asked.questions)
    if not questions:
        parser.error("there are no questions in these files")
    if asked.calibrate and len({bool(question.codes) for question in questions}) == 1:
        parser.error("--calibrate needs questions that have an answer and questions that have none")
    os.environ.update(_ONE_THREAD)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "table.sqlite3")
        trained_table.rebuild(path)
        lookup = trained_table.read(path)
        outcomes = ask(lookup, questions)
        report(outcomes)
        if asked.wrong:
            wrong(outcomes)
        if asked.peers:
            peers.report(lookup, [one for one in outcomes if one.question.codes])
            footprint.report(path, lookup)
        for is_wanted, report_on in (
            (asked.framed, framed.report),
            (asked.ablation, ablation.report),
            (asked.certainty, certainty.report),
            (asked.calibrate, calibration.report),
        ):
            if is_wanted:
                report_on(lookup, questions)
        if asked.learn:
            learning.report(lookup, outcomes)
        if asked.trainings:
            trainings.report(lookup, questions, asked.trainings)


if __name__ == "__main__":
    main()
