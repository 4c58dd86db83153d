from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from db.entry import LANGS, Action, Behaviour, Entry, Error, SeeAlso, Text
from db.export import as_csv, as_json
from db.source import read
from tests.harness.small_source import edit, write_small_source

if TYPE_CHECKING:
    from pathlib import Path

    from db.catalog import Catalog


@pytest.fixture
def small(tmp_path: Path) -> Catalog:
    return read(write_small_source(tmp_path / "codes"))


def _texts(raw: list[dict[str, Any]]) -> tuple[Text, ...]:
    return tuple(Text(**text) for text in raw)


def _error(raw: dict[str, Any]) -> Error:
    return Error(
        id=raw["id"],
        family=raw["family"],
        title=Text(**raw["title"]),
        meaning=Text(**raw["meaning"]),
        causes=_texts(raw["causes"]),
        actions=tuple(Action(action["who"], Text(**action["text"])) for action in raw["actions"]),
        limits=_texts(raw["limits"]),
        see_also=tuple(SeeAlso(other["error"], Text(**other["reason"])) for other in raw["see_also"]),
    )


def _behaviour(raw: dict[str, Any]) -> Behaviour:
    lists = {name: tuple(raw[name]) for name in ("arrives", "raised_by", "messages")}
    texts = {name: Text(**raw[name]) if raw[name] else None for name in ("retry", "note")}
    return Behaviour(**(raw | lists | texts))


def _entry_of_json(raw: dict[str, Any]) -> Entry:
    lists = {name: tuple(raw[name]) for name in ("names", "only")}
    return Entry(**(raw | lists | {"error": _error(raw["error"]), "behaviour": _behaviour(raw["behaviour"])}))


def _entry_of_csv(raw: dict[str, str]) -> Entry:
    lists = {name: json.loads(raw[name]) for name in ("causes", "actions", "limits", "see_also")}
    texts: dict[str, dict[str, str]] = {
        field: {lang: raw[f"{field}_{lang}"] for lang in LANGS} for field in ("title", "meaning")
    }
    texts["meaning"]["source"] = raw["meaning_source"]
    told: dict[str, Any] = {
        name: json.loads(raw[name]) for name in ("arrives", "raised_by", "messages", "retry", "note")
    }
    # A cell that is text is written as it is, and nothing as JSON has it.
    told |= {"is_raised": json.loads(raw["is_raised"])}
    told |= {"retryable": None if raw["retryable"] == "null" else raw["retryable"]}
    told |= {name: raw[name] for name in ("example", "source")}
    return Entry(
        error=_error({"id": raw["error"], "family": raw["family"], **texts, **lists}),
        code=int(raw["code"]),
        name=raw["name"],
        platform=raw["platform"],
        key=raw["key"] if ":" in raw["key"] else int(raw["key"]),
        names=tuple(json.loads(raw["names"])),
        only=tuple(json.loads(raw["only"])),
        is_second=raw["is_second"] == "1",
        behaviour=_behaviour(told),
    )


def test_json_holds_the_vendor_the_families_and_the_codes(small: Catalog) -> None:
    document = json.loads("".join(as_json(small)))
    assert list(document) == ["vendor", "product", "families", "platforms", "codes"]
    assert document["vendor"] == {
        "platform": {"zh": "某平台", "en": "Some platform", "source": "", "on": ""},
        "link": "https://docs.example.com/errors",
    }
    assert document["families"] == [
        {"id": "beta", "title": {"zh": "乙类", "en": "Beta family", "source": "", "on": ""}},
        {"id": "alpha", "title": {"zh": "甲类", "en": "Alpha family", "source": "", "on": ""}},
    ]
    first = document["codes"][0]
    assert (first["platform"], first["code"], first["name"], first["key"]) == ("", -3, "BETA_MINUS", -3)
    assert first["error"] == {
        "id": "-3",
        "family": "beta",
        "title": {"zh": "乙负三", "en": "Beta minus three", "source": "", "on": ""},
        "meaning": {"zh": "乙负三的意思。", "en": "What beta minus three means.", "source": "", "on": ""},
        "causes": [{"zh": "乙负三的原因。", "en": "Why beta minus three happens.", "source": "", "on": ""}],
        "actions": [
            {
                "who": "vendor",
                "text": {"zh": "乙负三的办法。", "en": "What to do about beta minus three.", "source": "", "on": ""},
            },
        ],
        "limits": [],
        "see_also": [],
    }


def test_json_keeps_chinese_readable_and_ends_in_a_newline(small: Catalog) -> None:
    exported = "".join(as_json(small))
    assert ('"zh": "甲一"' in exported, exported.endswith("}\n")) == (True, True)


def test_csv_has_a_heading_and_a_row_for_each_code(small: Catalog) -> None:
    lines = "".join(as_csv(small)).split("\r\n")
    assert lines[0] == (
        "platform,code,name,key,names,only,is_second,error,family,title_zh,title_en,meaning_zh,meaning_en,meaning_source,"
        "causes,actions,limits,see_also,arrives,raised_by,messages,is_raised,retryable,retry,example,note,source"
    )
    assert [line.split(",")[:9] for line in lines[1:-1]] == [
        ["", "-3", "BETA_MINUS", "-3", "[]", "[]", "0", "-3", "beta"],
        ["", "1", "ALPHA_ONE", "1", "[]", "[]", "0", "1", "alpha"],
        ["", "20", "ALPHA_TWENTY", "20", "[]", "[]", "0", "20", "alpha"],
    ]
    assert lines[-1] == ""


def test_csv_keeps_commas_quotes_and_line_breaks(tmp_path: Path) -> None:
    source = write_small_source(tmp_path / "codes")
    edit(source, "alpha.toml", '"What alpha one means."', r'"One, \"two\",\nthree."')
    rows = list(csv.DictReader(io.StringIO("".join(as_csv(read(source))), newline="")))
    assert rows[1]["meaning_en"] == 'One, "two",\nthree.'


def test_the_shipped_table_reads_back_from_json(catalog: Catalog) -> None:
    document = json.loads("".join(as_json(catalog)))
    assert tuple(_entry_of_json(raw) for raw in document["codes"]) == catalog.entries


def test_the_shipped_table_reads_back_from_csv(catalog: Catalog) -> None:
    rows = csv.DictReader(io.StringIO("".join(as_csv(catalog)), newline=""))
    assert tuple(_entry_of_csv(raw) for raw in rows) == catalog.entries
