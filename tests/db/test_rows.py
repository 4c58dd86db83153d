"""Entries as rows: all that an entry says is in them."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

from db.rows import code_row, entries_of, error_row, flat_row, platform_of
from db.source import read
from tests.harness.platform_source import write_platform_source

if TYPE_CHECKING:
    from pathlib import Path


def test_an_error_is_a_row_once_and_its_numbers_are_a_row_each(tmp_path: Path) -> None:
    catalog = read(write_platform_source(tmp_path / "codes"))
    errors = [tuple(error_row(error).values()) for error in dict.fromkeys(entry.error for entry in catalog.entries)]
    codes = [tuple(code_row(entry).values()) for entry in catalog.entries]

    assert (len(errors), len(codes)) == (3, 4)
    assert tuple(entries_of(errors, codes)) == catalog.entries


def test_a_flat_row_tells_the_platform_the_number_and_the_error(tmp_path: Path) -> None:
    row = flat_row(read(write_platform_source(tmp_path / "codes")).by_key["phone:20"])

    assert (row["platform"], row["code"], row["name"], row["error"]) == ("phone", 20, "ROOM_IS_FULL", "room-full")
    assert (row["key"], row["names"], row["only"]) == ("phone:20", '["EMRoomFull"]', '["ios"]')
    assert (row["title_en"], row["meaning_source"]) == ("Room is full", "the page")


def test_a_platform_is_the_same_on_its_way_through_a_row(tmp_path: Path) -> None:
    for platform in read(write_platform_source(tmp_path / "codes")).platforms:
        assert platform_of(json.loads(json.dumps(dataclasses.asdict(platform)))) == platform
