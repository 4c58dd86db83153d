"""Calibration of the limits of answers, on questions with known answers.

All limits are chosen together: one after another takes the value of its grid that is worth most, until none gets better. They are
then fitted to these questions: other questions have to confirm them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bench.common import show
from bench.outcomes import Outcome, outcome_of
from bot.lookup.judging.judge import judge
from bot.lookup.judging.together import together
from bot.lookup.text import Text
from db.entry import Limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.outcomes import Question
    from bot.lookup.answer import Answer
    from bot.lookup.explain import Lookup
    from bot.lookup.judging.case import Case

_GRID = tuple(at / 100 for at in (*range(10, 90, 5), 88, 91, 94, 96, 97, 98, 99))
_MOST_ROUNDS = 4
_USABLE, _FIRM = 1.5, 0.6
"""Weights of the shares of questions with a right code on the screen, and with a firm answer."""
_WRONG, _FALSE, _NOISE = 6.0, 6.0, 2.0
"""Penalties of shares beyond the bounds below: firm and wrong, firm where nothing is asked, anything shown there."""


@dataclass(frozen=True)
class Bounds:
    """Bounds for the questions of a kind."""

    right_when_firm: float = 0.98
    firm_without: float = 0.015
    shown_without: float = 0.1


BOUNDS = Bounds()


@dataclass(frozen=True)
class Measured:
    """Shares over questions with an answer (usable, firm, right when firm) and without one (firm, shown)."""

    usable: float
    firm: float
    right_when_firm: float
    firm_without: float
    shown_without: float

    @property
    def worth(self) -> float:
        """The score of these shares; higher is better."""
        wrong = max(0.0, BOUNDS.right_when_firm - self.right_when_firm)
        false = max(0.0, self.firm_without - BOUNDS.firm_without)
        noise = max(0.0, self.shown_without - BOUNDS.shown_without)
        return _USABLE * self.usable + _FIRM * self.firm - _WRONG * wrong - _FALSE * false - _NOISE * noise

    def row(self, name: str) -> list[str]:
        """Return the row of a table."""
        shares = (self.usable, self.firm, self.right_when_firm, self.firm_without, self.shown_without)
        return [name, *(f"{one:.3f}" for one in shares)]


_HEADINGS = ("limits", "usable", "firm", "right when firm", "firm without", "shown without")


def report(lookup: Lookup, questions: Sequence[Question]) -> None:
    """Print the effect of the table's limits and of the recommended ones, and the latter themselves."""
    cases = [(question, lookup.cases(Text(question.text), "zh")) for question in questions]
    for _, (case, *_) in cases:
        if case.reader is not None:
            # The same lines are compared for every limit.
            case.reader.closest = lru_cache(maxsize=None)(case.reader.closest)  # type: ignore[method-assign]
            break
    limits = lookup.catalog.limits
    files = sorted({question.file for question in questions})
    rows = [_measured(cases, limits, file).row(f"the table's own, {file}") for file in files]
    best = _worth(cases, limits, files)
    for _ in range(_MOST_ROUNDS):
        before = best
        for name in (field.name for field in fields(Limits)):
            for value in _GRID:
                other = replace(limits, **{name: value})
                if (worth := _worth(cases, other, files)) > best:
                    limits, best = other, worth
        if best == before:
            break
    rows += [_measured(cases, limits, file).row(f"recommended, {file}") for file in files]
    show(_HEADINGS, rows, words=1)
    print("\n".join(f"{field.name} = {getattr(limits, field.name)}" for field in fields(limits)))


def _worth(cases: Sequence[tuple[Question, list[Case]]], limits: Limits, files: Sequence[str]) -> float:
    return sum(_measured(cases, limits, file).worth for file in files)


def _measured(cases: Sequence[tuple[Question, list[Case]]], limits: Limits, file: str) -> Measured:
    outcomes = [
        outcome_of(question, decided(cases_of, limits), 0.0) for question, cases_of in cases if question.file == file
    ]
    answerable = [one for one in outcomes if one.question.codes]
    others = [one for one in outcomes if not one.question.codes]
    firm = [one for one in answerable if one.verdict.answered]
    return Measured(
        usable=_share(sum(one.usable for one in answerable), answerable),
        firm=_share(len(firm), answerable),
        right_when_firm=_share(sum(one.firm_and_right for one in firm), firm, without=1.0),
        firm_without=_share(sum(one.verdict.answered for one in others), others, without=0.0),
        shown_without=_share(sum(bool(one.on_screen) for one in others), others, without=0.0),
    )


def decided(cases: Sequence[Case], limits: Limits) -> Answer:
    """Return the answer to a question under other limits than the table's."""
    return together([judge(replace(case, limits=limits)) for case in cases])


def _share(count: int, of: Sequence[Outcome], without: float = 0.0) -> float:
    return count / len(of) if of else without
