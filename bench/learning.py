"""What a lesson is worth: what the lookup misses is taught, one question at a time, and the others are asked again.

A miss is a question with an answer that gets no firm one, or a wrong one. Its paraphrases are the other questions of its file with
the same right codes.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench import framed
from bench.common import show
from bench.outcomes import Outcome, outcome_of
from bot.lookup.explain import Lookup, Team
from bot.lookup.taught import Lesson, Taught
from bot.lookup.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FILE = "talk"
_HEADINGS = ("questions", "asked", "firm right before", "after", "first before", "after", "on screen before", "after")


@dataclass(frozen=True)
class Asked:
    """The outcome of a question before a lesson and after it."""

    before: Outcome
    after: Outcome


def report(lookup: Lookup, outcomes: Sequence[Outcome]) -> None:
    """Print how the misses, their paraphrases and all other questions do after a lesson, and what became wrong."""
    outcomes = [one for one in outcomes if one.question.kind not in {"multi", "both"}]
    own = [one for one in outcomes if one.question.file == _FILE and one.question.codes]
    misses = [one for one in own if not one.firm_and_right]
    taught, paraphrases, others = [], [], []
    for miss in misses:
        reader = Taught([_lesson(lookup, miss)])
        for asked in _again(lookup, reader, outcomes):
            if asked.before is miss:
                taught.append(asked)
            elif asked.before in own and asked.before.question.codes == miss.question.codes:
                paraphrases.append(asked)
            else:
                others.append(asked)
    in_sentences = list(_in_sentences(lookup, misses))
    apart = [asked for miss in misses for asked in _without_itself(lookup, misses, miss)]
    everything = Taught(_lesson(lookup, miss) for miss in misses)
    rest = list(_again(lookup, everything, [one for one in outcomes if one not in misses]))
    print(f"{len(misses)} questions of {_FILE!r} were missed.")
    groups = {
        "taught: itself": taught,
        "taught: itself in other sentences": in_sentences,
        "taught: its paraphrases": paraphrases,
        "taught: all others": others,
        "all but itself taught: the misses": apart,
        "all taught: all others": rest,
    }
    show(("after", *_HEADINGS), [(name, *_figures(group)) for name, group in groups.items()], words=1)
    harm = Counter({name: len(_turned_wrong(group)) for name, group in groups.items()})
    print(f"Firm right answers that turned wrong: {harm.total()}.")
    for asked in [asked for group in groups.values() for asked in _turned_wrong(group)]:
        print(f"{list(asked.before.explained)} -> {list(asked.after.explained)}: {asked.before.question.text[:150]!r}")
    without = [asked for group in (others, rest) for asked in group if not asked.before.question.codes]
    new = sum(asked.after.verdict.answered and not asked.before.verdict.answered for asked in without)
    print(f"Firm answers where no error answers the question: {new} more, of {len(without)}.")


def _lesson(lookup: Lookup, miss: Outcome) -> Lesson:
    error = lookup.catalog.by_key[miss.question.codes[0]].error
    return Lesson(miss.question.text, error.id, is_trusted=True)


def _again(lookup: Lookup, reader: Taught, outcomes: Iterable[Outcome]) -> Iterable[Asked]:
    """Yield the outcomes of all questions with lessons; only where one is like a question, it is asked again."""
    for before in outcomes:
        after = before
        if reader.read(Text(before.question.text)):
            answer = lookup.explain(before.question.text, team=Team(reader))
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


def _without_itself(lookup: Lookup, misses: Sequence[Outcome], miss: Outcome) -> Iterable[Asked]:
    lessons = (_lesson(lookup, one) for one in misses if one.question.text != miss.question.text)
    return _again(lookup, Taught(lessons), [miss])


def _turned_wrong(group: Sequence[Asked]) -> list[Asked]:
    return [asked for asked in group if asked.before.firm_and_right and not asked.after.firm_and_right]


def _figures(group: Sequence[Asked]) -> list[str]:
    """Return how many questions there are, how often they were asked, and how many of those had which outcome, before and after."""
    answerable = [asked for asked in group if asked.before.question.codes]
    pairs = [(asked.before, asked.after) for asked in answerable]
    counts: list[int] = [len({id(asked.before) for asked in answerable}), len(answerable)]
    counts += [sum(one.firm_and_right for one in side) for side in zip(*pairs, strict=True)] or [0, 0]
    counts += [sum(one.right for one in side) for side in zip(*pairs, strict=True)] or [0, 0]
    counts += [sum(one.usable for one in side) for side in zip(*pairs, strict=True)] or [0, 0]
    return [str(count) for count in counts]
