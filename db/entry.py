"""Records of the code table: errors, and their numbers on each platform.

Plain frozen dataclasses, so that reading a built table needs no validation library.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Literal

from db.code import Code

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")

Who = str
"""Role that can do something about an error: one of `db.product.ROLES`, or of the source's own."""


Key = Code
"""Identifier of an entry: the code alone on the table's first platform, elsewhere with the platform as prefix, `native:606`."""


def code_in(key: Key) -> str:
    """Return the code in an entry's key, as text."""
    return key.split(":")[1] if isinstance(key, str) and ":" in key else str(key)


Where = str
"""How an error reaches an app, like a rejected promise: one of `db.product.WAYS`, or of the source's own."""

Retryable = Literal["yes", "no", "after"]

_HTTP_STATUSES = frozenset(status.value for status in HTTPStatus)


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or title in both languages, and its source unless that is the vendor's page.

    In a table of one language, both are the same.
    """

    zh: str
    en: str
    source: str = ""
    on: str = ""
    """The only platform that it applies to; empty for all."""

    def in_(self, lang: Lang) -> str:
        """Return the text in `lang`."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do about an error, and who can do it."""

    who: Who
    text: Text


@dataclass(frozen=True, slots=True)
class SeeAlso:
    """A similar error, by its id, and the difference."""

    error: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Error:
    """Meaning, causes and actions of one error: the same on every platform."""

    id: str
    family: str
    title: Text
    meaning: Text
    causes: tuple[Text, ...]
    actions: tuple[Action, ...]
    limits: tuple[Text, ...] = ()
    see_also: tuple[SeeAlso, ...] = ()


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How a platform's SDK raises an error: its way into the app, the calls, the messages."""

    arrives: tuple[Where, ...] = ()
    raised_by: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    """Literal messages of the SDK or the server."""
    is_raised: bool = True
    """Whether the SDK raises it at all: some constants are only exported."""
    retryable: Retryable | None = None
    retry: Text | None = None
    """Precondition for a useful retry."""
    example: str = ""
    note: Text | None = None
    """Remark on this platform only."""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An error on one platform: its number, its constant, and the SDK's behaviour."""

    error: Error
    code: Code
    name: str
    platform: str = ""
    key: Key = ""
    names: tuple[str, ...] = ()
    """Other spellings of the constant, by members of the platform."""
    only: tuple[str, ...] = ()
    """Members of the platform whose pages list this number; empty for all."""
    is_second: bool = False
    """Whether the platform has a more common number for the error."""
    behaviour: Behaviour = field(default_factory=Behaviour)

    def __post_init__(self) -> None:
        """Default the key to the number, as in a table without platforms."""
        if self.key == "":
            object.__setattr__(self, "key", self.code)

    @property
    def family(self) -> str:
        """The id of the error's family."""
        return self.error.family

    @property
    def title(self) -> Text:
        """The error's title."""
        return self.error.title

    @property
    def meaning(self) -> Text:
        """The error's meaning, in a sentence."""
        return self.error.meaning

    @property
    def causes(self) -> tuple[Text, ...]:
        """The causes on this platform, the likeliest first."""
        return tuple(filter(self._holds, self.error.causes)) or self.error.causes

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions on this platform; the first fixes the likeliest cause."""
        return tuple(action for action in self.error.actions if self._holds(action.text)) or self.error.actions

    @property
    def limits(self) -> tuple[Text, ...]:
        """The limits on this platform."""
        return tuple(filter(self._holds, self.error.limits))

    def _holds(self, text: Text) -> bool:
        return text.on in {"", self.platform}

    @property
    def is_also_http_status(self) -> bool:
        """Whether HTTP has a status of the same number, which is easily confused with this code."""
        return self.code in _HTTP_STATUSES

    @property
    def is_also_http_error(self) -> bool:
        """Whether HTTP has a status of the same number that says of a failure."""
        return self.is_also_http_status and isinstance(self.code, int) and self.code >= HTTPStatus.BAD_REQUEST


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern that names a platform or a member of it in a question, with examples as its tests."""

    pattern: str
    member: str = ""
    is_device: bool = False
    """Whether it may also name the device below another platform's SDK: a mini-program on Android."""
    is_hint: bool = False
    """Whether it names a device on which the asker's own platform is as likely: a number is then told for both."""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform whose SDKs share their numbers; `members` are those SDKs, by id, with their titles."""

    id: str
    title: Text
    link: str
    members: tuple[tuple[str, str], ...] = ()
    cues: tuple[Cue, ...] = ()

    def title_of(self, member: str, lang: Lang) -> str:
        """Return the title of a member, or of the whole platform where there is no such member."""
        return dict(self.members).get(member) or self.title.in_(lang)


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A phrasing of an error, or of several that share it; phrasings without an error train the class "none"."""

    text: str
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """The thresholds of answers, as probabilities: calibrated together, and stored with the table."""

    number_firm: float = 0.64
    """That a number is a code, for it to be the answer."""
    number_probable: float = 0.5
    """That a number is a code, for it to come before what the words describe."""
    number_possible: float = 0.15
    """That a number is a code, for it to be offered."""
    number_unknown: float = 0.8
    """That a number which the table lacks is a code, without a label, for the answer to call it unknown."""
    number_own: float = 0.3
    """That a number which is called a code is the table's, not another system's."""
    firm: float = 0.75
    """That words mean any error, and that the one which they mean is asked about, for a firm answer."""
    possible: float = 0.63
    """That the error which words mean is asked about, or one of the next likely ones, for candidates."""


@dataclass(frozen=True, slots=True)
class Family:
    """A group of related codes, for browsing."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Vendor:
    """Origin of the codes: their platform and the vendor's page."""

    platform: Text
    link: str
