"""Damage to a built table: it is noticed wherever it is, and only ever told as one kind of error."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import inspection, store, table
from db.catalog import Catalog, Learned
from db.checked import SourceError
from db.entry import Phrasing
from db.source import read
from tests.harness.small_source import edit, write_small_source

if TYPE_CHECKING:
    from pathlib import Path

LEARNED = Learned(
    (Phrasing("甲一坏了", ("1",)), Phrasing("alpha is broken", ("1", "20")), Phrasing("good morning", ())),
    {"labels": b"1\n20\n-3\nnone", "weights": bytes(range(256)) * 40, "empty": b""},
)


class Built(NamedTuple):
    """A small table, and what it holds."""

    folder: Path
    source: Path
    content: bytes
    catalog: Catalog

    @property
    def path(self) -> Path:
        return self.folder / "imerr.sqlite3"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("damage")
    source = write_small_source(folder / "codes")
    catalog = read(source)
    table.build(catalog, folder / "imerr.sqlite3", LEARNED)
    return Built(folder, source, (folder / "imerr.sqlite3").read_bytes(), catalog)


def _outcome(built: Built) -> str:
    try:
        catalog = table.load(built.path)
        learned = table.load_learned(built.path, catalog.digest)
    except table.TableError as error:
        assert str(error).startswith(str(built.path))  # noqa: PT017 - to be told is as right as to be good
        return "told"
    assert (catalog, learned) == (built.catalog, LEARNED)
    return "good"


_flips = st.lists(st.tuples(st.integers(0, 2**20), st.integers(1, 255)), min_size=1, max_size=8)


@given(flips=_flips)
@settings(max_examples=300, deadline=None)
def test_changed_bytes_leave_the_table_intact_or_reported(built: Built, flips: list[tuple[int, int]]) -> None:
    content = bytearray(built.content)
    for at, change in flips:
        content[at % len(content)] ^= change
    built.path.write_bytes(content)
    outcome = _outcome(built)
    told = inspection.faults(built.path, built.catalog.digest)
    assert outcome == "good" or told


@given(flips=_flips)
@settings(max_examples=60, deadline=None)
def test_a_table_with_changed_bytes_is_rebuilt_or_refused(built: Built, flips: list[tuple[int, int]]) -> None:
    content = bytearray(built.content)
    for at, change in flips:
        content[at % len(content)] ^= change
    built.path.write_bytes(content)
    try:
        found = store.ensure(built.path, built.source, whole=True)
    except table.TableError as error:
        assert "is no code table of imerr's, so it stays as it is" in str(error)  # noqa: PT017 - either is right
        assert built.path.read_bytes() == content
    else:
        assert found == store.Stored(built.catalog)


@given(length=st.integers(0, 2**20))
@settings(max_examples=60, deadline=None)
def test_a_truncated_table_is_reported_as_damaged(built: Built, length: int) -> None:
    length %= len(built.content)
    built.path.write_bytes(built.content[:length])
    assert _outcome(built) == "told"


def _execute(path: Path, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


DAMAGES = {
    "weights that were changed": "update arrays set data = zeroblob(length(data)) where name = 'weights'",
    "an array that is gone": "delete from arrays where name = 'labels'",
    "an array that is text": "update arrays set data = 'text'",
    "an array that is a number": "update arrays set data = 7",
    "a phrasing that was changed": "update phrasings set text = 'other' where id = 0",
    "a phrasing that is no UTF-8": "update phrasings set text = cast(x'ff' as text) where id = 0",
    "a phrasing that is gone": "delete from phrasings where id = 0",
    "a phrasing of errors that are no list": "update phrasings set errors = '7' where id = 0",
    "a table that is gone": "drop table arrays",
    "a checksum that is gone": "delete from meta where key = 'learned'",
    "a checksum that is another": "update meta set value = 'x' where key = 'learned'",
}


@pytest.mark.parametrize("statement", DAMAGES.values(), ids=DAMAGES.keys())
def test_damaged_training_is_reported_and_rebuilt(built: Built, statement: str) -> None:
    built.path.write_bytes(built.content)
    _execute(built.path, statement)
    with pytest.raises(table.TableError, match=r"is no readable code table .*\. Run `imerr table build`\.$"):
        table.load_learned(built.path)
    assert inspection.faults(built.path, built.catalog.digest)
    assert store.ensure(built.path, built.source, whole=True) == store.Stored(built.catalog)
    assert table.load_learned(built.path) == Learned((), {})


@pytest.mark.parametrize("statement", ["update errors set title_en = 'x'", "update families set position = -position"])
def test_a_change_that_still_parses_is_noticed(built: Built, statement: str) -> None:
    built.path.write_bytes(built.content)
    _execute(built.path, statement)
    with pytest.raises(table.TableError, match=r"is no readable code table \(it is damaged\)"):
        table.load(built.path)


def test_a_damaged_model_beside_a_bad_source_is_no_fallback(tmp_path: Path) -> None:
    source = write_small_source(tmp_path / "codes")
    path = tmp_path / "imerr.sqlite3"
    table.build(read(source), path, LEARNED)
    _execute(path, DAMAGES["weights that were changed"])
    edit(source, "alpha.toml", '"Alpha one"', '""')
    warned = store.ensure(path, source)
    assert warned.warning
    assert warned.catalog == table.load(path)
    with pytest.raises(SourceError, match="it is empty"):
        store.ensure(path, source, whole=True)


def test_a_table_is_read_while_another_process_holds_it(built: Built) -> None:
    built.path.write_bytes(built.content)
    with contextlib.closing(sqlite3.connect(built.path)) as holder:
        holder.execute("begin exclusive")
        assert _outcome(built) == "good"
    assert sorted(os.listdir(built.folder)) == ["codes", "imerr.sqlite3"]  # noqa: PTH208 - the names alone
