"""The lookup that a running server answers from, exchanged when the table is built anew."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.lookup.explain import Lookup
from db import table

if TYPE_CHECKING:
    from pathlib import Path

    from db.catalog import Catalog

_log = logging.getLogger(__name__)

_Stamp = tuple[int, int, int]


class LiveLookup:
    """Holds the current lookup; `refresh` takes up a new table and keeps the old lookup when the new table is bad."""

    def __init__(self, catalog: Catalog, path: Path) -> None:
        """Start from `catalog`, which was read from the table at `path`."""
        self._path = path
        self._stamp = self._stat()
        self.current = Lookup(catalog)

    def refresh(self) -> bool:
        """Look at the table once; give whether a new one was taken up."""
        stamp = self._stat()
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        try:
            catalog = table.load(self._path)
        except table.TableError as error:
            _log.error("table_kept", extra={"reason": str(error)})
            return False
        if catalog.digest == self.current.catalog.digest:
            return False
        self.current = Lookup(catalog)
        _log.info("table_taken_up", extra={"codes": len(catalog.entries)})
        return True

    def _stat(self) -> _Stamp | None:
        try:
            stat = self._path.stat()
        except OSError:
            return None
        return stat.st_ino, stat.st_mtime_ns, stat.st_size
