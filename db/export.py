"""The table as JSON or CSV, for other programs and for spreadsheets."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from typing import TYPE_CHECKING

from db.entry import LANGS
from db.rows import flat_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from db.catalog import Catalog
    from db.entry import Entry

_TEXTS = ("causes", "actions", "limits", "see_also", "retry", "note")
"""Cells that hold texts as JSON."""


def as_json(catalog: Catalog) -> Iterator[str]:
    """Yield the table as one JSON document: the vendor, the product, the families and every entry with all its fields."""
    document = {
        "vendor": dataclasses.asdict(catalog.vendor),
        "product": dataclasses.asdict(catalog.product),
        "families": [dataclasses.asdict(family) for family in catalog.families],
        "platforms": [dataclasses.asdict(platform) for platform in catalog.platforms],
        "codes": [dataclasses.asdict(entry) for entry in catalog.entries],
    }
    yield json.dumps(_in_languages(document, catalog), ensure_ascii=False, indent=2) + "\n"


def as_csv(catalog: Catalog) -> Iterator[str]:
    """Yield the codes as CSV (RFC 4180): a header and a row each; lists within a cell are JSON."""
    lines = io.StringIO(newline="")
    rows = [_row(entry, catalog) for entry in catalog.entries]
    writer = csv.DictWriter(lines, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    yield lines.getvalue()


def _row(entry: Entry, catalog: Catalog) -> dict[str, Any]:
    row: dict[str, Any] = _in_languages(flat_row(entry), catalog)
    if len(catalog.languages) < len(LANGS):
        for name in _TEXTS:
            row[name] = json.dumps(_in_languages(json.loads(row[name]), catalog), ensure_ascii=False)
    return row


def _in_languages(value: Any, catalog: Catalog) -> Any:  # noqa: ANN401 - any part of a document
    """Return a document without the fields of languages that the table does not have."""
    left_out = {
        name for lang in LANGS if lang not in catalog.languages for name in (lang, f"title_{lang}", f"meaning_{lang}")
    }
    if not left_out:
        return value
    if isinstance(value, dict):
        return {name: _in_languages(part, catalog) for name, part in value.items() if name not in left_out}
    if isinstance(value, (list, tuple)):
        return [_in_languages(part, catalog) for part in value]
    return value
