"""Inspection of a built table: all its faults, without changing anything."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db import files, place, table

if TYPE_CHECKING:
    from pathlib import Path

    from db.catalog import Catalog

_MOST = 10
"""Limit of SQLite's own complaints: a damaged file may have thousands."""


@dataclass(frozen=True)
class Info:
    """A table, when and how large it was built, in UTC and megabytes, how many phrasings it has, and whether a model was trained on them."""

    catalog: Catalog
    built: dt.datetime
    megabytes: float
    phrasings: int
    is_trained: bool
    is_outdated: bool
    """Whether its source has changed since."""


def info(path: Path) -> Info:
    """Return what is known of the table at `path`.

    Raises:
        TableError: there is no readable table.

    """
    catalog = table.load(path)
    source = files.folder(catalog.source)
    stat = path.stat()
    learned = table.load_learned(path)
    return Info(
        catalog,
        built=dt.datetime.fromtimestamp(stat.st_mtime, dt.UTC),
        megabytes=stat.st_size / 1e6,
        phrasings=len(learned.phrasings),
        is_trained=learned.is_trained,
        is_outdated=source.is_dir() and files.digest(source) != catalog.digest,
    )


def is_of_another_source(path: Path, source: Path) -> bool:
    """Return whether the table at `path` is readable and was built from another folder than `source`."""
    return bool(table.digest_of(path)) and files.folder(table.source_of(path)).resolve() != source.resolve()


def faults(path: Path, digest: str | None) -> tuple[str, ...]:
    """Return the faults of the table at `path`, a sentence each; `digest` is that of its source, None where that cannot be built."""
    found: list[str] = []
    try:
        place.target(path)
    except table.TableError as error:
        return (str(error),)
    try:
        catalog = table.load(path)
        if digest is not None and catalog.digest != digest:
            found.append(f"{path} was built from another state of the source. Run `imerr table build`.")
        table.load_learned(path)
    except table.TableError as error:
        found.append(str(error))
    return (*found, *(f"{path}: {line}." for line in _complaints(path) if line not in "".join(found)))


def _complaints(path: Path) -> tuple[str, ...]:
    """Return SQLite's own complaints about a file."""
    try:
        with contextlib.closing(place.connect(path)) as connection:
            rows = connection.execute(f"pragma quick_check({_MOST})").fetchall()
    except (sqlite3.Error, ValueError, MemoryError) as error:
        return (str(error),)
    return tuple(line for (text,) in rows if text != "ok" for line in str(text).splitlines())[:_MOST]
