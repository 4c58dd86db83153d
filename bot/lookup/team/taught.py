"""The reader of what a team taught: which of its lessons a question is, or is like.

An index of character pieces gives the few lessons that share most with a question, and rapidfuzz compares these with it letter
by letter. Lessons are added and removed one by one, also while others read.
"""

from __future__ import annotations

import math
import re
import zlib
from array import array
from collections import Counter
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz

from bot.lookup.claim import Claim, Kind
from bot.lookup.cues import is_denial, without_asking
from bot.lookup.team.asked import is_cut, normalized_question, whole_question
from bot.lookup.text import is_chinese, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from bot.lookup.text import Text

LEAST_ALIKE = 0.6
"""A lesson that is less like a question says nothing of it."""
OTHER_NUMBERS = 0.7
"""The most that a lesson with other numbers, or none, is like a question."""
MOST_CLAIMS = 5
_MOST_ADDED = 20_000
"""So many places of the index are added up for a question, those of its rarest pieces first; this bounds the time."""
_COMPARED = 48
"""So many of the lessons that share most with a question are compared letter by letter."""
_ROUNDED = 1e6
"""The weights of equal pieces may be added in another order: sums that differ by less than its inverse are equal."""
_TIE_BITS = 24
_SHORT, _MEDIUM, _LONG = 6, 8, 20
"""Sizes of lessons, in Chinese characters: a shorter one stands in other questions by accident, a long one does not."""
_PARTLY, _MOSTLY = 0.8, 0.92
"""How like a question a lesson is that stands in it, and one that is long or much of it."""
_EQUAL = 2.0
"""How like itself a lesson is: more than one that differs only in the asking."""
_MUCH_OF_IT, _MOST_OF_IT = 0.5, 0.7
_MOST_REMOVED = 1_000
"""From so many removed lessons on, and half of all, the index is built anew."""
_WORD = re.compile(r"[\u3400-\u9fff]+|[^\s\u3400-\u9fff]+")
_NUMBER = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question that a team says means an error.

    `platform` is the one that it is said of; empty for any. `is_trusted`: taught on purpose, or picked by two people. A single
    pick may be a mistake, and teaches nothing.
    """

    question: str
    error_id: str
    platform: str = ""
    is_trusted: bool = False
    key: str = field(default="", compare=False)
    """The normalized question where it is stored beside it: to compute it takes most of the time of learning many."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A question in the form in which questions are compared."""

    key: str
    words: str
    """The key without what only asks."""
    numbers: frozenset[str]
    is_denial: bool

    @property
    def size(self) -> int:
        """The number of Chinese characters, or half of that of letters."""
        return len(self.words) if is_chinese(self.words) else len(self.words) // 2

    def _contains(self, lesson: _Said) -> float:
        """Return how like a lesson this question is where that stands in it; what stands around may mean something else."""
        telling = lesson.words if len(lesson.words) >= len(lesson.key) * _MOST_OF_IT else lesson.key
        if not (telling in self.words or lesson.key in self.key) or lesson.size < _SHORT:
            return 0.0
        is_long = lesson.size >= _LONG or (
            lesson.size >= _MEDIUM and len(lesson.words) >= len(self.words) * _MUCH_OF_IT
        )
        return _MOSTLY if is_long else _PARTLY

    def likeness(self, lesson: _Said, shared: float) -> float:
        """Return how like a lesson this question is, with that share of pieces in common.

        1 where only the asking differs, 0 where one of them denies.
        """
        contained = self._contains(lesson)
        if self.is_denial is not lesson.is_denial and (self.is_denial or not contained):
            return 0.0
        found = (fuzz.ratio(self.words, lesson.words) / 100 + shared) / 2
        if max(contained, found) < LEAST_ALIKE:
            return 0.0
        # Of few words, the asking may be what tells: `all good now?`.
        found = max(contained, found if min(self.size, lesson.size) >= _SHORT else min(found, _PARTLY))
        if is_cut(lesson.key):
            # What comes later in both may be what tells.
            found = min(found, _PARTLY)
        return found if self.numbers == lesson.numbers else min(found, OTHER_NUMBERS)


class Taught:
    """The lessons of one workspace."""

    def __init__(self, lessons: Iterable[Lesson] = ()) -> None:
        """Learn these lessons."""
        self._lock = Lock()
        self._clear()
        for lesson in lessons:
            self.add(lesson)

    def __len__(self) -> int:
        """Return the number of lessons, without single picks and empty questions."""
        return self._count

    def add(self, lesson: Lesson) -> None:
        """Learn one more lesson."""
        said = _said(lesson.key or normalized_question(lesson.question)) if lesson.is_trusted else None
        if said is not None:
            with self._lock:
                self._add(lesson, said)

    def remove(self, lesson: Lesson) -> None:
        """Unlearn a lesson; one that was never learned changes nothing."""
        key = lesson.key or normalized_question(lesson.question)
        with self._lock:
            if not self._times[lesson]:
                return
            self._times[lesson] -= 1
            self._count -= 1
            if not self._times[lesson]:
                del self._times[lesson]
                self._remove(lesson, key)

    def read(self, text: Text) -> list[Claim]:
        """Return what the lessons say of a text, each error once for a platform, the surest first."""
        said = _said(normalized_question(text))
        if said is None:
            return []
        best: dict[tuple[str, str], tuple[float, str]] = {}
        for lesson, likeness in self._like(text, said):
            about = lesson.error_id, lesson.platform
            # Of two lessons that are alike, the first by its text: the order of learning is nothing.
            best[about] = min(best.get(about, (0.0, "")), (-likeness, lesson.question))
        ranked = sorted((found, about) for about, found in best.items())[:MOST_CLAIMS]
        return [
            Claim(
                (),
                0,
                len(text.normal),
                Kind.TAUGHT if -likeness == _EQUAL else Kind.TAUGHT_ALIKE,
                min(-likeness, 1.0),
                quoted(question),
                errors=(error,),
                platform=platform,
            )
            for (likeness, question), (error, platform) in ranked
        ]

    def _clear(self) -> None:
        self._times: Counter[Lesson] = Counter()
        self._count = 0
        self._places: dict[str, int] = {}
        self._said: list[_Said] = []
        self._lessons: list[set[Lesson]] = []
        # Pieces are numbered: as sets of strings, those of 50,000 lessons take 100 MB.
        self._numbers: dict[str, int] = {}
        self._postings: list[array[int]] = []
        self._pieces: list[array[int]] = []
        self._ties: array[int] = array("I")
        """A number from each key: of lessons that share as much, it tells which are compared."""
        self._removed = 0

    def _add(self, lesson: Lesson, said: _Said) -> None:
        self._times[lesson] += 1
        self._count += 1
        at = self._places.setdefault(said.key, len(self._said))
        if at == len(self._said):
            self._said.append(said)
            self._lessons.append(set())
            self._pieces.append(array("I", [self._number(piece) for piece in _pieces(said.words)]))
            self._ties.append(zlib.crc32(said.key.encode("utf-8", "surrogatepass")) >> (32 - _TIE_BITS))
            for piece in self._pieces[at]:
                self._postings[piece].append(at)
        elif not self._lessons[at]:
            self._removed -= 1
        self._lessons[at].add(lesson)

    def _number(self, piece: str) -> int:
        number = self._numbers.setdefault(piece, len(self._postings))
        if number == len(self._postings):
            self._postings.append(array("I"))
        return number

    def _remove(self, lesson: Lesson, key: str) -> None:
        at = self._places[key]
        self._lessons[at].discard(lesson)
        if self._lessons[at]:
            return
        self._removed += 1
        if self._removed < max(_MOST_REMOVED, len(self._said) / 2):
            # Left in the index; taught again, it is there.
            return
        learned = [(said, lessons) for said, lessons in zip(self._said, self._lessons, strict=True) if lessons]
        times, count = self._times, self._count
        self._clear()
        for said, lessons in learned:
            for each in lessons:
                self._add(each, said)
        self._times, self._count = times, count

    def _like(self, text: Text, said: _Said) -> list[tuple[Lesson, float]]:
        """Return the lessons that are like a question, and how much; more than 1 where one is the question."""
        whole = whole_question(text) if is_cut(said.key) and said.key in self._places else said.key
        pieces = _pieces(said.words)
        with self._lock:
            known = {number for piece in pieces if (number := self._numbers.get(piece)) is not None}
            found: list[tuple[Lesson, float]] = []
            for at in self._candidates(said, known):
                other, own = self._said[at], self._pieces[at]
                shared = 2 * len(known.intersection(own)) / (len(pieces) + len(own))
                likeness = said.likeness(other, shared)
                is_same = other.key == said.key
                for lesson in self._lessons[at]:
                    if is_same and _whole(lesson, other) == whole:
                        found.append((lesson, _EQUAL))
                    elif likeness >= LEAST_ALIKE:
                        found.append((lesson, likeness))
            return found

    def _candidates(self, said: _Said, pieces: Iterable[int]) -> list[int]:
        """Return the places of the lessons that share most with a question, the question itself among them."""
        same = [self._places[said.key]] if said.key in self._places else []
        taken: list[NDArray[np.uint32]] = []
        weights: list[NDArray[np.float64]] = []
        added = 0
        for piece in sorted(pieces, key=lambda piece: len(self._postings[piece])):
            size = len(self._postings[piece])
            if taken and added + size > _MOST_ADDED:
                break
            added += size
            taken.append(np.frombuffer(self._postings[piece], dtype=np.uint32))
            weights.append(np.full(size, math.log1p(len(self._said) / size)))
        if not taken:
            return same
        shared = np.bincount(np.concatenate(taken), np.concatenate(weights))
        best = np.flatnonzero(shared > 0)
        if len(best) > _COMPARED:
            ranks = np.rint(shared[best] * _ROUNDED).astype(np.int64) << _TIE_BITS
            ranks |= np.frombuffer(self._ties, dtype=np.uint32)[best]
            best = best[np.argpartition(ranks, -_COMPARED)[-_COMPARED:]]
        return list({*same, *(at for at in best.tolist() if self._lessons[at])})


def _whole(lesson: Lesson, said: _Said) -> str:
    """Return all of a lesson's question, normalized."""
    return whole_question(lesson.question) if is_cut(said.key) else said.key


def _said(key: str) -> _Said | None:
    """Return a normalized question in the form in which questions are compared; None where nothing was asked."""
    if not key:
        return None
    words = " ".join(without_asking(key).split()) or key
    return _Said(key, words, frozenset(_NUMBER.findall(key)), is_denial(key))


def _pieces(words: str) -> frozenset[str]:
    """Return the pieces of a text: of Chinese all pairs of characters, of other words three letters each with their borders."""
    found: set[str] = set()
    for word in _WORD.findall(words):
        size, padded = (2, word) if word[0] >= "\u3400" and len(word) > 1 else (3, f" {word} ")
        found.update(padded[at : at + size] for at in range(len(padded) - size + 1))
    return frozenset(found)
