"""The SDK's constants as people write them: any case, hyphens or spaces, half of one, a typo or two."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bot.lookup.claim import Claim, Kind
from bot.lookup.text import CAMEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.lookup.text import Text
    from db.entry import Entry

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9]{0,40}(?:[_\-][A-Za-z0-9]{1,40}){1,12}|[A-Za-z]{6,60}", re.ASCII)
_SPACED = re.compile(r"[A-Za-z]+(?:[\s_\-]+[A-Za-z]+){1,9}", re.ASCII)
_LETTER = re.compile(r"[A-Za-z]")
_IN_FULL = {
    "ERR": "ERROR",
    "MSG": "MESSAGE",
    "PWD": "PASSWORD",
    "PARAM": "PARAMETER",
    "PARAMS": "PARAMETER",
    "AUTH": "AUTHENTICATION",
    "CONN": "CONNECTION",
    "EXISTS": "EXIST",
}
"""What people shorten. `REST_PARAMS_STATUS` is itself spelt so, and both sides are spelt out alike."""
_MOST_PARTS = 5
_MOST_WITH_WORD = 10
"""A word that stands in more constants than that is no way to pick one."""
_CAPITALS = re.compile(r"[A-Z]{3,}")
_LEAST_TYPO_LENGTH = 9
_MOST_TYPOS = 2
_SLIPS = ((3, 0), (7, 1))
"""In a word of up to so many letters, so many typos: GET is no misspelt SET, and REOPEN no misspelt OPEN."""
_RESEMBLES, _NEARLY_AS_MUCH, _MOST_ALIKE = 80, 5, 3
"""An identifier resembles a constant from this closeness on, of 100, and others that are nearly as close; so many are offered."""
_OTHERS_OWN = re.compile(r"E(?:RR)?_", re.ASCII)
"""Constants of browsers and Node begin so, and none of an SDK."""
_LEAST_WORDS = 4
"""From so many words on, a constant in camel case is known by all words but one: shorter ones are names of calls, too."""
_MANY_ALIKE = 20
"""So many constants in camel case that begin alike show how a platform's begin (`EMError…`), and no other identifier."""
_MOST_RESEMBLING = 20
"""So many identifiers are compared with all constants: a log is full of capitals."""
_MOST_IDENTIFIERS = 400
_LONGEST_SPACED = 120
_TYPO = 0.95
_PART = 0.9
_NEAR = 0.5
_NO_PARTS = {"ERROR", "ERR", "SDK", "IM", "OK", "API", "HTTP", "WEB", "EASEMOB"}
"""Words in capitals that everybody writes; they stand for no constant."""
_ASKING = re.compile(
    r"^(?:(?:what(?:'s|\sis|\sdoes)?|why|explain|about|got|getting|the|an?|error|code|constant)\s+)+|"
    r"(?:\s+(?:mean|means|error|code|constant|again))+$",
    re.IGNORECASE,
)
_AROUND = " \t\r\n.,;:!?\"'`*()[]"


def _canonical(identifier: str) -> str:
    words = CAMEL.sub("_", identifier).replace("-", "_") if not identifier.isupper() else identifier
    # The SDK exports CONNCTION; people write it as it is spelt, or as it should be.
    name = re.sub(r"[\s_\-]+", "_", words.strip()).upper().replace("CONNCTION", "CONNECTION").removeprefix("WEBIM_")
    # The SDK is sold under two names, and the constants of its iOS headers bear them.
    name = name.replace("AGORA_CHAT_ERROR_", "EMERROR_")
    return "_".join(_IN_FULL.get(word, word) for word in name.split("_"))


def spoken_name(entry: Entry) -> str:
    """Return an entry's constant as words, without what all constants share."""
    return _canonical(entry.name).removeprefix("CONNECTION_").replace("_", " ").lower()


class Constants:
    """The reader of a table's constants: those of the platform that is asked about first, then all."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Index the constants of `entries`."""
        self._all = _Index(())
        self._own: dict[str, _Index] = {}
        for entry in entries:
            self._all.add(entry)
            self._own.setdefault(entry.platform, _Index(())).add(entry)

    def read(self, text: Text, platform: str = "") -> list[Claim]:
        """Return a claim for each constant that a text names, in its order.

        A text that is nothing but words may be a constant written with spaces.
        """
        normal = text.normal
        if not _LETTER.search(normal):
            return []
        indexes = (self._own.get(platform, self._all), self._all)
        word = normal.strip()
        if _CAPITALS.fullmatch(word) and word not in _NO_PARTS:
            name = _canonical(word)
            known = any(name in index.names for index in indexes)
            if not known and (
                parts := next(filter(None, (index.parts(name, _MOST_WITH_WORD) for index in indexes)), ())
            ):
                return [_claim(parts, normal.find(word), word, Kind.CONSTANT_PART)]
        named: list[Claim] = []
        for count, found in enumerate(_IDENTIFIER.finditer(normal)):
            if count >= _MOST_IDENTIFIERS:
                break
            joined = "_" in found[0] or "-" in found[0]
            if joined or found[0].isupper() or CAMEL.search(found[0]):
                claim = _identified(found[0], found.start(), indexes, alone=found[0] == word)
                if claim is None and count < _MOST_RESEMBLING:
                    claim = _resembling(found[0], found.start(), indexes)
                named += [claim] if claim else []
        return named or list(_spaced(normal, indexes))


class _Index:
    """Constants as they are compared, with their entries."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.names: dict[str, tuple[Entry, ...]] = {}
        self.entries: list[Entry] = []
        self._beginnings: Counter[str] = Counter()
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        for name in dict.fromkeys(map(_canonical, (entry.name, *entry.names))):
            self.names[name] = (*self.names.get(name, ()), entry)
        self._beginnings.update(_beginning(_canonical(name)) for name in entry.names if CAMEL.search(name))

    def begins_as_many(self, name: str) -> bool:
        """Return whether a name begins as a platform's constants in camel case do."""
        return self._beginnings[_beginning(name)] >= _MANY_ALIKE

    def alike(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Return the entries here of the same errors."""
        errors = {entry.error.id for entry in entries}
        return tuple(entry for entry in self.entries if entry.error.id in errors)

    def parts(self, name: str, most: int) -> tuple[Entry, ...]:
        """Return the entries with a part in their constants; nothing where it stands in too many."""
        named = (alike for other, alike in self.names.items() if f"_{name}_" in f"_{other}_")
        parts = tuple(entry for alike in named for entry in alike if entry.behaviour.is_raised)
        return parts if len({entry.error.id for entry in parts}) <= most else ()

    def misspelt(self, name: str) -> tuple[Entry, ...]:
        if len(name) < _LEAST_TYPO_LENGTH:
            return ()
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - a question that is only a code must not pay the import
        from rapidfuzz.process import extract  # noqa: PLC0415 - as above

        near = extract(name, list(self.names), scorer=OSA.distance, score_cutoff=_MOST_TYPOS, limit=2)
        if not near or (len(near) > 1 and near[0][1] == near[1][1]):
            return ()
        return self.names[near[0][0]] if _is_slip(name, near[0][0]) else ()

    def longer_by_a_word(self, name: str) -> tuple[Entry, ...]:
        """Return the entries whose constants are a name with one more word."""
        words = name.split("_")
        if len(words) < _LEAST_WORDS:
            return ()
        return tuple(
            entry for other, alike in self.names.items() if _lacks_a_word(words, other.split("_")) for entry in alike
        )

    def near(self, name: str) -> tuple[Entry, ...]:
        """Return the entries whose constants resemble a name, the closest first; empty where none does."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - as above

        found = process.extract(name, list(self.names), scorer=fuzz.ratio, score_cutoff=_RESEMBLES, limit=_MOST_ALIKE)
        return tuple(
            entry
            for other, closeness, _ in found
            if closeness > found[0][1] - _NEARLY_AS_MUCH
            for entry in self.names[other]
        )


def _identified(written: str, start: int, indexes: tuple[_Index, _Index], *, alone: bool) -> Claim | None:
    name = _canonical(written)
    own, everything = indexes
    if entries := own.names.get(name):
        return _claim(entries, start, written, Kind.CONSTANT)
    if entries := everything.names.get(name):
        # Half of the platform's own constant for the same error.
        errors = {entry.error.id for entry in entries}
        half = tuple(entry for entry in own.parts(name, _MOST_PARTS) if entry.error.id in errors)
        return _claim(half or entries, start, written, Kind.CONSTANT)
    if entries := own.misspelt(name):
        return _claim(entries, start, written, Kind.CONSTANT_TYPO)
    if entries := everything.misspelt(name):
        # What is spelt wrong may as well be the platform's own constant for the same error.
        return _claim(own.alike(entries) or entries, start, written, Kind.CONSTANT_TYPO)
    if "_" in name or (alone and len(name) >= _LEAST_TYPO_LENGTH):
        for index in indexes:
            if entries := index.parts(name, _MOST_PARTS):
                return _claim(entries, start, written, Kind.CONSTANT_PART)
    return None


def _resembling(written: str, start: int, indexes: tuple[_Index, _Index]) -> Claim | None:
    """Return the claim of an identifier that is no constant of the table and like some: people write them from memory."""
    own, everything = indexes
    name = _canonical(written)
    entries: tuple[Entry, ...] = ()
    if CAMEL.search(written):
        entries = everything.longer_by_a_word(name)
    is_constant = "_" in written and written.isupper() and not _OTHERS_OWN.match(written)
    if is_constant or (not entries and everything.begins_as_many(name)):
        entries = everything.near(name)
    return _claim(own.alike(entries) or entries, start, written, Kind.CONSTANT_NEAR) if entries else None


def _spaced(text: str, indexes: tuple[_Index, _Index]) -> Iterator[Claim]:
    """Yield the constant that all words of a text are, as they stand or without what asks for it.

    Slips are for identifiers alone: words with slips in them are people's own.
    """
    whole = text.strip(_AROUND)
    if len(whole) > _LONGEST_SPACED:
        return
    for words in dict.fromkeys((whole, _ASKING.sub("", whole).strip(_AROUND))):
        for index in indexes:
            if _SPACED.fullmatch(words) and (entries := index.names.get(_canonical(words))):
                # Nobody writes another platform's constant in plain words.
                yield _claim(indexes[0].alike(entries) or entries, max(text.find(words), 0), words, Kind.CONSTANT)
                return


def _claim(entries: tuple[Entry, ...], start: int, written: str, kind: Kind) -> Claim:
    strength = {Kind.CONSTANT_TYPO: _TYPO, Kind.CONSTANT_PART: _PART, Kind.CONSTANT_NEAR: _NEAR}.get(kind, 1.0)
    return Claim(tuple(entry.key for entry in entries), start, start + len(written), kind, strength, written)


def _beginning(name: str) -> str:
    return name.partition("_")[0]


def _lacks_a_word(words: list[str], names: list[str]) -> bool:
    return len(names) == len(words) + 1 and any(words == [*names[:at], *names[at + 1 :]] for at in range(len(names)))


def _is_slip(written: str, name: str) -> bool:
    """Whether each word of a constant is the other's but for slips, and no word of its own; True where a gap is missing."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - as above

    words, names = written.split("_"), name.split("_")
    if len(words) != len(names):
        return True
    return all(
        OSA.distance(one, other)
        <= next((most for length, most in _SLIPS if max(len(one), len(other)) <= length), _MOST_TYPOS)
        for one, other in zip(words, names, strict=True)
    )
