"""The lines of a text that a program wrote, told from those that somebody said: a log is pasted below a question, or above it."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bot.lookup.cues import says_something

_WRITTEN = (
    r"\s*(?:[{<|]|\[[\w .:,-]*\]\s*\[|\[(?:\d\d|vite\b|HMR\b|webpack|Vue warn)|\$\s|#\d+\s|>\s?(?:Task|Configure)\b|-[\[-]|\*\s(?:What went wrong|Try|Exception is):"
    r"|at\s+(?:async\s+)?[\w.$<>]+\s?\(|\d{1,4}[-:/]\d\d|\d{1,3}(?:\.\d{1,3}){3}|[VDIWEF]/|(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s"
    r"|(?:info|debug|trace|caused by|traceback)\b|[\w$.]+(?:Exception|Error)\b|[\w./\\-]+\.\w{1,5}:\d|[a-z][\w.]*\.[\w.]+:)"
)
"""How a line begins that a program wrote: a time, a level, a frame of a stack. `Error: …` and other fields are typed, too."""
_SAID = (
    r"[\u3400-\u9fff]{3}|^(?=(?:\W*\w+){4}).*\b(?:i|we|my|our|your|he|she|they|it|you|this|is|are|was|can|can't|cannot|why|what|when|how|after"
    r"|does|do|did|doesn't|don't|users?|someone|anyone|customer)\b"
)
"""What a line of somebody's words has, and a program's seldom."""

Span = tuple[int, int]
"""Where a line begins and ends."""


@lru_cache(maxsize=16)
def written_lines(text: str) -> tuple[Span, ...]:
    """Return the lines of a normalized text that a program wrote, if somebody's words stand beside them; else none."""
    return tuple(span for span in unsaid_lines(text) if _written().match(text, *span))


@lru_cache(maxsize=16)
def unsaid_lines(text: str) -> tuple[Span, ...]:
    """Return the lines of a normalized text that are not surely somebody's words, if such words stand beside them; else none."""
    if "\n" not in text:
        return ()
    lines: list[Span] = []
    start = 0
    for line in text.split("\n"):
        lines.append((start, start + len(line)))
        start += len(line) + 1
    unsaid = tuple(span for span in lines if not _is_said(text[slice(*span)]))
    return unsaid if len(unsaid) < len(lines) else ()


def _is_said(line: str) -> bool:
    return _written().match(line) is None and _said().search(line) is not None and says_something(line)


@cache
def _written() -> re.Pattern[str]:
    # Most questions have one line, and need not wait for this.
    return re.compile(_WRITTEN, re.IGNORECASE | re.ASCII)


@cache
def _said() -> re.Pattern[str]:
    return re.compile(_SAID, re.IGNORECASE)
