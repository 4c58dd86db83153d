"""Text made comparable, and its language."""

from __future__ import annotations

import time

import pytest

from bot.lookup.text import MOST_CHARACTERS, clip, is_one_word, language_of, normalize, take_language_flag


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("６０３", "603"),
        ("−2", "-2"),
        ("–3", "-3"),
        ("－４", "-4"),
        ("“a”", '"a"'),
        ("6\u200b03", "603"),
        ("\x1b[33m603\x1b[39m", "603"),
    ],
)
def test_variants_of_a_character_become_one(text: str, expected: str) -> None:
    assert normalize(text) == expected


@pytest.mark.parametrize("text", ["\ufdfa" * 40_000, "a" + "\u0301\u0323" * 20_000, "603" * 40_000])
def test_the_longest_text_takes_no_time_and_gets_no_longer(text: str) -> None:
    started = time.process_time()
    length = len(normalize(text))

    assert length <= MOST_CHARACTERS
    assert time.process_time() - started < 1


@pytest.mark.parametrize("text", ["密码", "groupId", "groupId: 606", "聊天室", "Timeout!"])
def test_a_text_of_one_word_is_known(text: str) -> None:
    assert is_one_word(text)


@pytest.mark.parametrize("text", ["", "606", "群组满了", "group full", "NOT_JOIN", "token过期"])
def test_a_text_of_more_than_one_word_or_none_is_known(text: str) -> None:
    assert not is_one_word(text)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("群满了", "zh"),
        ("group is full", "en"),
        ("join group 失败", "zh"),
        ("603", None),
        ("error 603", None),
        ("GROUP_MEMBERS_FULL", None),
        ("/imerr 603", None),
        ("", None),
    ],
)
def test_the_language_is_that_of_the_words(text: str, lang: str | None) -> None:
    assert language_of(text) == lang


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("603 --en", ("603", "en")),
        ("--zh what is 603", ("what is 603", "zh")),
        ("603 --EN", ("603", "en")),
        ("--en 603 --zh", ("603", "zh")),
        ("603", ("603", None)),
        ("a--en", ("a--en", None)),
    ],
)
def test_a_language_flag_is_taken_off_the_question(text: str, expected: tuple[str, str | None]) -> None:
    assert take_language_flag(text) == expected


def test_clip_keeps_to_one_line_and_the_length() -> None:
    assert clip("a\n b  c", 10) == "a b c"
    assert clip("abcdefghij", 5) == "abcd…"
