"""What a question is answered with."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.lookup.text import MOST_CHARACTERS, fold, normalize, take_language_flag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.code import Code
    from db.entry import Entry, Key, Lang, Text


class Verdict(StrEnum):
    """How sure the answer is, and so what the asker sees."""

    EXACT = "exact"
    """The text names codes or constants of the table."""
    MATCH = "match"
    """One entry is clearly meant."""
    CANDIDATES = "candidates"
    """A few entries could be meant."""
    UNKNOWN_CODE = "unknown_code"
    """The text names a code that the table lacks."""
    NONE = "none"
    """Nothing fits; a number that may be a code of the table is offered."""

    @property
    def answered(self) -> bool:
        """Whether the asker got an explanation, not a choice or a no."""
        return self in {Verdict.EXACT, Verdict.MATCH}


class Shown(StrEnum):
    """As what an entry stands on the screen."""

    ANSWER = "answer"
    """Explained."""
    CHOICE = "choice"
    """One of several to pick from."""
    OFFERED = "offered"
    """Under an answer or a no: it may be meant, too."""


class Evidence(StrEnum):
    """What an entry was taken for."""

    CODE = "code"
    NAME = "name"
    NAME_TYPO = "name_typo"
    NAME_PART = "name_part"
    NAME_NEAR = "name_near"
    PHRASE = "phrase"
    TITLE = "title"
    MESSAGE = "message"
    """What the SDK literally says."""
    ELSEWHERE = "elsewhere"
    """The same number on another platform; not an answer."""
    REPORTED = "reported"
    """What the words mean, with the code that another platform has for it: where the question asks, a more general one is reported."""
    TAUGHT = "taught"
    """A question that the team taught."""
    TAUGHT_ALIKE = "taught_alike"
    """A question like one that the team taught."""
    NOTED = "noted"
    """Words that only a note of the team has."""
    NEAR = "near"
    """Only near the unknown code by number; not an answer."""


_LEARNED = {Evidence.TAUGHT, Evidence.TAUGHT_ALIKE, Evidence.NOTED}


@dataclass(frozen=True, slots=True)
class Match:
    """An entry, how well it fits (0 to 1), and what in the question or the table made it fit."""

    entry: Entry
    score: float
    evidence: Evidence
    quote: str
    """The piece of the question, or the line of the table, that the evidence is."""

    @property
    def is_learned(self) -> bool:
        """Whether it is known from the asker's team, not from the table."""
        return self.evidence in _LEARNED

    def tells_more_than(self, question: str) -> bool:
        """Whether the evidence says more than that the question was the code, the constant or the line itself."""
        asked, _ = take_language_flag(question)
        if self.evidence is Evidence.PHRASE:
            return fold(self.quote) != fold(asked)
        return self.evidence not in {Evidence.CODE, Evidence.NAME} or self.quote.strip() != normalize(asked).strip()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    `matches` is the ranking, best first, at most ten, and never hidden; `shown` is explained or to pick from, by the verdict;
    `offered` stands under it. With verdict `exact` the named entries come in the order of the text.
    """

    query: str
    verdict: Verdict
    lang: Lang
    matches: tuple[Match, ...]
    shown: tuple[Match, ...]
    unknown: tuple[Code, ...] = field(default=())
    """Codes that the text names and the table lacks, in the order of the text."""
    offered: tuple[Match, ...] = field(default=())
    system: Text | None = None
    """The other system that the question is about, where it is about one."""
    platforms: tuple[str, ...] = ()
    """The platforms that the question was read for."""
    member: str = ""
    """The member of that platform which it names, where it names one."""

    @property
    def on_screen(self) -> tuple[tuple[Match, Shown], ...]:
        """What the asker sees, in its order, and as what."""
        role = Shown.ANSWER if self.verdict.answered else Shown.CHOICE
        return (*((match, role) for match in self.shown), *((match, Shown.OFFERED) for match in self.offered))

    @property
    def reported(self) -> Match | None:
        """What the words mean, where the one entry that is explained is something more general that is reported for it."""
        if not self.verdict.answered or len(self.shown) != 1:
            return None
        return next((match for match in self.offered if match.evidence is Evidence.REPORTED), None)

    @property
    def beside(self) -> tuple[Match, ...]:
        """What else is offered."""
        told = self.reported
        return tuple(match for match in self.offered if match is not told)

    @property
    def is_learned(self) -> bool:
        """Whether anything that is explained or to pick from is known from the asker's team."""
        return any(match.is_learned for match in self.shown)

    @property
    def is_abridged(self) -> bool:
        """Whether the question was so long that only its beginning and its end were read."""
        return len(self.query) > MOST_CHARACTERS

    @property
    def is_elsewhere(self) -> bool:
        """Whether what is offered beside an unknown code is what its number means on other platforms."""
        return bool(self.offered) and self.offered[0].evidence is Evidence.ELSEWHERE

    @property
    def is_by_number(self) -> bool:
        """Whether what is offered beside an unknown code is only near it by number, not what the words could mean."""
        return all(match.evidence is Evidence.NEAR for match in self.offered)

    @property
    def is_without_letters(self) -> bool:
        """Whether what is offered beside an unknown number are codes that are text and end in it: `E204` for 204."""
        return bool(self.offered) and all(
            match.evidence is Evidence.NEAR
            and isinstance(match.entry.code, str)
            and not isinstance(self.unknown[0], str)
            for match in self.offered
        )


def once(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Return matches without those whose entry stands before."""
    found: dict[Key, Match] = {}
    for match in matches:
        found.setdefault(match.entry.key, match)
    return tuple(found.values())
