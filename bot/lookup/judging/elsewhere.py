"""Numbers that a text's words make another platform's: `606, 群里没有这个人` is that of native SDKs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lookup.answer import Evidence, Match
from bot.lookup.judging.case import CLEAR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.lookup.claim import Claim
    from bot.lookup.judging.case import Case
    from db.entry import Entry

_AGREED = 0.3
"""How probable an error has to be by the words, and of the likeliest one's probability, to agree with its number on another platform."""
_AGREED_ALONE = 0.05
"""The same where the number is nothing on the own platform."""


def meant_elsewhere(case: Case) -> tuple[Match, ...]:
    """Return the errors that numbers of the text are on other platforms, and that its words mean, too: it is likely about those."""
    meaning = case.meaning
    if not case.numbers or case.scope.is_named or not case.is_possible(meaning):
        return ()
    best = max(_AGREED, meaning.scores[0])
    shares = {error: score / best for error, score in zip(meaning.errors, meaning.scores, strict=False)}
    return tuple(
        Match(entry, round(claim.strength, 4), Evidence.CODE, claim.quote)
        for claim in case.numbers
        if claim.value is not None and (claim.is_labelled or claim.strength >= case.limits.number_possible)
        if not claim.keys or (meaning.scores[0] >= CLEAR and not _is_here(case, claim, shares))
        for entry in case.scope.raised_elsewhere(claim.value)
        if _share_of(case, entry, shares) >= (_AGREED if claim.keys else _AGREED_ALONE)
    )


def _is_here(case: Case, claim: Claim, shares: Mapping[str, float]) -> bool:
    """Return whether the words may mean what a number is on the own platform."""
    return any(shares.get(case.catalog.by_key[key].error.id, 0.0) >= _AGREED for key in claim.keys)


def _share_of(case: Case, entry: Entry, shares: Mapping[str, float]) -> float:
    """Return the largest share of an error that is reported as this entry on its platform."""
    known = case.catalog.keys_on(entry.platform)
    return max((share for error, share in shares.items() if known[error] == entry.key), default=0.0)
