"""The marks of lists are no numbers of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.answer import Verdict
from bot.lookup.list_marks import without_list_marks
from bot.lookup.text import normalize

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("步骤：1. 进直播间 2. 发弹幕", "步骤:|  进直播间 |  发弹幕"),
        ("步骤：1、登录 2、进群", "步骤:| 登录 | 进群"),
        ("步骤 1：登录 步骤 2：进群", "步骤 | 登录 步骤 | 进群"),
        ("1) open chat 2) send image", "|  open chat |  send image"),
        ("(1) 605 (2) 603", "|   605 |   603"),
        ("①605 ②603", "|  605 |  603"),
        ("问题1：605\n问题2：603", "问题| 605\n问题| 603"),
        ("错误：1. 登录失败 2. 发不出", "错误:|  登录失败 |  发不出"),
        ("2. 603 怎么处理", "|  603 怎么处理"),
        ("- 28\n- 39", "| 28\n| 39"),
    ],
)
def test_what_marks_an_item_is_taken_out(text: str, expected: str) -> None:
    assert without_list_marks(normalize(text), "|") == expected


@pytest.mark.parametrize(
    "text",
    [
        "1、2、3 是什么",
        "4.21.1 和 1.2",
        "error 1: login failed\nerror 2: auth failed",
        "1:30 开会 2:30 结束",
        "603. 606.",
        "-1\n-2",
        "1. 登录失败",
        "2. 进群 3. 发消息",
        "type: 1, code: 2",
        "type: 1、type: 2、type: 12",
    ],
)
def test_what_marks_no_item_stays(text: str) -> None:
    assert without_list_marks(normalize(text), "|") == normalize(text)


@given(st.text(alphabet="12. 、)(登a-\n:", max_size=80))
def test_no_character_moves(text: str) -> None:
    assert len(without_list_marks(text)) == len(text)


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("1. 605\n2. 603\n3. 206", [605, 603, 206]),
        ("- 605\n- 603\n- 206", [605, 603, 206]),
        ("603\n605", [603, 605]),
        ("①605 ②603", [605, 603]),
    ],
)
def test_the_codes_of_a_list_are_all_explained(lookup: Lookup, question: str, codes: list[int]) -> None:
    answer = lookup.explain(question)

    assert answer.verdict is Verdict.EXACT
    assert [match.entry.code for match in answer.shown] == codes


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("步骤：1. 进直播间 2. 发弹幕 3. 提示被禁言", {507, 506, 219}),
        ("Repro: 1. pick an image 2. tap send 3. upload failed", {101}),
        ("两个问题 1、群满了拉不了人 2、撤回提示超时", {606, 504}),
    ],
)
def test_the_items_of_a_list_are_read_by_their_words(lookup: Lookup, question: str, codes: set[int]) -> None:
    assert {match.entry.code for match in lookup.explain(question).shown} <= codes
    assert lookup.explain(question).shown
