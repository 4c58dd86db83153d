"""A question with what the readers claim of it, and what follows from the claims together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from heapq import nlargest
from operator import itemgetter
from typing import TYPE_CHECKING, Protocol, TypeGuard

from bot.lookup.answer import Answer, Evidence, Match, Verdict, once
from bot.lookup.claim import ALL_OF_IT, PERHAPS_NAMED, PIECES, Kind
from bot.lookup.corpus import FOREIGN
from bot.lookup.cues import asks_for_several, asks_how, is_about_other_things, says_something, tells_of_work, went_well
from bot.lookup.judging.certainty import Doubts, Signs, is_among, is_meant
from bot.lookup.judging.denials import denied_in, may_fail, trifles, undenied, without
from bot.lookup.log_lines import unsaid_lines, written_lines
from bot.lookup.numbers.rules import DENIED, WITHDRAWN, without_denied
from bot.lookup.platforms.scope import ELSEWHERE_SHARE, is_amount
from bot.lookup.text import simplify, without_spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.lookup.claim import Claim
    from bot.lookup.platforms.scope import Scope
    from bot.lookup.text import Text
    from db.catalog import Catalog
    from db.code import Code
    from db.entry import Key, Lang, Limits

MOST_MATCHES = 10
CLEAR = 0.5
"""From this probability of one error on, words mean it rather than all others."""
_MOST_OFFERED = 3
_EVIDENCE = {
    Kind.NUMBER: Evidence.CODE,
    Kind.CONSTANT: Evidence.NAME,
    Kind.CONSTANT_TYPO: Evidence.NAME_TYPO,
    Kind.CONSTANT_PART: Evidence.NAME_PART,
    Kind.CONSTANT_NEAR: Evidence.NAME_NEAR,
    Kind.MESSAGE: Evidence.MESSAGE,
    Kind.RETRIEVED: Evidence.TITLE,
    Kind.TAUGHT: Evidence.TAUGHT,
    Kind.TAUGHT_ALIKE: Evidence.TAUGHT_ALIKE,
    Kind.NOTED: Evidence.NOTED,
}
_SURE_ENOUGH = 0.8
"""How probable a number has to be a code, to be the answer beside words of another error."""
_ELSEWHERE = {"id", FOREIGN, "errno", "http", "place", "ticket", "port", "money", "line"}
_SURE_OF_ANY = 0.97
"""Words that mean any error with this probability are shown, however unsure it is which, unless they tell that all went well."""
_PLAINLY = 0.4
"""How probable an error has to be in its piece, for a firm answer."""
_OF_WHOLE = 0.2
"""How probable it has to be that the whole of a text means any error, for a piece of it to mean one."""


class Words(Protocol):
    """What the judge needs of a reader of words besides its claims."""

    def read(self, text: Text) -> list[Claim]:
        """Return what the words of a text may mean."""

    def closest(self, error: str, text: str, *, without_chinese: bool = False) -> tuple[str, float]:
        """Return what is said of an error that comes closest to a text, and how close, of 100."""

    def shared_by(self, line: str) -> frozenset[str]:
        """Return the ids of all errors of which a line is said alike; empty where it is said of one alone."""


@dataclass(frozen=True)
class Case:
    """What was asked, in which language, about which platform, and what the readers claim of it there."""

    text: Text
    lang: Lang
    scope: Scope
    limits: Limits
    numbers: list[Claim] = field(default_factory=list)
    constants: list[Claim] = field(default_factory=list)
    words: list[Claim] = field(default_factory=list)
    learned: list[Claim] = field(default_factory=list)
    """Of the team's lessons and notes."""
    reader: Words | None = None

    @property
    def catalog(self) -> Catalog:
        """The table that the question is answered from."""
        return self.scope.catalog

    @cached_property
    def named(self) -> list[Claim]:
        """What the text names: numbers that are codes of the table, and constants, in its order."""
        sure = [claim for claim in self.numbers if claim.keys and (claim.is_labelled or self._is_sure(claim))]
        sure += [claim for claim in self.constants if claim.kind not in PERHAPS_NAMED and not self.is_misplaced(claim)]
        if any(claim.kind is Kind.NUMBER and claim.is_labelled for claim in sure):
            # An SDK gives a number and a message together: the number tells.
            sure = [claim for claim in sure if claim.kind is not Kind.MESSAGE]
        return sorted(sure, key=lambda claim: claim.start)

    def _is_sure(self, number: Claim) -> bool:
        """Return whether a number without a label is so likely a code of the platform that it is the answer."""
        if number.strength < self.limits.number_firm or self.is_foreign(number):
            return False
        return self.scope.is_named or not self.is_about_other_things

    @cached_property
    def is_contradicted(self) -> bool:
        """Whether all that is named are numbers without a label, and not sure ones, beside words that clearly mean another error."""
        doubtful = all(
            claim.kind is Kind.NUMBER and not claim.is_labelled and claim.strength < _SURE_ENOUGH
            for claim in self.named
        )
        if not doubtful or self.meaning is None or not self.is_firm(self.meaning):
            return False
        return self.meaning.keys[0] not in {key for claim in self.named for key in claim.keys}

    def is_foreign(self, claim: Claim) -> bool:
        """Return whether what a claim means first is another platform's."""
        return bool(claim.keys) and self.scope.is_foreign(claim.keys[0])

    def is_misplaced(self, claim: Claim) -> bool:
        """Return whether a claim means an error of another platform than the question names."""
        return self.scope.is_named and self.is_foreign(claim)

    @cached_property
    def unknown(self) -> tuple[Code, ...]:
        """The codes that the text names and the table lacks."""
        return tuple(
            claim.value
            for claim in self.numbers
            if claim.value is not None
            and not claim.keys
            and (claim.is_labelled or claim.strength >= self.limits.number_unknown)
        )

    @cached_property
    def perhaps(self) -> list[Claim]:
        """Numbers of the table that may be codes, the likeliest first."""
        told = {*(claim.value for claim in self.named), *self.unknown}
        found = [
            claim
            for claim in map(self._or_elsewhere, self.numbers)
            if claim.keys
            and claim.value not in told
            and claim.strength
            >= (self.limits.number_probable if self.is_foreign(claim) else self.limits.number_possible)
        ]
        return sorted(found, key=lambda claim: -claim.strength)

    def _or_elsewhere(self, claim: Claim) -> Claim:
        """Return the claim of a number with what it means elsewhere, where the question names no platform and its own has none."""
        if claim.keys or claim.value is None or self.scope.is_named or is_amount(claim):
            return claim
        # A status of HTTP is called a code more often than it is one of another platform.
        found = (entry for entry in self.scope.raised_elsewhere(claim.value) if not entry.is_also_http_status)
        return replace(claim, keys=tuple(entry.key for entry in found))

    @cached_property
    def doubts(self) -> Doubts:
        """What makes it likely that the text is about no error of the table."""
        by_number = any(
            claim.other in _ELSEWHERE and not _tells_apart(claim) and not self._is_in_log(claim)
            for claim in self.numbers
        )
        return Doubts(by_number, self.asks_how, tells_of_work(self._said), self.went_well, self.is_about_other_things)

    @cached_property
    def _said(self) -> str:
        """The text without the lines of a log that mean nothing: what was read as its words."""
        text = self.text.normal
        if not unsaid_lines(text):
            return text
        whole = next(
            (one.quote for one in self.words if one.kind in ALL_OF_IT), without_spans(text, written_lines(text))
        )
        return "\n".join(line.strip() for line in whole.split("\n") if line.strip())

    def _is_in_log(self, claim: Claim) -> bool:
        """Return whether a claim is of a line of a log that stands beside somebody's words."""
        return any(start <= claim.start < end for start, end in written_lines(self.text.normal))

    @cached_property
    def is_about_other_things(self) -> bool:
        """Whether a short text speaks of another product or an everyday thing."""
        return is_about_other_things(self._said, self.catalog.topics)

    @cached_property
    def asks_for_several(self) -> bool:
        """Whether the text asks for more than one error."""
        return asks_for_several(self.text.normal)

    @cached_property
    def went_well(self) -> bool:
        """Whether the text tells that something went well, and of no failure."""
        return went_well(self._said)

    @cached_property
    def asks_how(self) -> bool:
        """Whether the text asks how something is done, and tells of no failure."""
        return asks_how(self._said)

    @cached_property
    def denied(self) -> frozenset[Key]:
        """What the text says it does not mean."""
        withdrawn = [claim for claim in self.numbers if claim.other == WITHDRAWN]
        return frozenset(denied_in(self.words).union(*(claim.keys for claim in [*self.denied_numbers, *withdrawn])))

    @cached_property
    def denied_numbers(self) -> list[Claim]:
        """The codes that the text says it is not about."""
        return [claim for claim in self.numbers if claim.other == DENIED and claim.keys]

    @cached_property
    def spans(self) -> list[Claim]:
        """The pieces of text to go by: no denials, nor what holds one and means what it denies; of the whole, what else it means."""
        return self._trifles or undenied(self._telling, self.denied)

    @cached_property
    def _telling(self) -> list[Claim]:
        """The pieces of text that say more than that a code is not meant."""
        if not self.denied_numbers:
            return self.words
        return [claim for claim in self.words if says_something(without_denied(simplify(claim.quote)))]

    @cached_property
    def _trifles(self) -> list[Claim]:
        return trifles(self.words)

    @cached_property
    def meaning(self) -> Claim | None:
        """The piece of text that means an error most clearly; None where there are no words."""
        parts = [claim for claim in self.spans if claim.keys]
        parts = [claim for claim in parts if claim.strength >= self.limits.possible] or parts
        if not parts and not self._trifles:
            parts = [without(claim, self.denied) for claim in self._telling if claim.kind in ALL_OF_IT]
        return max(parts, key=self._weight, default=None)

    def _weight(self, claim: Claim) -> float:
        """Return how clearly a piece means an error, and the whole text with it; another platform's counts less than this one's."""
        return is_meant(self.signs(claim)) * (ELSEWHERE_SHARE if self.is_foreign(claim) else 1.0)

    @cached_property
    def _of_whole(self) -> dict[Key, float]:
        """The probability of each error that the whole text may mean: a clause by itself is easily taken for another one's."""
        whole = next((claim for claim in self.spans if claim.kind in ALL_OF_IT), None)
        return {} if whole is None else dict(zip(whole.keys, whole.scores, strict=False))

    @cached_property
    def taught(self) -> list[Claim]:
        """The lessons that are the question itself: several errors where the team does not agree."""
        return [claim for claim in self.learned if claim.kind is Kind.TAUGHT]

    @cached_property
    def taught_alike(self) -> list[Claim]:
        """The lessons that are like the question, the likest first."""
        return [claim for claim in self.learned if claim.kind is Kind.TAUGHT_ALIKE]

    @cached_property
    def noted(self) -> tuple[Match, ...]:
        """What words of the question mean that only a note has."""
        return tuple(match for claim in self.learned if claim.kind is Kind.NOTED for match in self.matches_of(claim))

    def is_possible(self, claim: Claim | None) -> TypeGuard[Claim]:
        """Return whether words mean an error clearly enough to be shown."""
        if claim is None or not claim.keys or not self._is_borne_out(claim):
            return False
        is_sure = not self.went_well and any(one.strength >= _SURE_OF_ANY for one in self.spans if one.keys)
        return is_sure or is_among(self.signs(claim)) >= self.limits.possible

    def is_firm(self, claim: Claim) -> bool:
        """Return whether words are clear enough for an answer."""
        firm = self.limits.firm
        is_one = bool(claim.scores) and claim.scores[0] >= _PLAINLY and claim.strength >= firm
        return is_one and self.may_be_firm(claim) and is_meant(self.signs(claim)) >= firm

    @cached_property
    def _has_lines(self) -> bool:
        """Whether the text has several lines, of which each may tell of something else."""
        return "\n" in self.text.normal.strip()

    def _is_borne_out(self, claim: Claim) -> bool:
        """Return whether the whole of a text in one line may mean an error, and not only a piece: a story has pieces of all kinds."""
        if claim.kind not in PIECES or self._has_lines:
            return True
        whole = next((one for one in self.words if one.kind in ALL_OF_IT), None)
        return whole is None or whole.strength >= _OF_WHOLE

    def may_be_firm(self, claim: Claim) -> bool:
        """Return whether nothing forbids an answer, however sure words are."""
        if not claim.keys or claim.keys[0] in self.denied or self.is_foreign(claim):
            return False
        return may_fail(claim, self.words) and not (self.is_about_other_things or self.went_well or self.asks_how)

    def signs(self, claim: Claim) -> Signs:
        """Return what the text says for and against the error that a piece of it means."""
        error, score = claim.keys[0], claim.scores[0]
        # A text of several lines, or about several errors, says of none of them what one of its pieces does.
        is_apart = claim.kind in PIECES and (self._has_lines or self.asks_for_several)
        whole = score if is_apart or not self._of_whole else self._of_whole.get(error, 0.0)
        rival = next((share for key, share in self._likeliest if key != error), 0.0)
        return Signs(score, whole, rival, claim.strength, claim.evidence, self.doubts)

    @cached_property
    def _likeliest(self) -> list[tuple[Key, float]]:
        """The two errors that any pieces mean with most probability, and how much that is."""
        shares: dict[Key, float] = {}
        for claim in self.spans:
            for key, share in zip(claim.keys[:2], claim.scores, strict=False):
                shares[key] = max(share, shares.get(key, 0.0))
        return nlargest(2, shares.items(), key=itemgetter(1))

    def is_one_of(self, match: Match, errors: frozenset[str]) -> bool:
        """Return whether a match is one of these errors, or what one of them is reported as."""
        return any(self.scope.key(error) == match.entry.key for error in errors)

    def matches_of(self, claim: Claim) -> tuple[Match, ...]:
        """Return a claim as matches."""
        known = self._matches.get(id(claim))
        if known is None:
            known = self._matches[id(claim)] = claim, self._as_matches(claim)
        return known[1]

    @cached_property
    def _matches(self) -> dict[int, tuple[Claim, tuple[Match, ...]]]:
        """The claims that several rules asked for, each with its matches; a claim that is kept keeps its identity."""
        return {}

    def _as_matches(self, claim: Claim) -> tuple[Match, ...]:
        evidence = _EVIDENCE.get(claim.kind, Evidence.PHRASE)
        if claim.scores:
            return tuple(
                Match(self.catalog.by_key[key], round(score, 4), evidence, "")
                for key, score in zip(claim.keys[:MOST_MATCHES], claim.scores, strict=False)
            )
        return tuple(
            Match(self.catalog.by_key[key], round(claim.strength, 4), evidence, claim.quote) for key in claim.keys
        )

    def ranked(self, *first: tuple[Match, ...]) -> tuple[Match, ...]:
        """Return up to ten matches: those given first, then numbers and words by their probability."""
        rest = [match for claim in self.perhaps for match in self.matches_of(claim)]
        if self.meaning is not None:
            rest += self.matches_of(self.meaning)
        rest += [match for claim in self.learned for match in self.matches_of(claim)]
        rest.sort(key=lambda match: -match.score)
        return once([*(match for matches in first for match in matches), *rest])[:MOST_MATCHES]

    def answer(
        self,
        verdict: Verdict,
        shown: Iterable[Match] = (),
        offered: Iterable[Match] = (),
        *,
        first: Iterable[Match] | None = None,
    ) -> Answer:
        """Return an answer of this case; `first` leads its ranking, else what is shown does."""
        shown = once(shown)
        on_screen = {match.entry.key for match in shown}
        extra = tuple(match for match in once(offered) if match.entry.key not in on_screen)[:_MOST_OFFERED]
        ranked = self.ranked(tuple(shown if first is None else first))
        return Answer(
            self.text.question,
            verdict,
            self.lang,
            ranked,
            shown,
            self.unknown,
            extra,
            platforms=(self.scope.platform,),
            member=self.scope.member,
        )


def _tells_apart(claim: Claim) -> bool:
    """Return whether a number only tells one person or device from another: `player 2`."""
    return claim.other == "id" and is_amount(claim)
