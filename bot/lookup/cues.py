"""Words by which a text denies an error, asks for several, or says nothing of any: data in `data/cues.toml`, with its own examples."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bot.lookup.any_of import any_of, compiled
from bot.lookup.corpus import DATA
from bot.lookup.text import simplify

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_CONTENT = re.compile(r"[A-Za-z\u3400-\u9fff]")
_LONGEST_VAGUE = 60
_LONGEST_HEADING = 40
_LONGEST_ABOUT_ONE = 110
_LONGEST_QUESTION = 160
_MOST_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Cue:
    """Patterns of which any may stand in a text, and examples."""

    patterns: tuple[re.Pattern[str], ...]
    may_be_in: Callable[[str], object]
    yes: tuple[str, ...]
    no: tuple[str, ...]

    @classmethod
    def of(cls, data: Mapping[str, Sequence[str]]) -> Cue:
        """Return a cue as the data has it.

        Raises:
            re.error, KeyError: the data is not as it has to be.

        """
        patterns = tuple(map(compiled, data["patterns"]))
        return cls(patterns, any_of(data["patterns"]), tuple(data["yes"]), tuple(data["no"]))

    def found_in(self, text: str) -> frozenset[str]:
        """Return what of a text the patterns fit, in small letters."""
        read = simplify(text)
        return frozenset(found[0].lower() for pattern in self.patterns for found in pattern.finditer(read))

    def is_in(self, text: str) -> bool:
        """Return whether a normalized text has one of the patterns; only its beginning is read."""
        read = simplify(text[:_MOST_CHARACTERS])
        return bool(self.may_be_in(read)) and any(pattern.search(read) for pattern in self.patterns)


@cache
def cue(name: str) -> Cue:
    """Return the cue of that name.

    Raises:
        OSError, tomllib.TOMLDecodeError, re.error, KeyError: the data is not as it has to be.

    """
    with (DATA / "cues.toml").open("rb") as file:
        return Cue.of(tomllib.load(file)[name])


@lru_cache(maxsize=64)
def is_denial(clause: str) -> bool:
    """Return whether a clause, given with what follows it, says that something is not what is meant."""
    return cue("denial").is_in(clause)


@lru_cache(maxsize=64)
def is_well(clause: str) -> bool:
    """Return whether a clause, given with what follows it, says that something is as it should be: `the others are fine`."""
    return cue("well").is_in(clause)


@lru_cache(maxsize=16)
def asks_for_several(text: str) -> bool:
    """Return whether a text asks for more than one error, a long one in so many words; a question is read and judged by it."""
    return cue("items").is_in(text) or (len(text) <= _LONGEST_QUESTION and cue("several").is_in(text))


@lru_cache(maxsize=16)
def tells_another(text: str) -> bool:
    """Return whether a short text tells something besides, which may be of another error; a story tells much besides."""
    return len(text) <= _LONGEST_ABOUT_ONE and cue("another").is_in(text)


def asks_for_two(text: str) -> bool:
    """Return whether a text that asks for several errors says that they are two."""
    return cue("two").is_in(text)


def compares(text: str) -> bool:
    """Return whether a text sets two things side by side."""
    return cue("compared").is_in(text)


def speaks_of_chat(text: str) -> bool:
    """Return whether a text speaks of chatting: of groups, messages, friends."""
    return cue("chat").is_in(text)


def says_not_chat(text: str) -> bool:
    """Return whether a text says that something is not about the chat, or that the chat is as it should be."""
    return cue("not_chat").is_in(text)


def asks_how(text: str) -> bool:
    """Return whether a text asks how something is done or what is possible, and tells of no failure."""
    return cue("how_to").is_in(text) and not cue("failure").is_in(text)


def tells_of_work(text: str) -> bool:
    """Return whether a text notes what was built, planned, reviewed or released: a long one, which may report what failed, by its heading."""
    if len(text) > _LONGEST_ABOUT_ONE:
        text = text[: text.find(":", 0, _LONGEST_HEADING) + 1]
    return cue("work").is_in(text)


def went_well(text: str) -> bool:
    """Return whether a short text tells that something went well and of no failure, or that all is well again and asks nothing."""
    if len(text) > _LONGEST_ABOUT_ONE:
        return False
    is_fine = cue("success").is_in(text) or ("?" not in text and cue("well").is_in(text))
    return cue("recovered").is_in(text) or (is_fine and not cue("failure").is_in(text))


def is_about_other_things(text: str, topics: str = "") -> bool:
    """Return whether a short text speaks of a product or a thing that is not the table's; a long one may name many.

    `topics` is what the table itself speaks of: `credit card` is no other thing to a payments product.
    """
    if len(text) > _LONGEST_ABOUT_ONE or not cue("elsewhere").is_in(text):
        return False
    return not cue("elsewhere").found_in(text) <= _own_things(topics)


@lru_cache(maxsize=4)
def _own_things(topics: str) -> frozenset[str]:
    return cue("elsewhere").found_in(topics)


@lru_cache(maxsize=64)
def says_something(text: str) -> bool:
    """Return whether a text says anything of an error, and does not only ask: `这是什么错误`, `but why?`."""
    if len(text) > _LONGEST_VAGUE:
        return True
    return _CONTENT.search(without_asking(text)) is not None


@lru_cache(maxsize=64)
def without_asking(text: str) -> str:
    """Return what a short text says beyond asking: `请问登录失败怎么解决` gives `登录失败`; a longer one as it is."""
    if len(text) > _LONGEST_VAGUE:
        return text
    rest = simplify(text)
    for pattern in cue("vague").patterns:
        rest = pattern.sub(" ", rest)
    return rest
