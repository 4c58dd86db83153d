"""Numbers that are spelt: `六零三`, `五百零六`, `负二`, `six oh three`, `minus two`, `thirty-nine`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHINESE_DIGITS = {
    **{character: value for value, character in enumerate("零一二三四五六七八九")},
    **{character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "〇": 0,
    "幺": 1,
    "两": 2,
    "兩": 2,
}
_COMMON = 2
"""A Chinese number of so many characters is a word of everyday speech: `十二`, `一百`."""
_MOST_DIGITS = 4
_TEN = 10
_CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}
_CHINESE = re.compile(r"(?<![一-龥]第)(负|負)?([零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两兩十百千]{1,9})")

_ENGLISH_DIGITS = {
    word: value
    for value, word in enumerate(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
} | {"oh": 0, "o": 0}
_TEENS = {
    word: value
    for value, word in enumerate(
        (
            *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
            *("sixteen", "seventeen", "eighteen", "nineteen"),
        ),
        start=10,
    )
}
_TENS = {
    word: value * 10
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
_WORDS = {**_ENGLISH_DIGITS, **_TEENS, **_TENS, "hundred": 100, "thousand": 1000, "and": None}
_ENGLISH = re.compile(
    rf"(?<![A-Za-z0-9])(?:(minus|negative)[\s-])?((?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
    rf"(?:[\s-](?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})){{0,7}})(?![A-Za-z0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Spelt:
    """A number that is spelt, where it stands, and whether it could as well be a word of the sentence (`一`, `two`)."""

    value: int
    start: int
    end: int
    is_common: bool


def spelt_in(text: str) -> Iterator[Spelt]:
    """Yield the spelt numbers of a normalized text."""
    for found in _CHINESE.finditer(text):
        value = _chinese(found[2])
        if value is not None:
            yield Spelt(
                -value if found[1] else value, found.start(), found.end(), not found[1] and len(found[2]) <= _COMMON
            )
    for found in _ENGLISH.finditer(text):
        words = re.split(r"[\s-]+", found[2].lower())
        value = _english(words)
        if value is not None:
            yield Spelt(-value if found[1] else value, found.start(), found.end(), not found[1] and len(words) == 1)


def _chinese(text: str) -> int | None:
    if not set(text) & set(_CHINESE_UNITS):
        # Digit by digit, as on the phone.
        return int("".join(str(_CHINESE_DIGITS[character]) for character in text))
    total, digit = 0, None
    last = 10_000
    for character in text:
        unit = _CHINESE_UNITS.get(character)
        if unit is None:
            if digit not in (None, 0):
                return None
            digit = _CHINESE_DIGITS[character]
        else:
            if unit >= last:
                return None
            last = unit
            total += (1 if digit is None else digit) * unit
            digit = None
    if digit is None:
        return total
    # 六百五 is 650, 六百零五 is 605.
    return total + digit * (last // 10 if text[-2] in _CHINESE_UNITS and last > _TEN else 1)


def _english(words: list[str]) -> int | None:
    words = [word for word in words if word != "and"]
    if not words:
        return None
    if "hundred" in words or "thousand" in words:
        total, current = 0, 0
        for word in words:
            if word in {"hundred", "thousand"}:
                total += max(current, 1) * (_WORDS[word] or 0)
                current = 0
            else:
                current += _WORDS[word] or 0
        return total + current
    # Pair by pair, digit by digit: `two seventeen`, `six oh three`, `eleven oh one`, `thirty nine`.
    digits = ""
    at = 0
    while at < len(words):
        word = words[at]
        follower = _ENGLISH_DIGITS.get(words[at + 1], 0) if at + 1 < len(words) else 0
        if word in _TENS and follower:
            digits += str(_TENS[word] + follower)
            at += 1
        else:
            digits += str(_WORDS[word])
        at += 1
    return int(digits) if len(digits) <= _MOST_DIGITS else None
