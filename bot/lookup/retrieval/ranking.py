"""Ranking without training: which lines of a table a text comes closest to, for tables of up to some 100,000 entries.

Two steps. An index of words and Chinese characters, in compact arrays, gives the few lines that share most with the text;
these are then compared with it letter by letter.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    Indices = NDArray[np.intp]
    Bits = NDArray[np.uint32]
    Longs = NDArray[np.uint64]
    Floats = NDArray[np.float32]

_LONGEST_TEXT = 40_000
_SEGMENT = 240
"""A text up to this length is looked up as one; of a longer one, the most telling lines or sentences, each for itself."""
_MOST_SEGMENTS = 4
_SEGMENTS_WEIGHED = 1000
_FOLDED = 2_000
"""So many characters are folded at a time, and kept of what comes out: there are some that become eighteen."""
_SEGMENT_END = re.compile(r"[\r\n]+|(?<=[。！？；;])|(?<=[.!?])\s")

_MOST_ADDED = 400_000
"""So many places of the index are added up for a text, those of the rarest pieces first; this bounds the time."""
_SIFTED = 256
"""So many of the best lines are also held against the pieces that were too common to be added up."""
_COMPARED = 64
"""So many of the best lines are compared letter by letter."""
_UNKNOWN_WEIGHT = 0.6
"""How much a piece that the table lacks counts against every line, compared with one that stands in a single line."""

_LEAST_MISSPELT = 3
_MOST_MISSPELT = 12
_NEAR_TRIED = 16
_NEAR_TAKEN = 3
_LEAST_NEAR = 0.6

_WIDE = 0x2E80
"""From here on scripts have no spaces: their pieces are characters, and two in a row, instead of words."""
_CHUNK = 4_000
"""So many lines are taken apart at a time: what that needs then stays in the processor's cache."""
_HALF = np.uint64(32)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_POWERS = np.cumprod(np.full(64, 0x5851F42D4C957F2D, dtype=np.uint64))
_NO_WORD = re.compile(r"[\W_]+")


def simple_fold(text: str) -> str:
    """Return the words of a text in lower case, apart by one space, with compatibility forms folded."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _NO_WORD.sub(" ", text.lower()).strip()


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry, the place of its line that fits best among all lines, and how well that fits (0 to 1)."""

    entry: int
    line: int
    score: float


@dataclass(frozen=True, slots=True)
class _Query:
    """A folded text, the pieces to look for by their number in the index with what each is worth, and what all are worth."""

    text: str
    worths: dict[int, float]
    whole: float


def _hashed(values: Longs) -> Bits:
    return ((values ^ (values >> np.uint64(29))) * _SPREAD >> _HALF).astype(np.uint32)


def _codes(texts: Sequence[str]) -> tuple[Longs, Bits]:
    """Return all characters with a space before each text and behind the last one, and of each the number of its text."""
    joined = " ".join(("", *texts, ""))
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    lengths = [len(text) + 1 for text in texts]
    return codes, np.append(np.repeat(np.arange(len(texts), dtype=np.uint32), lengths), np.uint32(len(texts)))


def _couples(codes: Longs) -> Bits:
    """Return the hash of each two characters in a row."""
    return _hashed(codes[:-1] << np.uint64(21) | codes[1:])


def _pairs(hashes: Bits, texts: Bits) -> Longs:
    """Return the different pairs of hash and text, each as one number, ascending."""
    pairs = hashes.astype(np.uint64) << _HALF | texts
    # By hand, as np.unique takes five times as long here.
    pairs.sort()
    different: Longs = pairs[np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)]]
    return different


def _pieces(texts: Sequence[str]) -> tuple[Longs, dict[int, str]]:
    """Take folded texts apart: give the pairs of piece and text, and the words among the pieces by their hashes."""
    codes, text_of = _codes(texts)
    wide = codes >= _WIDE
    narrow = (codes > ord(" ")) & ~wide
    # There is a space at both ends of all, so the borders of words come in twos.
    borders = np.flatnonzero(narrow[1:] != narrow[:-1]) + 1
    starts, ends = borders[::2], borders[1::2]
    hashes = np.empty(0, dtype=np.uint32)
    words: dict[int, str] = {}
    if len(starts):
        lengths = ends - starts
        offsets = np.cumsum(lengths) - lengths
        places = np.arange(lengths.sum()) - np.repeat(offsets, lengths)
        hashes = _hashed(np.add.reduceat(codes[narrow] * _POWERS[places % len(_POWERS)], offsets))
        unique, first = np.unique(hashes, return_index=True)
        for value, start, end in zip(unique.tolist(), starts[first].tolist(), ends[first].tolist(), strict=True):
            words[value] = codes[start:end].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    singles = np.flatnonzero(wide)
    doubles = np.flatnonzero(wide[1:] & wide[:-1])
    hashes = np.concatenate((hashes, _hashed(codes[singles]), _couples(codes)[doubles]))
    return _pairs(hashes, np.concatenate((text_of[starts], text_of[singles], text_of[doubles]))), words


def _top(scores: Floats, count: int) -> Indices:
    """Return the places of the `count` highest scores above zero, highest first, equal ones in their order."""
    highest = float(scores.max(initial=0.0))
    found = np.empty(0, dtype=np.intp)
    # To sort all scores, or part them, would take longer than everything else together.
    for share in (0.7, 0.5, 0.35, 0.2, 0.0):
        found = np.flatnonzero(scores > highest * share)
        if len(found) >= count:
            break
    if len(found) > count:
        least = np.partition(scores[found], -count)[-count]
        found = found[scores[found] >= least]
    return found[np.argsort(-scores[found], kind="stable")][:count]


class _Index:
    """For each piece the texts in which it stands: all of them in one array, and where in it those of each piece begin."""

    def __init__(self, pairs: Longs, count: int) -> None:
        """Take up the pairs of piece and text of `count` texts; the array is used up."""
        pairs.sort()
        self._texts = pairs.astype(np.uint32)
        pairs >>= _HALF
        begins = np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)])
        self._bounds = np.append(begins, len(pairs))
        self._keys = pairs[begins].astype(np.uint32)
        lengths = np.diff(self._bounds)
        self.rarest = math.log1p(count)
        self.weights = np.log1p(count / lengths).astype(np.float32)
        totals = np.zeros(count, dtype=np.float32)
        np.add.at(totals, self._texts, np.repeat(self.weights, lengths))
        self.scales: Floats = np.sqrt(np.maximum(totals, np.float32(1e-6)))

    def find(self, hashes: Iterable[int]) -> list[int]:
        """Return the number of each piece, -1 for one that stands nowhere."""
        wanted = np.fromiter(hashes, dtype=np.uint32)
        if not len(self._keys):
            return [-1] * len(wanted)
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        numbers: list[int] = np.where(self._keys[at] == wanted, at, -1).tolist()
        return numbers

    def texts(self, number: int) -> Bits:
        """Return the texts in which a piece stands, ascending."""
        return self._texts[self._bounds[number] : self._bounds[number + 1]]

    def best(self, worths: dict[int, float], count: int) -> tuple[list[int], list[float]]:
        """Return the texts that share most with what is sought, for their length, and what each shares."""
        shared = np.zeros(len(self.scales), dtype=np.float32)
        common: list[int] = []
        added = 0
        for number in sorted(worths, key=lambda number: len(self.texts(number))):
            texts = self.texts(number)
            added += len(texts)
            if added > _MOST_ADDED and added > len(texts):
                common.append(number)
            else:
                np.add.at(shared, texts, np.float32(worths[number]))
        sifted = np.sort(_top(shared / self.scales, max(_SIFTED, count)))
        shares = shared[sifted]
        for number in common:
            texts = self.texts(number)
            at = np.minimum(np.searchsorted(texts, sifted.astype(np.uint32)), len(texts) - 1)
            shares += (texts[at] == sifted) * np.float32(worths[number])
        top = _top(shares / self.scales[sifted], count)
        return sifted[top].tolist(), shares[top].tolist()


class _Vocabulary:
    """The words of a table, to find those that a misspelt word may stand for."""

    def __init__(self, words: dict[int, str]) -> None:
        self._hashes = list(words)
        self._words = list(words.values())
        codes, text_of = _codes(self._words)
        self._index = _Index(_pairs(_couples(codes), text_of[:-1]), len(words))

    def near(self, word: str) -> list[tuple[int, float]]:
        """Return the hashes of the words nearest to one, and how near each is (0 to 1), nearest first."""
        couples = self._index.find(set(_couples(_codes([word])[0]).tolist()))
        worths = {number: float(self._index.weights[number]) for number in couples if number >= 0}
        tried, _ = self._index.best(worths, _NEAR_TRIED)
        near = [(self._hashes[at], OSA.normalized_similarity(word, self._words[at])) for at in tried]
        return sorted((pair for pair in near if pair[1] >= _LEAST_NEAR), key=lambda pair: -pair[1])[:_NEAR_TAKEN]


class Retrieval:
    """Ranks the lines of one table. Never changes once it is built, so that one may serve all threads."""

    def __init__(self, lines: Sequence[tuple[int, str]], fold: Callable[[str], str] = simple_fold) -> None:
        """Index `lines`: of each the index of its entry, and its text; `fold` gives the form in which texts are compared."""
        self._fold = fold
        self._entries = np.fromiter((entry for entry, _ in lines), dtype=np.uint32, count=len(lines))
        # One block of bytes, as a string for each line would take three times the memory.
        self._text = bytearray()
        ends = [0]
        pairs = bytearray()
        words: dict[int, str] = {}
        for start in range(0, len(lines), _CHUNK):
            folded = [fold(text) for _, text in lines[start : start + _CHUNK]]
            for text in folded:
                self._text += text.encode("utf-8", "surrogatepass")
                ends.append(len(self._text))
            found, named = _pieces(folded)
            pairs += (found + np.uint64(start)).tobytes()
            words.update(named)
        self._ends = np.array(ends, dtype=np.uint32)
        self._index = _Index(np.frombuffer(pairs, dtype=np.uint64), len(lines))
        self._vocabulary = _Vocabulary(words)

    def rank(self, text: str, limit: int = 10) -> list[Hit]:
        """Return the entries that come closest to `text`, best first, each once, at most `limit`."""
        best: dict[int, Hit] = {}
        for query in self._queries(text):
            lines, shares = self._index.best(query.worths, max(_COMPARED, 8 * limit))
            for line, shared in zip(lines, shares, strict=True):
                entry = int(self._entries[line])
                score = self._closeness(query, line, shared)
                if entry not in best or score > best[entry].score:
                    best[entry] = Hit(entry, line, score)
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.entry))[: max(0, limit)]

    def _closeness(self, query: _Query, line: int, shared: float) -> float:
        """Return how close a line is to a query, from the pieces they share and from their letters."""
        compared = self._text[self._ends[line] : self._ends[line + 1]].decode("utf-8", "surrogatepass")
        covered = min(1.0, shared / query.whole)
        alike = min(1.0, shared / (math.sqrt(query.whole) * float(self._index.scales[line])))
        letters = (fuzz.ratio(query.text, compared) + fuzz.token_set_ratio(query.text, compared)) / 100
        return round((2 * alike + covered + letters) / 5, 4)

    def _queries(self, text: str) -> list[_Query]:
        """Return the pieces to look up for a text: all of a short one, of a long one the segments that say most in this table."""
        if len(text) <= _SEGMENT:
            return [self._query(self._fold(text)[:_SEGMENT])]
        segments: dict[str, None] = {}
        for segment in dict.fromkeys(_SEGMENT_END.split(text[:_LONGEST_TEXT])):
            for start in range(0, len(segment), _FOLDED):
                folded = self._fold(segment[start : start + _FOLDED])[:_FOLDED]
                segments.update(dict.fromkeys(folded[at : at + _SEGMENT] for at in range(0, len(folded), _SEGMENT)))
                if len(segments) >= _SEGMENTS_WEIGHED:
                    return self._telling(list(segments))
        return self._telling(list(segments))

    def _telling(self, segments: list[str]) -> list[_Query]:
        """Return the folded segments of a text that say most in this table."""
        pairs, _ = _pieces(segments)
        numbers = np.array(self._index.find((pairs >> _HALF).tolist()), dtype=np.intp)
        known = numbers >= 0
        worths = np.full(len(numbers), _UNKNOWN_WEIGHT * self._index.rarest)
        worths[known] = self._index.weights[numbers[known]]
        segment_of = pairs.astype(np.uint32)
        whole = np.bincount(segment_of, worths, len(segments))
        said = np.bincount(segment_of, worths * known, len(segments))
        telling = said / np.sqrt(np.maximum(whole, 1.0))
        best = np.argsort(-telling, kind="stable")[:_MOST_SEGMENTS].tolist()
        return [self._query(segments[at]) for at in best]

    def _query(self, text: str) -> _Query:
        pairs, words = _pieces([text])
        hashes = (pairs >> _HALF).tolist()
        worths: dict[int, float] = {}
        whole = 0.0
        misspelt: list[str] = []
        for value, number in zip(hashes, self._index.find(hashes), strict=True):
            if number >= 0:
                worths[number] = float(self._index.weights[number])
                whole += worths[number]
            else:
                whole += _UNKNOWN_WEIGHT * self._index.rarest
                if len(words.get(value, "")) >= _LEAST_MISSPELT:
                    misspelt.append(words[value])
        for word in sorted(misspelt)[:_MOST_MISSPELT]:
            near = self._vocabulary.near(word)
            for number, (_, closeness) in zip(self._index.find(value for value, _ in near), near, strict=True):
                worths[number] = max(worths.get(number, 0.0), closeness * float(self._index.weights[number]))
        return _Query(text, worths, whole)
