"""Coverage: which errors have phrasings, and whether they are enough to train on."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from db.catalog import Catalog
    from db.entry import Entry, Phrasing

ENOUGH = 2
"""So many phrasings of each error, beside its own lines, teach a model more than a comparison with every line finds."""
NEARLY_ALL = 0.9
"""The share of the errors with enough phrasings from which on a model is trained: what has none, it does not know."""


def lacking(catalog: Catalog, phrasings: Iterable[Phrasing], least: int = 1) -> tuple[Entry, ...]:
    """Return the entries that can be asked for and have fewer than `least` phrasings."""
    said = Counter(error for phrasing in phrasings for error in phrasing.errors)
    return tuple(entry for entry in _askable(catalog) if said[entry.error.id] < least)


def needed(catalog: Catalog) -> tuple[int, int]:
    """Return how many errors need enough phrasings for a model to be trained, and how many there are."""
    errors = len(_askable(catalog))
    return math.ceil(NEARLY_ALL * errors), errors


def is_covered(catalog: Catalog, phrasings: Sequence[Phrasing]) -> bool:
    """Return whether nearly every entry that can be asked for has enough phrasings to train on."""
    least, errors = needed(catalog)
    return errors - len(lacking(catalog, phrasings, ENOUGH)) >= least


def _askable(catalog: Catalog) -> tuple[Entry, ...]:
    """Return an entry of each error, without constants that nothing raises: nobody has words for those."""
    return tuple(
        entries[0] for entries in catalog.by_error.values() if any(entry.behaviour.is_raised for entry in entries)
    )
