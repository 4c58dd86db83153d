"""Ranking without training: which lines of a table a text comes closest to, for tables of up to some 100,000 entries.

Two steps. An index of words and Chinese characters, in compact arrays, gives the few lines that share most with the text;
these are then compared with it letter by letter.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Bits = NDArray[np.uint32]
    Longs = NDArray[np.uint64]
    Floats = NDArray[np.float32]

_LONGEST_QUESTION = 40_000
_SEGMENT = 240
"""A text up to this length is looked up as one; of a longer one, some of its lines or sentences, each for itself."""
_MOST_SEGMENTS = 4
_SEGMENT_END = re.compile(r"[\r\n]+|(?<=[。！？；;])|(?<=[.!?])\s")

_MOST_ADDED = 400_000
"""So many places in the index are added up for a question, the rarest pieces first; this bounds its time."""
_SIFTED = 256
"""So many of the best lines are also held against the pieces that were too common to be added up."""
_COMPARED = 64
"""So many of the best lines are compared letter by letter."""

_MOST_UNKNOWN = 12
_NEAR_TRIED = 16
_NEAR_TAKEN = 3
_LEAST_NEAR = 0.6
_LEAST_UNKNOWN = 3

_WIDE = 0x2E80
"""From here on scripts are written without spaces: their pieces are characters and pairs of them, not words."""
_CHUNK = 4_000
"""So many lines are taken apart at a time: what they need then stays in the processor's cache."""
_LONGEST_WORD = 64
_ODD = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)
_POWERS = np.cumprod(np.full(_LONGEST_WORD, 0x5851F42D4C957F2D, dtype=np.uint64))
_NO_WORD = re.compile(r"[\W_]+")


def simple_fold(text: str) -> str:
    """Give the words of a text, with compatibility forms folded, in lower case, apart by one space."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _NO_WORD.sub(" ", text.lower()).strip()


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry, its line that fits best, and how well it fits (0 to 1)."""

    entry: int
    line: int
    score: float


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What texts consist of: in ascending order the different pairs of a piece's hash and the number of its text, both in
    one number; and the words among the pieces by their hashes.
    """

    pairs: Longs
    words: dict[int, str]


def _hashed(values: Longs) -> Bits:
    mixed = (values ^ (values >> np.uint64(29))) * _ODD
    return (mixed >> _HALF).astype(np.uint32)


def _codes(texts: Sequence[str]) -> tuple[Longs, Bits]:
    """Give the characters of the texts, each text behind a space, and for each the number of its text."""
    joined = "".join(f" {text}" for text in texts) + " "
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    lengths[-1] += 1
    return codes, np.repeat(np.arange(len(texts), dtype=np.uint32), lengths)


def _joined(hashes: Bits, texts: Bits) -> Longs:
    pairs = hashes.astype(np.uint64) << _HALF | texts
    # np.unique would hash them, which takes ten times as long.
    pairs.sort()
    return pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))[: len(pairs)]]


def _pairs(codes: Longs) -> Bits:
    return _hashed(codes[:-1] << np.uint64(21) | codes[1:])


def _pieces(texts: Sequence[str]) -> _Pieces:
    """Take folded texts apart: into words, and where a script has no spaces, into characters and pairs of them."""
    codes, text_of = _codes(texts)
    gap = codes <= ord(" ")
    wide = codes >= _WIDE
    narrow = ~(gap | wide)
    # Every text begins and ends with a gap, so that borders come in pairs.
    borders = np.flatnonzero(narrow[1:] != narrow[:-1]) + 1
    starts, ends = borders[::2], borders[1::2]
    words: dict[int, str] = {}
    word_hashes = np.empty(0, dtype=np.uint32)
    if len(starts):
        letters = np.flatnonzero(narrow)
        lengths = ends - starts
        offsets = np.cumsum(lengths) - lengths
        places = np.arange(len(letters)) - np.repeat(offsets, lengths)
        word_hashes = _hashed(np.add.reduceat(codes[letters] * _POWERS[places % _LONGEST_WORD], offsets))
        unique, first = np.unique(word_hashes, return_index=True)
        for value, start, end in zip(unique.tolist(), starts[first].tolist(), ends[first].tolist(), strict=True):
            words[value] = codes[start:end].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    singles = np.flatnonzero(wide)
    doubles = np.flatnonzero(wide[1:] & wide[:-1])
    hashes = np.concatenate((word_hashes, _hashed(codes[singles]), _pairs(codes)[doubles]))
    return _Pieces(_joined(hashes, np.concatenate((text_of[starts], text_of[singles], text_of[doubles]))), words)


class _Postings:
    """For each piece, in which texts it stands: one long array of places, and where in it each piece begins."""

    def __init__(self, pairs: Longs, count: int) -> None:
        """Take up the pairs of hash and text of `count` texts; they are sorted in place."""
        pairs.sort()
        self._places = pairs.astype(np.uint32)
        pairs >>= _HALF
        changes = np.flatnonzero(pairs[1:] != pairs[:-1]) + 1
        self._bounds = np.concatenate(([0], changes, [len(pairs)])) if len(pairs) else np.zeros(1, dtype=np.int64)
        self._keys = pairs[self._bounds[:-1]].astype(np.uint32)
        frequencies = np.diff(self._bounds)
        self.weights = np.log1p(count / np.maximum(frequencies, 1)).astype(np.float32)
        self.totals = np.zeros(count, dtype=np.float32)
        np.add.at(self.totals, self._places, np.repeat(self.weights, frequencies))

    def find(self, hashes: Bits) -> NDArray[np.int64]:
        """Give the number of each piece, -1 for one that stands nowhere."""
        if not len(self._keys):
            return np.full(len(hashes), -1)
        at = np.minimum(np.searchsorted(self._keys, hashes), len(self._keys) - 1)
        return np.where(self._keys[at] == hashes, at, -1)

    def of(self, number: int) -> Bits:
        """Give the texts in which a piece stands, ascending."""
        return self._places[self._bounds[number] : self._bounds[number + 1]]


def _top(scores: Floats, count: int) -> NDArray[np.intp]:
    """Give the places of the `count` highest scores above zero, highest first, equal ones in their order."""
    highest = float(scores.max(initial=0.0))
    found = np.empty(0, dtype=np.intp)
    # A full partition of all scores would take longer than everything else together.
    for share in (0.7, 0.5, 0.35, 0.2, 0.0):
        found = np.flatnonzero(scores > highest * share)
        if len(found) >= count:
            break
    if len(found) > count:
        least = np.partition(scores[found], len(found) - count)[len(found) - count]
        found = found[scores[found] >= least]
    return found[np.argsort(-scores[found], kind="stable")][:count]


class _Vocabulary:
    """The words of a table, to find those that a misspelt word may have been meant for."""

    def __init__(self, words: dict[int, str]) -> None:
        self._hashes = np.fromiter(words, dtype=np.uint32, count=len(words))
        self._words = list(words.values())
        codes, text_of = _codes(self._words or [""])
        self._postings = _Postings(_joined(_pairs(codes), text_of[:-1]), max(1, len(words)))

    def near(self, word: str) -> list[tuple[int, float]]:
        """Give the hashes of the words nearest to one, and how near each is (0 to 1)."""
        codes, _ = _codes([word])
        numbers = self._postings.find(np.unique(_pairs(codes)))
        shared = np.zeros(len(self._postings.totals), dtype=np.float32)
        for number in numbers[numbers >= 0].tolist():
            shared[self._postings.of(number)] += self._postings.weights[number]
        shared /= self._postings.totals + np.float32(1)
        near = []
        for at in _top(shared, _NEAR_TRIED).tolist():
            closeness = OSA.normalized_similarity(word, self._words[at])
            if closeness >= _LEAST_NEAR:
                near.append((int(self._hashes[at]), closeness))
        return sorted(near, key=lambda pair: -pair[1])[:_NEAR_TAKEN]


class Retrieval:
    """Ranks the lines of one table. Is never changed once it is built, so that one may serve all threads."""

    def __init__(self, lines: Sequence[tuple[int, str]], fold: Callable[[str], str] = simple_fold) -> None:
        """Index `lines`: for each the index of its entry, and its text; `fold` makes texts comparable."""
        self._fold = fold
        self._entries = np.fromiter((entry for entry, _ in lines), dtype=np.uint32, count=len(lines))
        # One block of bytes instead of a string for each line: it takes a third of the memory.
        self._text = bytearray()
        ends = [0]
        pairs = bytearray()
        words: dict[int, str] = {}
        for start in range(0, len(lines), _CHUNK):
            folded = [fold(text) for _, text in lines[start : start + _CHUNK]]
            for text in folded:
                self._text += text.encode("utf-8", "surrogatepass")
                ends.append(len(self._text))
            pieces = _pieces(folded)
            pairs += (pieces.pairs + np.uint64(start)).tobytes()
            words.update(pieces.words)
        self._ends = np.array(ends, dtype=np.uint32)
        self._postings = _Postings(np.frombuffer(pairs, dtype=np.uint64), len(lines))
        del pairs
        self._vocabulary = _Vocabulary(words)

    def rank(self, text: str, limit: int = 10) -> list[Hit]:
        """Give the entries that come closest to `text`, best first, each once, at most `limit`."""
        best: dict[int, Hit] = {}
        for query in self._segments(text):
            for line in self._candidates(query, max(_COMPARED, 8 * limit)):
                score = self._closeness(query, line)
                entry = int(self._entries[line])
                if entry not in best or score > best[entry].score:
                    best[entry] = Hit(entry, line, score)
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.entry))[:limit]

    def _segments(self, text: str) -> list[str]:
        """Give what of a text is looked up, folded: all of a short one, of a long one what weighs most in this table."""
        return [self._fold(text)[:_SEGMENT]]

    def _line(self, line: int) -> str:
        return self._text[self._ends[line] : self._ends[line + 1]].decode("utf-8", "surrogatepass")

    def _closeness(self, query: str, line: int) -> float:
        compared = self._line(line)
        return (2 * fuzz.ratio(query, compared) + fuzz.token_set_ratio(query, compared)) / 300

    def _sought(self, query: str) -> dict[int, float]:
        """Give the pieces to look for, by their number in the index, and what each is worth."""
        pieces = _pieces([query])
        hashes = (pieces.pairs >> _HALF).astype(np.uint32)
        numbers = self._postings.find(hashes)
        sought = {number: float(self._postings.weights[number]) for number in numbers[numbers >= 0].tolist()}
        unknown = [
            word
            for value, known in zip(hashes.tolist(), (numbers >= 0).tolist(), strict=True)
            if not known and len(word := pieces.words.get(value, "")) >= _LEAST_UNKNOWN
        ]
        for word in sorted(unknown)[:_MOST_UNKNOWN]:
            near = self._vocabulary.near(word)
            meant = self._postings.find(np.array([value for value, _ in near], dtype=np.uint32))
            for number, (_, closeness) in zip(meant.tolist(), near, strict=True):
                worth = closeness * float(self._postings.weights[number])
                sought[number] = max(sought.get(number, 0.0), worth)
        return sought

    def _candidates(self, query: str, count: int) -> list[int]:
        """Give the lines that share most with a folded text."""
        sought = self._sought(query)
        if not sought:
            return []
        postings = self._postings
        whole = np.float32(sum(sought.values()))
        shared = np.zeros(len(postings.totals), dtype=np.float32)
        common: list[tuple[int, float]] = []
        added = 0
        for number, worth in sorted(sought.items(), key=lambda item: len(postings.of(item[0]))):
            places = postings.of(number)
            added += len(places)
            if added > _MOST_ADDED and added > len(places):
                common.append((number, worth))
            else:
                np.add.at(shared, places, np.float32(worth))
        lines = np.sort(_top(shared / (postings.totals + whole), max(_SIFTED, count)))
        shares = shared[lines]
        for number, worth in common:
            places = postings.of(number)
            at = np.minimum(np.searchsorted(places, lines.astype(np.uint32)), len(places) - 1)
            shares += (places[at] == lines) * np.float32(worth)
        scores = shares / (postings.totals[lines] + whole)
        result: list[int] = lines[_top(scores, count)].tolist()
        return result
