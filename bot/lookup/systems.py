"""Other systems with error codes of their own: data in `data/systems.toml`, with its own examples."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from bot.lookup.corpus import DATA
from bot.lookup.text import simplify
from db.entry import Text

_MOST_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class System:
    """A system, what in a text names it, and examples."""

    title: Text
    patterns: tuple[re.Pattern[str], ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]

    def is_in(self, text: str) -> bool:
        """Return whether a normalized text names it; only its beginning is read."""
        read = simplify(text[:_MOST_CHARACTERS])
        return any(pattern.search(read) for pattern in self.patterns)


@cache
def systems() -> tuple[System, tuple[System, ...]]:
    """Return what names the table's own SDK, or a comparison with it, and all other systems.

    Raises:
        OSError, tomllib.TOMLDecodeError, re.error, KeyError: the data is not as it has to be.

    """
    with (DATA / "systems.toml").open("rb") as file:
        found = tomllib.load(file)
    own = _system(found["ours"], Text("", ""))
    return own, tuple(_system(one, Text(one["title"]["zh"], one["title"]["en"])) for one in found["systems"])


def other_system(text: str) -> System | None:
    """Return the system that a normalized text is about where it is about another one than the table's."""
    if not _any().search(simplify(text[:_MOST_CHARACTERS])):
        return None
    own, others = systems()
    named = next((system for system in others if system.is_in(text)), None)
    return None if named is None or own.is_in(text) else named


@cache
def _any() -> re.Pattern[str]:
    """Return what finds any of the other systems: most questions name none."""
    _, others = systems()
    return re.compile("|".join(f"(?:{pattern.pattern})" for one in others for pattern in one.patterns), re.IGNORECASE)


def _system(raw: dict[str, list[str]], title: Text) -> System:
    patterns = tuple(re.compile(pattern, re.IGNORECASE) for pattern in raw["patterns"])
    return System(title, patterns, tuple(raw["yes"]), tuple(raw["no"]))
