"""The table store: builds the table from its source, rebuilds it when the source changes, reloads it when the file changes."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from db import files, place, table
from db.catalog import Learned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from db.catalog import Catalog
    from db.entry import Phrasing

    Train = Callable[[Catalog, Sequence[Phrasing]], dict[str, bytes]]

T = TypeVar("T")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stored:
    """A table's catalog; `warning` says why it is older than its source, if it is.

    `learned` is set where it was already read or trained; else it is in the file `path`.
    """

    catalog: Catalog
    warning: str | None = None
    learned: Learned | None = field(default=None, compare=False)
    path: Path | None = field(default=None, compare=False)


def rebuild(path: Path, source: Path = files.SOURCE, train: Train | None = None) -> Stored:
    """Build the table at `path` from `source`, trained by `train`, and return it.

    Raises:
        SourceError: the source has faults.
        TableError: the table cannot be written, or `path` is a file that imerr did not build.

    """
    place.target(path)  # before the training, which takes some seconds
    # pydantic takes 100 ms to import, and only a build needs it
    from db import phrasings  # noqa: PLC0415
    from db.source import read  # noqa: PLC0415

    catalog = read(source)
    said = phrasings.read(files.phrasing_files(source), catalog.by_error, catalog.languages)
    learned = Learned(said, train(catalog, said) if train else {})
    table.build(catalog, path, learned)
    return Stored(catalog, learned=learned, path=path)


def in_use(path: Path, source: Path | None = None) -> Path:
    """Return the file to answer from: the table at `path`, or the packaged one where that saves a build from the same source.

    `source` as in `ensure`.
    """
    if not files.PACKAGED.exists() or (source or source_of(path)) != files.SOURCE:
        return path
    if not place.is_there(path):
        return files.PACKAGED
    digest = table.digest_of(path)
    # A file without a digest is damaged or somebody else's: `ensure` decides which.
    return path if not digest or digest == files.digest(files.SOURCE) else files.PACKAGED


def ensure(path: Path, source: Path | None = None, train: Train | None = None, *, whole: bool = False) -> Stored:
    """Return the table in use for `path`, rebuilt first where it is missing, damaged, older than `source` or built from another one.

    Without a `source`, it is the one that the table was built from; the shipped one where there is no table.
    `whole` also loads `learned`; without it, damage there goes unnoticed.

    Raises:
        SourceError: the source has faults and there is no older table as a fallback.
        TableError: there is no table and none can be written, or `path` is a file that imerr did not build.

    """
    try:
        found = load(in_use(path, source), whole=whole)
    except table.TableError:
        return rebuild(path, source or source_of(path), train)
    its_own = files.folder(found.catalog.source)
    source = source or its_own
    if source == its_own and not source.is_dir():
        warning = f"The source of the code table, {source}, is gone; the table is used as it is."
        return replace(found, warning=warning)
    if found.catalog.digest == files.digest(source):
        return found
    from db.checked import SourceError  # noqa: PLC0415 - as in `rebuild`

    try:
        return rebuild(path, source, train)
    except (SourceError, table.TableError) as error:
        reason = str(error).splitlines()[0]
        warning = f"The code table is older than its source, which could not be built: {reason}"
        return replace(found, warning=warning)


def source_of(path: Path) -> Path:
    """Return the source of the table at `path`, even of a damaged one; the shipped one where none is recorded."""
    return files.folder(table.source_of(path))


def load(path: Path, *, whole: bool = False) -> Stored:
    """Return the table at `path` as it is; `whole` as in `ensure`.

    Raises:
        TableError: there is no readable table.

    """
    catalog = table.load(path)
    return Stored(catalog, learned=table.load_learned(path, catalog.digest) if whole else None, path=path)


class Live(Generic[T]):
    """What `make` makes of the table at `path`; `refresh` reloads it when the file changes, unless the new table is bad.

    `make` refuses a table that it cannot use with a ValueError.
    """

    def __init__(self, path: Path, stored: Stored, make: Callable[[Stored], T]) -> None:
        """Start from `stored`, which was read from `path`."""
        self._path = path
        self._make = make
        self._stamp = self._stat()
        self._refused: tuple[int, ...] | None = None
        self._digest = stored.catalog.digest
        self.warning = stored.warning
        self.current = make(stored)

    def refresh(self) -> bool:
        """Check the file once; return whether a new table was loaded.

        An unreadable table is tried again at every call, since the cause may be temporary; it is logged once.
        """
        stamp = self._stat()
        if stamp == self._stamp:
            return False
        try:
            stored = load(self._path, whole=True)
            if is_new := stored.catalog.digest != self._digest:
                self.current = self._make(stored)
        except (table.TableError, ValueError) as error:
            if stamp != self._refused:
                self._refused = stamp
                _log.error("table_kept", extra={"reason": str(error)})
            return False
        self._stamp = stamp
        if is_new:
            self._digest = stored.catalog.digest
            _log.info("table_taken_up", extra={"codes": len(stored.catalog.entries)})
        return is_new

    @property
    def written(self) -> float | None:
        """The time at which the file was last written, in seconds since the epoch; None where there is none."""
        return self._stamp[1] / 1e9 if self._stamp else None

    def _stat(self) -> tuple[int, ...]:
        try:
            stat = self._path.stat()
        except OSError:
            return ()
        return stat.st_ino, stat.st_mtime_ns, stat.st_size
