"""Ranking: which entries a text in people's own words could mean, each with its probability and what made it fit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from bot.lookup.answer import Evidence, Match
from bot.lookup.framing import is_vague, parts_told, without_frame
from bot.lookup.names import spoken_name
from bot.lookup.text import aloud, clip, fold, is_chinese, is_one_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.lookup.model import Model
    from bot.lookup.retrieval import Retrieval
    from db.catalog import Catalog, Learned
    from db.entry import Entry

MOST_MATCHES = 10
_WHOLE = 200
"""A text up to this length is read as one; of a longer one, each line or sentence for itself."""
_MOST_SEGMENTS = 40
_VARYING = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z_]*+\d[A-Za-z0-9_]*+|[^\w\u3400-\u9fff]")
_TELLING = re.compile(
    r"[\u3400-\u9fff]|err|fail|exce|denied|reject|invalid|unable|cannot|can't|timed? ?out", re.IGNORECASE
)
"""Segments with one of these are read first where there are too many."""
_SEGMENT_END = re.compile(r"[\r\n]+|(?<=[。！？；;])|(?<=[.!?])\s")
_SENTENCES = 8
"""Up to so many segments are sentences, to be freed of what stands around their questions; more are a log."""
_CLAUSE_END = re.compile(r"[，。！？；：,.!?;:~…\"\r\n]+|\s[-–—]+\s")
_SHORTEST_CLAUSE = 2
_DIGIT = re.compile(r"\d")
_OF_TWO = 0.6
"""How probable it has to be that the clause means one of its two best entries: a few words out of context mean a little of all."""
_CLEAR_PART = 0.85
"""How probable it has to be that part of a sentence means an error, to be read without the rest of it."""
_QUOTE = 80
_LATIN = re.compile(r"[a-z]+")
_SAME_ALOUD = 75
_SAME_SAID = 85
"""From this closeness on, of 100, a text is taken for a line that is said of several entries alike."""
_SAME_WORD = 81
"""From this closeness on, of 100, a single word is taken for a line."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """At most ten matches, best first, and how probable it is that any of them is meant at all."""

    matches: tuple[Match, ...]
    any_meant: float
    retrieved: bool = False
    """Whether the scores are closeness and no probabilities: nothing was trained for this table."""
    typed_in_pinyin: bool = False
    """Whether the text sounds like a Chinese line: its letters are no English."""
    shared_by: frozenset[int] = frozenset()
    """The codes of all entries of which one says just this; empty where it is said of the best one alone."""
    out_of_context: bool = False
    """Whether only a few words in the middle of a sentence were read, which may not be what the sentence is about."""
    topic_only: bool = False
    """Whether the text is a single word that is said of no entry by itself: it names a thing, and no trouble with it."""

    @property
    def of_two(self) -> float:
        """How probable it is that one of the best two is meant."""
        return sum(match.score for match in self.matches[:2])


class Matcher:
    """Ranks the entries of one table for free text. What it needs for that is read at the first question."""

    def __init__(self, catalog: Catalog, learn: Callable[[], Learned]) -> None:
        """Prepare; `learn` gives what was learned for the table."""
        self._catalog = catalog
        self._learn = learn
        self._spoken: dict[int, list[tuple[str, str]]] = {}

    def rank(self, text: str) -> Ranking:
        """Rank the entries for a normalized text."""
        if self._model is None:
            return self._retrieved(without_frame(text))
        segments = _segments(without_frame(text))
        if 1 < len(segments) <= _SENTENCES:
            segments = [without_frame(segment) for segment in segments]
        ranking, said = self._clearest(self._model, segments)
        if len(segments) == 1 and ranking.any_meant < self._catalog.thresholds.meant:
            # What else is said in a sentence makes it no less likely that one of its clauses tells an error.
            if clause := self._clear(self._model, _clauses(said)):
                ranking, said = clause
            elif ranking.any_meant < self._catalog.thresholds.possible and (
                part := self._clear(self._model, parts_told(said))
            ):
                ranking, said = replace(part[0], out_of_context=True), part[1]
        return self._quoted(ranking, said)

    def _clear(self, model: Model, texts: Sequence[str]) -> tuple[Ranking, str] | None:
        """Give the ranking and the text, of parts of a sentence, that means an error clearly enough; None where none does."""
        if not texts:
            return None
        ranking, text = self._clearest(model, texts)
        return (ranking, text) if ranking.any_meant >= _CLEAR_PART and ranking.of_two >= _OF_TWO else None

    def _clearest(self, model: Model, texts: Sequence[str]) -> tuple[Ranking, str]:
        """Rank for each of several texts; give the ranking with the most probable match, and the text."""
        ranked = ((self._predicted(model, text), text) for text in texts)
        return max(ranked, key=lambda pair: pair[0].matches[0].score)

    @cached_property
    def learned(self) -> Learned:
        """What was learned for the table, read when it is first needed."""
        return self._learn()

    @cached_property
    def _model(self) -> Model | None:
        if not self.learned.arrays:
            return None
        from bot.lookup.model import Model  # noqa: PLC0415 - a question that is only a code must not pay for numpy

        return Model(self.learned.arrays)

    @cached_property
    def _lines(self) -> dict[int, list[str]]:
        """Give what is said of each entry, to quote what came closest."""
        lines = {entry.code: [entry.title.zh, entry.title.en] for entry in self._catalog.entries}
        for phrasing in self.learned.phrasings:
            for code in phrasing.codes:
                lines[code].append(phrasing.text)
        return lines

    @cached_property
    def _shared(self) -> dict[str, frozenset[int]]:
        """Give the lines that are said of several entries, with the codes of all."""
        return {said.text: frozenset(said.codes) for said in self.learned.phrasings if len(said.codes) > 1}

    def _predicted(self, model: Model, text: str) -> Ranking:
        probabilities = model.probabilities(text)
        none = 0.0
        scored: list[tuple[float, Entry]] = []
        for label, probability in zip(model.labels, probabilities.tolist(), strict=True):
            if label is None:
                none = probability
            else:
                scored.append((probability, self._catalog.by_code[label]))
        scored.sort(key=lambda pair: (-pair[0], pair[1].code))
        matches = tuple(
            Match(entry, round(probability, 4), Evidence.PHRASE, "") for probability, entry in scored[:MOST_MATCHES]
        )
        return Ranking(matches, 1 - none)

    def _quoted(self, ranking: Ranking, text: str) -> Ranking:
        """Give the ranking with, for its best match, the line that comes closest to the text when both are read aloud."""
        best, *others = ranking.matches
        line, closeness = self._closest(best.entry.code, text)
        typed_in_pinyin = closeness >= _SAME_ALOUD and _is_spelt(text, line)
        shared_by = self._shared.get(line, frozenset()) if closeness >= _SAME_SAID else frozenset()
        if is_chinese(line) and not is_chinese(text) and not typed_in_pinyin:
            # Its reader may have no Chinese.
            line, _ = self._closest(best.entry.code, text, without_chinese=True)
        quoted = replace(best, quote=clip(line, _QUOTE))
        return replace(
            ranking,
            matches=(quoted, *others),
            typed_in_pinyin=typed_in_pinyin,
            shared_by=shared_by,
            topic_only=closeness < _SAME_WORD and is_one_word(text),
        )

    def _closest(self, code: int, text: str, *, without_chinese: bool = False) -> tuple[str, float]:
        """Give what is said of an entry that sounds most like a text, and how much it does, of 100."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - as numpy above

        if code not in self._spoken:
            self._spoken[code] = [(line, aloud(fold(without_frame(line)))) for line in self._lines[code]]
        said = [pair for pair in self._spoken[code] if not (without_chinese and is_chinese(pair[0]))]
        _, closeness, at = process.extractOne(aloud(fold(text)), [spoken for _, spoken in said], scorer=fuzz.ratio)
        return said[at][0], closeness

    @cached_property
    def _own_lines(self) -> list[tuple[int, str]]:
        entries = self._catalog.entries
        return [
            (at, line)
            for at, entry in enumerate(entries)
            for line in (spoken_name(entry), entry.title.zh, entry.title.en, entry.meaning.zh, entry.meaning.en)
        ]

    @cached_property
    def _retrieval(self) -> Retrieval:
        from bot.lookup.retrieval import Retrieval  # noqa: PLC0415 - as numpy above

        return Retrieval(self._own_lines, fold)

    def _retrieved(self, text: str) -> Ranking:
        """Rank by the closeness to the table's own lines, for a table that nobody wrote phrasings for."""
        hits = self._retrieval.rank(text, MOST_MATCHES)
        matches = tuple(
            Match(
                self._catalog.entries[hit.entry],
                round(hit.score, 4),
                Evidence.TITLE,
                clip(self._own_lines[hit.line][1], _QUOTE),
            )
            for hit in hits
        )
        best = matches[0].score if matches else 0.0
        return Ranking(matches, best, retrieved=True)


def _is_spelt(text: str, line: str) -> bool:
    """Whether a text without Chinese characters has more of a Chinese line than the Latin words in it."""
    return is_chinese(line) and not is_chinese(text) and not set(fold(text).split()) <= set(_LATIN.findall(fold(line)))


def _clauses(sentence: str) -> list[str]:
    """Give the parts of a sentence between its punctuation, if it has several, without what stands around a question.

    One with a number is left out: it is likely to tell how many of something there are (`our group has 500 members, all good`).
    """
    parts = [part.strip() for part in _CLAUSE_END.split(sentence)]
    if len(parts) == 1:
        return []
    return [
        without_frame(part)
        for part in parts
        if len(part) >= _SHORTEST_CLAUSE and not _DIGIT.search(part) and not is_vague(part)
    ]


def _segments(text: str) -> list[str]:
    """Give what of a text is read for itself: all of a short one, the different lines and sentences of a long one."""
    whole = text.strip()
    if len(whole) <= _WHOLE:
        return [whole]
    # Lines of a log that differ in their numbers and ids alone say the same.
    alike = {_VARYING.sub("", segment): segment for segment in reversed(_SEGMENT_END.split(whole)) if segment.strip()}
    in_order = list(alike.values())[::-1]
    segments = sorted(in_order, key=lambda segment: not _TELLING.search(segment))
    return [segment.strip()[:_WHOLE] for segment in segments[:_MOST_SEGMENTS]] or [whole[:_WHOLE]]
