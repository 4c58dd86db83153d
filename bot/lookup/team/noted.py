"""The reader of a team's notes: words that only a note has lead to its error, as one to pick."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.lookup.claim import Claim, Kind
from bot.lookup.corpus import asking_lines
from bot.lookup.text import normalize, quoted, simplify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.lookup.text import Text
    from db.catalog import Catalog, Learned

MOST_CLAIMS = 3
_MOST_READ = 4_000
_MOST_TERMS = 32
_STRENGTH, _MOST_STRENGTH = 0.3, 0.6
"""How sure one word of a note makes its error, and how sure several do: never enough for a firm answer."""
_TERM = re.compile(r"[a-z][a-z0-9]*+(?:[_.#-][a-z0-9]++)*+|[\u3400-\u9fff]{2,}+")
_LEAST_LETTERS = 4
_OFTEN = 3
"""A word that fewer phrasings have is what somebody's trade is about: `lighthouse`."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a team wrote down about an error."""

    error_id: str
    text: str
    platform: str = ""


class Vocabulary:
    """The words of the table, of its phrasings and of how people ask: all that a note does not have alone."""

    def __init__(self, catalog: Catalog, learned: Learned) -> None:
        """Know the words of a table."""
        own = {term for line in _lines(catalog) for term in _terms(line)}
        said = Counter(
            term
            for line in (*(said.text for said in learned.phrasings), *asking_lines())
            for term in frozenset(_terms(line))
        )
        self._known = frozenset(own.union(term for term, lines in said.items() if lines >= _OFTEN))

    def telling(self, text: str) -> tuple[str, ...]:
        """Return the words of a question, and its pairs of Chinese characters, that only a note may have: what to search notes for."""
        return tuple(sorted({term for term in _terms(text) if term not in self._known}))[:_MOST_TERMS]

    def read(self, text: Text, notes: Iterable[Note]) -> list[Claim]:
        """Return the errors of the notes that share telling words with a text, the surest first."""
        terms = frozenset(self.telling(text.question))
        best: dict[tuple[str, str], tuple[float, str]] = defaultdict(lambda: (0.0, ""))
        for note in notes:
            about = note.error_id, note.platform
            if weight := _weight(terms & frozenset(_terms(note.text))):
                best[about] = min(best[about], (-min(weight * _STRENGTH, _MOST_STRENGTH), note.text))
        ranked = sorted((found, about) for about, found in best.items())[:MOST_CLAIMS]
        return [
            Claim((), 0, len(text.normal), Kind.NOTED, -strength, quoted(note), errors=(error,), platform=platform)
            for (strength, note), (error, platform) in ranked
        ]


def _weight(shared: frozenset[str]) -> int:
    """Return how many words are shared; a pair of Chinese characters is half of one, if another one follows."""
    words = sum(term.isascii() for term in shared)
    pairs = {term for term in shared if not term.isascii()}
    chained = sum(any(other[0] == pair[1] for other in pairs if other != pair) for pair in pairs)
    return words + chained


def _terms(text: str) -> Iterator[str]:
    """Yield the words of a text that may be names, and its pairs of Chinese characters."""
    for found in _TERM.findall(simplify(normalize(text[:_MOST_READ]).lower())):
        if found[0] >= "\u3400":
            yield from (found[at : at + 2] for at in range(len(found) - 1))
        elif len(found) >= _LEAST_LETTERS:
            yield found


def _lines(catalog: Catalog) -> Iterator[str]:
    """Yield all that the table says of its errors."""
    for entry in catalog.entries:
        yield entry.name
        for text in (entry.title, entry.meaning, *entry.causes, *(action.text for action in entry.actions)):
            yield from (text.zh, text.en)
