"""What people put around their questions."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.framing import is_vague, without_frame


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("群组满了", "群组满了"),
        ("你好，群组满了怎么办，求助🙏", "群组满了"),
        ("请问token 过期", "token 过期"),
        ("大佬们，我们线上的用户反馈说群组满了，很急！", "群组满了"),
        ("群组满了是怎么回事啊", "群组满了"),
        ("群组满了怎么解决？在线等，谢谢大佬", "群组满了"),
        ("hi all, our users say the group is full. any ideas?", "the group is full"),
        ("group is full, what should I do? please help!!", "group is full"),
        ("Token expired, thanks in advance", "Token expired"),
        ("one of our customers is complaining that the group is full", "the group is full"),
    ],
)
def test_what_stands_around_a_question_is_taken_away(text: str, inner: str) -> None:
    assert without_frame(text) == inner


@pytest.mark.parametrize(
    "text",
    [
        "怎么解除禁言",
        "how to mute a user",
        "what does the group limit depend on",
        "用户不存在",
        "早退的人收不到消息",
        "hidden group",
        "sorry, the group is full",
        "the user asked for help in the group",
        "helpers cannot join",
        "why can't I join the group",
        "急救群满了",
        "请求超时",
        "问卷群满了",
    ],
)
def test_what_tells_something_stays(text: str) -> None:
    assert without_frame(text) == text


@pytest.mark.parametrize("text", ["求助", "怎么办", "please help", "hi", "thanks!", "你好，请问", "", "  "])
def test_a_text_that_is_nothing_else_stays_as_it_is(text: str) -> None:
    assert without_frame(text) == text
    assert is_vague(text)


_PIECES = st.lists(
    st.sampled_from(
        ["你好", "，", "求助", "怎么办", "群满了", "hi ", "please help", " ", "what ", "急", "用户说", "?", "\n"]
    )
)


@given(_PIECES.map("".join))
def test_what_stays_is_part_of_the_text(text: str) -> None:
    assert without_frame(text) in text


@pytest.mark.parametrize("piece", ["急", "hi ", "怎么办", "what ", " ", "，", "please help "])
def test_the_longest_text_takes_no_time(piece: str) -> None:
    started = time.perf_counter()
    without_frame((piece * 40_000)[:40_000])

    assert time.perf_counter() - started < 1
