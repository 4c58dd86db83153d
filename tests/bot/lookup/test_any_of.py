"""One search for many patterns."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.any_of import any_of, compiled

PATTERNS = [
    r"(?<![a-z])(?:Redis|My(?:SQL|Maria)|[A-Z]{3}_X)(?![a-z])|安卓",
    r"(?:\bfoo\b|bar\|baz|[|)]q)",
    r"(?-i:TIM)\w*|(?<!\d)\d{3}\Z",
    r"a(?:b|c)d|(?:x)(?:y)",
    r"(?s)k.(?P<One>[lL])\s",
]


@pytest.mark.parametrize(
    ("text", "is_in"),
    [
        ("REDIS is down", True),
        ("predis", False),
        ("mysql", True),
        ("abc_x", True),
        ("我的安卓", True),
        ("a foo!", True),
        ("food", False),
        ("bar|baz", True),
        ("bar", False),
        ("|q", True),
        (")q", True),
        ("timid", True),
        ("x603", True),
        ("6034", False),
        ("acd", True),
        ("xy", True),
        ("K\nL ", True),
        ("", False),
    ],
)
def test_it_is_found_where_a_pattern_is(text: str, is_in: bool) -> None:  # noqa: FBT001 - a table
    assert bool(any_of(PATTERNS)(text)) == is_in


def test_groups_of_one_name_are_no_hindrance() -> None:
    found = any_of(["(?P<one>a)b", "(?P<one>c)D"])

    assert [bool(found(text)) for text in ("AB", "cd", "ad")] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "is_in"),
    [("环境foo又挂了", True), ("foo", True), ("环境food", False), ("foo_bar", False), (r"\b", False)],
)
def test_a_latin_word_begins_and_ends_at_a_chinese_character(text: str, is_in: bool) -> None:  # noqa: FBT001 - a table
    assert bool(any_of([r"\bfoo\b"])(text)) == (compiled(r"\bFOO\b").search(text) is not None) == is_in


def test_what_is_no_pattern_is_told() -> None:
    with pytest.raises(re.error):
        any_of(["a("])


@given(st.text(alphabet="abcdfoxyqRedisMySQL_TIM|)( 603安卓", max_size=20))
def test_no_text_with_a_pattern_is_passed_over(text: str) -> None:
    if any(re.search(pattern, text, re.IGNORECASE) for pattern in PATTERNS):
        assert any_of(PATTERNS)(text)
