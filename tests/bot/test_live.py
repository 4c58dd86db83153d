"""A running server's lookup, and the tables that it takes up."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING

import pytest

from bot import tables
from bot.live import LiveLookup
from db import place as db_place
from tests.harness.small_source import edit, write_small_source

if TYPE_CHECKING:
    from pathlib import Path


class Place:
    """A small table, and a server's lookup on it."""

    def __init__(self, folder: Path) -> None:
        self.source = write_small_source(folder / "codes")
        (self.source / "phrasings").mkdir()
        (self.source / "phrasings" / "alpha.toml").write_text(
            '[[codes]]\ncode = 1\nzh = ["甲一坏了", "甲一又坏了"]\nen = ["alpha is broken", "alpha broke"]\n',
            encoding="utf-8",
        )
        self.path = folder / "place" / "imerr.sqlite3"
        tables.rebuild(self.path, self.source)
        self.live = LiveLookup(tables.read(self.path), self.path)

    @property
    def title(self) -> str:
        return self.live.current.catalog.by_key[1].title.en

    def build_anew(self) -> None:
        edit(self.source, "alpha.toml", '"Alpha one"', '"Alpha, the first"')
        tables.rebuild(self.path, self.source)

    def execute(self, statement: str) -> None:
        with contextlib.closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(statement)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def _reasons(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [getattr(record, "reason", "") for record in caplog.records if record.message == "table_kept"]


def test_a_new_table_is_taken_up_once(place: Place) -> None:
    place.build_anew()
    assert [place.live.refresh(), place.live.refresh(), place.title] == [True, False, "Alpha, the first"]


def test_a_new_table_that_another_process_holds_is_taken_up(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    place.build_anew()
    with contextlib.closing(sqlite3.connect(place.path)) as holder:
        holder.execute("begin exclusive")
        place.live.refresh()
    place.live.refresh()
    assert (place.title, _reasons(caplog)) == ("Alpha, the first", [])


def test_a_new_table_that_cannot_be_read_for_now_is_taken_up_later_and_logged_once(
    place: Place, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.build_anew()

    def refuse(_: Path) -> sqlite3.Connection:
        raise sqlite3.OperationalError("unable to open database file")

    with monkeypatch.context() as patched:
        patched.setattr(db_place, "connect", refuse)
        assert [place.live.refresh() for _ in range(3)] == [False] * 3
    assert (place.title, len(_reasons(caplog))) == ("Alpha one", 1)
    assert "unable to open database file" in _reasons(caplog)[0]
    assert (place.live.refresh(), place.title) == (True, "Alpha, the first")


def test_a_table_whose_model_is_damaged_is_not_taken_up_and_logged_once(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    place.build_anew()
    place.execute("update arrays set data = zeroblob(8) where name like '%.weights'")
    assert [place.live.refresh() for _ in range(3)] == [False] * 3
    assert (place.title, len(_reasons(caplog))) == ("Alpha one", 1)
    assert place.live.current.explain("alpha is broken").matches[0].entry.code == 1


def test_each_table_that_cannot_be_read_is_logged(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    place.path.unlink()
    place.live.refresh()
    place.path.write_bytes(b"no table")
    os.utime(place.path, (1, 1))
    place.live.refresh()
    place.live.refresh()
    assert ["there is no file" in reason for reason in _reasons(caplog)] == [True, False]


def test_a_server_starts_with_a_damaged_model_built_anew(place: Place) -> None:
    place.execute("update arrays set data = zeroblob(8) where name like '%.weights'")
    ready = tables.ready(place.path, place.source, whole=True)
    live = LiveLookup(ready.lookup, place.path)
    assert (ready.warning, live.current.explain("alpha is broken").matches[0].entry.code) == (None, 1)
    assert tables.read(place.path).learned.arrays
