"""Words that are typed in a hurry: slips of the keyboard and abbreviations, read as what people say of the errors."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"(?<![A-Za-z0-9_@#./:-])[A-Za-z]{2,20}(?![A-Za-z0-9_@#/:-]|\.\w)", re.ASCII)
_LONGEST = 80
_OFTEN = 4
"""A word that stands in fewer lines may itself be a slip."""
_SHORTEST, _LONG = 3, 7
"""A word of fewer letters is no slip; one of so many may have two."""
_ABBREVIATIONS = {
    "acc": "account",
    "acct": "account",
    "auth": "authentication",
    "cant": "can't",
    "conn": "connection",
    "dc": "disconnected",
    "dev": "device",
    "fnd": "found",
    "frnd": "friend",
    "grp": "group",
    "lst": "lost",
    "msg": "message",
    "msgs": "messages",
    "nt": "not",
    "ovr": "over",
    "perm": "permission",
    "perms": "permission",
    "pw": "password",
    "pwd": "password",
    "passwd": "password",
    "req": "request",
    "rm": "room",
    "srv": "server",
    "tkn": "token",
    "usr": "user",
}


class Speller:
    """Corrects the words that no line has."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Know the words of lines; they are read when they are first needed."""
        self._lines = lines
        self._nearest: dict[tuple[str, int], list[str]] = {}

    def corrected(self, text: str) -> str:
        """Return a short text with each unknown word as the likeliest one that people say; the text itself if it is long."""
        return text if len(text) > _LONGEST else _WORD.sub(lambda found: self._word(found[0]), text)

    def _word(self, word: str) -> str:
        from rapidfuzz import process  # noqa: PLC0415 - a question that is only a code must not pay the import
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - as above

        small = word.lower()
        if small in _ABBREVIATIONS:
            return _ABBREVIATIONS[small]
        if len(small) < _SHORTEST or small in self._known:
            return word
        slips = 2 if len(small) >= _LONG else 1
        near = self._near(small[0], len(small), slips)
        best = process.extractOne(small, near, scorer=OSA.distance, score_cutoff=slips)
        return best[0] if best else word

    def _near(self, letter: str, length: int, slips: int) -> list[str]:
        """Return the known words that begin with a letter and are longer or shorter by so many letters at most."""
        key = letter, length
        if key not in self._nearest:
            words = self._by_letter.get(letter, ())
            self._nearest[key] = [word for word in words if abs(len(word) - length) <= slips]
        return self._nearest[key]

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(word.lower() for line in self._lines for word in {*_WORD.findall(line)})

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(word for word, count in self._counts.items() if count >= _OFTEN)

    @cached_property
    def _by_letter(self) -> dict[str, list[str]]:
        """The words by their first letter, which a slip seldom changes, the most frequent first: of equally near ones it is likelier."""
        found: dict[str, list[str]] = {}
        for word, count in self._counts.most_common():
            if count >= _OFTEN and len(word) >= _SHORTEST:
                found.setdefault(word[0], []).append(word)
        return found
