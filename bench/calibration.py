"""Which thresholds a firm answer and candidates should have, judged by questions whose answers are known.

The lowest `firm` and `possible` that keep the bounds below, for each `meant`; of these, the ones that answer most firmly. They
are then fitted to these questions: other questions have to confirm them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bench.common import show
from bot.lookup.answer import Verdict
from bot.lookup.explain import Lookup
from db.entry import Thresholds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.outcomes import Question
    from bot.lookup.answer import Answer
    from bot.lookup.matcher import Ranking
    from db.entry import Lang

_RIGHT_WHEN_FIRM = 0.975
_FALSE_FIRM = 0.02
_FALSE_CANDIDATES = 0.20

_FIRM = tuple(at / 100 for at in range(30, 100, 2))
_MEANT = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.92, 0.94, 0.96, 0.98)
_POSSIBLE = tuple(at / 100 for at in range(20, 100, 2))
_PRINTED = 0.1
"""Tables show every step of this size; the search looks at all of the grid."""


class _Watched(Lookup):
    """A lookup that keeps the ranking of the last question, and judges it anew under other thresholds."""

    ranking: Ranking | None = None

    def _judged(self, question: str, lang: Lang, ranking: Ranking) -> Answer:
        self.ranking = ranking
        return super()._judged(question, lang, ranking)

    def under(self, thresholds: Thresholds, rankings: Iterable[Ranking]) -> list[Verdict]:
        """Give the verdicts that these rankings get under `thresholds`."""
        self.catalog = replace(self.catalog, thresholds=thresholds)
        return [super(_Watched, self)._judged("", "zh", ranking).verdict for ranking in rankings]


@dataclass(frozen=True)
class _Asked:
    """A question that was ranked: whether it has an answer, whether that came first, and what it was read from."""

    answerable: bool
    right: bool
    named: Verdict
    ranking: Ranking | None


@dataclass(frozen=True)
class _Judged:
    """What all questions get under some thresholds, as shares of those that have an answer and of those that have none."""

    thresholds: Thresholds
    firm: float
    right_when_firm: float
    candidates: float
    false_firm: float
    false_candidates: float

    @property
    def keeps_firm_bounds(self) -> bool:
        return self.right_when_firm >= _RIGHT_WHEN_FIRM and self.false_firm <= _FALSE_FIRM

    def row(self, name: str) -> list[str]:
        of = self.thresholds
        shares = (self.firm, self.right_when_firm, self.candidates, self.false_firm, self.false_candidates)
        return [name, *(f"{one:.2f}" for one in (of.meant, of.firm, of.possible)), *(f"{one:.3f}" for one in shares)]


_HEADINGS = (
    "",
    "meant",
    "firm",
    "possible",
    "firm share",
    "right when firm",
    "candidates",
    "false firm",
    "false cand.",
)


def report(lookup: Lookup, questions: Sequence[Question]) -> None:
    """Print what the thresholds of the table do, what others would do, and which to take."""
    watched = _Watched(lookup.catalog, lambda: lookup.learned)
    asked = [_ask(watched, question) for question in questions]
    judge = partial(_judge, watched, asked)
    now = lookup.catalog.thresholds
    lowest = [
        next((one for firm in _FIRM if (one := judge(Thresholds(firm, meant, now.possible))).keeps_firm_bounds), None)
        for meant in _MEANT
    ]
    kept = [one for one in lowest if one]
    rows = [judge(now).row("the table's own"), *(one.row("lowest firm") for one in kept)]
    best = max(kept, key=lambda one: (one.firm, -one.false_firm, one.thresholds.meant), default=None)
    if best is None:
        show(_HEADINGS, rows, words=1)
        print(f"No thresholds give right when firm >= {_RIGHT_WHEN_FIRM} and false firm <= {_FALSE_FIRM} here.")
        return
    by_firm = [judge(replace(best.thresholds, firm=firm)) for firm in _FIRM]
    by_possible = [judge(replace(best.thresholds, possible=possible)) for possible in _POSSIBLE]
    rows += [one.row("by firm") for one in by_firm if _printed(one.thresholds.firm)]
    rows += [one.row("by possible") for one in by_possible if _printed(one.thresholds.possible)]
    possible = next((one for one in by_possible if one.false_candidates <= _FALSE_CANDIDATES), None)
    show(_HEADINGS, [*rows, (possible or best).row("recommended")], words=1)
    if possible is None:
        print(f"No value of possible gives false candidates <= {_FALSE_CANDIDATES} here.")


def _printed(value: float) -> bool:
    return round(value * 100) % round(_PRINTED * 100) == 0


def _ask(lookup: _Watched, question: Question) -> _Asked:
    lookup.ranking = None
    answer = lookup.explain(question.text)
    first = [match.entry.code for match in answer.matches[: len(question.codes) if question.kind == "multi" else 1]]
    right = set(first) == set(question.codes) if question.kind == "multi" else set(first) <= set(question.codes)
    return _Asked(bool(question.codes), bool(first) and right, answer.verdict, lookup.ranking)


def _judge(lookup: _Watched, asked: Sequence[_Asked], thresholds: Thresholds) -> _Judged:
    verdicts = iter(lookup.under(thresholds, (one.ranking for one in asked if one.ranking)))
    judged = [(one, next(verdicts) if one.ranking else one.named) for one in asked]
    answerable = [(one, verdict) for one, verdict in judged if one.answerable]
    others = [verdict for one, verdict in judged if not one.answerable]
    firm = [one for one, verdict in answerable if verdict.answered]
    return _Judged(
        thresholds,
        firm=len(firm) / len(answerable),
        right_when_firm=sum(one.right for one in firm) / len(firm) if firm else 1.0,
        candidates=sum(verdict is Verdict.CANDIDATES for _, verdict in answerable) / len(answerable),
        false_firm=sum(verdict.answered for verdict in others) / len(others),
        false_candidates=others.count(Verdict.CANDIDATES) / len(others),
    )
