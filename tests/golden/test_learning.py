"""What is taught helps, and harms nothing: the missed golden questions, taught one by one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.learning import Asked, measure
from bench.outcomes import outcome_of, questions_in
from bot.lookup.answer import Verdict

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def groups(lookup: Lookup) -> dict[str, list[Asked]]:
    asked = questions_in([HERE / "questions.jsonl"])
    return measure(lookup, [outcome_of(one, lookup.explain(one.text), 0.0) for one in asked], "questions")


def test_a_taught_miss_is_answered_right(groups: dict[str, list[Asked]]) -> None:
    taught = groups["a miss is taught: itself"]

    assert taught
    assert all(one.after.firm_and_right or one.before.verdict is Verdict.EXACT for one in taught)


def test_a_taught_miss_helps_in_other_sentences(groups: dict[str, list[Asked]]) -> None:
    framed = groups["itself in other sentences"]
    before, after = (
        sum(one.firm_and_right for one in side) for side in zip(*((a.before, a.after) for a in framed), strict=True)
    )

    assert after > 2 * before


@pytest.mark.parametrize("group", ["its paraphrases", "all other questions", "everything but itself is taught"])
def test_lessons_turn_nothing_wrong(groups: dict[str, list[Asked]], group: str) -> None:
    assert [one.before.question.text for one in groups[group] if one.turned_wrong or one.is_falsely_firm] == []
