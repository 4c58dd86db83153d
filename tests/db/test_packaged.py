"""The table that a wheel carries is read in place, and never written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from db import files, table
from db.store import Live, ensure, in_use, rebuild
from tests.harness.small_source import edit, write_small_source

ROOT = Path(__file__).parents[2]


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped source."""
    folder = write_small_source(tmp_path / "package" / "codes")
    monkeypatch.setattr(files, "SOURCE", folder)
    monkeypatch.setattr(files, "PHRASINGS", tmp_path / "package" / "phrasings")
    return folder


@pytest.fixture
def packaged(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "package" / "packaged.sqlite3"
    rebuild(path, source)
    monkeypatch.setattr(files, "PACKAGED", path)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The place of the user's own table."""
    return tmp_path / "data" / "imerr.sqlite3"


def test_it_is_used_without_a_build(packaged: Path, path: Path) -> None:
    assert ensure(path, whole=True).path == packaged
    assert not path.parent.exists()


def test_its_age_does_not_count(packaged: Path, source: Path, path: Path) -> None:
    os.utime(packaged, (0, 0))
    (source / "alpha.toml").touch()

    assert ensure(path).path == packaged


def test_it_is_used_without_its_source(packaged: Path, source: Path, path: Path) -> None:
    for file in source.iterdir():
        file.unlink()
    source.rmdir()

    assert ensure(path).path == packaged
    assert not path.exists()


def test_a_table_of_another_source_goes_before_it(packaged: Path, path: Path, tmp_path: Path) -> None:
    own = write_small_source(tmp_path / "own")
    ensure(path, own)

    assert in_use(path) == path != packaged
    assert ensure(path).catalog.source == str(own)


def test_a_source_that_is_asked_for_goes_before_it(packaged: Path, path: Path, tmp_path: Path) -> None:
    own = write_small_source(tmp_path / "own")

    assert in_use(path, own) == path != packaged


def test_it_goes_before_a_table_of_an_older_version(packaged: Path, source: Path, path: Path) -> None:
    rebuild(path, source)
    edit(source, "alpha.toml", '"Alpha one"', '"Alpha, the first"')
    rebuild(packaged, source)

    assert ensure(path).path == packaged


def test_a_change_of_its_source_is_built_elsewhere(packaged: Path, source: Path, path: Path) -> None:
    before = packaged.read_bytes()
    edit(source, "alpha.toml", '"Alpha one"', '"Alpha, the first"')

    assert ensure(path).path == path
    assert in_use(path) == path
    assert packaged.read_bytes() == before


def test_damage_in_it_is_repaired_elsewhere(packaged: Path, path: Path) -> None:
    packaged.write_bytes(b"damaged")

    assert ensure(path).path == path
    assert packaged.read_bytes() == b"damaged"


def test_a_table_built_meanwhile_is_taken_up(packaged: Path, path: Path, tmp_path: Path) -> None:
    live = Live(path, ensure(path), lambda stored: stored.catalog)
    assert live.current == table.load(packaged)
    own = write_small_source(tmp_path / "own")
    edit(own, "alpha.toml", '"Alpha one"', '"Alpha, my own"')
    rebuild(path, own)

    assert live.refresh()
    assert live.current.by_key[1].title.en == "Alpha, my own"


@pytest.mark.usefixtures("packaged")
def test_an_installed_package_is_no_place_for_a_table() -> None:
    path = table.default_path()

    assert (path.name, path.parent.name, path.is_relative_to(ROOT)) == ("imerr.sqlite3", "imerr", False)
