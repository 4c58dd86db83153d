"""`imerr table check` where a table is built already."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from bot import trained_table
from tests.harness.small_source import edit, write_small_source
from tests.harness.starts import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Built(NamedTuple):
    """A small source, and the table built from it."""

    folder: Path
    source: Path
    path: Path

    def check(self, source: Path | None = None) -> tuple[int, str, list[str]]:
        """Run `imerr table check`; return its status, and its lines."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", "table", "check", "--source", str(source or self.source)],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "IMERR_TABLE": str(self.path)},
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr.splitlines()


@pytest.fixture
def built(tmp_path: Path) -> Built:
    source = write_small_source(tmp_path / "codes")
    (source / "phrasings").mkdir()
    (source / "phrasings" / "alpha.toml").write_text(
        '[[codes]]\ncode = 1\nzh = ["甲一坏了", "甲一又坏了"]\nen = []\n', encoding="utf-8"
    )
    path = tmp_path / "imerr.sqlite3"
    trained_table.rebuild(path, source)
    return Built(tmp_path, source, path)


def _execute(path: Path, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def _lose_a_page(path: Path) -> None:
    content = path.read_bytes()
    pages = int.from_bytes(content[28:32], "big") + 1
    path.write_bytes(content[:28] + pages.to_bytes(4, "big") + content[32:] + bytes(4096))


OLDER = "was built from another state of the source. Run `imerr table build`."
DAMAGED = "is no readable code table (it is damaged). Run `imerr table build`."
VERSION = "was built by another version of imerr. Run `imerr table build`."
FOREIGN = "is no code table of imerr's, so it stays as it is. Set IMERR_TABLE to another file, or move this one away."
FAULTS: dict[str, tuple[Callable[[Built], object], str]] = {
    "the source is newer": (lambda built: edit(built.source, "alpha.toml", '"Alpha one"', '"Alpha, first"'), OLDER),
    "another schema": (lambda built: _execute(built.path, "update meta set value = '3' where key = 'schema'"), VERSION),
    "other codes": (lambda built: _execute(built.path, "update errors set title_en = 'x'"), DAMAGED),
    "another model": (lambda built: _execute(built.path, "update arrays set data = x'00'"), DAMAGED),
    "no table": (lambda built: built.path.write_bytes(b"Dear diary, ..."), FOREIGN),
}


def test_a_good_table_is_said_to_be_checked_too(built: Built) -> None:
    before = built.path.read_bytes(), built.path.stat().st_mtime_ns
    status, out, err = built.check()
    assert (status, err) == (0, [])
    assert out.endswith(f"No faults in 3 codes in 2 families, nor in the table built from them: {built.path}.\n")
    assert (built.path.read_bytes(), built.path.stat().st_mtime_ns) == before


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_of_the_table_is_a_line(built: Built, fault: str) -> None:
    damage, sentence = FAULTS[fault]
    damage(built)
    before = built.path.read_bytes()
    assert built.check() == (2, "", ["imerr: The built code table has faults:", f"  {built.path} {sentence}"])
    assert built.path.read_bytes() == before


def test_sqlites_own_complaints_are_reported_too(built: Built) -> None:
    _lose_a_page(built.path)
    page = built.path.stat().st_size // 4096
    status, out, lines = built.check()
    assert (status, out, lines[0]) == (2, "", "imerr: The built code table has faults:")
    assert lines[-1] == f"  {built.path}: Page {page} is never used."


def test_a_table_in_pieces_is_reported(built: Built) -> None:
    content = built.path.read_bytes()
    built.path.write_bytes(content[:4096] + b"?" * (len(content) - 4096))
    status, out, lines = built.check()
    assert (status, out) == (2, "")
    assert lines[1].startswith(f"  {built.path} is no readable code table (database disk image is malformed)")
    assert 1 <= len([line for line in lines if line.startswith(f"  {built.path}: ")]) == len(lines) - 2 <= 10


def test_faults_of_source_and_table_are_reported_together(built: Built) -> None:
    edit(built.source, "alpha.toml", '"Alpha one"', '""')
    built.path.write_bytes(b"Dear diary, ...")
    assert built.check() == (
        2,
        "",
        [
            "imerr: The code table's source has faults:",
            "  alpha.toml: entry 1 (ALPHA_ONE), field title.en: it is empty.",
            "imerr: The built code table has faults:",
            f"  {built.path} {FOREIGN}",
        ],
    )


def test_another_source_is_checked_without_the_table(built: Built) -> None:
    other = write_small_source(built.folder / "other")

    status, out, err = built.check(other)
    assert (status, err) == (0, [])
    assert out.endswith(
        "No faults in 3 codes in 2 families.\n"
        f"The table in use is of another source: {built.path}. `imerr table build --source {other}` replaces it.\n"
    )
    edit(other, "alpha.toml", '"Alpha one"', '""')
    assert built.check(other) == (
        2,
        "",
        [
            "imerr: The code table's source has faults:",
            "  alpha.toml: entry 1 (ALPHA_ONE), field title.en: it is empty.",
        ],
    )


def test_a_fault_of_the_source_makes_no_table_outdated(built: Built) -> None:
    edit(built.source, "alpha.toml", '"Alpha one"', '""')

    assert built.check() == (
        2,
        "",
        [
            "imerr: The code table's source has faults:",
            "  alpha.toml: entry 1 (ALPHA_ONE), field title.en: it is empty.",
        ],
    )
