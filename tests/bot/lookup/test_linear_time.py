"""Reading a text takes time in proportion to its length: nobody stops everybody with one message.

Processor time is counted, the least of a few runs, so that a busy machine changes little.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.lookup import text as texts
from bot.lookup.text import MOST_CHARACTERS

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup

SHORT, LONG = MOST_CHARACTERS // 4, MOST_CHARACTERS
_GROWTH = 8
"""How much longer four times the text may take: a quadratic step takes sixteen times as long."""
_FLOOR_SECONDS = 0.02
_MOST_SECONDS = 1.5
"""Far above what is aimed at, 0.3 s: the machine that runs the tests may be slow."""

PIECES = (
    *(
        "500 ",
        "1-2 ",
        "12到",
        "1 to ",
        "status 500 ",
        "603 ",
        "603和",
        "603,",
        "6 0 3 ",
        "E603 ",
        "1.2.",
        "12 ",
        "0",
        "603 12\n",
        "a,1\n",
        "| 2 ",
    ),
    *(
        "a",
        "满",
        "群",
        " ",
        "\n",
        "\t",
        "_A",
        "A_",
        "a_b-",
        "Ab",
        "ab cd ",
        "-",
        "::",
        "//",
        '"',
        "(",
        "<",
        "@",
        "，",
        "。",
    ),
    *(
        "err",
        "code ",
        "type: ",
        "报",
        "错误码",
        "说",
        "看到",
        "你好，",
        "请问",
        "怎么",
        "--en ",
        "GET /",
        "http ",
        "the ",
        "is ",
    ),
    *("\u0301", "\u0f71\u0f72", "\u0f73", "\ufdfa", "\u1100", "\ud800", "\x00", "\x1b[1m", "\u200b", "６", "ẞ", "İ"),
)
_UNDER_READING = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)


def _seconds(lookup: Lookup, text: str, enough: float = 0.0) -> float:
    """Return the least processor time of three runs, or of fewer once it is `enough`."""
    least = math.inf
    for _ in range(3):
        started = time.process_time()
        lookup.explain(text)
        least = min(least, time.process_time() - started)
        if least < enough:
            break
    return least


def _grows_no_faster_than_the_text(lookup: Lookup, before: str, piece: str) -> bool:
    # Below this, the limit holds however quick the short text is.
    enough = min(_GROWTH * _FLOOR_SECONDS, _MOST_SECONDS)
    long = _seconds(lookup, before + piece * (LONG // len(piece)), enough)
    if long < enough:
        return True
    short = _seconds(lookup, before + piece * (SHORT // len(piece)))
    return long < _GROWTH * max(short, _FLOOR_SECONDS) and long < _MOST_SECONDS


@pytest.mark.parametrize("before", ["", "x", "群里报错"])
@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_a_piece_repeated_takes_time_in_proportion(lookup: Lookup, before: str, piece: str) -> None:
    assert _grows_no_faster_than_the_text(lookup, before, piece)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=st.sampled_from(["", "x", "type: "]), piece=_UNDER_READING)
def test_pieces_that_are_put_together_take_time_in_proportion(lookup: Lookup, before: str, piece: str) -> None:
    assert _grows_no_faster_than_the_text(lookup, before, piece)


@pytest.mark.parametrize("piece", ["500 ", "1-2 ", "\u0301", "群组满了，", "GET /x 500\n"], ids=ascii)
def test_a_text_over_the_limit_takes_no_longer_than_one_at_it(lookup: Lookup, piece: str) -> None:
    far_over_it = _seconds(lookup, "x" + piece * (20 * MOST_CHARACTERS // len(piece)))
    at_the_limit = _seconds(lookup, "x" + piece * (MOST_CHARACTERS // len(piece)))

    assert far_over_it < 3 * max(at_the_limit, _FLOOR_SECONDS)


def test_both_ends_of_a_text_over_the_limit_are_read(lookup: Lookup) -> None:
    filling = "so it goes\n" * MOST_CHARACTERS
    answers = [lookup.explain(f"type: 603\n{filling}"), lookup.explain(f"{filling}type: 606")]

    assert [[match.entry.code for match in answer.shown] for answer in answers] == [[603], [606]]
    assert all(answer.is_abridged for answer in answers)
    assert not lookup.explain("type: 603").is_abridged


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), st.integers(1, 200))
def test_abridged_text_is_no_longer_than_the_limit(text: str, times: int) -> None:
    long = text * times * 10
    abridged = texts.abridge(long)

    assert len(abridged) <= MOST_CHARACTERS
    assert abridged == long or (
        long.startswith(abridged[: MOST_CHARACTERS // 2 - 1]) and long.endswith(abridged[-100:])
    )
