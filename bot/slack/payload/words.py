"""Slack's words, such as types and error codes, made safe to log."""

from __future__ import annotations

import re

_WORD = re.compile(r"/?[A-Za-z0-9_-]{1,60}")


def word(found: object) -> str:
    """Return a word of Slack's; `unknown` for any other value."""
    return found if isinstance(found, str) and _WORD.fullmatch(found) else "unknown"
