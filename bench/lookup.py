"""How well imerr understands what people type, and how fast: figures per file and per kind of question.

`python bench/lookup.py QUESTIONS...` takes files, or folders with files, of one JSON object a line: `q`, the question, `codes`,
the right codes (any of them; with `kind` "multi" all of them; none where the table does not answer it), and `kind`.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

# Run as a script, the first entry is this folder, in which http.py would stand for Python's own `http`.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.common import show
from bot import tables
from bot.lookup.answer import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.lookup.explain import Lookup


@dataclass(frozen=True)
class Question:
    """A question with its right codes."""

    text: str
    codes: tuple[int, ...]
    kind: str
    file: str


@dataclass(frozen=True)
class Outcome:
    """What a lookup made of a question."""

    question: Question
    ranked: tuple[int, ...]
    verdict: Verdict
    seconds: float

    @property
    def right(self) -> bool:
        """Whether a right code stands first, or for several, all of them do."""
        if self.question.kind == "multi":
            return set(self.ranked[: len(self.question.codes)]) == set(self.question.codes)
        return bool(self.ranked) and self.ranked[0] in self.question.codes

    @property
    def right_in_three(self) -> bool:
        """Whether a right code stands among the first three, or for several, as `right`."""
        return self.right or (
            self.question.kind != "multi" and any(code in self.question.codes for code in self.ranked[:3])
        )

    @property
    def reciprocal_rank(self) -> float:
        """One over the place of the first right code, zero where there is none."""
        places = (at for at, code in enumerate(self.ranked, start=1) if code in self.question.codes)
        return 1 / next(places, float("inf"))


def questions_in(paths: Iterable[Path]) -> list[Question]:
    """Read question files, or all of them in folders."""
    found: list[Question] = []
    for path in paths:
        for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
            for line in file.read_text(encoding="utf-8").splitlines():
                if line.strip():
                    one = json.loads(line)
                    found.append(Question(one["q"], tuple(one["codes"]), one["kind"], file.stem))
    return found


def ask(lookup: Lookup, questions: Sequence[Question]) -> list[Outcome]:
    """Ask everything once to warm up, and once to measure."""
    for question in questions:
        lookup.explain(question.text)
    outcomes = []
    gc.collect()
    for question in questions:
        started = time.perf_counter()
        answer = lookup.explain(question.text)
        seconds = time.perf_counter() - started
        ranked = tuple(match.entry.code for match in answer.matches)
        outcomes.append(Outcome(question, ranked, answer.verdict, seconds))
    return outcomes


def figures(outcomes: Sequence[Outcome]) -> list[str]:
    """Give a row of figures: counts, hit@1, hit@3, MRR, firm, right when firm, false firm, false candidates, times."""
    answerable = [one for one in outcomes if one.question.codes]
    others = [one for one in outcomes if not one.question.codes]
    firm = [one for one in answerable if one.verdict.answered]
    seconds = sorted(one.seconds for one in outcomes)

    def share(some: Sequence[object], of: Sequence[object]) -> str:
        return f"{len(some) / len(of):.3f}" if of else ""

    return [
        str(len(answerable)),
        str(len(others)),
        share([one for one in answerable if one.right], answerable),
        share([one for one in answerable if one.right_in_three], answerable),
        f"{statistics.fmean(one.reciprocal_rank for one in answerable):.3f}" if answerable else "",
        share(firm, answerable),
        share([one for one in firm if one.right], firm),
        share([one for one in others if one.verdict.answered], others),
        share([one for one in others if one.verdict is Verdict.CANDIDATES], others),
        f"{statistics.median(seconds) * 1e3:.2f}",
        f"{seconds[int(len(seconds) * 0.99)] * 1e3:.2f}",
    ]


HEADINGS = (
    "questions",
    "answered",
    "not",
    "hit@1",
    "hit@3",
    "MRR",
    "firm",
    "right when firm",
    "false firm",
    "false cand.",
    "median ms",
    "p99 ms",
)


def report(outcomes: Sequence[Outcome]) -> None:
    """Print the table, and each wrong answer if asked."""
    groups: dict[str, list[Outcome]] = {"all": list(outcomes)}
    by: Sequence[Callable[[Question], str]] = (lambda question: question.file, lambda question: f"  {question.kind}")
    for key in by:
        found: dict[str, list[Outcome]] = defaultdict(list)
        for one in outcomes:
            found[key(one.question)].append(one)
        groups |= found
    show(HEADINGS, [(name, *figures(group)) for name, group in groups.items()], words=1)


def wrong(outcomes: Sequence[Outcome]) -> None:
    """Print what was not answered as it should be."""
    for one in outcomes:
        bad = not one.right if one.question.codes else one.verdict.answered
        if bad:
            expected = list(one.question.codes) or "none"
            print(f"{one.verdict:<12} {list(one.ranked[:3])} for {expected}: {one.question.text[:100]!r}")


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path, nargs="+", help="files or folders of questions")
    parser.add_argument("--wrong", action="store_true", help="print what was not answered as it should be")
    asked = parser.parse_args()
    questions = questions_in(asked.questions)
    if not questions:
        parser.error("there are no questions in these files")
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "table.sqlite3")
        tables.rebuild(path)
        outcomes = ask(tables.read(path), questions)
    report(outcomes)
    if asked.wrong:
        wrong(outcomes)


if __name__ == "__main__":
    main()
