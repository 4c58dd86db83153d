"""Keeping the table in step with its source: built when missing or older, kept as it is when the source is bad."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db import files, place, table
from db.catalog import Learned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from db.catalog import Catalog
    from db.entry import Phrasing

    Train = Callable[[Catalog, Sequence[Phrasing]], dict[str, bytes]]


@dataclass(frozen=True)
class Fresh:
    """A catalog to answer from; `warning` says why it is older than its source, if it is.

    `learned` is what was learned for it, where that was read or made already.
    """

    catalog: Catalog
    warning: str | None = None
    learned: Learned | None = field(default=None, compare=False)


def rebuild(path: Path, source: Path = files.SOURCE, train: Train | None = None) -> Catalog:
    """Build the table at `path` from `source`, trained by `train`, and return what it holds.

    Raises:
        SourceError: the source has faults.
        TableError: the table cannot be written, or `path` is a file that imerr did not build.

    """
    return _built(path, source, train).catalog


def ensure(path: Path, source: Path = files.SOURCE, train: Train | None = None, *, whole: bool = False) -> Fresh:
    """Return the catalog of the table at `path`, built anew first where it is missing, damaged or older than `source`.

    `whole`: what was learned, too; without it, damage there is not looked for.

    Raises:
        SourceError: the source has faults and there is no older table to go on with.
        TableError: there is no table and none can be written, or `path` is a file that imerr did not build.

    """
    found = _found(path, whole=whole)
    if found and found.catalog.digest == files.digest(source):
        return found
    from db.checked import SourceError  # noqa: PLC0415 - pydantic takes 100 ms to import, and only a build needs it

    try:
        return _built(path, source, train)
    except (SourceError, table.TableError) as error:
        if found is None:
            raise
        reason = str(error).splitlines()[0]
        warning = f"The code table is older than its source, which could not be built: {reason}"
        return Fresh(found.catalog, warning, found.learned)


def _found(path: Path, *, whole: bool) -> Fresh | None:
    try:
        catalog = table.load(path)
        return Fresh(catalog, learned=table.load_learned(path, catalog.digest) if whole else None)
    except table.TableError:
        return None


def _built(path: Path, source: Path, train: Train | None) -> Fresh:
    place.target(path)  # before the training, which takes some seconds
    from db import phrasings  # noqa: PLC0415 - as above
    from db.source import read  # noqa: PLC0415 - as above

    catalog = read(source)
    said = phrasings.read(files.phrasing_files(source), catalog.by_error)
    learned = Learned(said, train(catalog, said) if train else {})
    table.build(catalog, path, learned)
    return Fresh(catalog, learned=learned)
