"""The reader of codes that are text, like `E100` and `AUTH-4`: literally, in any case, with or without the separator.

What is written as such a code and is none of the table (`E199`) is a code that the table lacks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from bot.lookup.claim import Claim, Kind
from bot.lookup.numbers.reader import quote_of
from bot.lookup.numbers.rules import DENIED, is_denied
from bot.lookup.text import simplify
from db.code import RUN, compared, order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.lookup.text import Text
    from db.code import Code
    from db.entry import Entry

_MOST_FOUND = 2000
"""So many codes of a text are looked at, however often each stands there."""
_LONGEST_RANGE = 100
_MOST_DIGITS = 9
_LONGEST_SURE = 60
"""In a longer text, what only looks like a code of the table needs a word before it that says so."""
_NEAR = 100
_SEPARATORS = {"-", "_", ".", " "}
_TOKEN = re.compile(r"[A-Za-z0-9]+", re.ASCII)
_TRAILING = re.compile(r"[0-9]+$", re.ASCII)
_PREFIX = re.compile(r"(?<![A-Za-z0-9])(?:err|error|code)_\Z", re.IGNORECASE | re.ASCII)
_END = re.compile(r"[A-Za-z0-9]{1,40}(?:[-_.][A-Za-z0-9]{1,40}){0,3}(?![A-Za-z0-9_])", re.ASCII)
_CALLED_CODE = re.compile(
    r"(?:code|err(?:or)?|status|reason|fault|错误码?|错误代码|錯誤碼|报错?|代码)[\"'\s:=：(\[#-]{0,4}$", re.IGNORECASE
)
_BEFORE = 24
_SPACED = re.compile(r"[A-Za-z]{2,} [0-9]+", re.ASCII)
_DOUBTFUL = 0.5
"""How probable what may be words is a code: enough to be shown to pick from."""
_LINK = re.compile(r"[\W_]|和|跟|与|與|或|及|到|至|(?<![a-z])(?:and|or|vs|versus|to)(?![a-z])", re.IGNORECASE)
_TO = re.compile(r"\s?(?:-|~|\.\.\.?|…|to|through|到|至)\s?", re.IGNORECASE)
_HYPHENS = {"-", "~"}
_NEXT = re.compile(r"\s?[/,、]\s?([0-9]{1,9})(?![A-Za-z0-9_])", re.ASCII)
"""A further number of a list that leaves out the letters: `E100/101`."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What codes that end in a number have in common: all before it, and how many digits it has."""

    template: str
    """Such a code with `{}` for its number."""
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A piece of a text that is written like a code."""

    code: str
    start: int
    end: int
    is_known: bool
    may_be_words: bool = False
    """Whether it may as well be part of a sentence: `auth 4 times`."""


class StringCodes:
    """The reader of a table's codes that are text; reads nothing where there are none."""

    def __init__(self, codes: Iterable[Code]) -> None:
        """Read codes of `codes` that are text."""
        self._known = {compared(code): code for code in codes if isinstance(code, str)}

    @property
    def is_empty(self) -> bool:
        """Whether no code of the table is text."""
        return not self._known

    def read(self, text: Text) -> list[Claim]:
        """Return a claim for each different code, in the order of the text."""
        if self.is_empty:
            return []
        normal = text.normal
        found = list(islice(self._found(normal), _MOST_FOUND))
        if not found:
            return []
        is_alone = _says_nothing_else(normal, found)
        simplified = simplify(normal)
        claims: dict[str, Claim] = {}
        for one in found:
            denied = is_denied(simplified, one.start, one.end)
            is_sure = (one.is_known and not one.may_be_words) or is_alone or _is_called_code(normal, one)
            is_sure = is_sure and not denied
            doubtful = _DOUBTFUL if one.may_be_words and not denied else 0.0
            claim = Claim(
                (),
                one.start,
                one.end,
                Kind.NUMBER,
                1.0 if is_sure else doubtful,
                quote_of(normal, one.start),
                value=one.code,
                is_labelled=is_sure,
                is_alone=is_alone,
                other=DENIED if denied else "",
            )
            before = claims.get(one.code)
            if before is None or claim.strength > before.strength:
                claims[one.code] = claim
        return sorted(claims.values(), key=lambda claim: claim.start)

    def _found(self, text: str) -> Iterator[_Found]:
        tokens = list(_TOKEN.finditer(text))
        end = 0
        for at, token in enumerate(tokens):
            if token.start() < end or (first := self._beginning(text, tokens[at : at + self._most_tokens])) is None:
                continue
            end = first.end
            if not _is_code(text[first.start : first.end], text):
                if first.is_known and _SPACED.fullmatch(text, first.start, first.end):
                    yield replace(first, may_be_words=True)
                continue
            yield first
            for other in self._following(text, first):
                yield other
                end = max(end, other.end)

    def _beginning(self, text: str, tokens: Sequence[re.Match[str]]) -> _Found | None:
        """Return the code that begins with the first of some tokens: the longest of the table, else the longest like one of it."""
        start = tokens[0].start()
        if text[start - 1 : start] == "_" and not _PREFIX.search(text[max(0, start - _BEFORE) : start]):
            return None
        spans = [tokens[0].end()]
        for last, token in pairwise(tokens):
            gap = text[last.end() : token.start()]
            # `E100-101` is a range, not the code E100101.
            if gap not in _SEPARATORS or (last[0][-1].isdigit() and token[0][0].isdigit()):
                break
            spans.append(token.end())
        ends = [end for end in reversed(spans) if text[end : end + 1] != "_"]
        for end in ends:
            if code := self._known.get(compared(text[start:end])):
                return _Found(code, start, end, is_known=True)
        for end in ends:
            stem, digits = _stem(text[start:end])
            shape = self._shapes.get(stem)
            if shape and (shape.least <= len(digits) <= shape.most or _is_all(text, start, end, digits)):
                return _Found(shape.template.format(digits), start, end, is_known=False)
        return None

    def _following(self, text: str, first: _Found) -> Iterator[_Found]:
        """Yield the other codes of a range (`E100-E104`, `E100-104`) or a list (`E100/101`) that begins with a code."""
        stem, digits = _stem(first.code)
        if not digits:
            return
        shape = self._shapes[stem]
        if (link := _TO.match(text, first.end)) and (last := _END.match(text, link.end())):
            until, number = _stem(last[0])
            # `E100-104`, but not `E100 to 104 people`.
            is_range = until == stem or (not until and link[0].strip() in _HYPHENS)
            if is_range and (reached := self._until(int(digits), number, shape, last)):
                yield from reached
                return
        at = first.end
        while (other := _NEXT.match(text, at)) and (code := self._known.get(compared(shape.template.format(other[1])))):
            yield _Found(code, other.start(1), other.end(1), is_known=True)
            at = other.end()

    def _until(self, low: int, digits: str, shape: _Shape, last: re.Match[str]) -> list[_Found]:
        """Return the codes behind the first of a range; empty where it is none."""
        if not digits or not low < int(digits) <= low + _LONGEST_RANGE:
            return []
        between = [
            code for code in self._numbered[compared(shape.template)] if low < int(_stem(code)[1]) <= int(digits)
        ]
        if not between:
            return []
        found = [_Found(code, *last.span(), is_known=True) for code in sorted(between, key=order)]
        written = shape.template.format(digits)
        return found if compared(written) in self._known else [*found, _Found(written, *last.span(), is_known=False)]

    @cached_property
    def _most_tokens(self) -> int:
        """How many pieces a code has at most where every separator is written."""
        return max(len(RUN.findall(code)) for code in self._known.values())

    @cached_property
    def _numbered(self) -> dict[str, list[str]]:
        """The codes that end in a number, by what stands before it."""
        found: dict[str, list[str]] = {}
        for code in self._known.values():
            stem, digits = _stem(code)
            if digits:
                found.setdefault(stem, []).append(code)
        return found

    @cached_property
    def _shapes(self) -> dict[str, _Shape]:
        """The shape of these codes, likewise."""
        shapes = {}
        for stem, codes in self._numbered.items():
            lengths = [len(_stem(code)[1]) for code in codes]
            shapes[stem] = _Shape(_TRAILING.sub("{}", codes[0]), min(lengths), max(lengths))
        return shapes


def beside(text: str, written: Sequence[Claim], numbers: Iterable[Claim]) -> list[Claim]:
    """Return the codes of a text that are text with those that are numbers; all are codes where nothing else is said."""
    found = [*written, *(claim for claim in numbers if not any(claim.overlaps(one) for one in written))]
    if written and _says_nothing_else(text, found):
        return [replace(claim, strength=1.0, is_labelled=True, other="") for claim in found]
    return found


def nearest(entries: Sequence[Entry], code: Code, most: int) -> list[Entry]:
    """Return the entries nearest to a missing code: that begin with it, as one that was cut does, or by number.

    Near by number are those of the same letters and hundred, for a number also text that ends in it.
    """
    letters, number = _parts(code)
    begun = compared(code) if isinstance(code, str) else ""
    longer = [one for one in entries if begun and isinstance(one.code, str) and compared(one.code).startswith(begun)]
    if longer:
        return sorted(longer, key=lambda entry: order(entry.code))[:most]
    near = [
        (abs(at[1] - number), order(entry.code), entry)
        for entry in entries
        if (at := _parts(entry.code))[0] == letters and at[1] // _NEAR == number // _NEAR
    ]
    if not near and not letters and number >= 0:
        near = [(0, order(entry.code), entry) for entry in entries if _parts(entry.code)[1] == number]
    return [entry for *_, entry in sorted(near, key=lambda one: one[:2])[:most]]


def _parts(code: Code) -> tuple[str, int]:
    """Return what stands in a code before the number that it ends in, and that number; -1 for none."""
    if isinstance(code, int):
        return "", code
    stem, digits = _stem(code)
    return stem, int(digits) if digits else -1


def _stem(code: str) -> tuple[str, str]:
    """Return what stands in a code before the number that it ends in, as it is compared, and the digits of that number."""
    digits = _TRAILING.search(code)
    return (compared(code[: digits.start()]), digits[0]) if digits else (compared(code), "")


def _is_code(written: str, text: str) -> bool:
    """Return whether a piece that is written like a code is a code and not a word of a sentence: `auth 4 times`, `declined`."""
    may_be_words = " " in written or written.isalpha()
    return not may_be_words or written.isupper() or written == text.strip()


def _is_all(text: str, start: int, end: int, digits: str) -> bool:
    """Return whether a text is one code alone, which may then be of any length: `E20` in a table that has `E200`."""
    return text.strip() == text[start:end] and 0 < len(digits) <= _MOST_DIGITS


def _is_called_code(text: str, found: _Found) -> bool:
    is_short = len(text) <= _LONGEST_SURE and not found.may_be_words
    return is_short or _CALLED_CODE.search(text[max(0, found.start - _BEFORE) : found.start]) is not None


def _says_nothing_else(text: str, found: Iterable[_Found | Claim]) -> bool:
    rest = list(text)
    for one in found:
        rest[one.start : one.end] = " " * (one.end - one.start)
    return not _LINK.sub("", "".join(rest)).strip()
