"""The shapes of the code table: what one error code is to imerr.

Plain frozen dataclasses, so that reading a built table needs no validation library.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")

Who = Literal["developer", "user", "group_admin", "chatroom_admin", "console_admin", "vendor"]


_HTTP_STATUSES = frozenset(status.value for status in HTTPStatus)


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or title in both languages."""

    zh: str
    en: str

    def in_(self, lang: Lang) -> str:
        """Give the text in `lang`."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do about an error, and who can do it."""

    who: Who
    text: Text


@dataclass(frozen=True, slots=True)
class SeeAlso:
    """Another code that is easily taken for this one, and how the two differ."""

    code: int
    reason: Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One error code: its constant in the SDK, what it means, why it happens and what to do."""

    code: int
    name: str
    family: str
    title: Text
    meaning: Text
    causes: tuple[Text, ...]
    actions: tuple[Action, ...]
    see_also: tuple[SeeAlso, ...]

    @property
    def is_also_http_status(self) -> bool:
        """Whether HTTP has a status of the same number, with which this code is easily mixed up."""
        return self.code in _HTTP_STATUSES


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way in which people say an error; of several codes where they share it, of none where it means no error."""

    text: str
    codes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How sure an answer has to be, as probabilities: chosen together by measuring, and kept with the table."""

    number_firm: float = 0.62
    """That a number is a code, for it to be the answer."""
    number_firm_among_words: float = 0.93
    """The same in a long text."""
    number_probable: float = 0.5
    """That a number is a code, for it to come before what the words describe."""
    number_possible: float = 0.2
    """That a number is a code, for it to be offered."""
    number_unknown: float = 0.98
    """That a number which the table lacks is a code, without a label, for the answer to call it unknown."""
    meant: float = 0.8
    """That words mean any error, for a firm answer."""
    meant_alike: float = 0.4
    """The same, where the words are much like a line that is said of the error."""
    alike: float = 0.82
    """How much alike words and such a line have to be, read aloud."""
    firm: float = 0.68
    """The share of the best error among all errors, for a firm answer."""
    possible: float = 0.5
    """That words mean any error, for candidates."""
    part: float = 0.7
    """That a sentence or clause means any error, to be read without the rest of its text."""
    part_firm: float = 0.95
    """The same, for a firm answer."""
    apart: float = 0.4
    """That each of two pieces means any error, for both to be answered where two are asked for."""
    apart_score: float = 0.3
    """That each of two pieces means just its error, for the same."""
    damped: float = 0.97
    """That words mean any error, for a firm answer beside a number of another system."""


@dataclass(frozen=True, slots=True)
class Family:
    """A group of codes that belong together for somebody who browses."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Vendor:
    """Where the codes come from: the platform they belong to and the vendor's page about them."""

    platform: Text
    link: str
