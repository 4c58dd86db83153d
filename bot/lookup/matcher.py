"""Ranking: which entries a sentence could mean, by the closeness of its words to the table's titles and meanings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lookup.answer import Evidence, Match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.entry import Entry

MOST_MATCHES = 10
_MOST_CHARACTERS = 200
"""A sentence is compared by its beginning: what stands behind that is context, and the time must stay bounded."""


class Matcher:
    """Ranks the entries of one table for free text."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Lay out the lines to compare with; nothing is compared yet."""
        self._lines: list[tuple[Entry, Evidence, str]] = []
        for entry in entries:
            words = entry.name.replace("WEBIM_", "").replace("CONNCTION", "CONNECTION").replace("_", " ").lower()
            self._lines.append((entry, Evidence.NAME_PART, words))
            for text, evidence in ((entry.title, Evidence.TITLE), (entry.meaning, Evidence.MEANING)):
                self._lines += [(entry, evidence, text.zh), (entry, evidence, text.en)]
        self._compared = [line.lower() for _, _, line in self._lines]

    def rank(self, text: str) -> list[Match]:
        """Give the entries that fit a normalized text best, at most ten, best first, each with its closest line."""
        from rapidfuzz import fuzz  # noqa: PLC0415 - a question that is only a code must not pay the import

        query = text.lower().strip()[:_MOST_CHARACTERS]
        if not query:
            return []
        best: dict[int, Match] = {}
        for (entry, evidence, line), compared in zip(self._lines, self._compared, strict=True):
            score = (2 * fuzz.ratio(query, compared) + fuzz.token_set_ratio(query, compared)) / 300
            if entry.code not in best or score > best[entry.code].score:
                best[entry.code] = Match(entry, round(score, 4), evidence, line)
        return sorted(best.values(), key=lambda match: (-match.score, match.entry.code))[:MOST_MATCHES]
