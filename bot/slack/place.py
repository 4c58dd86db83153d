"""Where a press of a button leads: the little that a message has to remember, packed into the button's value."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.entry import Lang

MOST_CHARACTERS = 2000
"""Slack's limit on a button's value."""
_MOST_CODES = 70
_MOST_QUESTION = 300

Trail = Literal["", "several", "candidates", "families", "family", "entry"]


@dataclass(frozen=True, slots=True)
class Place:
    """An entry (or, without a code, a list) in a language, and what the asker came from.

    `trail` says what: several codes or candidates (`codes`), all families, one `family`, or another entry (first of `codes`).
    """

    lang: Lang
    code: int | None = None
    trail: Trail = ""
    codes: tuple[int, ...] = ()
    family: str = ""
    question: str = ""
    thread: str = ""
    """The `ts` of the message under which a share goes; empty: into the channel."""
    is_direct: bool = False
    """Whether the message stands in the asker's own conversation with imerr, where it is replaced when something is pressed.

    The channel does not tell: two people's conversation has an id of the same form.
    """

    def at(self, code: int | None) -> Place:
        """Give the same place with another entry open."""
        return replace(self, code=code)

    def onward(self) -> Place:
        """Give the place from which another entry is opened; where it came from nowhere, it is itself what to come back to."""
        if self.trail or self.code is None:
            return self
        return replace(self, trail="entry", codes=(self.code,))

    def back(self) -> Place:
        """Give the place that the asker came from."""
        if self.trail == "entry" and self.codes:
            return replace(self, code=self.codes[0], trail="", codes=())
        return self.at(None)

    def elsewhere(self) -> Place:
        """Give the place in the same language and message where nothing is open yet."""
        return Place(self.lang, thread=self.thread, is_direct=self.is_direct)

    def pack(self) -> str:
        """Give this place as a button's value, within Slack's limit."""
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
            packed["q"] = self.question[:_MOST_QUESTION]
        if self.thread:
            packed["h"] = self.thread
        if self.is_direct:
            packed["d"] = 1
        return json.dumps(packed, ensure_ascii=False, separators=(",", ":"))


class PlaceError(ValueError):
    """A button's value that is not ours, or of a version that packed it otherwise."""


def unpack(value: str) -> Place:
    """Read a button's value back.

    Raises:
        PlaceError: it is not one that `Place.pack` made.

    """
    try:
        packed = json.loads(value)
        code, codes = packed.get("c"), packed.get("n", [])
        if packed["l"] not in {"zh", "en"} or not _whole(codes) or not (code is None or _whole([code])):
            raise PlaceError("unexpected types")
        return Place(
            lang=packed["l"],
            code=code,
            trail=packed.get("t", ""),
            codes=tuple(codes),
            family=str(packed.get("f", "")),
            question=str(packed.get("q", "")),
            thread=str(packed.get("h", "")),
            is_direct=packed.get("d") == 1,
        )
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        raise PlaceError("not a place") from error


def _whole(numbers: Sequence[object]) -> bool:
    return isinstance(numbers, list) and all(type(number) is int for number in numbers)
