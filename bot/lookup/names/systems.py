"""Other systems with error codes of their own: data in `data/systems.toml`, with its own examples."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.lookup.any_of import any_of, compiled
from bot.lookup.corpus import DATA
from bot.lookup.cues import Cue
from bot.lookup.log_lines import written_lines
from bot.lookup.text import simplify, without_spans
from db.entry import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MOST_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class System:
    """A system, and what in a text names it."""

    title: Text
    cue: Cue
    has_constants: bool = False
    """Whether a constant or message in its text is its own, though the SDK may have one of the same words."""


@cache
def ours() -> Cue:
    """Return what names imerr, or a comparison with another system.

    Raises:
        OSError, tomllib.TOMLDecodeError, re.error, KeyError: the data is not as it has to be.

    """
    return Cue.of(_data()["ours"])


@cache
def systems() -> tuple[System, ...]:
    """Return all other systems.

    Raises:
        OSError, tomllib.TOMLDecodeError, re.error, KeyError: the data is not as it has to be.

    """
    return tuple(
        System(Text(one["title"]["zh"], one["title"]["en"]), Cue.of(one), one.get("has_constants", False))
        for one in _data()["systems"]
    )


def other_system(text: str, named_by: Sequence[str] = ()) -> System | None:
    """Return the system that a normalized text is about where it is about another one than the table's, which `named_by` name."""
    if not _any()(simplify(text[:_MOST_CHARACTERS])):
        return None
    named = next((system for system in systems() if system.cue.is_in(text)), None)
    if named is None or ours().is_in(text):
        return None
    return None if names_product(text, named_by) else named


def names_product(text: str, named_by: Sequence[str]) -> bool:
    """Return whether a normalized text names the table's product, which the patterns `named_by` do."""
    return any(compiled(pattern).search(simplify(text)) for pattern in named_by)


def without_their_lines(text: str) -> str:
    """Return a normalized text with spaces for the lines of a log that another system wrote, if somebody's own words are left beside them."""
    written = written_lines(text)
    return without_spans(text, [span for span in written if _any()(simplify(text[slice(*span)]))]) if written else text


@cache
def _any() -> Callable[[str], object]:
    """Return what finds any of the other systems: most questions name none."""
    return any_of(pattern.pattern for one in systems() for pattern in one.cue.patterns)


def _data() -> dict[str, Any]:
    with (DATA / "systems.toml").open("rb") as file:
        return tomllib.load(file)
