"""What a text is compared by, as places in a fixed number of buckets.

Words: the pieces of a text as it is written and as it is spoken. A number: what stands around it, the value itself left out, so
that a model learns contexts and not that 603 is a code. Pieces are hashed (Weinberger et al. 2009, "Feature hashing for large
scale multitask learning"): a model needs no vocabulary, and its size does not grow with what it was trained on.
"""

from __future__ import annotations

import re
import zlib
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import numpy as np

from bot.lookup.text import CAMEL, aloud, fold, simplify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Counts = NDArray[np.int64]

_BITS = 16
WORD_BUCKETS = 1 << _BITS
NUMBER_BUCKETS = 1 << 15
LONGEST_PIECE = 1000
"""Characters of a text that are read as one. What comes behind is context, and the time must stay bounded."""

_WRITTEN = (1, 2, 3)
_SPOKEN = (2, 3, 4)
_IS_SPOKEN = 100
"""Tells the runs of a text as it sounds from those as it is written."""
_CHUNK = 256
"""So many texts are taken apart at a time: what that needs then stays in the processor's cache."""
_SPACE = np.uint64(32)
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_HALF, _TOP = np.uint64(29), np.uint64(48)

_LATIN = re.compile(r"[a-z]+")
_TOKEN = re.compile(r"[A-Za-z]+|[\u3400-\u9fff]|\d+|\s+|[^\sA-Za-z\d\u3400-\u9fff]")
_BEFORE, _AFTER = 60, 40
"""How far around a number is read."""
_LONGEST_RUN = 5
_GAP = " "
_NEAR, _FAR = 4, 12


def word_features(text: str) -> tuple[Places, Counts]:
    """Return the buckets of a text's pieces, ascending, and how often each stands there.

    Written: one to three characters, within a word and its borders; where words are written with spaces, also each word,
    and with the next one. Spoken: two to four letters of the whole text in pinyin, across words, so that homophones and
    questions typed in pinyin meet the characters that are meant.
    """
    folded = fold(text)[:LONGEST_PIECE]
    written, spoken = _codes(f" {folded} "), _codes(aloud(folded))
    runs = [run for _, _, run in (*_runs(written, _WRITTEN), *_runs(spoken, _SPOKEN, _IS_SPOKEN))]
    return _counted(_mixed(np.concatenate([*runs, _hashed_words(folded)])))


def word_features_of(texts: Iterable[str]) -> Iterator[tuple[Places, Counts]]:
    """Yield the same for each of many texts, in less time than one by one."""
    rest = iter(texts)
    while chunk := list(islice(rest, _CHUNK)):
        folded = [fold(text)[:LONGEST_PIECE] for text in chunk]
        words = [_hashed_words(text) for text in folded]
        runs = [
            *_runs_of([f" {text} " for text in folded], _WRITTEN),
            *_runs_of(map(aloud, folded), _SPOKEN, _IS_SPOKEN),
        ]
        places = _mixed(np.concatenate([*(run for run, _ in runs), *words]))
        owners = np.concatenate([*(owner for _, owner in runs), np.repeat(np.arange(len(words)), [*map(len, words)])])
        found, counts = _counted(owners << _BITS | places)
        bounds = np.searchsorted(found, np.arange(1, len(chunk)) << _BITS)
        yield from zip(np.split(found & (WORD_BUCKETS - 1), bounds), np.split(counts, bounds), strict=True)


def number_features(text: str, start: int, end: int) -> tuple[Places, Counts]:
    """Return the buckets of what stands around the number between `start` and `end` of a normalized text, and their counts."""
    places = [zlib.crc32(piece.encode("utf-8", "replace")) % NUMBER_BUCKETS for piece in _around(text, start, end)]
    return _counted(np.array(places, dtype=np.int64))


def _counted(places: Places) -> tuple[Places, Counts]:
    """Return what `numpy.unique` does with counts, in a quarter of its time for a few hundred."""
    places.sort()
    bounds = np.concatenate(([0], np.flatnonzero(places[1:] != places[:-1]) + 1, [len(places)]))
    return places[bounds[:-1]], bounds[1:] - bounds[:-1]


def _codes(text: str) -> NDArray[np.uint64]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)


def _hashed_words(folded: str) -> NDArray[np.uint64]:
    """Return a number for each Latin word of a folded text, and for each pair of neighbours."""
    words = _LATIN.findall(folded)
    pieces = [f"w {word}" for word in words] + [f"p {one} {two}" for one, two in pairwise(words)]
    found: NDArray[np.uint64] = np.array([zlib.crc32(piece.encode()) for piece in pieces], dtype=np.uint64)
    return found * _FACTORS[1:2]


def _runs(
    codes: NDArray[np.uint64], lengths: Sequence[int], kind: int = 0
) -> Iterator[tuple[int, NDArray[np.bool_] | None, NDArray[np.uint64]]]:
    """Yield each length, which of the places where a run of so many characters begins are taken if not all, and a number for each that is."""
    total = codes * _FACTORS[0]
    for length in range(1, min(lengths[-1], len(codes)) + 1):
        if length > 1:
            total = total[:-1] + codes[length - 1 :] * _FACTORS[length - 1]
        if length not in lengths:
            continue
        run = total + np.uint64(kind + length)
        # No written piece goes from one word into the next.
        taken = codes[1:-1] != _SPACE if not kind and length == lengths[-1] else None
        yield length, taken, run if taken is None else run[taken]


def _runs_of(
    texts: Iterable[str], lengths: Sequence[int], kind: int = 0
) -> Iterator[tuple[NDArray[np.uint64], Places]]:
    """Yield, for each length, a number for every run of so many characters within one of many texts, and the place of its text."""
    texts = list(texts)
    codes = _codes("".join(texts))
    owners = np.repeat(np.arange(len(texts)), [*map(len, texts)])
    for length, taken, run in _runs(codes, lengths, kind):
        first, last = owners[: len(owners) - length + 1], owners[length - 1 :]
        if taken is not None:
            first, last = first[taken], last[taken]
        yield run[first == last], first[first == last]


def _mixed(totals: NDArray[np.uint64]) -> Places:
    """Return the bucket of each number."""
    totals ^= totals >> _HALF
    totals *= _MIX
    return (totals >> _TOP).astype(np.int64)


def _around(text: str, start: int, end: int) -> list[str]:
    """Return the pieces around a number: runs that touch it, and words nearer and farther, on either side."""
    before = _tokens(text[max(0, start - _BEFORE) : start])
    after = _tokens(text[end : end + _AFTER])
    if start <= _BEFORE:
        before.insert(0, "^")
    if len(text) - end <= _AFTER:
        after.append("$")
    number = text[start:end]
    digits = number.lstrip("-")
    pieces = [f"length {len(digits)}", f"negative {number != digits}", f"padded {digits[0] == '0' and len(digits) > 1}"]
    for length in range(1, _LONGEST_RUN + 1):
        if len(before) >= length:
            pieces.append("<" + " ".join(before[-length:]))
        if len(after) >= length:
            pieces.append(">" + " ".join(after[:length]))
    if before and after:
        pieces += [f"<>{before[-1]} {after[0]}", f"<<>{' '.join(before[-2:])} {after[0]}"]
    for side, tokens in (("<", before[::-1]), (">", after)):
        words = [piece for piece in tokens if piece != _GAP]
        for at, word in enumerate(words):
            distance = "near" if at < _NEAR else "far" if at < _FAR else "farther"
            pieces += [f"{side}{distance} {word}", f"any {word}"]
        ordered = words[::-1] if side == "<" else words
        pieces += [f"{side}2 {one} {two}" for one, two in pairwise(ordered)]
        pieces += [
            f"{side}3 {one} {two} {three}" for one, two, three in zip(ordered, ordered[1:], ordered[2:], strict=False)
        ]
    return pieces


def _tokens(text: str) -> list[str]:
    """Return words, characters, signs and gaps, in lower case and simplified; digits by their number alone."""
    found: list[str] = []
    for token in _TOKEN.findall(CAMEL.sub(" ", simplify(text)).lower()):
        if token.isspace():
            found.append("\n" if "\n" in token else _GAP)
        else:
            found.append("0" * min(len(token), 4) if token.isdigit() else token)
    return found
