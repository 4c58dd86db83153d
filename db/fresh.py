"""Keeping the table in step with its source: built when missing or older, kept as it is when the source is bad."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db import files, table

if TYPE_CHECKING:
    from pathlib import Path

    from db.catalog import Catalog


@dataclass(frozen=True)
class Fresh:
    """A catalog to answer from; `warning` says why it is older than its source, if it is."""

    catalog: Catalog
    warning: str | None = None


def rebuild(path: Path, source: Path = files.SOURCE) -> Catalog:
    """Build the table at `path` from `source` and give what it holds.

    Raises:
        SourceError: the source has faults.
        TableError: the table cannot be written.

    """
    from db.source import read  # noqa: PLC0415 - pydantic takes 100 ms to import, and only a build needs it

    catalog = read(source)
    table.build(catalog, path)
    return catalog


def ensure(path: Path, source: Path = files.SOURCE) -> Fresh:
    """Give the catalog of the table at `path`, built anew first where it is missing, damaged or older than `source`.

    Raises:
        SourceError: the source has faults and there is no older table to go on with.
        TableError: there is no table and none can be written.

    """
    built_from = table.digest(path)
    if built_from == files.digest(source):
        try:
            return Fresh(table.load(path))
        except table.TableError:
            built_from = None
    from db.source import SourceError  # noqa: PLC0415 - as above

    try:
        return Fresh(rebuild(path, source))
    except (SourceError, table.TableError) as error:
        if built_from is None or not _loads(path):
            raise
        reason = str(error).splitlines()[0]
        return Fresh(table.load(path), f"The code table is older than its source, which could not be built: {reason}")


def _loads(path: Path) -> bool:
    try:
        table.load(path)
    except table.TableError:
        return False
    return True
