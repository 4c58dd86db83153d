"""The reader of codes that are text, like `E100` and `AUTH-4`: literally, in any case, with or without the separator.

What is written as such a code and is none of the table (`E199`) is a code that the table lacks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from bot.lookup.case import overlap
from bot.lookup.claim import Claim, Kind
from bot.lookup.numbers import quote_of
from db.code import RUN, compared, order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.lookup.text import Text
    from db.code import Code
    from db.entry import Entry

_MOST_CODES = 320
_LONGEST_RANGE = 100
_LONGEST_SURE = 60
"""In a longer text, what only looks like a code of the table needs a word before it that says so."""
_NEAR = 100
_SEPARATOR = r"[-_. ]?"
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
"""What a range without its second letters is written with: `E100-104`, but not `E100 to 104 people`."""
_NEXT = re.compile(r"\s?[/,、]\s?([0-9]{1,9})(?![A-Za-z0-9_])", re.ASCII)
"""A further number of a list that leaves out the letters: `E100/101`."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What codes have in common: their letters, and how many digits stand between them."""

    template: str
    """A code of this shape with `{}` for the digits at its end; the code itself where it does not end in digits."""
    pattern: str


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
        found = list(self._found(normal))
        if not found:
            return []
        is_alone = _says_nothing_else(normal, found)
        claims: dict[str, Claim] = {}
        for one in found[:_MOST_CODES]:
            is_sure = (one.is_known and not one.may_be_words) or is_alone or _is_called_code(normal, one)
            doubtful = _DOUBTFUL if one.may_be_words else 0.0
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
            )
            before = claims.get(one.code)
            if before is None or claim.strength > before.strength:
                claims[one.code] = claim
        return sorted(claims.values(), key=lambda claim: claim.start)

    def _found(self, text: str) -> Iterator[_Found]:
        end = 0
        for match in self._pattern.finditer(text):
            if match.start() < end:
                continue
            shape = self._shapes[match.lastgroup or ""]
            written = match[0]
            first = self._found_at(written, shape, match.start(), match.end())
            if not _is_code(written, text):
                if first.is_known and _SPACED.fullmatch(written):
                    yield replace(first, may_be_words=True)
                continue
            yield first
            end = match.end()
            for other in self._following(text, first, shape):
                yield other
                end = max(end, other.end)

    def _found_at(self, written: str, shape: _Shape, start: int, end: int) -> _Found:
        known = self._known.get(compared(written))
        digits = RUN.findall(written)[-1]
        return _Found(known or shape.template.format(digits), start, end, known is not None)

    def _following(self, text: str, first: _Found, shape: _Shape) -> Iterator[_Found]:
        """Yield the other codes of a range (`E100-E104`, `E100-104`) or a list (`E100/101`) that begins with a code."""
        if "{}" not in shape.template:
            return
        if link := _TO.match(text, first.end):
            last = re.compile(rf"(?:{shape.pattern}|[0-9]{{1,9}})(?![A-Za-z0-9_])", re.IGNORECASE | re.ASCII)
            until = last.match(text, link.end())
            if until and until[0].isdigit() and link[0].strip() not in _HYPHENS:
                until = None
            if until and (reached := self._until(first, shape, until)):
                yield from reached
                return
        at = first.end
        while (number := _NEXT.match(text, at)) and (
            code := self._known.get(compared(shape.template.format(number[1])))
        ):
            yield _Found(code, number.start(1), number.end(1), is_known=True)
            at = number.end()

    def _until(self, first: _Found, shape: _Shape, until: re.Match[str]) -> list[_Found]:
        """Return the codes behind the first of a range; empty where it is none."""
        digits = RUN.findall(until[0])[-1]
        low, high = _parts(first.code)[1], int(digits)
        if not low < high <= low + _LONGEST_RANGE:
            return []
        last = self._found_at(shape.template.format(digits), shape, *until.span())
        stem = compared(shape.template.format(""))
        between = [
            code
            for key, code in self._known.items()
            if key.startswith(stem) and key[len(stem) :].isdigit() and low < int(key[len(stem) :]) <= high
        ]
        if not between:
            return []
        found = [_Found(code, *until.span(), is_known=True) for code in sorted(between, key=order)]
        return found if last.is_known else [*found, last]

    @cached_property
    def _shapes(self) -> dict[str, _Shape]:
        """The shapes of the table's codes by the names of their groups; what is part of another shape comes behind it."""
        lengths: dict[str, list[int]] = {}
        for code in self._known.values():
            template, digits = _template(code)
            lengths.setdefault(template, []).append(len(digits))
        ordered = sorted(lengths, key=lambda template: (-len(compared(template)), template))
        return {
            f"s{at}": _Shape(template, _pattern(template, min(lengths[template]), max(lengths[template])))
            for at, template in enumerate(ordered)
        }

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        either = "|".join(f"(?P<{name}>{shape.pattern})" for name, shape in self._shapes.items())
        before = r"(?:(?<![A-Za-z0-9_])|(?<=err_)|(?<=error_)|(?<=code_))"
        return re.compile(rf"{before}(?:{either})(?![A-Za-z0-9_])", re.IGNORECASE | re.ASCII)


def beside(text: str, written: Sequence[Claim], numbers: Iterable[Claim]) -> list[Claim]:
    """Return the codes of a text that are text with those that are numbers; all are codes where nothing else is said."""
    found = [*written, *(claim for claim in numbers if not any(overlap(claim, one) for one in written))]
    if written and _says_nothing_else(text, found):
        return [replace(claim, strength=1.0, is_labelled=True, other="") for claim in found]
    return found


def nearest(entries: Sequence[Entry], code: Code, most: int) -> list[Entry]:
    """Return the entries nearest to a missing code by number: of the same letters and hundred; for a number also of text that ends in it."""
    letters, number = _parts(code)
    near = [
        (abs(at[1] - number), order(entry.code), entry)
        for entry in entries
        if (at := _parts(entry.code))[0] == letters and at[1] // _NEAR == number // _NEAR
    ]
    if not near and not letters and number >= 0:
        near = [(0, order(entry.code), entry) for entry in entries if _parts(entry.code)[1] == number]
    return [entry for *_, entry in sorted(near, key=lambda one: one[:2])[:most]]


def _parts(code: Code) -> tuple[str, int]:
    """Return the letters of a code before its last digits, and these as a number; -1 for none."""
    if isinstance(code, int):
        return "", code
    template, digits = _template(code)
    return compared(template), int(digits) if digits else -1


def _template(code: str) -> tuple[str, str]:
    """Return a code with `{}` for the digits at its end, and these digits."""
    digits = re.search(r"[0-9]+$", code)
    return (code[: digits.start()] + "{}", digits[0]) if digits else (code, "")


def _pattern(template: str, least: int, most: int) -> str:
    """Return the pattern of a shape: its runs of letters and digits, with or without separators between them."""
    runs = [re.escape(run) for run in RUN.findall(template.removesuffix("{}"))]
    if template.endswith("{}"):
        runs.append(f"[0-9]{{{least},{most}}}")
    return _SEPARATOR.join(runs)


def _is_code(written: str, text: str) -> bool:
    """Return whether a piece that is written like a code is a code and not a word of a sentence: `auth 4 times`, `declined`."""
    may_be_words = " " in written or written.isalpha()
    return not may_be_words or written.isupper() or written == text.strip()


def _is_called_code(text: str, found: _Found) -> bool:
    is_short = len(text) <= _LONGEST_SURE and not found.may_be_words
    return is_short or _CALLED_CODE.search(text[max(0, found.start - _BEFORE) : found.start]) is not None


def _says_nothing_else(text: str, found: Iterable[_Found | Claim]) -> bool:
    rest = list(text)
    for one in found:
        rest[one.start : one.end] = " " * (one.end - one.start)
    return not _LINK.sub("", "".join(rest)).strip()
