"""The trained table of a running server, and the lookup on it."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest

from bot import trained_table
from bot.lookup.answer import Verdict
from db.source import read as read_source
from tests.harness.paylane import PAYLANE
from tests.harness.platform_source import write_platform_source
from tests.harness.small_source import edit, write_small_source

if TYPE_CHECKING:
    from pathlib import Path


class Place:
    """A small trained table, and its source."""

    def __init__(self, folder: Path) -> None:
        self.source = write_small_source(folder / "codes")
        (self.source / "phrasings").mkdir()
        (self.source / "phrasings" / "alpha.toml").write_text(
            '[[codes]]\ncode = 1\nzh = ["甲一坏了", "甲一又坏了"]\nen = ["alpha is broken", "alpha broke"]\n'
            '[[codes]]\ncode = 20\nzh = ["甲二十坏了"]\nen = ["alpha twenty is gone"]\n'
            '[[codes]]\ncode = -3\nzh = ["乙坏了"]\nen = ["beta is gone"]\n',
            encoding="utf-8",
        )
        self.path = folder / "place" / "imerr.sqlite3"
        trained_table.rebuild(self.path, self.source)

    def damage_model(self) -> None:
        with contextlib.closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute("update arrays set data = zeroblob(8) where name like '%.weights'")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_table_with_a_damaged_model_is_not_loaded(place: Place) -> None:
    live = trained_table.ready(place.path, place.source, whole=True)
    edit(place.source, "alpha.toml", '"Alpha one"', '"Alpha, the first"')
    trained_table.rebuild(place.path, place.source)
    place.damage_model()

    assert not live.refresh()
    assert live.current.catalog.by_key[1].title.en == "Alpha one"
    assert live.current.explain("alpha is broken").matches[0].entry.code == 1


def test_a_server_starts_with_a_damaged_model_rebuilt(place: Place) -> None:
    place.damage_model()
    live = trained_table.ready(place.path, place.source, whole=True)

    assert (live.warning, live.current.explain("alpha is broken").matches[0].entry.code) == (None, 1)
    assert trained_table.read(place.path).learned.arrays


def test_words_are_trained_where_nearly_all_have_phrasings(place: Place) -> None:
    assert trained_table.read(place.path).learned.is_trained
    said = place.source / "phrasings" / "alpha.toml"
    said.write_text(said.read_text(encoding="utf-8").replace('"beta is gone"', ""), encoding="utf-8")
    trained_table.rebuild(place.path, place.source)

    lookup = trained_table.read(place.path)

    assert not lookup.learned.is_trained
    for question, code in (("why beta minus happens", -3), ("乙坏了", -3), ("alpha broke", 1)):
        assert [match.entry.code for match in lookup.explain(question).shown][:1] == [code]


def test_an_error_without_phrasings_is_found_in_a_trained_table(tmp_path: Path) -> None:
    source = tmp_path / "own"
    shutil.copytree(PAYLANE, source)
    without = "E311"
    (source / "phrasings" / "said.toml").write_text(
        "".join(
            f'[[codes]]\ncode = "{entry.code}"\nen = ["we have {entry.title.en}", "{entry.title.en} again and again"]\n'
            for entry in read_source(source).entries
            if entry.code != without
        ),
        encoding="utf-8",
    )
    trained_table.rebuild(tmp_path / "imerr.sqlite3", source)

    lookup = trained_table.read(tmp_path / "imerr.sqlite3")
    answer = lookup.explain("refund larger than the charge")

    assert lookup.learned.is_trained
    assert ([match.entry.code for match in answer.shown], answer.verdict) == ([without], Verdict.MATCH)


def test_a_table_without_the_chosen_platform_is_not_loaded(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    source, path = write_platform_source(tmp_path / "codes"), tmp_path / "imerr.sqlite3"
    live = trained_table.ready(path, source, platform="android")
    before = live.current
    edit(source, "platforms.toml", 'members = { android = "Android", ios', "members = { ios")
    trained_table.rebuild(path, source)

    assert not live.refresh()
    assert live.current is before
    assert "android" in getattr(caplog.records[-1], "reason", "")
