"""What a question is answered with."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.lookup.text import MOST_CHARACTERS, fold, normalize, take_language_flag

if TYPE_CHECKING:
    from db.entry import Entry, Lang


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
    """Nothing fits; what is shown are codes that numbers in the text may be."""

    @property
    def answered(self) -> bool:
        """Whether the asker got an explanation, not a choice or a no."""
        return self in {Verdict.EXACT, Verdict.MATCH}


class Evidence(StrEnum):
    """What an entry was taken for."""

    CODE = "code"
    NAME = "name"
    NAME_TYPO = "name_typo"
    NAME_PART = "name_part"
    PHRASE = "phrase"
    TITLE = "title"
    NEAR = "near"
    """Only near the unknown code by number; not an answer."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry, how well it fits (0 to 1), and what in the question or the table made it fit."""

    entry: Entry
    score: float
    evidence: Evidence
    quote: str
    """The piece of the question, or the line of the table, that the evidence is."""

    def tells_more_than(self, question: str) -> bool:
        """Whether the evidence says more than that the question was the code, the constant or the line itself."""
        asked, _ = take_language_flag(question)
        if self.evidence is Evidence.PHRASE:
            return fold(self.quote) != fold(asked)
        return self.evidence not in {Evidence.CODE, Evidence.NAME} or self.quote.strip() != normalize(asked).strip()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    `matches` are best first, at most ten, and also hold what was ranked but not good enough (verdict `none`); `shown` is
    what the asker is to see. With verdict `exact` the named entries come first, in the order of the text.
    """

    query: str
    verdict: Verdict
    lang: Lang
    matches: tuple[Match, ...]
    shown: tuple[Match, ...]
    unknown: tuple[int, ...] = field(default=())
    """Codes the text names that the table lacks, in the order of the text."""

    @property
    def is_abridged(self) -> bool:
        """Whether the question was so long that only its beginning and its end were read."""
        return len(self.query) > MOST_CHARACTERS

    @property
    def is_by_number(self) -> bool:
        """Whether what is shown beside an unknown code is only near it by number, not what the words could mean."""
        return all(match.evidence is Evidence.NEAR for match in self.shown)
