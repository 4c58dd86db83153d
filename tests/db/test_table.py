from __future__ import annotations

import contextlib
import dataclasses
import os
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import place, store, table
from db.catalog import Catalog, Learned
from db.checked import SourceError
from db.entry import (
    Action,
    Behaviour,
    Cue,
    Entry,
    Error,
    Family,
    Platform,
    Retryable,
    SeeAlso,
    Text,
    Vendor,
)
from db.product import ROLES, WAYS, Examples, Product
from db.source import read
from tests.harness.small_source import edit, small_catalog, write_small_source

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_small_source(tmp_path / "codes")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "place"
    folder.mkdir()
    return folder / "imerr.sqlite3"


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def execute(path: Path, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def test_load_gives_back_what_was_built(source: Path, path: Path) -> None:
    table.build(read(source), path)
    assert table.load(path) == small_catalog(source)


def test_the_shipped_table_reads_back_as_its_source(table_path: Path) -> None:
    assert table.load(table_path) == read()


_words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_titles = st.builds(Text, _words, _words)
_texts = st.builds(Text, _words, _words, _words)
_codes = st.integers(-(2**63), 2**63 - 1) | st.sampled_from(["E100", "AUTH-4", "1E5", "22P02"])
_products = st.builds(
    Product,
    name=st.none() | _titles,
    in_text=st.none() | _titles,
    in_full=st.none() | _titles,
    languages=st.sampled_from([("zh", "en"), ("en",)]),
    named_by=st.lists(_words, max_size=2).map(tuple),
    is_chat=st.booleans(),
    roles=st.lists(st.tuples(_words, _titles), max_size=2).map(tuple),
    ways=st.lists(st.tuples(_words, _titles), max_size=2).map(tuple),
    examples=st.builds(
        Examples,
        code=st.none() | _codes,
        several=st.lists(_codes, max_size=2).map(tuple),
        described=st.none() | _titles,
        name=_words,
        pasted=_words,
        family=_words,
        questions=st.lists(_titles, max_size=2).map(tuple),
    ),
)
_families = st.lists(st.builds(Family, _words, _titles), min_size=1, max_size=3, unique_by=lambda family: family.id)
_lists = st.lists(_words, max_size=3).map(tuple)
_cues = st.builds(Cue, _words, _words, st.booleans(), st.booleans(), _lists, _lists)
_platforms = st.builds(
    Platform,
    id=_words,
    title=_titles,
    link=_words,
    members=st.lists(st.tuples(_words, _words), max_size=2).map(tuple),
    cues=st.lists(_cues, max_size=2).map(tuple),
)
_behaviours = st.builds(
    Behaviour,
    arrives=st.lists(st.sampled_from(WAYS), max_size=3).map(tuple),
    raised_by=_lists,
    messages=_lists,
    retryable=st.none() | st.sampled_from(get_args(Retryable)),
    retry=st.none() | _texts,
    example=_words,
    note=st.none() | _texts,
    source=_words,
)


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    families = tuple(draw(_families))
    platforms = tuple(draw(st.lists(_platforms, max_size=2, unique_by=lambda platform: platform.id)))
    errors = st.builds(
        Error,
        id=_words,
        family=st.sampled_from([family.id for family in families]),
        title=_titles,
        meaning=_texts,
        causes=st.lists(_texts, max_size=3).map(tuple),
        actions=st.lists(st.builds(Action, st.sampled_from(ROLES), _texts), max_size=3).map(tuple),
        limits=st.lists(_texts, max_size=2).map(tuple),
        see_also=st.lists(st.builds(SeeAlso, _words, _texts), max_size=3).map(tuple),
    )
    told = draw(st.lists(errors, min_size=1, max_size=4, unique_by=lambda error: error.id))
    entries = st.builds(
        Entry,
        error=st.sampled_from(told),
        code=_codes,
        name=_words,
        platform=st.sampled_from([platform.id for platform in platforms] or [""]),
        key=_codes | _words,
        names=_lists,
        only=_lists,
        behaviour=_behaviours,
    )
    unique = tuple(draw(st.lists(entries, min_size=1, max_size=4, unique_by=lambda entry: str(entry.key))))
    keys = [entry.key for entry in unique]
    return Catalog(
        entries=unique,
        product=draw(_products),
        families=families,
        vendor=Vendor(draw(_titles), draw(_words)),
        digest=draw(_words),
        usual_keys=tuple(draw(st.lists(st.sampled_from(keys), max_size=2))),
        platforms=platforms,
        reported_as=draw(st.dictionaries(st.tuples(_words, _words), st.sampled_from(keys), max_size=2)),
    )


@given(catalog=catalogs())
@settings(max_examples=40, deadline=None)
def test_any_catalog_reads_back_as_it_was_written(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("any") / "imerr.sqlite3"
    table.build(catalog, path)
    assert table.load(path) == catalog


@pytest.mark.parametrize("name", ["with space", "100%", "a#b", "a?mode=rwc", "码表", ".hidden"])
def test_a_table_can_have_any_name(source: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "place" / name
    table.build(read(source), path)
    assert (table.load(path), names_in(path.parent)) == (small_catalog(source), [name])


def test_building_twice_gives_the_same_bytes(source: Path, path: Path, tmp_path: Path) -> None:
    table.build(read(source), path)
    first = path.read_bytes()
    table.build(read(source), path)
    elsewhere = tmp_path / "elsewhere" / "other.sqlite3"
    table.build(read(source), elsewhere)
    assert [path.read_bytes() == first, elsewhere.read_bytes() == first] == [True, True]


def test_a_build_leaves_the_table_and_nothing_else(source: Path, path: Path) -> None:
    table.build(read(source), path)
    table.build(read(source), path)
    assert names_in(path.parent) == ["imerr.sqlite3"]


def test_folders_that_are_missing_are_made(source: Path, tmp_path: Path) -> None:
    path = tmp_path / "not" / "yet" / "imerr.sqlite3"
    table.build(read(source), path)
    assert table.load(path) == small_catalog(source)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_everybody_reads_a_table_and_its_owner_writes_it(source: Path, path: Path) -> None:
    table.build(read(source), path)
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_bad_source_does_not_touch_a_good_table(source: Path, path: Path) -> None:
    store.rebuild(path, source)
    before = path.read_bytes()
    edit(source, "alpha.toml", '"Alpha one"', '""')
    with pytest.raises(SourceError):
        store.rebuild(path, source)
    assert (path.read_bytes() == before, names_in(path.parent)) == (True, ["imerr.sqlite3"])


def _fail_to_write(_catalog: Catalog, _learned: Learned, aside: Path) -> None:
    aside.write_bytes(b"half a table")
    raise sqlite3.OperationalError("disk I/O error")


def test_a_build_that_fails_half_way_keeps_a_good_table(
    source: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.build(read(source), path)
    before = path.read_bytes()
    monkeypatch.setattr(table, "_write", _fail_to_write)
    with pytest.raises(table.TableError) as caught:
        table.build(read(source), path)
    assert str(caught.value) == f"The code table could not be written to {path}: disk I/O error."
    assert (path.read_bytes() == before, names_in(path.parent)) == (True, ["imerr.sqlite3"])


def test_a_table_that_reads_back_wrong_replaces_nothing(
    source: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = read(source)
    table.build(good, path)
    before = path.read_bytes()
    write = table._write  # noqa: SLF001 - the test makes the writing lose something
    monkeypatch.setattr(
        table,
        "_write",
        lambda catalog, learned, aside: write(dataclasses.replace(catalog, entries=good.entries[:1]), learned, aside),
    )
    with pytest.raises(table.TableError, match="does not read back as its source; nothing was replaced"):
        table.build(good, path)
    assert (path.read_bytes() == before, names_in(path.parent)) == (True, ["imerr.sqlite3"])


def test_an_unwritable_place_is_refused_with_the_variable(source: Path, tmp_path: Path) -> None:
    blocker = tmp_path / "a-file"
    blocker.write_text("no folder", encoding="utf-8")
    path = blocker / "imerr.sqlite3"
    with pytest.raises(table.TableError) as caught:
        table.build(read(source), path)
    sentence = f"The code table cannot be written to {path}: {{}}. Set IMERR_TABLE to a file you may write."
    assert str(caught.value) in {sentence.format("Not a directory"), sentence.format("File exists")}
    assert blocker.read_text(encoding="utf-8") == "no folder"


def test_a_folder_in_the_tables_place_is_refused_and_kept(source: Path, path: Path) -> None:
    path.mkdir()
    with pytest.raises(table.TableError) as caught:
        table.build(read(source), path)
    assert str(caught.value) == f"{path} is a folder. Set IMERR_TABLE to the file that the code table is to be."
    assert (names_in(path.parent), names_in(path)) == (["imerr.sqlite3"], [])


def _foreign(path: Path) -> None:
    path.unlink()
    execute(path, "create table songs (title text)")


UNREADABLE: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "empty": lambda path: os.truncate(path, 0),
    "cut in half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "no database": lambda path: path.write_bytes(b"Dear diary, ..."),
    "another program's database": _foreign,
    "a table is gone": lambda path: execute(path, "drop table codes"),
    "a column is gone": lambda path: execute(path, "alter table errors drop column causes"),
    "the digest is gone": lambda path: execute(path, "delete from meta where key = 'digest'"),
    "the link is gone": lambda path: execute(path, "delete from meta where key = 'link'"),
    "a list is no JSON": lambda path: execute(path, "update errors set causes = '[' where id = '1'"),
    "a list is a number": lambda path: execute(path, "update errors set causes = '7' where id = '1'"),
    "a list is null": lambda path: execute(path, "update errors set see_also = null where id = '1'"),
    "a cause lacks a language": lambda path: execute(path, """update errors set causes = '[{"zh": "甲"}]'"""),
    "an action lacks its text": lambda path: execute(path, """update errors set actions = '[{"who": "user"}]'"""),
    "an error is gone": lambda path: execute(path, "delete from errors where id = '1'"),
    "a key is no JSON": lambda path: execute(path, "update codes set key = 'native:' where code = 1"),
    "behaviour is no object": lambda path: execute(path, "update codes set behaviour = '[]'"),
    "the platforms are no list": lambda path: execute(path, "update meta set value = '7' where key = 'platforms'"),
    "an action is a string": lambda path: execute(path, """update errors set actions = '["user"]'"""),
}


@pytest.mark.parametrize("damage", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_unreadable_table_is_refused_with_the_command(
    source: Path, path: Path, damage: Callable[[Path], object]
) -> None:
    table.build(read(source), path)
    damage(path)
    with pytest.raises(table.TableError) as caught:
        table.load(path)
    sentence = str(caught.value)
    assert sentence.startswith(f"{path} ")
    assert sentence.endswith(". Run `imerr table build`.")


@pytest.mark.parametrize(
    "statement", ["update meta set value = '0' where key = 'schema'", "delete from meta where key = 'schema'"]
)
def test_a_table_of_another_schema_is_of_another_version(source: Path, path: Path, statement: str) -> None:
    table.build(read(source), path)
    execute(path, statement)
    with pytest.raises(table.TableError) as caught:
        table.load(path)
    assert str(caught.value) == f"{path} was built by another version of imerr. Run `imerr table build`."


def test_reading_where_there_is_no_table_leaves_nothing_behind(path: Path) -> None:
    with pytest.raises(table.TableError):
        table.load(path)
    assert names_in(path.parent) == []


def test_the_digest_of_a_table_is_that_of_its_source(source: Path, path: Path) -> None:
    catalog = read(source)
    table.build(catalog, path)
    assert table.load(path).digest == catalog.digest


def test_a_reader_at_work_keeps_its_table(source: Path, path: Path) -> None:
    table.build(read(source), path)
    with contextlib.closing(place.connect(path)) as reader:
        rows = reader.execute("select title_en from codes join errors on errors.id = codes.error order by code")
        first = rows.fetchone()
        edit(source, "alpha.toml", '"Alpha one"', '"Alpha, the first"')
        table.build(read(source), path)
        assert [first, *rows] == [("Beta minus three",), ("Alpha one",), ("Alpha twenty",)]
    assert table.load(path).by_key[1].title.en == "Alpha, the first"


def test_the_default_place_is_beside_the_source_if_writable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: True)
    assert table.default_path() == ROOT / "db" / "imerr.sqlite3"


def test_a_read_only_installation_keeps_its_table_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    path = table.default_path()
    assert (path.name, path.parent.name, path.is_relative_to(ROOT)) == ("imerr.sqlite3", "imerr", False)
