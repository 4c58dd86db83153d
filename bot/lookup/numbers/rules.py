"""Rules for what a number is where its surroundings leave no doubt: data in `data/numbers.toml`, each with its own examples."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.lookup.any_of import any_of, compiled
from bot.lookup.corpus import DATA

if TYPE_CHECKING:
    from collections.abc import Callable

DENIED = "denied"
"""The kind of a number that a text says is not what it is about: `it's not 606`."""
WITHDRAWN = "withdrawn"
"""The kind of one that a text takes back: `ignore the 606`, `606 was a typo`."""
_HERE = r"\Z"
_NUMBER = re.compile(r"-?\d+")
_BEFORE, _AFTER = 110, 24
"""How far around a number a rule may look. This bounds the time of each."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a number is if `before`, `number` and `after` all fit; `yes` and `no` mark examples with `[[…]]`."""

    kind: str
    before: re.Pattern[str] | None
    may_be_before: Callable[[str], object]
    number: re.Pattern[str]
    after: re.Pattern[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]

    def fits(self, text: str, start: int, end: int) -> bool:
        """Return whether the rule fits the number between `start` and `end` of a simplified text."""
        return (
            self.number.fullmatch(text, start, end) is not None
            and self.after.match(text, end, min(len(text), end + _AFTER)) is not None
            and self._is_behind(text[max(0, start - _BEFORE) : start])
        )

    def extent(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Return from where to where what fits stands, with the number between `start` and `end` that the rule fits."""
        first = max(0, start - _BEFORE)
        before = self.before.search(text[first:start]) if self.before is not None else None
        after = self.after.match(text, end, min(len(text), end + _AFTER))
        return first + before.start() if before else start, after.end() if after else end

    def _is_behind(self, text: str) -> bool:
        """Return whether what has to stand before the number ends a text."""
        if self.before is None:
            return True
        return bool(self.may_be_before(text)) and self.before.search(text) is not None


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules in their order.

    Raises:
        OSError, tomllib.TOMLDecodeError, re.error, KeyError: the data is not as it has to be.

    """
    with (DATA / "numbers.toml").open("rb") as file:
        found = tomllib.load(file)["rules"]
    return tuple(
        Rule(
            kind=one["is"],
            before=compiled(f"(?:{one['before']}){_HERE}") if "before" in one else None,
            may_be_before=any_of([one["before"]], _HERE) if "before" in one else bool,
            number=compiled(one.get("number", r"-?\s?\w+")),
            after=compiled(one.get("after", "")),
            yes=tuple(one["yes"]),
            no=tuple(one["no"]),
        )
        for one in found
    )


def is_denied(text: str, start: int, end: int) -> bool:
    """Return whether a simplified text says that the code between `start` and `end` is not what it is about."""
    return any(rule.fits(text, start, end) for rule in rules() if rule.kind in {DENIED, WITHDRAWN})


def kind_of(text: str, start: int, end: int) -> str | None:
    """Return what the first fitting rule says of the number between `start` and `end`; None where none fits."""
    return next((rule.kind for rule in rules() if rule.fits(text, start, end)), None)


def without_denied(text: str) -> str:
    """Return a simplified text without the codes that it says it is not about, and without the words that say so."""
    kept = text
    for number in _NUMBER.finditer(text):
        denials = (one for one in rules() if one.kind == DENIED)
        rule = next((one for one in denials if one.fits(text, *number.span())), None)
        if rule is not None:
            start, end = rule.extent(text, *number.span())
            kept = kept[:start] + " " * (end - start) + kept[end:]
    return kept
