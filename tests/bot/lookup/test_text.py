"""Text made comparable, and its language."""

from __future__ import annotations

import pytest

from bot.lookup.text import clip, language_of, normalize, take_language_flag


@pytest.mark.parametrize(
    ("text", "expected"),
    [("６０３", "603"), ("−2", "-2"), ("–3", "-3"), ("－４", "-4"), ("“a”", '"a"'), ("6\u200b03", "603")],
)
def test_variants_of_a_character_become_one(text: str, expected: str) -> None:
    assert normalize(text) == expected


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
