"""What a question gets whose words alone would mislead: the judge's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.lookup.answer import Verdict

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup


@pytest.mark.parametrize(
    "question", ["抖音直播间进不去，说人数已满", "Viber says the group is full", "Figma file download failed"]
)
def test_what_is_said_of_another_product_is_not_explained(lookup: Lookup, question: str) -> None:
    assert not lookup.explain(question).verdict.answered


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("not in the group vs no such group", [602, 605]),
        ("chatroom full vs group full", [704, 606]),
        ("there are 2 errors: upload failed and message too large", [101, 511]),
    ],
)
def test_two_errors_told_in_few_words_are_both_explained(lookup: Lookup, question: str, codes: list[int]) -> None:
    answer = lookup.explain(question)

    assert answer.verdict is Verdict.MATCH
    assert [match.entry.code for match in answer.shown][:2] == codes


@pytest.mark.parametrize("question", ["禁言失败", "mute member failed", "can't mute anyone"])
def test_an_action_that_fails_is_not_what_it_does(lookup: Lookup, question: str) -> None:
    answer = lookup.explain(question)

    assert 603 in [match.entry.code for match in answer.shown]
    assert 507 not in [match.entry.code for match in answer.shown]
