"""How people say each error: read, checked, and kept apart."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from db import files
from db.checked import SourceError
from db.entry import Phrasing
from db.phrasings import read

if TYPE_CHECKING:
    from db.catalog import Catalog

REFERENCE = Path(__file__).parents[1] / "data" / "reference_codes.tsv"

GOOD = """
[[codes]]
code = 1
zh = ["登不上"]
en = ["cannot log in"]

[[codes]]
code = 2
en = ["kicked out"]

[[shared]]
codes = [2, 1]
zh = ["进不去"]

[none]
en = ["lunch?"]
"""


def _read(folder: Path, text: str) -> tuple[Phrasing, ...]:
    file = folder / "family.toml"
    file.write_text(text, encoding="utf-8")
    return read([file], {"1", "2"})


def test_phrasings_belong_to_one_code_to_several_or_to_none(tmp_path: Path) -> None:
    assert _read(tmp_path, GOOD) == (
        Phrasing("登不上", ("1",)),
        Phrasing("cannot log in", ("1",)),
        Phrasing("kicked out", ("2",)),
        Phrasing("进不去", ("1", "2")),
        Phrasing("lunch?", ()),
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            '"kicked out"',
            '"Cannot  log-in!"',
            (
                "phrasings/family.toml: entry 2, phrasing 'Cannot  log-in!': it already stands under 1 in "
                "phrasings/family.toml; put it under [[shared]] if it means both."
            ),
        ),
        (
            '"lunch?"',
            '"进不去"',
            (
                "phrasings/family.toml: entry none, phrasing '进不去': it already stands under 1, 2 in "
                "phrasings/family.toml; put it under [[shared]] if it means both."
            ),
        ),
        ("code = 2", "code = 3", "phrasings/family.toml: entry 3, field code: it is not a code of the table."),
        (
            "code = 2",
            'code = "2"',
            "phrasings/family.toml: entry 2, field code: it has to be a whole number, without quotes.",
        ),
        ("[none]", "[nothing]", "phrasings/family.toml, field nothing: imerr knows no field of this name."),
        ('"kicked out"', '" "', "phrasings/family.toml: entry 2, field en.1: it is empty."),
        ("[[codes]]", "[[codes]", "phrasings/family.toml: this is not valid TOML: "),
    ],
)
def test_a_fault_is_one_sentence_with_file_entry_and_field(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    with pytest.raises(SourceError) as raised:
        _read(tmp_path, GOOD.replace(old, new))

    assert raised.value.faults[0].startswith(sentence)


@pytest.mark.parametrize(("of_the_page", "least"), [(True, 30), (False, 25)], ids=["of the page", "of no page's row"])
def test_every_error_is_said_in_many_ways_in_both_languages(catalog: Catalog, of_the_page: bool, least: int) -> None:  # noqa: FBT001 - pytest passes it by keyword
    said = read(files.phrasing_files(files.SOURCE), catalog.by_error)
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        page = {catalog.by_key[int(code)].error.id for code, _ in csv.reader(file, delimiter="\t")}
    raised = {entry.error.id for entry in catalog.entries if entry.behaviour.is_raised}
    for error in raised & page if of_the_page else raised - page:
        own = [phrasing.text for phrasing in said if phrasing.errors == (error,)]
        chinese = [text for text in own if any("\u4e00" <= character <= "\u9fff" for character in text)]
        assert len(own) >= least, error
        assert 10 <= len(chinese) <= len(own) - 10, error


def test_nobody_says_a_constant_that_nothing_raises(catalog: Catalog) -> None:
    said = {
        error for phrasing in read(files.phrasing_files(files.SOURCE), catalog.by_error) for error in phrasing.errors
    }
    raised = {entry.error.id for entry in catalog.entries if entry.behaviour.is_raised}

    assert raised < set(catalog.by_error)
    assert said & (set(catalog.by_error) - raised) == set()


def test_phrasings_of_errors_belong_to_them_by_their_ids(tmp_path: Path) -> None:
    file = tmp_path / "family.toml"
    file.write_text(
        '[[errors]]\nid = "group-full"\nen = ["no room"]\n'
        '[[shared]]\nerrors = ["room-full", "group-full"]\nen = ["full"]\n',
        encoding="utf-8",
    )

    assert read([file], {"group-full", "room-full"}) == (
        Phrasing("no room", ("group-full",)),
        Phrasing("full", ("group-full", "room-full")),
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '[[errors]]\nid = "gone"\nen = ["x"]\n',
            "phrasings/family.toml: entry gone, field id: it is not an error of the table.",
        ),
        (
            '[[shared]]\nerrors = ["group-full"]\nen = ["x"]\n',
            "phrasings/family.toml, field shared.1: it needs two or more of `errors` or `codes`.",
        ),
    ],
)
def test_a_fault_of_an_errors_phrasings_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "family.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as raised:
        read([file], {"group-full"})

    assert raised.value.faults == (sentence,)
