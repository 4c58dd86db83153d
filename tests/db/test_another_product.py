"""A source of another product: one language, codes that are text, words of its own."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from db import table
from db.checked import SourceError
from db.entry import Text
from db.export import as_csv, as_json
from db.phrasings import read as read_phrasings
from db.remarks import remarks
from db.source import read
from tests.harness.paylane import PAYLANE
from tests.harness.small_source import edit

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    shutil.copytree(PAYLANE, tmp_path / "own")
    return tmp_path / "own"


def test_codes_are_sorted_by_their_letters_then_numbers() -> None:
    codes = [str(entry.code) for entry in read(PAYLANE).entries]

    assert codes[4:8] == ["AUTH-5", "AUTH-10", "AUTH-11", "AUTH-12"]
    assert codes[-5:] == ["H-7", "HOOK_GONE", "HOOK_SIGNATURE", "HOOK_TIMEOUT", "1E5"]


def test_its_table_reads_back_as_its_source(tmp_path: Path) -> None:
    catalog = read(PAYLANE)
    table.build(catalog, tmp_path / "imerr.sqlite3")

    assert table.load(tmp_path / "imerr.sqlite3") == catalog
    connection = sqlite3.connect(tmp_path / "imerr.sqlite3")
    assert connection.execute(
        "select code, typeof(code) from codes where name = 'EVENT_VERSION_UNKNOWN'"
    ).fetchall() == [("1E5", "text")]
    connection.close()


def test_a_string_is_enough_in_a_table_of_one_language() -> None:
    entry = read(PAYLANE).by_key["E102"]

    assert entry.title == Text("Card expired", "Card expired")


def test_a_table_may_be_in_chinese_alone(source: Path) -> None:
    for path in source.glob("*.toml"):
        text = path.read_text(encoding="utf-8").replace('languages = ["en"]', 'languages = ["zh"]')
        path.write_text(text.replace(", en = ", ", zh = "), encoding="utf-8")

    catalog = read(source)

    assert (catalog.languages, catalog.spoken("en")) == (("zh",), "zh")


def test_codes_behave_as_numbers_of_a_platform_do() -> None:
    behaviour = read(PAYLANE).by_key["E100"].behaviour

    assert (behaviour.messages, behaviour.retryable, behaviour.arrives) == (
        ("do_not_honor by issuer",),
        "no",
        ("response",),
    )


FAULTS = {
    "a code of text without a letter": (
        ("card.toml", 'code = "E102"', 'code = "102"'),
        "card.toml: entry 102 (CARD_EXPIRED), field code: it has to be a whole number, without quotes.",
    ),
    "a code with a space": (
        ("card.toml", 'code = "E102"', 'code = "E 102"'),
        (
            "card.toml: entry E 102 (CARD_EXPIRED), field code: 'E 102' has to be a whole number, or letters and digits "
            "with hyphens, underscores or dots between them, like E100 or AUTH-4, at most 40 characters."
        ),
    ),
    "two codes that differ by their separators": (
        ("card.toml", 'code = "E102"', 'code = "e-103"'),
        (
            "card.toml: entry E103 (CVC_MISMATCH), field code: E103 already stands in card.toml, "
            "entry e-103 (CARD_EXPIRED)."
        ),
    ),
    "a reference to nowhere": (
        ("account.toml", '{ code = "AUTH-2"', '{ code = "AUTH-77"'),
        "account.toml: entry AUTH-4 (KEY_NOT_PERMITTED), field see_also: AUTH-77 is not a code of the table.",
    ),
    "a text in another language": (
        ("card.toml", 'title = "Card expired"', 'title = { en = "Card expired", zh = "过期" }'),
        (
            "card.toml: entry E102 (CARD_EXPIRED), field title: it is in 'zh', which is none of the languages of "
            "[product] in table.toml."
        ),
    ),
    "an empty text": (
        ("card.toml", 'title = "Card expired"', 'title = ""'),
        "card.toml: entry E102 (CARD_EXPIRED), field title.en: it is empty.",
    ),
    "an unknown language": (
        ("table.toml", 'languages = ["en"]', 'languages = ["en", "fr"]'),
        "table.toml: product, field languages.2: 'fr' has to be 'zh' or 'en'.",
    ),
    "a role without words": (
        ("table.toml", 'risk_team = "The risk team"\n', ""),
        (
            "card.toml: entry E110 (RISK_BLOCKED), field actions.1.who: 'risk_team' is none of developer, user, admin, "
            "vendor, merchant; table.toml can add it under [roles]."
        ),
    ),
    "a way without words": (
        ("table.toml", "response = ", "answer = "),
        (
            "card.toml: entry E100 (CARD_DECLINED), field arrives.1: 'response' is none of promise, fail, console, answer; "
            "table.toml can add it under [ways]."
        ),
    ),
    "an unknown field of the product": (
        ("table.toml", 'name = "Paylane"', 'nam = "Paylane"'),
        "table.toml: product, field nam: imerr knows no field of this name.",
    ),
    "a name that is no expression": (
        ("table.toml", "['paylane']", "['pay(lane']"),
        (
            "table.toml: product, field named_by.1: 'pay(lane' is no regular expression: missing ), unterminated "
            "subpattern at position 3."
        ),
    ),
    "an example that is no code": (
        ("table.toml", '[examples]\ncode = "E100"', '[examples]\ncode = "E199"'),
        "table.toml: examples, field code: E199 is not a code of the table.",
    ),
    "an example that is no constant": (
        ("table.toml", 'name = "CARD_DECLINED"', 'name = "CARD_REFUSED"'),
        "table.toml: examples, field name: CARD_REFUSED is not a constant of the table.",
    ),
    "an example that is no family": (
        ("table.toml", 'family = "payout"', 'family = "group"'),
        "table.toml: examples, field family: no file has the family 'group'.",
    ),
    "a usual code that is none": (
        ("table.toml", '"HOOK_TIMEOUT"]', '"HOOK_LATE"]'),
        "table.toml: browse, field usual: HOOK_LATE is not a code of the table.",
    ),
}


@pytest.mark.parametrize(("change", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_file_entry_and_field(source: Path, change: tuple[str, str, str], sentence: str) -> None:
    edit(source, *change)

    with pytest.raises(SourceError) as caught:
        read(source)

    assert caught.value.faults[0] == sentence


def test_a_phrasing_of_no_code_is_a_fault(source: Path) -> None:
    edit(source, "phrasings/said.toml", 'code = "HOOK_TIMEOUT"', 'code = "HOOK_LATE"')

    with pytest.raises(SourceError) as caught:
        read_phrasings([source / "phrasings" / "said.toml"], read(source).by_error)

    assert caught.value.faults == ("phrasings/said.toml: entry HOOK_LATE, field code: it is not a code of the table.",)


def test_a_source_is_told_what_it_leaves_out(source: Path) -> None:
    text = (source / "table.toml").read_text(encoding="utf-8")
    beginning, end = text.index("[product]"), text.index("[roles]")
    text = text[:beginning] + '[product]\nlanguages = ["en"]\n\n' + text[end:]
    (source / "table.toml").write_text(
        text.replace('pasted = \'{error: "E107", message: "…"}\'\n', ""), encoding="utf-8"
    )

    said = list(remarks(read(source)))

    assert said[:4] == [
        "table.toml: [product] has no name; imerr calls the product 'Paylane API'.",
        (
            "table.toml: [product] has no named_by; a question that names another system is never taken to be "
            "about this product as well."
        ),
        "table.toml: [examples] has no pasted; imerr takes these from the codes in `usual`.",
        "table.toml: [roles] has no words for developer and user; the general ones are shown.",
    ]


def test_an_export_holds_the_tables_language_alone() -> None:
    catalog = read(PAYLANE)

    codes = json.loads("".join(as_json(catalog)))["codes"]
    rows = list(csv.DictReader(io.StringIO("".join(as_csv(catalog)))))

    assert codes[8]["code"] == rows[8]["code"] == "E100"
    assert codes[8]["error"]["title"] == {"en": "Card declined", "source": "", "on": ""}
    assert [name for name in rows[0] if name.endswith(("_zh", "_en"))] == ["title_en", "meaning_en"]
    assert '"zh"' not in rows[8]["causes"]
