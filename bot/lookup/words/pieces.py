"""How a text is cut: its sentences and its clauses, each with its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.lookup.cues import asks_for_several, is_denial, says_something, tells_another
from bot.lookup.features import LONGEST_PIECE
from bot.lookup.text import is_chinese, is_one_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Piece = tuple[int, str]
    """Where it begins, and its text."""

_MOST_SENTENCES = 40
_SHORTEST = 2
_FOLLOWING = 8
_LONGEST_LABEL = 6
_VARYING = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z_]*+\d[A-Za-z0-9_]*+|[^\w\u3400-\u9fff]")
_TELLING = re.compile(
    r"[\u3400-\u9fff]|err|fail|exce|denied|reject|invalid|unable|cannot|can't|timed? ?out", re.IGNORECASE
)
"""Sentences with one of these are read first where there are too many."""
_SENTENCE_END = re.compile(r"[\r\n。！？!?；;]+|(?<!\d)\.+(?=\s|$)")
_CLAUSE_END = re.compile(
    r"(?:[\r\n。！？!?；;，、…~\"“”()（）]|,(?!\d{3})|:(?!\d|//)|\.(?=\s|$)|\s[-–—]+\s|(?<![A-Za-z0-9])'|(?<![sS])'(?![A-Za-z0-9])"
    r"|(?<=[\u3400-\u9fff])(?=(?:但是?|可是|不过)[^，,。；;]{0,6}没)|\s(?=but\b[^,.;\n]{0,16}(?:\bnot\b|n['’]t\b)))+"
)
"""Also before a `但` or `but` behind which something is denied: `发不出去但没被禁言`."""
_LINKED_END = re.compile(
    rf"(?:{_CLAUSE_END.pattern}|和|跟|与|以及|还有|另外|分别|这(?:两|俩)|各自?是|是不是一?(?:个|样)|(?:报|是)的?(?:是)?同?一个"
    r"|\s[/+&]\s|(?<![A-Za-z])(?:and|vs\.?|versus|or|differences? between|same (?:code|error|one|thing))(?![A-Za-z]))+",
    re.IGNORECASE,
)
"""Where several errors are asked for, each may stand on one side of a conjunction."""
_REQUEST = re.compile(
    r"(?<![A-Za-z])(?:GET|POST|PUT|PATCH|DELETE|HEAD)\s{1,3}(?:https?://|/)\S*(?:\s{1,3}HTTP/[\d.]+)?"
    r"|(?<![\w.\-])[1-5]\d\d\s?\(?(?:OK|Created|No Content|Moved|Found|Not Modified|Bad Request|Unauthorized|Forbidden|"
    r"Not Found|Conflict|Too Many Requests|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)\b\)?",
    re.IGNORECASE | re.ASCII,
)
"""Requests and statuses that are HTTP's alone: their words are not about an error of the SDK."""


def without_http(text: str) -> str:
    """Return a text with spaces instead of HTTP's own requests and statuses, all else at its place."""
    return _REQUEST.sub(lambda found: " " * len(found[0]), text)


def without_varying(line: str) -> str:
    """Return a line without its numbers, ids and signs: what the lines of a log that say the same have in common."""
    return _VARYING.sub("", line)


def sentences(text: str) -> list[Piece]:
    """Return the lines and sentences of a text with their places, those that differ only in numbers and ids once."""
    alike: dict[str, Piece] = {}
    for at, part in _parts(text, _SENTENCE_END):
        alike.setdefault(without_varying(part), (at, part))
    found = list(alike.values())
    if len(found) > _MOST_SENTENCES:
        found = sorted(found, key=lambda pair: not _TELLING.search(pair[1]))[:_MOST_SENTENCES]
    return found


def clauses(text: str) -> list[Piece]:
    """Return what stands between commas and the like, without labels; with it, where several errors are asked for, what stands between conjunctions."""
    parts = [
        (at, part) for at, part in _parts(text, _CLAUSE_END) if says_something(part) and not _is_label(text, at, part)
    ]
    if asks_for_several(text) or tells_another(text):
        linked = [(at, part) for at, part in _parts(text, _LINKED_END) if says_something(part)]
        # Between conjunctions `群满了` says enough.
        parts += [
            (at, part)
            for at, part in linked
            if (at, part) not in parts
            and (is_chinese(part) or not is_one_word(part))
            and not _is_heading(text, at, part)
        ]
    return parts


def with_following(text: str, start: int, end: int) -> str:
    """Return a clause with what follows it on its line, which tells whether it denies: `不是网络的问题，是…`."""
    return text[start:end] + text[end : end + _FOLLOWING].partition("\n")[0].rstrip()


def is_of_parts(text: str, clauses: Sequence[Piece]) -> bool:
    """Return whether parts of a text mean different things: it has several lines, asks for several errors, tells something besides, or denies."""
    if "\n" in text.strip() or asks_for_several(text) or tells_another(text):
        return True
    return any(is_denial(with_following(text, at, at + len(part))) for at, part in clauses)


def _is_label(text: str, at: int, clause: str) -> bool:
    """Return whether a clause is a single word, or the label of what follows it: `Context:`, `操作步骤：`."""
    if is_one_word(clause):
        # `群没满` says enough.
        return not is_denial(with_following(text, at, at + len(clause)))
    return _is_heading(text, at, clause)


def _is_heading(text: str, at: int, clause: str) -> bool:
    return text[at + len(clause) :].lstrip()[:1] == ":" and len(clause) <= _LONGEST_LABEL


def _parts(text: str, end: re.Pattern[str]) -> Iterator[Piece]:
    """Yield the pieces of a text between its ends, each with its place and no longer than what is read as one."""
    start = 0
    for gap in [*end.finditer(text), None]:
        piece = text[start : gap.start() if gap else len(text)]
        stripped = piece.strip()
        if len(stripped) >= _SHORTEST:
            yield start + piece.index(stripped[0]), stripped[:LONGEST_PIECE]
        if gap:
            start = gap.end()
