"""The SQLite table: built from the source with sqlite-utils, read back as a catalog.

A build writes a new file, reads it back, and replaces the old table atomically; a failure before that leaves the old table
as it was. Two checksums detect damage: one over the rows that every question needs, and one over the training, which only
free text needs and which is a hundred times as large.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import files, place
from db.catalog import Catalog, Learned
from db.entry import Family, Limits, Phrasing, Text, Vendor
from db.place import TableError
from db.product import product_of
from db.rows import CODES, ERRORS, code_row, entries_of, error_row, platform_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["SCHEMA", "TableError", "build", "default_path", "load", "load_learned"]

SCHEMA = 11
"""Incremented with every change of the tables below or of the training; a table of another schema is rebuilt."""

_Row = tuple[Any, ...]

_DAMAGE = (
    sqlite3.Error,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    OverflowError,
    RecursionError,
    MemoryError,
)
"""Exceptions from reading a damaged file, which may hold anything."""
_FAMILIES = "select id, title_zh, title_en from families order by position"
_PHRASINGS = "select text, errors from phrasings order by id"
_ARRAYS = "select name, data from arrays order by name"


def default_path() -> Path:
    """Return the default path of a table that is built: in a writable checkout beside its source, else in the user's data folder.

    An installed package is never written to, so that its removal leaves nothing behind.
    """
    beside = Path(__file__).parent
    if os.access(beside, os.W_OK) and not files.PACKAGED.exists():
        return beside / "imerr.sqlite3"
    from platformdirs import user_data_path  # noqa: PLC0415 - a checkout does without it

    return user_data_path("imerr", appauthor=False) / "imerr.sqlite3"


def build(catalog: Catalog, path: Path, learned: Learned | None = None) -> None:
    """Write `catalog` and its training to a new SQLite file, and replace `path` with it.

    Raises:
        TableError: the file cannot be written, or reads back as something else.

    """
    learned = learned or Learned((), {})

    def write(aside: Path) -> None:
        _write(catalog, learned, aside)
        if load(aside) != catalog or load_learned(aside, catalog.digest) != learned:
            raise TableError(f"The table written to {aside} does not read back as its source; nothing was replaced.")

    try:
        place.put(path, write)
    except sqlite3.Error as error:
        raise TableError(f"The code table could not be written to {path}: {error}.") from error


def load(path: Path) -> Catalog:
    """Return the catalog in the table at `path`.

    Raises:
        TableError: there is no table there, it is of another schema, or it is damaged.

    """
    with _reading(path) as connection:
        meta = _meta(connection, path)
        families = connection.execute(_FAMILIES).fetchall()
        errors = connection.execute(ERRORS).fetchall()
        codes = connection.execute(CODES).fetchall()
        if meta.pop("checksum") != _checksum(sorted(meta.items()), families, errors, codes):
            raise ValueError("it is damaged")
        return Catalog(
            entries=tuple(entries_of(errors, codes)),
            families=tuple(Family(row[0], Text(row[1], row[2])) for row in families),
            vendor=Vendor(Text(meta["platform_zh"], meta["platform_en"]), meta["link"]),
            digest=meta["digest"],
            source=meta["source"],
            limits=Limits(**json.loads(meta["limits"])),
            usual_keys=tuple(json.loads(meta["usual"])),
            platforms=tuple(map(platform_of, json.loads(meta["platforms"]))),
            product=product_of(json.loads(meta["product"])),
            reported_as={(error, platform): key for error, platform, key in json.loads(meta["reported_as"])},
        )


def source_of(path: Path) -> str:
    """Return the recorded source of a table, maybe damaged or of another version: empty for the shipped one, or where none is readable."""
    return _recorded(path, "source")


def digest_of(path: Path) -> str:
    """Return the recorded digest of a table's source, maybe of a damaged table; empty where none is readable."""
    return _recorded(path, "digest")


def _recorded(path: Path, key: str) -> str:
    if not place.is_file(path):
        return ""
    try:
        with contextlib.closing(place.connect(path)) as connection:
            row = connection.execute("select value from meta where key = ?", (key,)).fetchone()
    except _DAMAGE:
        return ""
    return str(row[0]) if row else ""


def load_learned(path: Path, digest: str | None = None) -> Learned:
    """Return the training in the table at `path`; only free text needs it.

    Raises:
        TableError: it is missing or damaged, or the table no longer has this `digest`.

    """
    with _reading(path) as connection:
        meta = _meta(connection, path)
        if digest is not None and meta["digest"] != digest:
            raise TableError(f"{path} was built anew meanwhile. Ask again.")
        phrasings = connection.execute(_PHRASINGS).fetchall()
        arrays = dict(connection.execute(_ARRAYS).fetchall())
        if meta["learned"] != _checksum_learned(meta["digest"], phrasings, arrays):
            raise ValueError("it is damaged")
        return Learned(tuple(Phrasing(text, tuple(json.loads(errors))) for text, errors in phrasings), arrays)


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to a table; any failure to read it becomes a TableError."""
    try:
        if not place.is_file(path):
            raise FileNotFoundError("there is no file")
        with contextlib.closing(place.connect(path)) as connection:
            yield connection
    except _DAMAGE as error:
        raise TableError(f"{path} is no readable code table ({error}). Run `imerr table build`.") from error


def _meta(connection: sqlite3.Connection, path: Path) -> dict[str, str]:
    meta = dict(connection.execute("select key, value from meta").fetchall())
    if meta.get("schema") != str(SCHEMA):
        raise TableError(f"{path} was built by another version of imerr. Run `imerr table build`.")
    return meta


def _checksum(*rows: Sequence[_Row]) -> str:
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _checksum_learned(digest: str, phrasings: Sequence[_Row], arrays: Mapping[str, bytes]) -> str:
    total = hashlib.sha256(json.dumps([digest, phrasings]).encode())
    for name, data in sorted(arrays.items()):
        total.update(f"\0{name}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()


def _write(catalog: Catalog, learned: Learned, path: Path) -> None:
    import sqlite_utils  # noqa: PLC0415 - 150 ms to import, and only a build needs it

    families = [
        {"id": family.id, "position": position, "title_zh": family.title.zh, "title_en": family.title.en}
        for position, family in enumerate(catalog.families)
    ]
    told = dict.fromkeys(entry.error for entry in catalog.entries)
    errors = [error_row(error) | {"position": at} for at, error in enumerate(told)]
    codes = [code_row(entry) | {"position": at} for at, entry in enumerate(catalog.entries)]
    phrasings = [(phrasing.text, json.dumps(phrasing.errors)) for phrasing in learned.phrasings]
    meta = {
        "schema": str(SCHEMA),
        "digest": catalog.digest,
        "source": catalog.source,
        "platform_zh": catalog.vendor.platform.zh,
        "platform_en": catalog.vendor.platform.en,
        "link": catalog.vendor.link,
        "product": json.dumps(dataclasses.asdict(catalog.product)),
        "limits": json.dumps(dataclasses.asdict(catalog.limits)),
        "usual": json.dumps(catalog.usual_keys),
        "platforms": json.dumps([dataclasses.asdict(platform) for platform in catalog.platforms]),
        "reported_as": json.dumps([[*at, key] for at, key in catalog.reported_as.items()]),
        "learned": _checksum_learned(catalog.digest, phrasings, learned.arrays),
    }
    meta["checksum"] = _checksum(
        sorted(meta.items()),
        [(family["id"], family["title_zh"], family["title_en"]) for family in families],
        [tuple(error.values())[:-1] for error in errors],
        [tuple(code.values())[:-1] for code in codes],
    )
    database = sqlite_utils.Database(place.connect_to_write(path))
    try:
        database.table("meta").insert_all(({"key": key, "value": value} for key, value in meta.items()), pk="key")
        database.table("families").insert_all(families, pk="id", not_null={"position", "title_zh", "title_en"})
        database.table("errors").insert_all(
            errors,
            pk="id",
            foreign_keys=[("family", "families", "id")],
            not_null={"family", "title_zh", "title_en", "meaning_zh", "meaning_en"},
        )
        database.table("codes").insert_all(
            codes,
            pk="key",
            foreign_keys=[("error", "errors", "id")],
            not_null={"error", "platform", "code", "name"},
            column_order=["key", "platform", "code", "name", "error"],
            # SQLite reads text like `1E5` as a number, unless a column is a BLOB, which keeps all values as they are.
            columns={"code": int if all(isinstance(entry.code, int) for entry in catalog.entries) else bytes},
        )
        database.table("codes").create_index(["platform", "code"])
        database.table("phrasings").create(
            {"id": int, "text": str, "errors": str}, pk="id", not_null={"text", "errors"}
        )
        database.table("phrasings").insert_all(
            {"id": at, "text": text, "errors": errors} for at, (text, errors) in enumerate(phrasings)
        )
        database.table("arrays").create({"name": str, "data": bytes}, pk="name", not_null={"data"})
        database.table("arrays").insert_all(
            {"name": name, "data": learned.arrays[name]} for name in sorted(learned.arrays)
        )
    finally:
        database.close()
