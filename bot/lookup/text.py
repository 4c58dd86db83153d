"""Text made comparable: width, minus signs, quotes; and which language a question is in."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.entry import Lang

_SAME = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63", "-"),
        **dict.fromkeys("“”„‟「」『』", '"'),
        **dict.fromkeys("‘’‚‛", "'"),
        **dict.fromkeys("\u200b\u200c\u200d\ufeff\u00ad", ""),
    }
)

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_LANGUAGE_FLAG = re.compile(r"(?:^|\s)--(en|zh)(?=\s|$)", re.IGNORECASE)
_NOT_PROSE = re.compile(
    r"(?<![A-Za-z0-9_])(?=[A-Za-z]*+[_\d])[A-Za-z0-9_]++|https?://\S+|(?<![A-Za-z])(?:imerr|err(?:or)?(?:code)?|codes?|type)(?![A-Za-z])",
    re.IGNORECASE,
)


def normalize(text: str) -> str:
    """Give `text` with compatibility forms folded (full width to ASCII), one kind of minus sign and of quote."""
    return unicodedata.normalize("NFKC", text).translate(_SAME)


def take_language_flag(text: str) -> tuple[str, Lang | None]:
    """Split `--en` or `--zh` off a question; the last one wins."""
    flags = _LANGUAGE_FLAG.findall(text) if "--" in text else []
    if not flags:
        return text, None
    return _LANGUAGE_FLAG.sub(" ", text).strip(), "zh" if flags[-1].lower() == "zh" else "en"


def language_of(text: str) -> Lang | None:
    """Give the language that a question is asked in; None where it has no words of its own, only codes and constants."""
    if _HAN.search(text):
        return "zh"
    return "en" if _WORD.search(_NOT_PROSE.sub(" ", text)) else None


def clip(text: str, length: int) -> str:
    """Give `text` on one line, cut to at most `length` characters with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
