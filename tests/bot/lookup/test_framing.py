"""What people put around their questions."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.framing import FRAMES, is_vague, parts_told, without_frame


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
        ("請問一下群組滿了要怎麼解決", "群組滿了"),
        ("今天早上开始一直提示群组满了，有没有同学知道", "群组满了"),
        ("为什么会群组满了", "群组满了"),
        ("@小助手 群组满了", "群组满了"),
        ("what does group is full mean?", "group is full"),
        ("we keep getting group is full, anyone seen this before?", "group is full"),
        ("Not sure, but I think it's token expired", "Not sure, but I think it's token expired"),
        ("how do I fix token expired", "token expired"),
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
        "用户说不了话",
        "被禁言用户反馈没用",
        "怎么撤回消息",
        "昨天发的消息撤回不了",
        "提示音没有了",
        "报名人数满了",
        "why can't we get the messages",
        "we have joined the group twice",
        "how to handle group invitations",
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


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("我们做客服系统的，坐席那边偶尔会看到群组满了这种情况", "群组满了"),
        ("需求评审的时候有人问起群组满了要怎么兜底", "群组满了"),
        ("My manager asked me what it means when we hit token expired and I had nothing", "token expired"),
        ("剛接手這個專案，應該是群組滿了的問題", "群組滿了的問題"),
    ],
)
def test_what_is_told_in_the_middle_of_a_sentence_is_among_its_parts(sentence: str, part: str) -> None:
    assert part in parts_told(sentence)


@pytest.mark.parametrize("sentence", ["", "群组满了", "the group is full", "今天看到 500 人", "显示"])
def test_a_sentence_in_which_nothing_is_told_has_no_parts(sentence: str) -> None:
    assert parts_told(sentence) == []


def _words() -> list[str]:
    """Give every word that the frames are made of."""
    lines = [line for file in FRAMES.glob("*.txt") for line in file.read_text(encoding="utf-8").splitlines()]
    return sorted({word for line in lines for word in re.findall(r"[\u3400-\u9fff]+|[a-z]+", line)})


def test_no_word_repeated_without_end_takes_time() -> None:
    assert len(_words()) > 300
    for word in [*_words(), " ", "，", "急", "a"]:
        for text in (word * 4000, f"{word} " * 4000):
            started = time.perf_counter()
            without_frame(text[:8000])
            assert time.perf_counter() - started < 1, text[:20]
