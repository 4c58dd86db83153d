"""What of a case is worth showing: what its words may mean, best first, and what each of its pieces does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.lookup.claim import ALL_OF_IT
from bot.lookup.judging.case import CLEAR
from bot.lookup.judging.denials import otherwise
from bot.lookup.text import is_chinese, is_spelt, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.lookup.answer import Match
    from bot.lookup.claim import Claim
    from bot.lookup.judging.case import Case

MOST_CANDIDATES = 5
SEVERAL = 2
_MOST_OF_MEANING = 3
_PIECE, _MOST_PIECES = 0.3, 2
"""A piece of a text with this probability on one error is a choice, too; so many of them are shown, behind what the text means."""
_MOST_APART = 3
_OTHER_ONE = 0.05
"""What a piece means with this probability besides an error that is taken, may be the other one of two asked for."""
_NEARLY = 0.6
"""The second error of a piece with this part of the first one's probability is as likely meant."""
_FAR_BEHIND = 0.12
"""A candidate with less than this part of the best one's probability is none."""
_SUCCESS = 0
"""Says that all went well: nothing that a question about a failure may as well mean unless it is likely, nor what `all is fine` denies."""
_LEAST_CANDIDATE = 0.06
"""A list that not even its best entry has this probability on is no choice to offer."""


def likely(case: Case) -> list[Match]:
    """Return what the words may mean clearly enough to be shown; nothing where they mean nothing."""
    meaning = case.meaning
    if not case.is_possible(meaning):
        return []
    left = otherwise(meaning, case.denied).scores
    if not left or left[0] < _LEAST_CANDIDATE:
        return []
    return to_pick_from(case, meaning)


def near_best(case: Case, meaning: Claim) -> tuple[Match, ...]:
    """Return the matches of words that are worth showing: the best one, and those that are not far behind."""
    told = case.matches_of(meaning)
    kept = tuple(match for match in told if _may_be_meant(case, match)) or told
    first, *others = with_quote(case, meaning, kept)
    near = (match for match in others if match.score >= first.score * _FAR_BEHIND)
    return (first, *near)[:MOST_CANDIDATES]


def _may_be_meant(case: Case, match: Match) -> bool:
    if match.entry.key == _SUCCESS:
        return match.score >= CLEAR
    return match.entry.key not in case.denied


def of_each(case: Case, score: float) -> list[Match]:
    """Return the best match of each piece that is as sure as given, in the order of the text; no two overlap or mean the same."""
    parts = [claim for claim in case.spans if claim.kind not in ALL_OF_IT and claim.keys]
    pieces = [claim for claim in parts if claim.scores[0] >= score and not case.is_foreign(claim)]
    found: list[Claim] = []
    for claim in sorted(pieces, key=lambda claim: (-claim.scores[0], claim.start)):
        within = {other.keys[0] for other in pieces if other is not claim and claim.holds(other)}
        if len(within) < SEVERAL and not any(
            claim.keys[0] == other.keys[0] or claim.overlaps(other) for other in found
        ):
            found.append(claim)
    return [case.matches_of(claim)[0] for claim in sorted(found[:_MOST_APART], key=lambda claim: claim.start)]


def _one_of_each(case: Case, found: list[Match]) -> list[Match]:
    """Return `found` and, where it is one error and another piece of the text is as likely about any, that piece's best other one.

    Who asks for two errors means two, also where both pieces look like the same one.
    """
    if len(found) >= SEVERAL:
        return found
    taken = {match.entry.key for match in found} | case.denied
    about = [claim for claim in case.spans if claim.kind not in ALL_OF_IT and claim.strength >= case.limits.possible]
    others = [
        match
        for claim in about
        for match in case.matches_of(claim)
        if match.entry.key not in taken and case.scope.has(match.entry) and match.score >= _OTHER_ONE
        if claim.keys[0] in taken or case.is_foreign(claim)
    ]
    return [*found, *sorted(others, key=lambda match: -match.score)[:1]]


def _rivals(case: Case, found: list[Match]) -> Iterator[Match]:
    """Yield what a piece whose best match is among `found` means nearly as likely: `player 1 is muted` is said of two mutes."""
    best = {match.entry.key for match in found}
    for claim in case.spans:
        if claim.kind not in ALL_OF_IT and claim.keys and claim.keys[0] in best:
            matches = case.matches_of(claim)
            near = (match for match in matches[1:2] if match.score >= matches[0].score * _NEARLY)
            yield from (match for match in near if _may_be_meant(case, match) and case.scope.has(match.entry))


def to_pick_from(case: Case, meaning: Claim) -> list[Match]:
    """Return the matches to pick from: what the text means, and what its other clear pieces do.

    Where several errors are asked for, one of each piece stands first.
    """
    near = near_best(case, meaning)
    if case.asks_for_several:
        found = _one_of_each(case, of_each(case, _LEAST_CANDIDATE))
        return [*found, *_rivals(case, found), *near][:MOST_CANDIDATES]
    clear = [
        claim
        for claim in case.spans
        if claim.keys and claim.scores[0] >= _PIECE
        if claim.keys[0] not in case.denied and not case.is_foreign(claim)
    ]
    pieces = sorted(clear, key=lambda claim: -claim.scores[0])[:_MOST_PIECES]
    of_pieces = (case.matches_of(claim)[0] for claim in pieces)
    return [*near[:_MOST_OF_MEANING], *of_pieces, *near[_MOST_OF_MEANING:]][:MOST_CANDIDATES]


def quoted_matches(case: Case, meaning: Claim) -> tuple[Match, ...]:
    """Return the matches of words, of which the first quotes the line that comes closest to them."""
    return with_quote(case, meaning, case.matches_of(meaning))


def with_quote(case: Case, meaning: Claim, matches: Iterable[Match]) -> tuple[Match, ...]:
    """Return matches of which the first quotes the line of the table that comes closest to the text."""
    first, *others = matches
    if case.reader is None:
        return (first, *others)
    line, _ = case.reader.closest(_error_behind(meaning, first), meaning.quote)
    if is_chinese(line) and not is_chinese(meaning.quote) and not is_spelt(meaning.quote, line):
        # Its reader may have no Chinese.
        line, _ = case.reader.closest(_error_behind(meaning, first), meaning.quote, without_chinese=True)
    return (replace(first, quote=quoted(line)), *others)


def _error_behind(meaning: Claim, match: Match) -> str:
    """Return the error that the words of a match are said of: on its platform it may be reported as another one."""
    return next(
        (error for key, error in zip(meaning.keys, meaning.errors, strict=True) if key == match.entry.key),
        match.entry.error.id,
    )
