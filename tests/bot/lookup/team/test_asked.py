"""The key of a question: the same however it is typed, and nothing in it that must not be stored."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.team.asked import LONGEST_KEY, is_cut, normalized_question, whole_question


@pytest.mark.parametrize(
    ("key", "questions"),
    [
        (
            "群满了怎么办",
            [
                "群满了怎么办",
                " 群滿了怎麼辦？？ ",
                "*群满了怎么办*。",
                "<@U012AB3CD> 群满了怎么办",
                "/imerr 群满了怎么办 --en",
                "群满了怎么办 :cry: 😭",
            ],
        ),
        (
            "error code 603",
            [
                "Error code: 603",
                "ｅｒｒｏｒ code 603!",
                "`error` _code_ “603”",
                "error\n\n  code: 603...",
                "> error code 603",
            ],
        ),
        ("group_members_full", ["GROUP_MEMBERS_FULL", "group_members_full?", "*GROUP_MEMBERS_FULL*"]),
        ("err -1", ["err −1", "ERR -1."]),
        ("<phone> 登录失败", ["13800138000 登录失败", "+86 138-0013-8000 登录失败", "*138*00138000 登录失败"]),
        ("token <token> expired", ["token xoxb-1234567890-abcdef expired", "token xoxp-0987654321-ABC, expired!"]),
        ("", ["", " ?! ", ":wave:", "<@U012AB3CD>", "\u200b"]),
    ],
)
def test_a_question_has_one_key_however_it_is_typed(key: str, questions: list[str]) -> None:
    assert [normalized_question(question) for question in questions] == [key] * len(questions)


def test_what_is_asked_keeps_questions_apart() -> None:
    asked = ["603", "-603", "606", "群满了", "群没满", "group full", "member not in group", "4.21.1", "a@b 603"]

    assert len({normalized_question(question) for question in asked}) == len(asked)


def test_a_long_question_is_cut_behind_its_secrets() -> None:
    key = normalized_question("消息" * 95 + " 13800138000 a@example.com 更多的字" * 400)

    assert len(key) <= LONGEST_KEY
    assert key.startswith("消息")
    assert "138" not in key
    assert not key.endswith("<")


@pytest.mark.parametrize("before", range(3_980, 4_004))
def test_no_half_of_a_secret_is_left_where_reading_ends(before: int) -> None:
    assert "1380" not in normalized_question("，" * before + " 13800138000")


def test_a_key_that_was_cut_is_told_from_a_whole_one() -> None:
    long = "消息 <@U1> a@example.com " * 400

    assert is_cut(normalized_question(long))
    assert whole_question(long).startswith(normalized_question(long))
    assert not is_cut(normalized_question("群满了怎么办"))
    assert whole_question("*群满了怎么办*") == normalized_question("群满了怎么办")


@pytest.mark.parametrize(
    "piece", ["-", "_", ">", "a_", ":a", "*", "…", "<", "<a", ". ", "a", "\u0301", "😭", "密码", "1 "], ids=ascii
)
def test_a_long_question_is_normalized_in_linear_time(piece: str) -> None:
    short, long = (_seconds(piece * (length // len(piece)) + "x") for length in (4_000, 16_000))

    assert long < 8 * max(short, 0.01)


def _seconds(text: str) -> float:
    least = math.inf
    for _ in range(2):
        started = time.process_time()
        whole_question(text)
        least = min(least, time.process_time() - started)
    return least


@given(st.text(max_size=300))
def test_a_key_is_short_in_lower_case_and_on_one_line(text: str) -> None:
    key = normalized_question(text)

    assert len(key) <= LONGEST_KEY
    assert key == " ".join(key.split())
    assert not any(each.isascii() and each.isupper() for each in key)
