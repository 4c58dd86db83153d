"""Keeping the table in step with its source: built when missing or older, kept as it is when the source is bad."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db import files, table
from db.catalog import Learned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from db.catalog import Catalog
    from db.entry import Phrasing

    Train = Callable[[Catalog, Sequence[Phrasing]], dict[str, bytes]]


@dataclass(frozen=True)
class Fresh:
    """A catalog to answer from; `warning` says why it is older than its source, if it is."""

    catalog: Catalog
    warning: str | None = None


def rebuild(path: Path, source: Path = files.SOURCE, train: Train | None = None) -> Catalog:
    """Build the table at `path` from `source`, trained by `train`, and give what it holds.

    Raises:
        SourceError: the source has faults.
        TableError: the table cannot be written.

    """
    from db import phrasings  # noqa: PLC0415 - pydantic takes 100 ms to import, and only a build needs it
    from db.source import read  # noqa: PLC0415 - as above

    catalog = read(source)
    said = phrasings.read(files.phrasing_files(source), catalog.by_code)
    table.build(catalog, path, Learned(said, train(catalog, said) if train else {}))
    return catalog


def ensure(path: Path, source: Path = files.SOURCE, train: Train | None = None) -> Fresh:
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
    from db.checked import SourceError  # noqa: PLC0415 - as above

    try:
        return Fresh(rebuild(path, source, train))
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
