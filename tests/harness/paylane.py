"""The source of an invented product, and what may not be said with it."""

from __future__ import annotations

import re
from pathlib import Path

PAYLANE = Path(__file__).parents[1] / "data" / "paylane"
"""An invented payments product: codes that are text, one language, no platforms."""

OF_EASEMOB = re.compile(
    r"easemob|环信|hyphenate|IM SDK|WEBIM|SDK|mini-program|chat room|\bgroup(?:s|_\w+)?\b|\b60[0-9]\b|507"
    r"|--zh|--en|[\u4e00-\u9fff]|every platform|all platforms",
    re.IGNORECASE,
)
"""Words of the shipped table's product, its examples, and anything that offers another language."""


def foreign_in(text: str) -> list[str]:
    """Return the words in a text that belong to the shipped table's product."""
    return OF_EASEMOB.findall(text)
