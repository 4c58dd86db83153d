"""Routes: the target of a press, with the state of its message, packed into the button's value."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json

if TYPE_CHECKING:
    from db.entry import Key, Lang

MOST_CHARACTERS = 2000
"""Slack's limit on a button's value."""
_MOST_CODES = 70
MOST_QUESTION = 300
_MOST_FAMILY = 64
_HIGHEST_CODE = 10**9
_THREAD = re.compile(r"[0-9]{1,16}\.[0-9]{1,16}(/[0-9a-f]{32})?")
_NOTE = re.compile(r"[0-9a-f]{1,32}/[0-9]{1,9}")
_SOURCE = re.compile(r"[A-Z0-9]{1,64} [0-9]{1,16}\.[0-9]{1,16} [A-Z0-9]{0,64}")
_MOST_PAGES = 100_000
_CODE = "(?:[0-9][0-9._-]{0,38})?[A-Za-z][A-Za-z0-9._-]{0,39}"
_Text = Annotated[
    str,
    Field(pattern=rf"^(?:[a-z][a-z0-9-]{{0,40}}:(?:-?[0-9]{{1,9}}|{_CODE})(?::[a-z][a-z0-9-]{{0,40}})?|{_CODE})$"),
]
"""Key of an entry of a platform other than the table's own, or a code that is text."""
_Key = Annotated[int, Field(ge=-_HIGHEST_CODE, le=_HIGHEST_CODE)] | _Text
_UNSEEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]+")
"""Control characters, line ends, direction overrides, and halves of surrogate pairs."""

Trail = Literal["", "several", "candidates", "families", "family", "entry"]


@dataclass(frozen=True, slots=True)
class Route:
    """An entry (or, without a code, a list) in a language, and the trail that led to it.

    The trail is several codes or candidates (`codes`), all families, one `family`, or another entry (first of `codes`).
    """

    lang: Lang
    code: Key | None = None
    """The key of the open entry."""
    trail: Trail = ""
    codes: tuple[Key, ...] = ()
    family: str = ""
    question: str = ""
    thread: str = ""
    """The thread for a share, as `ts` with a seal (see `bot.slack.payload.seals`); empty: the channel."""
    note: str = ""
    """A note about the entry, as its id and revision: `0f3a/2`."""
    page: int = 0
    """Page of a list, from 0."""
    thumb: Literal["", "up", "down"] = ""
    source: str = ""
    """The message that a note is from: channel, `ts` and author, with spaces between."""

    def at(self, code: Key | None) -> Route:
        """Return this route with another entry open."""
        return replace(self, code=code)

    def onward(self) -> Route:
        """Return the route for opening another entry; if it has no trail, its own entry becomes the trail."""
        if self.trail or self.code is None:
            return self
        return replace(self, trail="entry", codes=(self.code,))

    def back(self) -> Route:
        """Return the route that the user came from."""
        if self.trail == "entry" and self.codes:
            return replace(self, code=self.codes[0], trail="", codes=())
        return self.at(None)

    def elsewhere(self) -> Route:
        """Return a route with nothing open, in the same language and message."""
        return Route(self.lang, thread=self.thread)

    def pack(self) -> str:
        """Return this route as a button's value, within Slack's limit."""
        packed = {
            "c": self.code,
            "t": self.trail,
            "n": self.codes[:_MOST_CODES],
            "f": self.family,
            "q": _cleaned(self.question)[:MOST_QUESTION],
            "h": self.thread,
            "o": self.note,
            "p": self.page,
            "b": self.thumb,
            "s": self.source,
        }
        # A code of 0 is one.
        kept = {key: value for key, value in packed.items() if value or (key == "c" and value is not None)}
        return to_json({"l": self.lang, **kept}).decode()


class RouteError(ValueError):
    """A button's value that imerr did not make, or another version of it."""


class _Packed(BaseModel):
    """A button's value, parsed. A client sends it, so it may hold only what `Route.pack` can have made."""

    model_config = ConfigDict(strict=True)

    lang: Literal["zh", "en"] = Field(alias="l")
    code: _Key | None = Field(default=None, alias="c")
    trail: Trail = Field(default="", alias="t")
    codes: list[_Key] = Field(default=[], alias="n")
    family: str = Field(default="", alias="f")
    question: str = Field(default="", alias="q")
    thread: str = Field(default="", alias="h")
    note: str = Field(default="", alias="o")
    page: int = Field(default=0, alias="p", ge=0, le=_MOST_PAGES)
    thumb: Literal["", "up", "down"] = Field(default="", alias="b")
    source: str = Field(default="", alias="s")


def unpack(value: str) -> Route:
    """Return the route in a button's value, cut to the limits of `Route.pack`.

    Raises:
        RouteError: `Route.pack` of this version did not make it.

    """
    if len(value) > MOST_CHARACTERS:
        raise RouteError("too long")
    try:
        packed = _Packed.model_validate_json(value)
    except ValueError as error:
        raise RouteError("not packed by this version") from error
    return Route(
        lang=packed.lang,
        code=packed.code,
        trail=packed.trail,
        codes=tuple(dict.fromkeys(packed.codes))[:_MOST_CODES],
        family=_cleaned(packed.family)[:_MOST_FAMILY],
        question=_cleaned(packed.question)[:MOST_QUESTION],
        thread=packed.thread if _THREAD.fullmatch(packed.thread) else "",
        note=packed.note if _NOTE.fullmatch(packed.note) else "",
        page=packed.page,
        thumb=packed.thumb,
        source=packed.source if _SOURCE.fullmatch(packed.source) else "",
    )


def _cleaned(text: str) -> str:
    return _UNSEEN.sub(" ", text)
