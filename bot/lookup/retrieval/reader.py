"""The reader of words for tables that no model was trained for: which of the table's lines and phrasings a text comes closest to."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bot.lookup.claim import Claim, Kind
from bot.lookup.cues import without_asking
from bot.lookup.names.constants import spoken_name
from bot.lookup.retrieval.ranking import Retrieval
from bot.lookup.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.lookup.text import Text
    from db.catalog import Catalog
    from db.entry import Phrasing

_MOST_CODES = 10
_CLOSE = 0.75
"""How close a line has to come, for a firm answer."""
_NEAR = 0.45
"""The same, for candidates."""
_LEAD = 0.08
"""By how much the closest entry has to be closer than the next, for a firm answer."""
_SAME = 0.98
"""From here on a text is a line, which leads any other."""
_SURE, _UNSURE = 0.95, 0.65
_EVIDENCE = 4.0
"""A little less than most texts have for a model of words."""
_UNFIRM = 0.36
"""The probability of an entry that comes close enough to be shown, by its closeness: too little for a firm answer."""


class RetrievalReader:
    """Reads words by closeness; the strength of its claims stands for it on the judge's scale."""

    def __init__(self, catalog: Catalog, phrasings: Sequence[Phrasing] = ()) -> None:
        """Read by the lines of `catalog`, and by phrasings of its errors."""
        self._catalog = catalog
        self._phrasings = phrasings

    def read(self, text: Text) -> list[Claim]:
        """Return one claim for all of a text; none where it comes closest to a phrasing that no error answers."""
        hits = self._retrieval.rank(text.normal, _MOST_CODES)
        if not hits or hits[0].entry == self._none:
            return []
        hits = [hit for hit in hits if hit.entry != self._none]
        best, second = hits[0].score, hits[1].score if len(hits) > 1 else 0.0
        is_firm = best >= _CLOSE and (best - second >= _LEAD or best >= _SAME > second)
        strength = _SURE if is_firm else _UNSURE if best >= _NEAR else 0.0
        errors = tuple(self._catalog.own[hit.entry].error.id for hit in hits)
        # The judge takes a share of the closeness for a probability.
        share = _SURE if is_firm else _UNFIRM
        scores = tuple(hit.score * share for hit in hits)
        whole = text.normal.strip()
        return [
            Claim((), 0, len(text.normal), Kind.RETRIEVED, strength, whole, scores, errors=errors, evidence=_EVIDENCE)
        ]

    def closest(self, error: str, text: str, *, without_chinese: bool = False) -> tuple[str, float]:
        """Return the line that is said of the error and comes closest to a text, and how close, of 100."""
        del without_chinese
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - a question that is only a code must not pay the import

        lines = self._lines_of[error]
        # The text may come without the words that only ask.
        folded = [fold(form) for line in lines for form in (line, without_asking(line))]
        _, closeness, at = process.extractOne(fold(text), folded, scorer=fuzz.ratio)
        return lines[at // 2], closeness

    def shared_by(self, line: str) -> frozenset[str]:
        """Return the ids of all errors of which a line is said alike; empty where it is said of one alone."""
        return self._shared.get(line, frozenset())

    @property
    def _none(self) -> int:
        """The place of the phrasings that no error answers: behind the entries."""
        return len(self._catalog.own)

    @cached_property
    def _lines_of(self) -> dict[str, list[str]]:
        lines: dict[str, list[str]] = {}
        for at, line in self._lines:
            if at != self._none:
                lines.setdefault(self._catalog.own[at].error.id, []).append(line)
        return lines

    @cached_property
    def _shared(self) -> dict[str, frozenset[str]]:
        return {said.text: frozenset(said.errors) for said in self._phrasings if len(said.errors) > 1}

    @cached_property
    def _lines(self) -> list[tuple[int, str]]:
        """What the table says of its entries, each line once, then the phrasings; each with the place of its entry."""
        own = (
            (at, line)
            for at, entry in enumerate(self._catalog.own)
            for line in (spoken_name(entry), entry.title.zh, entry.title.en, entry.meaning.zh, entry.meaning.en)
        )
        places = {entry.error.id: at for at, entry in enumerate(self._catalog.own)}
        said = (
            (place, phrasing.text)
            for phrasing in self._phrasings
            for place in ([places[error] for error in phrasing.errors] or [self._none])
        )
        return list(dict.fromkeys((*own, *said)))

    @cached_property
    def _retrieval(self) -> Retrieval:
        return Retrieval(self._lines, fold)
