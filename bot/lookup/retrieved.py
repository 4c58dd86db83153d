"""The reader of words for tables that nothing was trained for: which of the table's own lines a text comes closest to."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bot.lookup.claim import Claim, Kind
from bot.lookup.constants import spoken_name
from bot.lookup.retrieval import Retrieval
from bot.lookup.text import fold

if TYPE_CHECKING:
    from bot.lookup.text import Text
    from db.catalog import Catalog

_MOST_CODES = 10
_CLOSE = 0.75
"""How close a line has to come, for a firm answer."""
_NEAR = 0.45
"""The same, for candidates."""
_LEAD = 0.08
"""By how much the closest entry has to be closer than the next, for a firm answer."""
_SURE, _UNSURE = 0.95, 0.65


class RetrievalReader:
    """Reads words by closeness; the strength of its claims stands for it on the judge's scale."""

    def __init__(self, catalog: Catalog) -> None:
        """Read by the lines of `catalog`."""
        self._catalog = catalog

    def read(self, text: Text) -> list[Claim]:
        """Return one claim for all of a text."""
        hits = self._retrieval.rank(text.normal, _MOST_CODES)
        if not hits:
            return []
        best, second = hits[0].score, hits[1].score if len(hits) > 1 else 0.0
        is_firm = best >= _CLOSE and best - second >= _LEAD
        strength = _SURE if is_firm else _UNSURE if best >= _NEAR else 0.0
        errors = tuple(self._catalog.own[hit.entry].error.id for hit in hits)
        scores = tuple(hit.score * strength for hit in hits) if is_firm else tuple(hit.score for hit in hits)
        whole = text.normal.strip()
        return [Claim((), 0, len(text.normal), Kind.RETRIEVED, strength, whole, scores, errors=errors)]

    def closest(self, error: str, text: str, *, without_chinese: bool = False) -> tuple[str, float]:
        """Return the error's own line that comes closest to a text, and how close, of 100."""
        del without_chinese
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - a question that is only a code must not pay the import

        lines = [line for at, line in self._own_lines if self._catalog.own[at].error.id == error]
        _, closeness, at = process.extractOne(fold(text), [fold(line) for line in lines], scorer=fuzz.ratio)
        return lines[at], closeness

    def shared_by(self, line: str) -> frozenset[str]:
        """Return nothing: no line of a table is said of several errors on purpose."""
        del line
        return frozenset()

    @cached_property
    def _own_lines(self) -> list[tuple[int, str]]:
        return [
            (at, line)
            for at, entry in enumerate(self._catalog.own)
            for line in (spoken_name(entry), entry.title.zh, entry.title.en, entry.meaning.zh, entry.meaning.en)
        ]

    @cached_property
    def _retrieval(self) -> Retrieval:
        return Retrieval(self._own_lines, fold)
