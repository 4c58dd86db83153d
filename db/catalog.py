"""The catalog: the whole code table in memory, ready to be asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from db.entry import Limits

if TYPE_CHECKING:
    from db.entry import Entry, Family, Phrasing, Vendor


@dataclass(frozen=True)
class Learned:
    """How people say the errors, and what training made of it: arrays by name, empty where nothing was trained."""

    phrasings: tuple[Phrasing, ...]
    arrays: dict[str, bytes]


@dataclass(frozen=True)
class Catalog:
    """All entries in ascending order of their codes, their families in browsing order, and a digest of the source.

    Two catalogs with the same digest hold the same entries.
    """

    entries: tuple[Entry, ...]
    families: tuple[Family, ...]
    vendor: Vendor
    digest: str
    limits: Limits = field(default_factory=Limits)
    usual_codes: tuple[int, ...] = ()

    @cached_property
    def by_code(self) -> dict[int, Entry]:
        """Entries by their code."""
        return {entry.code: entry for entry in self.entries}

    @cached_property
    def by_family(self) -> dict[str, tuple[Entry, ...]]:
        """Entries by the id of their family, families in browsing order."""
        return {
            family.id: tuple(entry for entry in self.entries if entry.family == family.id) for family in self.families
        }

    @cached_property
    def usual(self) -> tuple[Entry, ...]:
        """The entries to offer before anything is asked; where none are named, the first of every family."""
        if self.usual_codes:
            return tuple(self.by_code[code] for code in self.usual_codes)
        return tuple(entries[0] for entries in self.by_family.values() if entries)

    def family(self, family_id: str) -> Family:
        """Give the family with this id.

        Raises:
            KeyError: no family has this id.

        """
        for family in self.families:
            if family.id == family_id:
                return family
        raise KeyError(family_id)
