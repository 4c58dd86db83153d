"""The stored table with its training, and the lookup on it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.lookup.explain import Lookup
from db import files, store, table
from db.coverage import is_covered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from db.catalog import Catalog
    from db.entry import Phrasing

LiveLookup = store.Live[Lookup]


def ready(
    path: Path, source: Path | None = None, *, whole: bool = False, platform: str = "", with_notes: bool = False
) -> LiveLookup:
    """Return the lookup on the table at `path`, rebuilt first where it is missing, damaged or older than its source.

    `source` as in `db.store.ensure`.

    `whole` reads the training and warms the lookup up now, so that no question can find it damaged or wait for it; `with_notes`
    does so with what tells the words of notes, too.

    Raises:
        SourceError, TableError: as `db.store.ensure`.
        PlatformError: as `Lookup`.

    """

    def make(stored: store.Stored) -> Lookup:
        lookup = _lookup(path, stored, platform)
        if whole:
            lookup.warm_up(with_notes=with_notes)
        return lookup

    return LiveLookup(path, store.ensure(path, source, _train, whole=whole), make)


def read(path: Path) -> Lookup:
    """Return the lookup on the table at `path` as it is. The training is read, and may raise, when it is first needed.

    Raises:
        TableError: there is no readable table.

    """
    return _lookup(path, store.load(path))


def rebuild(path: Path, source: Path = files.SOURCE) -> Catalog:
    """Build the trained table at `path` from `source`, and return its catalog.

    Raises:
        SourceError, TableError: as `db.store.rebuild`.

    """
    return store.rebuild(path, source, _train).catalog


def _lookup(path: Path, stored: store.Stored, platform: str = "") -> Lookup:
    catalog, learned = stored.catalog, stored.learned
    learn = partial(table.load_learned, stored.path or path, catalog.digest) if learned is None else lambda: learned
    return Lookup(catalog, learn, platform=platform)


def _train(catalog: Catalog, phrasings: Sequence[Phrasing]) -> dict[str, bytes]:
    """Return what is learned: without enough phrasings the words are not trained, but found by the closest line."""
    from bot.lookup.training.train import train  # noqa: PLC0415 - numpy takes 100 ms to import, and only a build needs it

    return train(catalog, phrasings if is_covered(catalog, phrasings) else ())
