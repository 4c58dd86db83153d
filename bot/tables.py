"""From the table to a lookup: keeping the table fresh and trained, and reading it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.lookup.explain import Lookup
from db import files, fresh, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from db.catalog import Catalog, Learned
    from db.entry import Phrasing


@dataclass(frozen=True)
class Ready:
    """A lookup to answer from; `warning` says why it is older than its source, if it is."""

    lookup: Lookup
    warning: str | None


def ready(path: Path, source: Path = files.SOURCE, *, whole: bool = False, platform: str = "") -> Ready:
    """Return a lookup on the table at `path`, which is built first where it is missing, damaged or older than `source`.

    `whole`: what only free text needs is read now, too, so that no question can find it damaged. `platform` as in `Lookup`.

    Raises:
        SourceError, TableError: as `db.fresh.ensure`.
        PlatformError: as `Lookup`.

    """
    found = fresh.ensure(path, source, _train, whole=whole)
    return Ready(_lookup(found.catalog, path, platform, found.learned), found.warning)


def read(path: Path, platform: str = "") -> Lookup:
    """Return a lookup on the table at `path` as it is. What only free text needs is read, and may raise, when it is needed.

    Raises:
        TableError: there is no readable table.
        PlatformError: as `Lookup`.

    """
    return _lookup(table.load(path), path, platform)


def rebuild(path: Path, source: Path = files.SOURCE) -> Catalog:
    """Build the table at `path` from `source`, trained, and return what it holds.

    Raises:
        SourceError, TableError: as `db.fresh.rebuild`.

    """
    return fresh.rebuild(path, source, _train)


def _lookup(catalog: Catalog, path: Path, platform: str, learned: Learned | None = None) -> Lookup:
    learn = partial(table.load_learned, path, catalog.digest) if learned is None else lambda: learned
    return Lookup(catalog, learn, platform=platform)


def _train(catalog: Catalog, phrasings: Sequence[Phrasing]) -> dict[str, bytes]:
    from bot.lookup.training import train  # noqa: PLC0415 - numpy takes 100 ms to import, and only a build needs it

    return train(catalog, phrasings)
