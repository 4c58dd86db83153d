"""The SQLite table: built from the source with sqlite-utils, read back as a catalog.

A build happens aside, is checked, and then takes the old table's place in one step; whatever goes wrong before that
step leaves the old table as it was.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from db.catalog import Catalog, Learned
from db.entry import Action, Entry, Family, Phrasing, SeeAlso, Text, Thresholds, Vendor

SCHEMA = 3
"""Raised with every change of the tables below or of the training; a table of another schema is built anew."""


class TableError(Exception):
    """The table cannot be read or written; the message says why and what to do."""


def default_path() -> Path:
    """Give where the table is kept unless told otherwise: beside its source, else in the user's cache folder."""
    beside = Path(__file__).parent
    if os.access(beside, os.W_OK):
        return beside / "imerr.sqlite3"
    from platformdirs import user_cache_path  # noqa: PLC0415 - only read-only installations need it

    return user_cache_path("imerr") / "imerr.sqlite3"


def build(catalog: Catalog, path: Path, learned: Learned | None = None) -> None:
    """Write `catalog`, and what was learned for it, to a new SQLite file and put it in the place of `path`.

    Raises:
        TableError: the file cannot be written, or does not read back as it was meant.

    """
    if path.is_dir():
        raise TableError(f"{path} is a folder. Set IMERR_TABLE to the file that the code table is to be.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(descriptor)
    except OSError as error:
        raise TableError(
            f"The code table cannot be written to {path}: {error.strerror}. Set IMERR_TABLE to a file you may write."
        ) from error
    aside = Path(name)
    try:
        learned = learned or Learned((), {})
        _write(catalog, learned, aside)
        if load(aside) != catalog or load_learned(aside) != learned:
            raise TableError(f"The table written to {aside} does not read back as its source; nothing was replaced.")
        aside.chmod(0o644)
        aside.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise TableError(f"The code table could not be written to {path}: {error}.") from error
    finally:
        aside.unlink(missing_ok=True)


def load(path: Path) -> Catalog:
    """Read the table at `path`.

    Raises:
        TableError: there is no table there, it is of another schema, or it is damaged.

    """
    try:
        with contextlib.closing(_open(path)) as connection:
            meta = dict(connection.execute("select key, value from meta").fetchall())
            if meta.get("schema") != str(SCHEMA):
                raise TableError(f"{path} was built by another version of imerr. Run `imerr table build`.")
            built_from = meta["digest"]
            families = tuple(
                Family(row[0], Text(row[1], row[2]))
                for row in connection.execute("select id, title_zh, title_en from families order by position")
            )
            thresholds = Thresholds(float(meta["firm"]), float(meta["meant"]), float(meta["possible"]))
            usual = tuple(json.loads(meta["usual"]))
            vendor = Vendor(Text(meta["platform_zh"], meta["platform_en"]), meta["link"])
            entries = tuple(
                _entry(row)
                for row in connection.execute(
                    "select code, name, family, title_zh, title_en, meaning_zh, meaning_en, causes, actions, see_also"
                    " from codes order by code"
                )
            )
    except (sqlite3.Error, ValueError, LookupError, TypeError) as error:
        raise TableError(f"{path} is no readable code table ({error}). Run `imerr table build`.") from error
    return Catalog(entries, families, vendor, built_from, thresholds, usual)


def load_learned(path: Path, digest: str | None = None) -> Learned:
    """Read what was learned for the table at `path`; only free text needs it.

    Raises:
        TableError: there is nothing to read, or the table is no longer the one with `digest`.

    """
    try:
        with contextlib.closing(_open(path)) as connection:
            built_from = connection.execute("select value from meta where key = 'digest'").fetchone()[0]
            rows = connection.execute("select text, codes from phrasings order by id").fetchall()
            arrays = dict(connection.execute("select name, data from arrays").fetchall())
            phrasings = tuple(Phrasing(text, tuple(json.loads(codes))) for text, codes in rows)
    except (sqlite3.Error, ValueError, TypeError) as error:
        raise TableError(f"{path} is no readable code table ({error}). Run `imerr table build`.") from error
    if digest is not None and built_from != digest:
        raise TableError(f"{path} was built anew meanwhile.")
    return Learned(phrasings, arrays)


def digest(path: Path) -> str | None:
    """Give the digest of the source that the table at `path` was built from; None where there is no usable table."""
    try:
        with contextlib.closing(_open(path)) as connection:
            meta = dict(connection.execute("select key, value from meta where key in ('digest', 'schema')").fetchall())
    except sqlite3.Error:
        return None
    return meta.get("digest") if meta.get("schema") == str(SCHEMA) else None


def _open(path: Path) -> sqlite3.Connection:
    # Read-only: a mistaken path must not leave an empty database behind.
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _write(catalog: Catalog, learned: Learned, path: Path) -> None:
    import sqlite_utils  # noqa: PLC0415 - 150 ms to import, and only a build needs it

    database = sqlite_utils.Database(path)
    try:
        database.table("meta").create({"key": str, "value": str}, pk="key")
        database.table("meta").insert_all(
            {"key": key, "value": value}
            for key, value in {
                "schema": str(SCHEMA),
                "digest": catalog.digest,
                "platform_zh": catalog.vendor.platform.zh,
                "platform_en": catalog.vendor.platform.en,
                "link": catalog.vendor.link,
                "firm": repr(catalog.thresholds.firm),
                "meant": repr(catalog.thresholds.meant),
                "possible": repr(catalog.thresholds.possible),
                "usual": json.dumps(catalog.usual_codes),
            }.items()
        )
        database.table("families").create(
            {"id": str, "position": int, "title_zh": str, "title_en": str},
            pk="id",
            not_null={"position", "title_zh", "title_en"},
        )
        database.table("families").insert_all(
            {"id": family.id, "position": position, "title_zh": family.title.zh, "title_en": family.title.en}
            for position, family in enumerate(catalog.families)
        )
        database.table("codes").insert_all(
            (row(entry) for entry in catalog.entries),
            pk="code",
            foreign_keys=[("family", "families", "id")],
            not_null={"name", "family", "title_zh", "title_en", "meaning_zh", "meaning_en"},
            column_order=["code", "name", "family"],
        )
        database.table("codes").create_index(["name"], unique=True)
        database.table("phrasings").create({"id": int, "text": str, "codes": str}, pk="id", not_null={"text", "codes"})
        database.table("phrasings").insert_all(
            {"id": at, "text": phrasing.text, "codes": json.dumps(phrasing.codes)}
            for at, phrasing in enumerate(learned.phrasings)
        )
        database.table("arrays").create({"name": str, "data": bytes}, pk="name", not_null={"data"})
        database.table("arrays").insert_all(
            {"name": name, "data": learned.arrays[name]} for name in sorted(learned.arrays)
        )
    finally:
        database.close()


def row(entry: Entry) -> dict[str, Any]:
    """Give an entry as a flat row, lists as JSON text: the table's columns, also used for the CSV export."""
    return {
        "code": entry.code,
        "name": entry.name,
        "family": entry.family,
        "title_zh": entry.title.zh,
        "title_en": entry.title.en,
        "meaning_zh": entry.meaning.zh,
        "meaning_en": entry.meaning.en,
        **{
            field: json.dumps([dataclasses.asdict(item) for item in getattr(entry, field)], ensure_ascii=False)
            for field in ("causes", "actions", "see_also")
        },
    }


def _entry(row: tuple[Any, ...]) -> Entry:
    code, name, family, title_zh, title_en, meaning_zh, meaning_en, causes, actions, see_also = row
    return Entry(
        code=code,
        name=name,
        family=family,
        title=Text(title_zh, title_en),
        meaning=Text(meaning_zh, meaning_en),
        causes=tuple(Text(**cause) for cause in json.loads(causes)),
        actions=tuple(Action(action["who"], Text(**action["text"])) for action in json.loads(actions)),
        see_also=tuple(SeeAlso(other["code"], Text(**other["reason"])) for other in json.loads(see_also)),
    )
