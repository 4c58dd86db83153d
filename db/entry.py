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
class Thresholds:
    """How sure of an answer one has to be: chosen by measuring, and kept with the table.

    A firm answer needs that any entry is meant with probability `meant`, and that among the entries the best one has the
    share `firm`. Candidates need that any entry is meant with probability `possible`.
    """

    firm: float = 0.52
    meant: float = 0.75
    possible: float = 0.6


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
