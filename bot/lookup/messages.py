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
_LEAST_WORDS = 2
_LEAST_LENGTH = 11
"""A shorter message stands in other sentences, too; it counts only where it is all that is asked."""
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
            is_all = plain.strip() == said
            if not is_all and (said.count(" ") + 1 < _LEAST_WORDS or len(said) < _LEAST_LENGTH):
                continue
            taken += f" {said} |"
            keys = tuple(dict.fromkeys(entry.key for entry in entries))
            start = max(text.normal.lower().find(said), 0)
            claims.append(Claim(keys, start, start + len(said), Kind.MESSAGE, 1.0, said))
            if len(claims) >= _MOST_CLAIMS:
                break
        return claims


def _plain(text: str) -> str:
    return _GAP.sub(" ", text.lower()).strip()
