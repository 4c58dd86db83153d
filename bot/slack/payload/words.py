"""Slack's words, such as types and reasons, as the log may have them."""

from __future__ import annotations

import re

_WORD = re.compile(r"/?[A-Za-z0-9_-]{1,60}")


def word(found: object) -> str:
    """Return a word of Slack's; `unknown` for anything else that stands in its place."""
    return found if isinstance(found, str) and _WORD.fullmatch(found) else "unknown"
