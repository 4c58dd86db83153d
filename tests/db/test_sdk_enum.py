"""The table held to the enum that the Web SDK exports, as `tools/websdk` wrote it down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.catalog import Catalog

_ENUM = Path(__file__).parents[2] / "db" / "sdk" / "web_4.21.1_codes.jsonl"
_OLDER = {55}
"""Numbers of older versions that the vendor's pages still list; the table says so."""


def _enum() -> list[tuple[int, str]]:
    return [(row["code"], row["name"]) for row in map(json.loads, _ENUM.read_text(encoding="utf-8").splitlines())]


def test_every_constant_of_the_sdk_has_an_entry(catalog: Catalog) -> None:
    known = {
        (entry.code, name)
        for entry in catalog.entries
        if entry.platform == "web"
        for name in (entry.name, *entry.names)
    }

    assert [constant for constant in _enum() if constant not in known] == []


def test_every_web_code_is_known_to_the_sdk_or_its_server(catalog: Catalog) -> None:
    codes = {code for code, _ in _enum()}

    assert {entry.code for entry in catalog.entries if entry.platform == "web"} - codes == _OLDER
