"""What marks the items of a list, `1.`, `2)`, `第1步：`, `- `: it is no number of the question, and each item stands for itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBERED = re.compile(
    r"(?<![A-Za-z0-9_.\-/#$])[(\[【]?(?P<number>\d{1,2})(?P<end>[.、)\]】](?!\d)|[.、)\]】](?=\d{2})|:(?!\d\d?(?!\d)))(?=\s*[^\s,.;、])",
    re.ASCII,
)
_MAY_BE_MARKED = re.compile(r"\d|(?:^|\n)[ \t]*[-*•·]")
_BULLET = re.compile(r"^[ \t]*(?P<end>[-*•·])[ \t]+(?=\S)", re.MULTILINE)
_LABEL = re.compile(r"(?:错误码?|报错|错误代码|code|err(?:or)?|type)\s?\Z|(?:码|code|type)\s?[:=]?\s?\Z", re.IGNORECASE)
"""`type: 1、type: 2` is no list of items, and neither is `error 1: … error 2: …`; `错误：1. … 2. …` is one."""
_BEFORE = 12
_ONE_ITEM = re.compile(r"\s*[(\[]?\d{1,2}[.)\]]\s+(?=\d{2,4}(?!\d))", re.ASCII)
"""A text may be one item of a list: `2. 603 怎么处理`."""
_LEAST_BETWEEN = 2


def without_list_marks(text: str, gap: str = " ") -> str:
    """Return a normalized text of the same length in which a `gap` and spaces stand for the marks of lists."""
    if not _MAY_BE_MARKED.search(text):
        return text
    pieces = []
    at = 0
    for start, end in sorted({*_numbered(text), *_bullets(text)}):
        pieces += [text[at:start], gap, " " * (end - start - 1)]
        at = end
    return "".join(pieces) + text[at:] if pieces else text


def _numbered(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of the numbers that count items from one up, each with the sign that ends it."""
    if one := _ONE_ITEM.match(text):
        yield one.start(), one.end() - 1
    run: list[re.Match[str]] = []
    for found in _NUMBERED.finditer(text):
        if _LABEL.search(text[max(0, found.start() - _BEFORE) : found.start()]):
            continue
        if run and _follows(text, run[-1], found):
            run.append(found)
            continue
        yield from _counted(run)
        run = [found] if int(found["number"]) == 1 else []
    yield from _counted(run)


def _follows(text: str, last: re.Match[str], found: re.Match[str]) -> bool:
    """Return whether a number counts on behind the last one, and an item stands between them."""
    between = text[last.end() : found.start()]
    return (
        int(found["number"]) == int(last["number"]) + 1
        and found["end"] == last["end"]
        and sum(map(str.isalnum, between)) >= _LEAST_BETWEEN
    )


def _counted(run: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    if len(run) > 1:
        yield from (found.span() for found in run)


def _bullets(text: str) -> list[tuple[int, int]]:
    found = [bullet.span() for bullet in _BULLET.finditer(text)]
    return found if len(found) > 1 else []
