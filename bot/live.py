"""The lookup that a running server answers from, exchanged when the table is built anew."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot import tables
from bot.lookup.platforms import PlatformError
from db import table

if TYPE_CHECKING:
    from pathlib import Path

    from bot.lookup.explain import Lookup

_log = logging.getLogger(__name__)

_Stamp = tuple[int, int, int]
_MISSING: _Stamp = (0, 0, 0)


class LiveLookup:
    """Holds the current lookup; `refresh` takes up a new table and keeps the old lookup when the new table is bad."""

    def __init__(self, lookup: Lookup, path: Path) -> None:
        """Start from `lookup`, which was read from the table at `path`."""
        self._path = path
        self._stamp = self._stat()
        self._refused: _Stamp | None = None
        lookup.warm_up()
        self.current = lookup

    def refresh(self) -> bool:
        """Look at the table once; return whether a new one was taken up.

        What cannot be read is looked at again every time, as it may only be for now; the log has it once.
        """
        stamp = self._stat()
        if stamp == self._stamp:
            return False
        try:
            lookup = tables.read(self._path, self.current.platform)
            lookup.warm_up()
        except (table.TableError, PlatformError) as error:
            if stamp != self._refused:
                self._refused = stamp
                _log.error("table_kept", extra={"reason": str(error)})
            return False
        self._stamp = stamp
        if lookup.catalog.digest == self.current.catalog.digest:
            return False
        self.current = lookup
        _log.info("table_taken_up", extra={"codes": len(lookup.catalog.entries)})
        return True

    def _stat(self) -> _Stamp:
        try:
            stat = self._path.stat()
        except OSError:
            return _MISSING
        return stat.st_ino, stat.st_mtime_ns, stat.st_size
