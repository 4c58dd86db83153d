"""Questions to a table whose model is damaged: answered after a new build, or told in a sentence."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bot import cli, trained_table
from db import store, table
from tests.harness.small_source import edit, write_small_source

if TYPE_CHECKING:
    from pathlib import Path

    from db.catalog import Learned


class Place:
    """A small source that the command line takes for the shipped one, and a table whose model is damaged."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.source = write_small_source(folder / "codes")
        (self.source / "phrasings").mkdir()
        (self.source / "phrasings" / "alpha.toml").write_text(
            '[[codes]]\ncode = 1\nzh = ["甲一坏了", "甲一又坏了"]\nen = ["alpha is broken", "alpha broke"]\n'
            '[[codes]]\ncode = 20\nzh = ["甲二十坏了"]\nen = ["alpha twenty is gone"]\n'
            '[[codes]]\ncode = -3\nzh = ["乙坏了"]\nen = ["beta is gone"]\n',
            encoding="utf-8",
        )
        self.path = folder / "imerr.sqlite3"
        self.builds = 0
        trained_table.rebuild(self.path, self.source)
        with contextlib.closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute("update arrays set data = zeroblob(8) where name like '%.idf'")
        ready, rebuild = trained_table.ready, store.rebuild

        def counted(*arguments: object) -> store.Stored:
            self.builds += 1
            return rebuild(*arguments)  # type: ignore[arg-type]  # as they came

        monkeypatch.setattr(store, "rebuild", counted)
        monkeypatch.setattr(
            trained_table,
            "ready",
            lambda path, _=None, *, whole=False, platform="": ready(path, self.source, whole=whole, platform=platform),
        )
        monkeypatch.setenv("IMERR_TABLE", str(self.path))
        monkeypatch.chdir(folder)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return Place(tmp_path, monkeypatch)


def test_a_question_in_words_rebuilds_the_table_once(place: Place) -> None:
    ended = CliRunner().invoke(cli.main, ["explain", "--json", "alpha is broken"])
    assert (ended.exit_code in {0, 1}, json.loads(ended.stdout)["matches"][0]["code"]) == (True, 1)
    assert (place.builds, ended.stderr, len(table.load_learned(place.path).arrays)) == (1, "", 10)


def test_lines_of_questions_build_it_once_for_all(place: Place) -> None:
    ended = CliRunner().invoke(
        cli.main, ["explain", "--json", "--stdin"], input="1\nalpha is broken\n20\nalpha broke\n"
    )
    assert [json.loads(line)["matches"][0]["code"] for line in ended.stdout.splitlines()] == [1, 1, 20, 1]
    assert (ended.exit_code, place.builds) == (0, 1)


def test_a_question_for_a_code_needs_no_model(place: Place) -> None:
    ended = CliRunner().invoke(cli.main, ["1"])
    assert (ended.exit_code, place.builds) == (0, 0)


def test_a_question_beside_a_bad_source_gets_the_faults(place: Place) -> None:
    edit(place.source, "alpha.toml", '"Alpha one"', '""')
    ended = CliRunner().invoke(cli.main, ["explain", "alpha is broken"])
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.splitlines()[-2:] == [
        "imerr: The code table's source has faults:",
        "  alpha.toml: entry 1 (ALPHA_ONE), field title.en: it is empty.",
    ]


def test_a_question_during_a_rebuild_gets_the_new_table(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    trained_table.rebuild(place.path, place.source)
    place.builds = 0
    load, changed = table.load_learned, list[int]()

    def late(path: Path, digest: str | None = None) -> Learned:
        if not changed:
            changed.append(1)
            edit(place.source, "alpha.toml", '"Alpha one"', '"Alpha, the first"')
            trained_table.rebuild(place.path, place.source)
        return load(path, digest)

    monkeypatch.setattr(table, "load_learned", late)
    ended = CliRunner().invoke(cli.main, ["explain", "--lang", "en", "alpha is broken"])
    assert ended.exit_code in {0, 1}
    assert ("Alpha, the first" in ended.stdout, ended.stderr) == (True, "")
