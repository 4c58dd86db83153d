from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from db.checked import SourceError
from db.source import read
from tests.harness.small_source import ALPHA, edit, small_catalog, write_small_source

if TYPE_CHECKING:
    from pathlib import Path

ONE = "alpha.toml: entry 1 (ALPHA_ONE)"
TWENTY = "alpha.toml: entry 20 (ALPHA_TWENTY)"
MINUS = "beta.toml: entry -3 (BETA_MINUS)"

EDITS = {
    "a field is missing": (
        ("alpha.toml", 'meaning = { zh = "甲一的意思。", en = "What alpha one means." }\n', ""),
        f"{ONE}, field meaning: it is missing.",
    ),
    "the code is missing": (
        ("alpha.toml", "code = 1\n", ""),
        "alpha.toml: entry number 1 (ALPHA_ONE), field code: it is missing.",
    ),
    "the name is missing": (
        ("alpha.toml", 'name = "ALPHA_TWENTY"\n', ""),
        "alpha.toml: entry 20, field name: it is missing.",
    ),
    "the family is missing": (
        ("beta.toml", '[family]\nid = "beta"\ntitle = { zh = "乙类", en = "Beta family" }\n', ""),
        "beta.toml, field family: it is missing.",
    ),
    "the family has no title": (
        ("beta.toml", 'title = { zh = "乙类", en = "Beta family" }\n', ""),
        "beta.toml: family, field title: it is missing.",
    ),
    "the vendor's link is missing": (
        ("table.toml", 'link = "https://docs.example.com/errors"\n', ""),
        "table.toml: vendor, field link: it is missing.",
    ),
    "the browsing order is missing": (
        ("table.toml", '[browse]\nfamilies = ["beta", "alpha"]\n', ""),
        "table.toml, field browse: it is missing.",
    ),
    "a title has no English": (
        ("alpha.toml", '{ zh = "甲一", en = "Alpha one" }', '{ zh = "甲一" }'),
        f"{ONE}, field title.en: it is missing.",
    ),
    "a meaning has no Chinese": (
        ("alpha.toml", 'zh = "甲二十的意思。", ', ""),
        f"{TWENTY}, field meaning.zh: it is missing.",
    ),
    "the second cause has no English": (
        ("alpha.toml", ', en = "Another reason for alpha twenty."', ""),
        f"{TWENTY}, field causes.2.en: it is missing.",
    ),
    "an action has no Chinese": (
        ("beta.toml", 'zh = "乙负三的办法。", ', ""),
        f"{MINUS}, field actions.1.zh: it is missing.",
    ),
    "a reference has no English": (
        ("alpha.toml", ', en = "Beta is negative."', ""),
        f"{TWENTY}, field see_also.1.en: it is missing.",
    ),
    "a code stands twice in a file": (
        ("alpha.toml", "code = 20", "code = 1"),
        "alpha.toml: entry 1 (ALPHA_TWENTY), field code: 1 already stands in alpha.toml, entry 1 (ALPHA_ONE).",
    ),
    "a code stands in two files": (
        ("alpha.toml", "code = 1\n", "code = -3\n"),
        "beta.toml: entry -3 (BETA_MINUS), field code: -3 already stands in alpha.toml, entry -3 (ALPHA_ONE).",
    ),
    "a name stands twice in a file": (
        ("alpha.toml", "ALPHA_TWENTY", "ALPHA_ONE"),
        "alpha.toml: entry 20 (ALPHA_ONE), field name: ALPHA_ONE already stands in alpha.toml, entry 1 (ALPHA_ONE).",
    ),
    "a name stands in two files": (
        ("beta.toml", "BETA_MINUS", "ALPHA_ONE"),
        "beta.toml: entry -3 (ALPHA_ONE), field name: ALPHA_ONE already stands in alpha.toml, entry 1 (ALPHA_ONE).",
    ),
    "a reference leads nowhere": (
        ("alpha.toml", "{ code = -3", "{ code = 404"),
        f"{TWENTY}, field see_also: 404 is not a code of the table.",
    ),
    "a reference leads to its own entry": (
        ("alpha.toml", "{ code = -3", "{ code = 20"),
        f"{TWENTY}, field see_also: it points to itself.",
    ),
    "a field is unknown": (
        ("alpha.toml", "code = 1\n", 'code = 1\nseverity = "high"\n'),
        f"{ONE}, field severity: imerr knows no field of this name.",
    ),
    "a language is unknown": (
        ("alpha.toml", 'en = "Alpha one"', 'en = "Alpha one", fr = "Alpha un"'),
        f"{ONE}, field title.fr: imerr knows no field of this name.",
    ),
    "a table of the file is unknown": (
        ("table.toml", "[browse]", "[owner]\n[browse]"),
        "table.toml, field owner: imerr knows no field of this name.",
    ),
    "a limit is unknown": (
        ("table.toml", "[browse]", "[verdict]\nsure = 0.5\n[browse]"),
        "table.toml, field verdict: imerr knows no limit 'sure'.",
    ),
    "a limit is no probability": (
        ("table.toml", "[browse]", "[verdict]\nfirm = 1\n[browse]"),
        "table.toml, field verdict.firm: it has to be less than 1.",
    ),
    "a sentence is empty": (
        ("alpha.toml", '"Why alpha one happens."', '""'),
        f"{ONE}, field causes.1.en: it is empty.",
    ),
    "a title is only spaces": (
        ("alpha.toml", '"甲一"', '"   "'),
        f"{ONE}, field title.zh: it is empty.",
    ),
    "a code is a string": (
        ("alpha.toml", "code = 20", 'code = "20"'),
        f"{TWENTY}, field code: it has to be a whole number, without quotes.",
    ),
    "a code is a truth value": (
        ("alpha.toml", "code = 20", "code = true"),
        'alpha.toml: entry True (ALPHA_TWENTY), field code: it has to be a whole number, or text in quotes like "E100".',
    ),
    "a code is no whole number": (
        ("alpha.toml", "code = 20", "code = 105.5"),
        "alpha.toml: entry 105.5 (ALPHA_TWENTY), field code: 105.5 is no whole number.",
    ),
    "a truth value is a number": (
        ("alpha.toml", "code = 20", "code = 20\nis_raised = 1"),
        f"{TWENTY}, field is_raised: it has to be true or false.",
    ),
    "a truth value is a string": (
        ("alpha.toml", "code = 20", 'code = 20\nis_raised = "no"'),
        f"{TWENTY}, field is_raised: it has to be true or false, without quotes.",
    ),
    "a sentence is a number": (
        ("alpha.toml", '"What alpha one means."', "1"),
        f"{ONE}, field meaning.en: it has to be text in quotes.",
    ),
    "the causes are a sentence": (
        ("beta.toml", '[{ zh = "乙负三的原因。", en = "Why beta minus three happens." }]', '"Because."'),
        f"{MINUS}, field causes: it has to be a list in brackets.",
    ),
    "there are no causes": (
        ("beta.toml", '[{ zh = "乙负三的原因。", en = "Why beta minus three happens." }]', "[]"),
        f"{MINUS}, field causes: there has to be at least one.",
    ),
    "there are no actions": (
        ("alpha.toml", '[{ who = "user", zh = "甲二十的办法。", en = "What to do about alpha twenty." }]', "[]"),
        f"{TWENTY}, field actions: there has to be at least one.",
    ),
    "nobody of this kind can act": (
        ("beta.toml", '"vendor"', '"nobody"'),
        (
            f"{MINUS}, field actions.1.who: 'nobody' is none of developer, user, admin, vendor; "
            "table.toml can add it under [roles]."
        ),
    ),
    "a name is in lower case": (
        ("alpha.toml", '"ALPHA_ONE"', '"alpha_one"'),
        "alpha.toml: entry 1 (alpha_one), field name: 'alpha_one' has to be in capitals, digits and underscores, like GROUP_MEMBERS_FULL.",
    ),
    "a name ends in a space": (
        ("alpha.toml", '"ALPHA_ONE"', '"ALPHA_ONE "'),
        "alpha.toml: entry 1 (ALPHA_ONE), field name: 'ALPHA_ONE ' has to be in capitals, digits and underscores, like GROUP_MEMBERS_FULL.",
    ),
    "a name is too long": (
        ("alpha.toml", '"ALPHA_TWENTY"', f'"{"A" * 81}"'),
        f"alpha.toml: entry 20 ({'A' * 81}), field name: it may have 80 characters at most, and has 81.",
    ),
    "a family's id is in upper case": (
        ("beta.toml", '"beta"', '"Beta"'),
        "beta.toml: family, field id: 'Beta' has to be in small letters, digits and hyphens, like chat-room.",
    ),
    "a link is not https": (
        ("table.toml", "https://", "ftp://"),
        "table.toml: vendor, field link: 'ftp://docs.example.com/errors' has to be an address that begins with https://.",
    ),
    "a title is too long": (
        ("alpha.toml", '"Alpha one"', f'"{"a" * 61}"'),
        f"{ONE}, field title.en: it may have 60 characters at most, and has 61.",
    ),
    "a family is not listed": (
        ("table.toml", '["beta", "alpha"]', '["alpha"]'),
        "table.toml: browse, field families: 'beta' of beta.toml is missing.",
    ),
    "a family is listed twice": (
        ("table.toml", '["beta", "alpha"]', '["beta", "alpha", "beta"]'),
        "table.toml: browse, field families: 'beta' stands there twice.",
    ),
    "a listed family is unknown": (
        ("table.toml", '["beta", "alpha"]', '["beta", "alpha", "gamma"]'),
        "table.toml: browse, field families: no file has the family 'gamma'.",
    ),
    "a usual code is none of the table": (
        ("table.toml", '["beta", "alpha"]\n', '["beta", "alpha"]\nusual = [1, 99]\n'),
        "table.toml: browse, field usual: 99 is not a code of the table.",
    ),
    "a usual code stands twice": (
        ("table.toml", '["beta", "alpha"]\n', '["beta", "alpha"]\nusual = [1, 20, 1]\n'),
        "table.toml: browse, field usual: 1 stands there twice.",
    ),
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_small_source(tmp_path / "codes")


def faults_of(source: Path) -> tuple[str, ...]:
    with pytest.raises(SourceError) as caught:
        read(source)
    assert str(caught.value) == "\n".join(caught.value.faults)
    return caught.value.faults


def test_codes_are_read_ascending_and_families_as_browsed(source: Path) -> None:
    assert read(source) == small_catalog(source)


def test_spaces_around_a_sentence_are_dropped(source: Path) -> None:
    edit(source, "alpha.toml", '"What alpha one means."', '"  What alpha one means. "')
    assert read(source).by_key[1].meaning.en == "What alpha one means."


def test_a_file_that_is_no_toml_is_not_part_of_the_source(source: Path) -> None:
    (source / "notes.txt").write_text("not TOML", encoding="utf-8")
    assert read(source) == small_catalog(source)


@pytest.mark.parametrize(("change", "sentence"), EDITS.values(), ids=EDITS.keys())
def test_one_fault_gives_one_sentence_with_file_entry_and_field(
    source: Path, change: tuple[str, str, str], sentence: str
) -> None:
    edit(source, *change)
    assert faults_of(source) == (sentence,)


def test_a_duplicate_family_id_is_reported_with_both_files(source: Path) -> None:
    edit(source, "beta.toml", 'id = "beta"', 'id = "alpha"')
    edit(source, "table.toml", '["beta", "alpha"]', '["alpha"]')
    assert faults_of(source) == ("beta.toml: family, field id: 'alpha' is already the id of alpha.toml.",)


def test_two_wrong_references_of_an_entry_are_both_reported(source: Path) -> None:
    edit(
        source,
        "alpha.toml",
        "see_also = [",
        'see_also = [{ code = 20, zh = "己。", en = "Self." }, { code = 21, zh = "无。", en = "None." }, ',
    )
    assert faults_of(source) == (
        f"{TWENTY}, field see_also: it points to itself.",
        f"{TWENTY}, field see_also: 21 is not a code of the table.",
    )


def test_faults_in_several_files_are_reported_at_once(source: Path) -> None:
    edit(source, "alpha.toml", '"Alpha one"', '""')
    edit(source, "beta.toml", 'name = "BETA_MINUS"\n', "")
    edit(source, "table.toml", 'link = "https://docs.example.com/errors"\n', "")
    assert faults_of(source) == (
        "table.toml: vendor, field link: it is missing.",
        f"{ONE}, field title.en: it is empty.",
        "beta.toml: entry -3, field name: it is missing.",
    )


def test_invalid_toml_is_reported_with_its_position(source: Path) -> None:
    (source / "alpha.toml").write_text(ALPHA.replace("code = 20", "code = = 20"), encoding="utf-8")
    (fault,) = faults_of(source)
    assert fault.startswith("alpha.toml: this is not valid TOML: ")
    line = ALPHA.splitlines().index("code = 20") + 1
    assert f"(at line {line}, column 8)" in fault


def test_a_file_in_another_encoding_is_reported_with_the_byte(source: Path) -> None:
    prefix = "# 注释 ".encode()
    (source / "beta.toml").write_bytes(prefix + "乙".encode("gbk"))
    assert faults_of(source) == (f"beta.toml: byte {len(prefix)} is not UTF-8; save the file as UTF-8.",)


def test_a_folder_that_is_named_like_a_file_is_a_fault(source: Path) -> None:
    (source / "gamma.toml").mkdir()
    assert faults_of(source) == ("gamma.toml: the file cannot be read: Is a directory.",)


def test_an_empty_file_lacks_its_family(source: Path) -> None:
    (source / "gamma.toml").write_text("", encoding="utf-8")
    assert faults_of(source) == ("gamma.toml, field family: it is missing.",)


def test_a_family_without_errors_is_told_how_they_are_written(source: Path) -> None:
    (source / "gamma.toml").write_text(
        '[family]\nid = "gamma"\ntitle = { zh = "丙类", en = "Gamma family" }\n', encoding="utf-8"
    )
    assert faults_of(source) == ("gamma.toml: there has to be at least one of [[errors]] or [[codes]].",)


def test_a_missing_table_file_is_reported_with_its_purpose(source: Path) -> None:
    (source / "table.toml").unlink()
    assert faults_of(source) == (
        "table.toml: this file is missing; it names the vendor's page and the order of the families.",
    )


@pytest.mark.parametrize("exists", [True, False], ids=["empty folder", "no folder"])
def test_a_folder_without_toml_files_is_reported_by_its_path(tmp_path: Path, exists: bool) -> None:  # noqa: FBT001 - pytest passes it by keyword
    folder = tmp_path / "codes"
    if exists:
        folder.mkdir()
    assert faults_of(folder) == (f"{folder}: there is no .toml file in this folder; the code table needs its source.",)


def test_the_usual_codes_are_those_of_the_source_in_its_order(tmp_path: Path) -> None:
    source = write_small_source(tmp_path / "codes")
    edit(source, "table.toml", '["beta", "alpha"]\n', '["beta", "alpha"]\nusual = [20, -3]\n')

    assert [entry.code for entry in read(source).usual] == [20, -3]


def test_without_usual_codes_the_first_of_every_family_is_usual(tmp_path: Path) -> None:
    catalog = read(write_small_source(tmp_path / "codes"))

    assert [entry.family for entry in catalog.usual] == ["beta", "alpha"]
