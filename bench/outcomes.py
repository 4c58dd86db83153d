"""Questions with their right answers, their outcomes, and the figures of quality."""

from __future__ import annotations

import gc
import json
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from bot.lookup.answer import Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from bot.lookup.answer import Answer, Verdict
    from bot.lookup.explain import Lookup
    from db.entry import Entry, Key

_TOP = 3
_ALL_OF_THEM = {"multi", "both"}
"""Kinds of questions that are right only with all of their codes."""
_One = TypeVar("_One")


@dataclass(frozen=True)
class Question:
    """A question with its right codes."""

    text: str
    codes: tuple[Key, ...]
    kind: str
    file: str


@dataclass(frozen=True)
class Ranked:
    """The codes found for a question, best first, and the time taken."""

    question: Question
    ranked: tuple[Key, ...]
    seconds: float

    @property
    def right(self) -> bool:
        """Whether a right code stands first, or for several, all of them do."""
        if self.question.kind in _ALL_OF_THEM:
            return set(self.ranked[: len(self.question.codes)]) == set(self.question.codes)
        return bool(self.ranked) and self.ranked[0] in self.question.codes

    @property
    def right_in_three(self) -> bool:
        """Whether a right code stands among the first three, or for several, as `right`."""
        return self.right or (
            self.question.kind not in _ALL_OF_THEM and any(code in self.question.codes for code in self.ranked[:_TOP])
        )

    @property
    def reciprocal_rank(self) -> float:
        """The reciprocal rank of the first right code, zero where there is none."""
        places = (at for at, code in enumerate(self.ranked, start=1) if code in self.question.codes)
        return 1 / next(places, float("inf"))


@dataclass(frozen=True)
class Outcome(Ranked):
    """A lookup's outcome for a question, and the part on the asker's screen."""

    verdict: Verdict
    on_screen: tuple[Key, ...]
    """All codes that are shown: explained, to pick from, or offered under an answer or a no."""
    explained: tuple[Key, ...]
    """The codes of a firm answer."""

    @property
    def usable(self) -> bool:
        """Whether a right code is on the screen, or for several, all of them are."""
        seen = set(self.on_screen) & set(self.question.codes)
        return seen == set(self.question.codes) if self.question.kind in _ALL_OF_THEM else bool(seen)

    @property
    def firm_and_right(self) -> bool:
        """Whether a firm answer explains a right code first, or for several, just these."""
        if self.question.kind in _ALL_OF_THEM:
            return set(self.explained) == set(self.question.codes)
        return bool(self.explained) and self.explained[0] in self.question.codes


def questions_in(paths: Iterable[Path]) -> list[Question]:
    """Read question files, or all of them in folders."""
    found: list[Question] = []
    for path in paths:
        for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
            for line in file.read_text(encoding="utf-8").splitlines():
                one: dict[str, Any] = json.loads(line) if line.strip() else {}
                if one:
                    found.append(Question(one["q"], tuple(one["codes"]), one["kind"], file.stem))
    return found


def ask(lookup: Lookup, questions: Sequence[Question]) -> list[Outcome]:
    """Return the outcomes of all questions, asked once to warm up and once to measure."""
    for question in questions:
        lookup.explain(question.text)
    outcomes = []
    gc.collect()
    for question in questions:
        started = time.perf_counter()
        answer = lookup.explain(question.text)
        seconds = time.perf_counter() - started
        outcomes.append(outcome_of(question, answer, seconds))
    return outcomes


def outcome_of(question: Question, answer: Answer, seconds: float) -> Outcome:
    """Return the outcome of a question from its answer and the seconds taken."""
    ranked = tuple(key_of(match.entry) for match in answer.matches)
    on_screen = tuple(key_of(match.entry) for match, _ in answer.on_screen)
    explained = tuple(key_of(match.entry) for match, role in answer.on_screen if role is Shown.ANSWER)
    return Outcome(question, ranked, seconds, answer.verdict, on_screen, explained)


def key_of(entry: Entry) -> Key:
    """Return an entry's key as questions have it; of two errors with one number on a platform, the number's."""
    platform, _, rest = str(entry.key).partition(":")
    if not rest:
        return entry.key
    return f"{platform}:{entry.code}" if platform != "web" else entry.code


def share(of: Sequence[_One], counts: Callable[[_One], bool]) -> str:
    """Return a share to print; empty for no questions."""
    return f"{sum(map(counts, of)) / len(of):.3f}" if of else ""


RANKING_HEADINGS = ("hit@1", "hit@3", "MRR")


def ranking_figures(answerable: Sequence[Ranked]) -> list[str]:
    """Return the figures of ranking, for questions with right codes."""
    mean = f"{statistics.fmean(one.reciprocal_rank for one in answerable):.3f}" if answerable else ""
    return [share(answerable, lambda one: one.right), share(answerable, lambda one: one.right_in_three), mean]


VERDICT_HEADINGS = ("usable", "firm", "right when firm", "firm without", "shown without")


def verdict_figures(outcomes: Sequence[Outcome]) -> list[str]:
    """Return the shares of usable and firm answers, of right ones among the firm, and of answers to questions without one."""
    answerable = [one for one in outcomes if one.question.codes]
    others = [one for one in outcomes if not one.question.codes]
    firm = [one for one in answerable if one.verdict.answered]
    return [
        share(answerable, lambda one: one.usable),
        share(answerable, lambda one: one.verdict.answered),
        share(firm, lambda one: one.firm_and_right),
        share(others, lambda one: one.verdict.answered),
        share(others, lambda one: bool(one.on_screen)),
    ]


TIME_HEADINGS = ("median ms", "p99 ms")


def time_figures(ranked: Sequence[Ranked]) -> list[str]:
    """Return the median and the 99th percentile of the times."""
    seconds = sorted(one.seconds for one in ranked)
    return [f"{statistics.median(seconds) * 1e3:.2f}", f"{seconds[int(len(seconds) * 0.99)] * 1e3:.2f}"]
