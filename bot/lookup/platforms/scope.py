"""What a question is about: one platform of the table, and what the readers' claims are there.

Readers say which numbers stand in a text, and which errors its words mean. An error has another number on each platform, and a
number means another error; only here do the two meet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.lookup.claim import Claim, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.catalog import Catalog
    from db.code import Code
    from db.entry import Entry, Key


ELSEWHERE_SHARE = 0.6
"""How much of its probability words have that mean what another platform has."""
_ODDS = 3.0
_AMOUNTS = 100


@dataclass(frozen=True)
class Scope:
    """A platform, the member of it that the question speaks of, and whether the question itself names it."""

    catalog: Catalog
    platform: str = ""
    member: str = ""
    is_named: bool = False

    def has(self, entry: Entry) -> bool:
        """Return whether an entry is one of this platform."""
        return entry.platform == self.platform

    def is_foreign(self, key: Key) -> bool:
        """Return whether an entry is another platform's."""
        return not self.has(self.catalog.by_key[key])

    def number(self, claim: Claim) -> Claim:
        """Return the claim of a number with what it means here.

        Where that is nothing, nothing else is asked and no platform is named, it is what the number means elsewhere.
        """
        found = self.catalog.by_number.get(claim.value, ()) if claim.value is not None else ()
        own = tuple(entry.key for entry in found if self.has(entry) and entry.behaviour.is_raised)
        if not own and claim.is_alone and not self.is_named:
            # A status of HTTP is called a code more often than it is one of another platform.
            own = tuple(entry.key for entry in _one_of_each(found) if not entry.is_also_http_status)
        strength = _likelier(claim.strength) if own and self.is_named and not is_amount(claim) else claim.strength
        return replace(claim, keys=own, strength=strength)

    def elsewhere(self, code: Code) -> tuple[Entry, ...]:
        """Return what a number means on other platforms, and last, which constant has it that this one never raises."""
        found = self.catalog.by_number.get(code, ())
        return tuple(entry for entry in _raised_first(found) if not (self.has(entry) and entry.behaviour.is_raised))

    def raised_elsewhere(self, code: Code) -> tuple[Entry, ...]:
        """Return the errors that a number is on other platforms, each once."""
        found = (entry for entry in self.catalog.by_number.get(code, ()) if not self.has(entry))
        return _one_of_each(entry for entry in found if entry.behaviour.is_raised)

    def named(self, claim: Claim) -> Claim:
        """Return the claim of a constant, or of a literal message, with the entries of this platform; else with what there is."""
        entries = [self.catalog.by_key[key] for key in claim.keys]
        own = tuple(entry.key for entry in entries if self.has(entry))
        if claim.kind not in {Kind.CONSTANT_PART, Kind.CONSTANT_NEAR} and not own:
            own = tuple(entry.key for entry in entries if entry.platform == entries[0].platform)
        if claim.kind in {Kind.CONSTANT, Kind.CONSTANT_TYPO}:
            own = own[:1]
        return replace(claim, keys=own or claim.keys)

    def words(self, claim: Claim) -> Claim:
        """Return the claim of words with the entries that its errors are here: two errors may be reported as one."""
        known = self.catalog.keys_on(self.platform)
        scores: dict[Key, float] = {}
        own: dict[Key, float] = {}
        errors: dict[Key, str] = {}
        for error, score in zip(claim.errors, claim.scores, strict=True):
            key = known[error]
            if key in scores:
                scores[key] += score
            else:
                scores[key], errors[key], own[key] = score, error, score
        # What the platform has itself stands first where it fits nearly as well.
        likely = {key: score * (ELSEWHERE_SHARE if self.is_foreign(key) else 1.0) for key, score in scores.items()}
        keys = tuple(sorted(likely, key=likely.__getitem__, reverse=True))
        # By hand: `replace` takes three times as long, and there is a claim for each piece of a text.
        return Claim(
            keys,
            claim.start,
            claim.end,
            claim.kind,
            claim.strength,
            claim.quote,
            tuple(scores[key] for key in keys),
            errors=tuple(errors[key] for key in keys),
            evidence=claim.evidence,
            share=own[keys[0]] / (scores[keys[0]] or 1.0) if keys else 1.0,
            is_denied=claim.is_denied,
        )

    def learned(self, claims: Iterable[Claim]) -> list[Claim]:
        """Return the claims of lessons and notes with the entries that their errors are here, each entry once.

        What is about another platform counts where the question names none; so it is what was picked for this question.
        """
        found: dict[Key, Claim] = {}
        for claim in claims:
            if claim.platform not in {"", self.platform} and self.is_named:
                continue
            error = claim.errors[0]
            entry = self.catalog.on(error, claim.platform) if claim.platform else None
            # The table may have lost the error since.
            key = self.catalog.keys_on(self.platform).get(error) if entry is None else entry.key
            if key is not None:
                found.setdefault(key, replace(claim, keys=(key,)))
        return list(found.values())

    def key(self, error: str) -> Key:
        """Return the entry that an error is here: its own, what it is reported as, or that of another platform."""
        return self.catalog.keys_on(self.platform)[error]


def is_amount(claim: Claim) -> bool:
    """Return whether a number is as small as most amounts are: then that it is a code of a platform says little."""
    return isinstance(claim.value, int) and 0 <= claim.value < _AMOUNTS


def _likelier(strength: float) -> float:
    """Return how likely a number is a code where the text names the platform on which it is one: three times the odds."""
    return _ODDS * strength / (1 + (_ODDS - 1) * strength)


def _one_of_each(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the first entry of each error."""
    found: dict[str, Entry] = {}
    for entry in _raised_first(entries):
        found.setdefault(entry.error.id, entry)
    return tuple(found.values())


def _raised_first(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: not entry.behaviour.is_raised)
