"""What the SDK and its server literally say: a text in which such a message stands means its error."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from bot.lookup.claim import Claim, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.lookup.text import Text
    from db.entry import Entry

_GAP = re.compile(r"[\s\"'`.,:;!?()\[\]{}<>_-]+")
_CLEAR_WORDS = 4
"""A message of so many words stands in nobody's sentence by chance."""
_MOSTLY = 0.5
"""A shorter one counts where it is at least this part of the words that are asked, or stands apart from the others."""
_APART = re.compile(r"""[:=\]>"'`“]\s*$""")
_ENDED = re.compile(r"""^\s*(?:$|["'`”},\]\r\n])""")
_MOST_CLAIMS = 8


class Messages:
    """The reader of literal messages."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Read the messages of `entries`."""
        self._entries = tuple(entry for entry in entries if entry.behaviour.messages)

    @cached_property
    def _said(self) -> dict[str, tuple[Entry, ...]]:
        """The entries of each message, the longest message first."""
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            for message in entry.behaviour.messages:
                found.setdefault(_plain(message), []).append(entry)
        return {said: tuple(found[said]) for said in sorted(found, key=len, reverse=True)}

    def read(self, text: Text) -> list[Claim]:
        """Return a claim for each message that stands in a text, the longest first; one within another is part of it."""
        if not self._entries or not any(character.isalpha() for character in text.normal):
            return []
        plain = f" {_plain(text.normal)} "
        claims: list[Claim] = []
        taken = ""
        for said, entries in self._said.items():
            if f" {said} " not in plain or f" {said} " in taken:
                continue
            if not _is_quoted(text.normal, plain, said):
                continue
            taken += f" {said} |"
            keys = tuple(dict.fromkeys(entry.key for entry in entries))
            start = max(text.normal.lower().find(said), 0)
            claims.append(Claim(keys, start, start + len(said), Kind.MESSAGE, 1.0, said))
            if len(claims) >= _MOST_CLAIMS:
                break
        return claims


def _is_quoted(text: str, plain: str, said: str) -> bool:
    """Return whether a message stands in a text as a message, not as anybody's own words."""
    words = said.count(" ") + 1
    if words >= _CLEAR_WORDS or words >= _MOSTLY * len(plain.split()):
        return True
    start = text.lower().find(said)
    if start < 0:
        return False
    return _APART.search(text[:start]) is not None and _ENDED.match(text[start + len(said) :]) is not None


def _plain(text: str) -> str:
    return _GAP.sub(" ", text.lower()).strip()
