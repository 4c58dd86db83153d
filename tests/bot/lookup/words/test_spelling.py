"""Slips of the keyboard and abbreviations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.lookup.words.spelling import Speller

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup

LINES = [*["the group is full of members"] * 4, *["message too large"] * 4, "a lonely quarry"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("grop ful", "group full"),
        ("GROP", "group"),
        ("memebrs", "members"),
        ("mesage too lagre", "message too large"),
        ("msg", "message"),
        ("quary", "quary"),
        ("qroup", "qroup"),
        ("xy", "xy"),
        ("群 is ful", "群 is full"),
        ("grop_id grop.js /grop", "grop_id grop.js /grop"),
        ("group", "group"),
        ("", ""),
    ],
)
def test_a_word_that_no_line_has_is_the_nearest_one(typed: str, read: str) -> None:
    assert Speller(LINES).corrected(typed) == read


def test_a_long_text_stays_as_it_is() -> None:
    text = "grop " * 20

    assert Speller(LINES).corrected(text) == text


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("grop memebrs ful", 606),
        ("mesage too lagre", 511),
        ("usr not fnd", 204),
        ("permision denyed", 603),
        ("不是frend不能发", 221),
    ],
)
def test_a_hurried_question_is_understood(lookup: Lookup, question: str, code: int) -> None:
    assert lookup.explain(question).on_screen[0][0].entry.code == code


@pytest.mark.parametrize("question", ["larg pizza", "tkn of appreciation", "grp meeting at 5?", "pls send teh invoice"])
def test_a_slip_does_not_make_an_error_of_anything(lookup: Lookup, question: str) -> None:
    assert lookup.explain(question).on_screen == ()
