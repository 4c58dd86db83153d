"""The catalog: the whole code table in memory, with its indexes."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from db.entry import Limits
from db.product import Product

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from db.code import Code
    from db.entry import Entry, Family, Key, Lang, Phrasing, Platform, SeeAlso, Vendor

T = TypeVar("T")

WORDS, NUMBERS = "words", "numbers"
"""The models, as their arrays are named."""


@dataclass(frozen=True)
class Learned:
    """Phrasings of the errors, and the arrays trained on them by name; no arrays without training."""

    phrasings: tuple[Phrasing, ...]
    arrays: dict[str, bytes]

    @property
    def is_trained(self) -> bool:
        """Whether a model of words was trained on the phrasings."""
        return any(name.startswith(f"{WORDS}.") for name in self.arrays)


@dataclass(frozen=True)
class Catalog:
    """All entries, by platform and in ascending order of their codes, their families in browsing order, and a digest of the source.

    Two catalogs with the same digest hold the same entries. The first platform is the table's own: its entries are browsed,
    and questions mean it by default. A table without platforms has entries of the platform "" only.
    """

    entries: tuple[Entry, ...]
    families: tuple[Family, ...]
    vendor: Vendor
    digest: str
    limits: Limits = field(default_factory=Limits)
    usual_keys: tuple[Key, ...] = ()
    platforms: tuple[Platform, ...] = ()
    reported_as: dict[tuple[str, str], Key] = field(default_factory=dict)
    """The entry reported for an error on a platform without a number for it, by error and platform."""
    product: Product = field(default_factory=Product)
    source: str = field(default="", compare=False)
    """The folder of the source as an absolute path; empty for the shipped one."""

    @cached_property
    def by_key(self) -> dict[Key, Entry]:
        """Entries by their key."""
        return {entry.key: entry for entry in self.entries}

    @cached_property
    def made(self) -> dict[tuple[object, ...], Any]:
        """What others make of the entries alone, such as a rendered card, to keep as long as these."""
        return {}

    @cached_property
    def by_error(self) -> dict[str, tuple[Entry, ...]]:
        """The entries of each error, the table's own platform first."""
        return _grouped((entry.error.id, entry) for entry in sorted(self.entries, key=lambda entry: entry.is_second))

    @cached_property
    def by_number(self) -> dict[Code, tuple[Entry, ...]]:
        """The entries of each code, the table's own platform first."""
        return _grouped((entry.code, entry) for entry in self.entries)

    @cached_property
    def own(self) -> tuple[Entry, ...]:
        """One entry of each error, to browse: of the table's own platform if it has the error."""
        return tuple(entries[0] for entries in self.by_error.values())

    @cached_property
    def size(self) -> int:
        """The number of errors, without constants that nothing raises."""
        return sum(entry.behaviour.is_raised for entry in self.own)

    @cached_property
    def by_family(self) -> dict[str, tuple[Entry, ...]]:
        """One entry of each error, to browse, by the id of their family, families in browsing order."""
        found = _grouped((entry.family, entry) for entry in self.own)
        return {family.id: found.get(family.id, ()) for family in self.families}

    @cached_property
    def codes_by_family(self) -> dict[str, tuple[Entry, ...]]:
        """All entries by the id of their family: an error has one for each of its numbers."""
        found = _grouped((entry.family, entry) for entry in self.entries)
        return {family.id: found.get(family.id, ()) for family in self.families}

    @cached_property
    def usual(self) -> tuple[Entry, ...]:
        """The entries to suggest before a question; by default the first of every family."""
        if self.usual_keys:
            return tuple(self.by_key[key] for key in self.usual_keys)
        return tuple(entries[0] for entries in self.by_family.values() if entries)

    @property
    def languages(self) -> tuple[Lang, ...]:
        """The languages that the table's texts are in."""
        return self.product.languages

    def spoken(self, lang: Lang) -> Lang:
        """Return `lang` if the table's texts are in it, else their language."""
        return lang if lang in self.languages else self.languages[0]

    @cached_property
    def topics(self) -> str:
        """What the table speaks of, in small letters: its titles and its product's names."""
        named = (self.vendor.platform, self.product.name, *(family.title for family in self.families))
        told = (text for text in (*named, *(entry.title for entry in self.own)) if text)
        return "\n".join(line for text in told for line in (text.zh, text.en)).lower()

    def platform(self, platform_id: str) -> Platform | None:
        """Return the platform with this id; None where the table has none."""
        return next((platform for platform in self.platforms if platform.id == platform_id), None)

    def elsewhere(self, entry: Entry) -> tuple[Entry, ...]:
        """Return the entries of other platforms with the same number that are other errors and raised there."""
        alike = self.by_number[entry.code]
        same = {other.platform for other in alike if other.error.id == entry.error.id}
        return tuple(other for other in alike if other.platform not in same and other.behaviour.is_raised)

    def numbers(self, entry: Entry) -> tuple[Entry, ...]:
        """Return the entries of the same error on all platforms, this one included."""
        return self.by_error[entry.error.id]

    def see_also(self, entry: Entry) -> Iterator[tuple[Entry, SeeAlso]]:
        """Yield the errors easily confused with an entry, as its own platform has them, and how they differ."""
        for other in entry.error.see_also:
            if (found := self.on(other.error, entry.platform)) is not None and found.key != entry.key:
                yield found, other

    def on(self, error: str, platform: str) -> Entry | None:
        """Return the entry of an error on a platform, or the one reported instead; None where there is neither."""
        for entry in self.by_error.get(error, ()):
            if entry.platform == platform:
                return entry
        key = self.reported_as.get((error, platform))
        return None if key is None else self.by_key.get(key)

    def keys_on(self, platform: str) -> dict[str, Key]:
        """Return the key of each error on a platform: its own entry's, the one reported instead, else another platform's."""
        if platform not in self._keys:
            self._keys[platform] = {
                error: (self.on(error, platform) or entries[0]).key for error, entries in self.by_error.items()
            }
        return self._keys[platform]

    @cached_property
    def _keys(self) -> dict[str, dict[str, Key]]:
        return {}

    def family_near(self, name: str) -> str | None:
        """Return the id of the family that a mistyped name was probably meant to be; None where none is near."""
        return next(iter(get_close_matches(name, self.by_family, n=1)), None)

    def family(self, family_id: str) -> Family:
        """Return the family with this id.

        Raises:
            KeyError: no family has this id.

        """
        return {family.id: family for family in self.families}[family_id]


def _grouped(pairs: Iterable[tuple[T, Entry]]) -> dict[T, tuple[Entry, ...]]:
    found: dict[T, list[Entry]] = {}
    for key, entry in pairs:
        found.setdefault(key, []).append(entry)
    return {key: tuple(entries) for key, entries in found.items()}
