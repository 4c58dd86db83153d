from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from db.entry import Action, Entry, SeeAlso, Text
from db.export import as_csv, as_json
from db.source import read
from tests.harness.small_source import edit, write_small_source

if TYPE_CHECKING:
    from pathlib import Path

    from db.catalog import Catalog


@pytest.fixture
def small(tmp_path: Path) -> Catalog:
    return read(write_small_source(tmp_path / "codes"))


def _entry(raw: dict[str, Any]) -> Entry:
    return Entry(
        code=int(raw["code"]),
        name=raw["name"],
        family=raw["family"],
        title=raw["title"],
        meaning=raw["meaning"],
        causes=tuple(Text(**cause) for cause in raw["causes"]),
        actions=tuple(Action(action["who"], Text(**action["text"])) for action in raw["actions"]),
        see_also=tuple(SeeAlso(other["code"], Text(**other["reason"])) for other in raw["see_also"]),
    )


def _entry_of_json(raw: dict[str, Any]) -> Entry:
    return _entry(raw | {field: Text(**raw[field]) for field in ("title", "meaning")})


def _entry_of_csv(raw: dict[str, str]) -> Entry:
    texts = {field: Text(raw[f"{field}_zh"], raw[f"{field}_en"]) for field in ("title", "meaning")}
    return _entry(raw | texts | {field: json.loads(raw[field]) for field in ("causes", "actions", "see_also")})


def test_json_holds_the_vendor_the_families_and_the_codes(small: Catalog) -> None:
    document = json.loads("".join(as_json(small)))
    assert list(document) == ["vendor", "families", "codes"]
    assert document["vendor"] == {
        "platform": {"zh": "某平台", "en": "Some platform"},
        "link": "https://docs.example.com/errors",
    }
    assert document["families"] == [
        {"id": "beta", "title": {"zh": "乙类", "en": "Beta family"}},
        {"id": "alpha", "title": {"zh": "甲类", "en": "Alpha family"}},
    ]
    assert document["codes"][0] == {
        "code": -3,
        "name": "BETA_MINUS",
        "family": "beta",
        "title": {"zh": "乙负三", "en": "Beta minus three"},
        "meaning": {"zh": "乙负三的意思。", "en": "What beta minus three means."},
        "causes": [{"zh": "乙负三的原因。", "en": "Why beta minus three happens."}],
        "actions": [
            {"who": "vendor", "text": {"zh": "乙负三的办法。", "en": "What to do about beta minus three."}},
        ],
        "see_also": [],
    }


def test_json_keeps_chinese_readable_and_ends_in_a_newline(small: Catalog) -> None:
    exported = "".join(as_json(small))
    assert ('"zh": "甲一"' in exported, exported.endswith("}\n")) == (True, True)


def test_csv_has_a_heading_and_a_row_for_each_code(small: Catalog) -> None:
    lines = "".join(as_csv(small)).split("\r\n")
    assert lines[0] == "code,name,family,title_zh,title_en,meaning_zh,meaning_en,causes,actions,see_also"
    assert [line.split(",")[:3] for line in lines[1:-1]] == [
        ["-3", "BETA_MINUS", "beta"],
        ["1", "ALPHA_ONE", "alpha"],
        ["20", "ALPHA_TWENTY", "alpha"],
    ]
    assert lines[-1] == ""


def test_csv_carries_commas_quotes_and_line_breaks_within_a_cell(tmp_path: Path) -> None:
    source = write_small_source(tmp_path / "codes")
    edit(source, "alpha.toml", '"What alpha one means."', r'"One, \"two\",\nthree."')
    rows = list(csv.DictReader(io.StringIO("".join(as_csv(read(source))), newline="")))
    assert rows[1]["meaning_en"] == 'One, "two",\nthree.'


def test_the_whole_shipped_table_can_be_had_back_from_json(catalog: Catalog) -> None:
    document = json.loads("".join(as_json(catalog)))
    assert tuple(_entry_of_json(raw) for raw in document["codes"]) == catalog.entries


def test_the_whole_shipped_table_can_be_had_back_from_csv(catalog: Catalog) -> None:
    rows = csv.DictReader(io.StringIO("".join(as_csv(catalog)), newline=""))
    assert tuple(_entry_of_csv(raw) for raw in rows) == catalog.entries
