"""The table as JSON or CSV, for other programs and for spreadsheets."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from typing import TYPE_CHECKING

from db.rows import flat_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.catalog import Catalog


def as_json(catalog: Catalog) -> Iterator[str]:
    """Yield the table as one JSON document: the vendor, the families and every entry with all its fields."""
    document = {
        "vendor": dataclasses.asdict(catalog.vendor),
        "families": [dataclasses.asdict(family) for family in catalog.families],
        "platforms": [dataclasses.asdict(platform) for platform in catalog.platforms],
        "codes": [dataclasses.asdict(entry) for entry in catalog.entries],
    }
    yield json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_csv(catalog: Catalog) -> Iterator[str]:
    """Yield the codes as CSV (RFC 4180): a header and a row each; lists within a cell are JSON."""
    lines = io.StringIO(newline="")
    writer = csv.DictWriter(lines, fieldnames=list(flat_row(catalog.entries[0])))
    writer.writeheader()
    for entry in catalog.entries:
        writer.writerow(flat_row(entry))
    yield lines.getvalue()
