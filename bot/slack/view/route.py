"""Where a press of a button leads: the little that a message has to remember, packed into the button's value."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from db.entry import Key, Lang

MOST_CHARACTERS = 2000
"""Slack's limit on a button's value."""
_MOST_CODES = 70
_MOST_QUESTION = 300
_MOST_FAMILY = 64
_HIGHEST_CODE = 10**9
_THREAD = re.compile(r"[0-9]{1,16}\.[0-9]{1,16}(/[0-9a-f]{32})?")
_ON_PLATFORM = re.compile(r"[a-z][a-z0-9-]{0,40}:-?[0-9]{1,9}(?::[a-z][a-z0-9-]{0,40})?")
"""The key of an entry of another than the table's own platform."""
_UNSEEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]+")
"""Control characters, line ends, what turns the direction of writing, and halves of characters."""

Trail = Literal["", "several", "candidates", "families", "family", "entry"]


@dataclass(frozen=True, slots=True)
class Route:
    """An entry (or, without a code, a list) in a language, and what the asker came from.

    `trail` says what: several codes or candidates (`codes`), all families, one `family`, or another entry (first of `codes`).
    """

    lang: Lang
    code: Key | None = None
    """The key of the entry that is open."""
    trail: Trail = ""
    codes: tuple[Key, ...] = ()
    family: str = ""
    question: str = ""
    thread: str = ""
    """The `ts` of the message under which a share goes, with its seal (see `bot.slack.payload.seals`); empty: into the channel."""

    def at(self, code: Key | None) -> Route:
        """Give the same route with another entry open."""
        return replace(self, code=code)

    def onward(self) -> Route:
        """Give the route from which another entry is opened; where it came from nowhere, it is itself what to come back to."""
        if self.trail or self.code is None:
            return self
        return replace(self, trail="entry", codes=(self.code,))

    def back(self) -> Route:
        """Give the route that the asker came from."""
        if self.trail == "entry" and self.codes:
            return replace(self, code=self.codes[0], trail="", codes=())
        return self.at(None)

    def elsewhere(self) -> Route:
        """Give the route in the same language and message where nothing is open yet."""
        return Route(self.lang, thread=self.thread)

    def pack(self) -> str:
        """Give this route as a button's value, within Slack's limit."""
        packed: dict[str, object] = {"l": self.lang}
        if self.code is not None:
            packed["c"] = self.code
        if self.trail:
            packed["t"] = self.trail
        if self.codes:
            packed["n"] = self.codes[:_MOST_CODES]
        if self.family:
            packed["f"] = self.family
        if self.question:
            packed["q"] = _cleaned(self.question)[:_MOST_QUESTION]
        if self.thread:
            packed["h"] = self.thread
        return json.dumps(packed, ensure_ascii=False, separators=(",", ":"))


class RouteError(ValueError):
    """A button's value that is not ours, or of a version that packed it otherwise."""


def unpack(value: str) -> Route:
    """Read a button's value back. A client sends it, so whatever it holds is cut to what `Route.pack` can have made of it.

    Raises:
        RouteError: it is not one that `Route.pack` made.

    """
    if len(value) > MOST_CHARACTERS:
        raise RouteError("too long")
    try:
        packed = json.loads(value)
    except (ValueError, RecursionError) as error:
        raise RouteError("no JSON") from error
    if not isinstance(packed, dict):
        raise RouteError("no object")
    lang, code, trail, codes = packed.get("l"), packed.get("c"), packed.get("t", ""), packed.get("n", [])
    if lang not in ("zh", "en") or trail not in get_args(Trail):
        raise RouteError("unknown words")
    if not isinstance(codes, list) or not all(map(_is_code, codes if code is None else [code, *codes])):
        raise RouteError("no codes")
    thread = _text(packed, "h")
    return Route(
        lang=lang,
        code=code,
        trail=trail,
        codes=tuple(dict.fromkeys(codes))[:_MOST_CODES],
        family=_text(packed, "f")[:_MOST_FAMILY],
        question=_text(packed, "q")[:_MOST_QUESTION],
        thread=thread if _THREAD.fullmatch(thread) else "",
    )


def _is_code(key: object) -> bool:
    if isinstance(key, str):
        return _ON_PLATFORM.fullmatch(key) is not None
    return type(key) is int and abs(key) <= _HIGHEST_CODE


def _text(packed: dict[str, Any], name: str) -> str:
    found = packed.get(name)
    return _cleaned(found) if isinstance(found, str) else ""


def _cleaned(text: str) -> str:
    return _UNSEEN.sub(" ", text)
