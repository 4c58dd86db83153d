"""What words deny or say is well, and what is left of them on that condition."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.lookup.claim import ALL_OF_IT, PIECES, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.lookup.claim import Claim
    from db.entry import Key

_DENIED = 0.04
"""A denial that means nothing with this probability denies nothing that the table has."""
_DENIED_TOO = 0.08
"""What a denial means with this probability besides its best error, it denies as well: `没被禁言` is said of two mutes."""
_LEAST_LEFT = 0.3
"""So much probability has to be left beside what is denied, for the rest to count in full."""

_MEANT = 0.5
"""A piece beside denials that has this probability on an error means it, whatever a denial may be about."""
_MEANS_SOMETHING = 0.5
"""From this probability on, what is left of a text without its denials is worth reading by itself."""
_NOTHING = 0.35
"""A piece that is less likely to mean an error means none."""


def denied_in(words: Sequence[Claim]) -> set[Key]:
    """Return what clauses deny and no other piece clearly means: `other chats work, mine says blocked` tells where, not what it is not."""
    denials = [claim for claim in words if claim.is_denied]
    meant = {
        claim.keys[0]
        for claim in words
        if claim.kind in PIECES and claim.keys and claim.scores[0] >= _MEANT
        if not any(claim.overlaps(denial) for denial in denials)
    }
    return {key for denial in denials for key in denied_by(denial)} - meant


def denied_by(denial: Claim) -> set[Key]:
    """Return what a denial denies: its best error, and others that it may mean as well; nothing where it means none."""
    if not denial.scores or denial.scores[0] < _DENIED:
        return set()
    return {key for key, score in zip(denial.keys, denial.scores, strict=False) if score >= _DENIED_TOO}


def undenied(words: Sequence[Claim], denied: frozenset[Key]) -> list[Claim]:
    """Return the pieces of a text that deny nothing, nor hold a denial and mean what it denies; of the whole, what else it means."""
    denials = [claim for claim in words if claim.is_denied]
    if not denials:
        return list(words)
    rest = next((claim for claim in words if claim.kind is Kind.REST and claim.strength >= _MEANS_SOMETHING), None)
    found = []
    for claim in words:
        if claim.is_denied or claim.kind is Kind.REST:
            continue
        if rest is not None and claim.kind in ALL_OF_IT:
            found.append(_mean(otherwise(claim, denied), without(rest, denied)))
            continue
        if not any(claim.overlaps(denial) and set(claim.keys[:1]) & denied_by(denial) for denial in denials):
            found.append(claim)
        elif claim.kind in ALL_OF_IT:
            found.append(otherwise(claim, denied))
    return found


def trifles(words: Sequence[Claim]) -> list[Claim]:
    """Return what stands beside denials where all of it is of no error: `not muted, not blocked, the emoji look wrong`; else nothing."""
    denials = [claim for claim in words if claim.is_denied]
    left = [
        claim
        for claim in words
        if claim.kind not in ALL_OF_IT and not any(claim.overlaps(denial) for denial in denials)
    ]
    return left if denials and all(claim.strength < _NOTHING for claim in left) else []


def may_fail(claim: Claim, words: Sequence[Claim]) -> bool:
    """Return whether a text without what it says is as it should be clearly means no other error than a claim does."""
    failing = next((one for one in words if one.kind is Kind.FAILING and one.keys), None)
    return failing is None or failing.scores[0] < _MEANS_SOMETHING or failing.keys[0] == claim.keys[0]


def otherwise(claim: Claim, denied: frozenset[Key]) -> Claim:
    """Return what words mean given that they do not mean what is denied: probabilities on that condition, unless little is left."""
    others = without(claim, denied)
    left = max(_LEAST_LEFT, 1 - (claim.strength - others.strength))
    return replace(others, strength=others.strength / left, scores=tuple(score / left for score in others.scores))


def _mean(one: Claim, other: Claim) -> Claim:
    """Return a claim with the mean of two readings of the same words: neither the denials nor what stands beside them tell all."""
    scores: dict[Key, float] = {}
    errors: dict[Key, str] = {}
    for claim in (one, other):
        for key, error, score in zip(claim.keys, claim.errors, claim.scores, strict=True):
            scores[key] = scores.get(key, 0.0) + score / 2
            errors.setdefault(key, error)
    keys = tuple(sorted(scores, key=scores.__getitem__, reverse=True))
    return replace(
        one,
        keys=keys,
        errors=tuple(errors[key] for key in keys),
        scores=tuple(scores[key] for key in keys),
        strength=(one.strength + other.strength) / 2,
    )


def without(claim: Claim, denied: frozenset[Key]) -> Claim:
    """Return a claim without what the text says it does not mean."""
    kept = [at for at, key in enumerate(claim.keys) if key not in denied]
    scores = tuple(claim.scores[at] for at in kept)
    return replace(
        claim,
        keys=tuple(claim.keys[at] for at in kept),
        errors=tuple(claim.errors[at] for at in kept),
        scores=scores,
        strength=claim.strength - sum(claim.scores) + sum(scores),
    )
