"""What a lesson is worth: what the lookup misses is taught, one question at a time, and the others are asked again.

A miss is a question with an answer that gets no firm one, or a wrong one. Its paraphrases are the other questions of its file with
the same right codes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench import framed
from bench.common import show
from bench.outcomes import Outcome, outcome_of
from bot.lookup.explain import Lookup, Team
from bot.lookup.team.asked import normalized_question
from bot.lookup.team.taught import Lesson, Taught
from bot.lookup.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FILE = "talk"
_HEADINGS = ("questions", "asked", "firm right before", "after", "first before", "after", "on screen before", "after")


@dataclass(frozen=True)
class Asked:
    """The outcome of a question before a lesson and after it."""

    before: Outcome
    after: Outcome

    @property
    def turned_wrong(self) -> bool:
        """Whether a firm right answer is none any more."""
        return self.before.firm_and_right and not self.after.firm_and_right

    @property
    def is_falsely_firm(self) -> bool:
        """Whether there is now a firm answer where no error answers the question."""
        return not self.before.question.codes and self.after.verdict.answered and not self.before.verdict.answered


def report(lookup: Lookup, outcomes: Sequence[Outcome]) -> None:
    """Print how the misses, their paraphrases and all other questions do after a lesson, and what became wrong."""
    groups = measure(lookup, outcomes, FILE)
    show(("after", *_HEADINGS), [(name, *_figures(group)) for name, group in groups.items()], words=1)
    asked = [one for group in groups.values() for one in group]
    wrong = [one for one in asked if one.turned_wrong]
    print(f"Firm right answers that turned wrong: {len(wrong)} of {sum(one.before.firm_and_right for one in asked)}.")
    for one in wrong:
        print(f"{list(one.before.explained)} -> {list(one.after.explained)}: {one.before.question.text[:150]!r}")
    without = [one for one in asked if not one.before.question.codes]
    new = sum(one.is_falsely_firm for one in without)
    print(f"Firm answers that are new where no error answers the question: {new} of {len(without)}.")


def measure(lookup: Lookup, outcomes: Sequence[Outcome], file: str) -> dict[str, list[Asked]]:
    """Return all questions by what was taught before they were asked again; misses are those of `file`."""
    outcomes = [one for one in outcomes if one.question.kind not in {"multi", "both"}]
    own = [one for one in outcomes if one.question.file == file and one.question.codes]
    misses = [one for one in own if not one.firm_and_right]
    itself: list[Asked] = []
    paraphrases: list[Asked] = []
    others: list[Asked] = []
    for miss in misses:
        for asked in _again(lookup, Taught([_lesson(lookup, miss)]), outcomes):
            if asked.before is miss:
                itself.append(asked)
            elif asked.before in own and asked.before.question.codes == miss.question.codes:
                paraphrases.append(asked)
            else:
                others.append(asked)
    return {
        "a miss is taught: itself": itself,
        "itself in other sentences": list(_in_sentences(lookup, misses)),
        "its paraphrases": paraphrases,
        "all other questions": others,
        "everything but itself is taught": list(_each_apart(lookup, outcomes)),
    }


def _lesson(lookup: Lookup, miss: Outcome) -> Lesson:
    error = lookup.catalog.by_key[miss.question.codes[0]].error
    return Lesson(miss.question.text, error.id, is_trusted=True)


def _again(lookup: Lookup, reader: Taught, outcomes: Iterable[Outcome]) -> Iterable[Asked]:
    """Yield the outcomes of all questions with lessons; only where one is like a question, it is asked again."""
    for before in outcomes:
        after = before
        if reader.read(Text(before.question.text)):
            answer = lookup.explain(before.question.text, told=lookup.told_by(Team(reader), before.question.text))
            after = outcome_of(before.question, answer, before.seconds)
        yield Asked(before, after)


def _in_sentences(lookup: Lookup, misses: Sequence[Outcome]) -> Iterable[Asked]:
    """Yield the outcomes of each question in sentences that people ask in, before and after it was taught."""
    frames = json.loads(framed.FRAMES.read_text(encoding="utf-8"))
    questions = framed.framed([miss.question for miss in misses], frames)
    each = len(questions) // max(len(misses), 1)
    for at, miss in enumerate(misses):
        own = questions[at * each : (at + 1) * each]
        before = [outcome_of(question, lookup.explain(question.text), 0.0) for question in own]
        yield from _again(lookup, Taught([_lesson(lookup, miss)]), before)


def _each_apart(lookup: Lookup, outcomes: Sequence[Outcome]) -> Iterable[Asked]:
    """Yield the outcome of each question after all that are not the same in other letters were taught."""
    lessons: dict[str, list[Lesson]] = defaultdict(list)
    for one in outcomes:
        if one.question.codes:
            lessons[normalized_question(one.question.text)].append(_lesson(lookup, one))
    reader = Taught(lesson for same in lessons.values() for lesson in same)
    for one in outcomes:
        same = lessons.get(normalized_question(one.question.text), [])
        for lesson in same:
            reader.remove(lesson)
        yield from _again(lookup, reader, [one])
        for lesson in same:
            reader.add(lesson)


def _figures(group: Sequence[Asked]) -> list[str]:
    """Return how many questions there are, how often they were asked, and how many of those had which outcome, before and after."""
    answerable = [asked for asked in group if asked.before.question.codes]
    sides = [[asked.before for asked in answerable], [asked.after for asked in answerable]]
    return [
        str(len({asked.before.question.text for asked in answerable})),
        str(len(answerable)),
        *(str(sum(one.firm_and_right for one in side)) for side in sides),
        *(str(sum(one.right for one in side)) for side in sides),
        *(str(sum(one.usable for one in side)) for side in sides),
    ]
