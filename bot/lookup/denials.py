"""What words deny, and what is left of them on that condition."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.lookup.claim import Claim
    from db.entry import Key

_DENIED_TOO = 0.1
"""What a denial means with this probability besides its best error, it denies as well: `没被禁言` is said of two mutes."""
_LEAST_LEFT = 0.3
"""So much probability has to be left beside what is denied, for the rest to count in full."""


def denied_by(denial: Claim) -> set[Key]:
    """Return what a denial denies: its best error, and others that it may mean as well."""
    return {
        key
        for at, key in enumerate(denial.keys)
        if at == 0 or (at < len(denial.scores) and denial.scores[at] >= _DENIED_TOO)
    }


def otherwise(claim: Claim, denied: frozenset[Key]) -> Claim:
    """Return what words mean given that they do not mean what is denied: probabilities on that condition, unless little is left."""
    others = without(claim, denied)
    left = max(_LEAST_LEFT, 1 - (claim.strength - others.strength))
    return replace(others, strength=others.strength / left, scores=tuple(score / left for score in others.scores))


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
