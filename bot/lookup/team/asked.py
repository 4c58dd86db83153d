"""The key under which questions are counted and compared: the same for a question typed in another way."""

from __future__ import annotations

import re
import string
import unicodedata

from bot.lookup.text import Text, simplify
from db.masking import PLACEHOLDERS, USER, masked

LONGEST_KEY = 200
_READ = 4_000
"""So much of a text is read for its key."""
_PRINTED = string.ascii_letters + string.digits + string.punctuation
_EMOJI = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]{0,40}+:(?![\w:])")
"""As Slack writes it: `:warning:`."""
_DECORATION = re.compile(
    r"[*`~\"'“”‘’|…·•→，。、；：？！（）【】《》(),;!?\[\]{}]++|(?<!\w)_++|(?<!_)_++(?!\w)|(?<![\w>])>++(?=\s)|(?<![.:&-])[.:&-]++(?=\s|\Z)"
)
_UNSEEN = {"So", "Sk", "Cf", "Cc", "Cs"}
"""Unicode's categories of emoji and their modifiers, and of what is not seen."""
_CUT_PLACEHOLDER = re.compile(r"<[a-z]*\Z")


def normalized_question(question: str | Text) -> str:
    """Return a question without secrets, personal data and decoration, in lower case and simplified characters.

    At most `LONGEST_KEY` characters; empty where nothing but decoration was asked.
    """
    read = (question if isinstance(question, Text) else Text(question)).normal
    if len(read) > _READ:
        # Cut between words: half of a secret looks like none.
        read = read[:_READ].rstrip(_PRINTED)
    return _CUT_PLACEHOLDER.sub("", _key(read)[:LONGEST_KEY]).rstrip()


def whole_question(question: str | Text) -> str:
    """Return a normalized question that is not cut: of two long ones with the same key, it tells whether they are equal."""
    return _key((question if isinstance(question, Text) else Text(question)).normal)


def is_cut(key: str) -> bool:
    """Return whether a normalized question may be the beginning of a longer one."""
    return len(key) >= LONGEST_KEY - max(map(len, PLACEHOLDERS))


def _key(read: str) -> str:
    seen = "".join(" " if unicodedata.category(each) in _UNSEEN else each for each in read)
    plain = _DECORATION.sub(" ", _EMOJI.sub(" ", masked(seen).replace(USER, " ").lower()))
    # Digits with marks between them may be a phone number.
    return " ".join(masked(simplify(plain)).split())
