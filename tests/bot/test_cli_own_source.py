"""A table of one's own: what it was built from is remembered, and nothing else is put in its place unasked."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.harness import starts
from tests.harness.small_source import edit, write_small_source

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Place:
    """A folder with a source and a table."""

    folder: Path
    source: Path

    @property
    def table(self) -> Path:
        return self.folder / "imerr.sqlite3"

    def run(self, *arguments: str, **changes: str) -> tuple[int, str, str]:
        """Return status, standard output and standard error of `imerr ARGUMENTS`."""
        values = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "IMERR_TABLE": str(self.table), **changes}
        ended = starts.run([sys.executable, "-m", "bot", *arguments], env=values, cwd=self.folder)
        return ended.returncode, ended.stdout, ended.stderr


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, write_small_source(tmp_path / "own"))


@pytest.fixture
def built(place: Place) -> Place:
    status, _, err = place.run("table", "build", "--source", str(place.source))
    assert (status, err) == (0, "")
    return place


def test_a_question_leaves_a_table_of_ones_own_in_place(built: Place) -> None:
    before = built.table.read_bytes()

    status, out, err = built.run("explain", "1")

    assert (status, err) == (0, "")
    assert "ALPHA_ONE" in out
    assert built.table.read_bytes() == before


def test_a_changed_source_is_built_from_again(built: Place) -> None:
    edit(built.source, "alpha.toml", '"Alpha one"', '"Alpha anew"')

    _, out, _ = built.run("explain", "1", "--lang", "en")

    assert "Alpha anew" in out
    assert built.run("table", "build")[1] == f"3 codes in 2 families: {built.table}, from {built.source}\n"


def test_a_relative_source_is_found_from_any_folder(place: Place) -> None:
    status, out, _ = place.run("table", "build", "--source", "own")

    assert (status, out) == (0, f"3 codes in 2 families: {place.table}, from {place.source}\n")


def test_a_source_that_is_gone_leaves_the_table_in_use(built: Place) -> None:
    shutil.rmtree(built.source)

    status, out, err = built.run("explain", "1")

    assert status == 0
    assert "ALPHA_ONE" in out
    assert err == f"imerr: The source of the code table, {built.source}, is gone; the table is used as it is.\n"
    status, _, err = built.run("table", "build")
    assert status == 2
    assert err.startswith(f"imerr: The source of the code table, {built.source}, is gone. Name one with --source")


def test_a_damaged_table_is_rebuilt_from_its_own_source(built: Place) -> None:
    with built.table.open("r+b") as file:
        file.seek(-4096, os.SEEK_END)
        file.write(b"\0" * 4096)

    assert "ALPHA_ONE" in built.run("explain", "1")[1]


def test_the_setting_names_the_source_for_every_command(place: Place) -> None:
    status, out, err = place.run("explain", "1", IMERR_SOURCE=str(place.source))

    assert (status, err) == (0, "")
    assert "ALPHA_ONE" in out
    assert place.run("table", "check", IMERR_SOURCE=str(place.source))[0] == 0


def test_a_setting_that_names_no_source_is_told_why(place: Place) -> None:
    nowhere, file = str(place.folder / "nowhere"), str(place.source / "table.toml")

    assert place.run("explain", "1", IMERR_SOURCE=nowhere)[2] == (
        f"imerr: IMERR_SOURCE names a folder that there is not, and is {nowhere!r}.\n"
    )
    assert place.run("explain", "1", IMERR_SOURCE=file)[2] == (
        f"imerr: IMERR_SOURCE has to be a folder, and is {file!r}.\n"
    )
    assert place.run("explain", "1", IMERR_SOURCE="~nobody-here/x")[2] == (
        "imerr: IMERR_SOURCE begins with the home folder of a user that there is not, and is '~nobody-here/x'.\n"
    )


def test_info_tells_file_source_and_what_is_in_it(built: Place) -> None:
    status, out, _ = built.run("table", "info")

    told = dict(line.split(maxsplit=1) for line in out.splitlines())
    assert status == 0
    assert told["file"].startswith(str(built.table))
    assert (told["source"], told["holds"]) == (str(built.source), "3 codes in 2 families")
    assert told["built"].endswith("UTC")
    edit(built.source, "alpha.toml", '"Alpha one"', '"Alpha anew"')
    assert "its source has changed since" in built.run("table", "info")[1]


def test_info_without_a_table_says_how_to_build_one(place: Place) -> None:
    status, out, err = place.run("table", "info")

    assert (status, out) == (2, "")
    assert "Run `imerr table build`" in err


def test_a_chinese_name_stands_without_spaces_in_the_manifest(built: Place) -> None:
    status, out, _ = built.run("manifest", PYTHONUTF8="1")

    assert status == 0
    assert "Explains the error codes of Some platform / 解释某平台错误码" in out
