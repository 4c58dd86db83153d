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

_GAP = re.compile(r"[\s\"'`.,:;!?()\[\]{}<>-]+")
_CLEAR_WORDS = 4
"""A message of so many words stands in nobody's sentence by chance."""
_MOSTLY = 0.5
"""A shorter one counts where it is more than this part of the words that are asked, or stands apart from the others."""
_APART = re.compile(r"""[:=\]>"'`“]\s*$""")
_ENDED = re.compile(r"""^[\s.!?)]*(?:$|["'`”},\]\r\n])""")
_MOST_CLAIMS = 8


class Messages:
    """The reader of literal messages."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Read the messages of `entries`."""
        self._entries = tuple(entry for entry in entries if entry.behaviour.messages)

    @cached_property
    def _said(self) -> dict[str, dict[str, tuple[Entry, ...]]]:
        """The entries of each message, by its first word."""
        found: dict[str, dict[str, tuple[Entry, ...]]] = {}
        for entry in self._entries:
            for message in entry.behaviour.messages:
                if said := as_said(message):
                    alike = found.setdefault(said.partition(" ")[0], {})
                    alike[said] = (*alike.get(said, ()), entry)
        return found

    def read(self, text: Text) -> list[Claim]:
        """Return a claim for each message that stands in a text, the longest first; one within another is part of it."""
        if not self._entries:
            return []
        asked = as_said(text.normal)
        padded = f" {asked} "
        words = asked.split(" ")
        here = [
            (said, entries)
            for first in dict.fromkeys(words)
            if first in self._said
            for said, entries in self._said[first].items()
            if f" {said} " in padded and _is_quoted(text.normal, len(words), said)
        ]
        claims: list[Claim] = []
        for said, entries in sorted(here, key=lambda pair: -len(pair[0])):
            if not any(f" {said} " in f" {claim.quote} " for claim in claims):
                start, end = _span(text.normal, said) or (0, len(said))
                keys = tuple(dict.fromkeys(entry.key for entry in entries))
                claims.append(Claim(keys, start, end, Kind.MESSAGE, 1.0, said))
        return claims[:_MOST_CLAIMS]


def _is_quoted(text: str, asked: int, said: str) -> bool:
    """Return whether a message stands in a text of so many words as a message, not as anybody's own words."""
    words = said.count(" ") + 1
    if words >= min(asked, _CLEAR_WORDS) or 1 < words > _MOSTLY * asked:
        return True
    span = _span(text, said)
    if span is None:
        return False
    return _APART.search(text[: span[0]]) is not None and _ENDED.match(text[span[1] :]) is not None


def _span(text: str, said: str) -> tuple[int, int] | None:
    """Return where a message stands in a text, whatever is between its words."""
    found = re.search(_GAP.pattern.join(map(re.escape, said.split(" "))), text, re.IGNORECASE)
    return found.span() if found else None


def as_said(text: str) -> str:
    """Return a text as messages are compared: its words in small letters, apart by one space."""
    return _GAP.sub(" ", text.lower()).strip()
