from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from typing import TYPE_CHECKING, Never

import pytest

from db import files, place, table
from db.checked import SourceError
from db.store import Live, Stored, ensure, rebuild
from tests.harness.small_source import edit, small_catalog, write_small_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from db.catalog import Catalog


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_small_source(tmp_path / "codes")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "place" / "imerr.sqlite3"


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def execute(path: Path, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def break_source(source: Path) -> None:
    edit(source, "alpha.toml", '"Alpha one"', '""')


def refuse(*_: object, **__: object) -> Never:
    raise PermissionError(13, "Permission denied")


FAULT = "alpha.toml: entry 1 (ALPHA_ONE), field title.en: it is empty."


def test_a_missing_table_is_built(source: Path, path: Path) -> None:
    assert ensure(path, source) == Stored(small_catalog(source))
    assert table.load(path) == small_catalog(source)


def test_a_table_that_is_up_to_date_is_left_alone(source: Path, path: Path) -> None:
    ensure(path, source)
    before = path.stat()
    assert ensure(path, source) == Stored(small_catalog(source))
    # A build would put a new file in its place.
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def _rename(source: Path) -> None:
    (source / "beta.toml").rename(source / "zeta.toml")


def _add_comment(source: Path) -> None:
    with (source / "table.toml").open("a", encoding="utf-8") as file:
        file.write("# A comment.\n")


CHANGES: dict[str, Callable[[Path], object]] = {
    "another title": lambda source: edit(source, "alpha.toml", '"Alpha one"', '"Alpha, the first"'),
    "another order": lambda source: edit(source, "table.toml", '["beta", "alpha"]', '["alpha", "beta"]'),
    "a file has another name": _rename,
    "a comment": _add_comment,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_table_older_than_its_source_is_rebuilt(source: Path, path: Path, change: Callable[[Path], object]) -> None:
    old = ensure(path, source)
    change(source)
    new = ensure(path, source)
    assert new != old
    assert new == rebuild(path.with_name("again.sqlite3"), source)
    assert table.load(path).digest == files.digest(source)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut in half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "the codes are gone, the digest is right": lambda path: execute(path, "drop table codes"),
    "another schema": lambda path: execute(path, "update meta set value = '0' where key = 'schema'"),
    "another title": lambda path: execute(path, "update errors set title_en = 'Omega' where id = '1'"),
    "its meta table is gone": lambda path: execute(path, "drop table meta"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_an_unreadable_table_is_rebuilt(source: Path, path: Path, damage: Callable[[Path], object]) -> None:
    ensure(path, source)
    good = path.read_bytes()
    damage(path)
    assert ensure(path, source) == Stored(small_catalog(source))
    assert path.read_bytes() == good


def test_a_bad_source_keeps_the_table_and_warns_of_a_fault(source: Path, path: Path) -> None:
    old = ensure(path, source).catalog
    before = path.read_bytes()
    break_source(source)
    edit(source, "beta.toml", '"Beta family"', '""')
    assert ensure(path, source) == Stored(
        old, f"The code table is older than its source, which could not be built: {FAULT}"
    )
    assert (path.read_bytes() == before, names_in(path.parent)) == (True, ["imerr.sqlite3"])


def test_a_missing_source_keeps_the_old_table_and_warns(source: Path, path: Path, tmp_path: Path) -> None:
    old = ensure(path, source).catalog
    nowhere = tmp_path / "nowhere"
    assert ensure(path, nowhere) == Stored(
        old,
        "The code table is older than its source, which could not be built: "
        f"{nowhere}: there is no .toml file in this folder; the code table needs its source.",
    )


def test_an_unwritable_place_keeps_the_old_table_and_warns(
    source: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = ensure(path, source).catalog
    edit(source, "alpha.toml", '"Alpha one"', '"Alpha, the first"')
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    assert ensure(path, source) == Stored(
        old,
        "The code table is older than its source, which could not be built: "
        f"The code table cannot be written to {path}: Permission denied. Set IMERR_TABLE to a file you may write.",
    )


def test_the_warning_ends_with_the_repair(source: Path, path: Path) -> None:
    ensure(path, source)
    break_source(source)
    assert ensure(path, source).warning is not None
    edit(source, "alpha.toml", 'title = { zh = "甲一", en = ""', 'title = { zh = "甲一", en = "Alpha one"')
    assert ensure(path, source) == Stored(small_catalog(source))


def test_a_bad_source_without_a_table_raises_and_builds_nothing(source: Path, path: Path) -> None:
    break_source(source)
    with pytest.raises(SourceError) as caught:
        ensure(path, source)
    assert (caught.value.faults, path.exists()) == ((FAULT,), False)


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_bad_source_beside_an_unreadable_table_raises(
    source: Path, path: Path, damage: Callable[[Path], object]
) -> None:
    ensure(path, source)
    damage(path)
    break_source(source)
    with pytest.raises((SourceError, table.TableError)):
        ensure(path, source)


def test_an_impossible_place_is_refused_with_the_variable(source: Path, tmp_path: Path) -> None:
    blocker = tmp_path / "a-file"
    blocker.write_text("no folder", encoding="utf-8")
    with pytest.raises(table.TableError, match="Set IMERR_TABLE to a file you may write"):
        ensure(blocker / "imerr.sqlite3", source)


def test_rebuild_replaces_an_up_to_date_table(source: Path, path: Path) -> None:
    rebuild(path, source)
    before = path.stat().st_ino
    assert rebuild(path, source) == Stored(small_catalog(source))
    assert path.stat().st_ino != before


def _reload(path: Path, source: Path) -> Live[Catalog]:
    return Live(path, ensure(path, source), lambda stored: stored.catalog)


def _title(live: Live[Catalog]) -> str:
    return live.current.by_key[1].title.en


def _reasons(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [getattr(record, "reason", "") for record in caplog.records if record.message == "table_kept"]


@pytest.fixture
def live(source: Path, path: Path) -> Live[Catalog]:
    """What is live while a newer table lies in its place."""
    live = _reload(path, source)
    edit(source, "alpha.toml", '"Alpha one"', '"Alpha, the first"')
    rebuild(path, source, lambda _, __: {"weights": b"1234"})
    return live


def test_a_new_table_is_loaded_once(live: Live[Catalog]) -> None:
    assert _title(live) == "Alpha one"
    assert [live.refresh(), live.refresh(), _title(live)] == [True, False, "Alpha, the first"]


def test_a_table_of_the_same_source_is_not_loaded_anew(source: Path, path: Path) -> None:
    live = _reload(path, source)
    before = live.current
    rebuild(path, source)
    assert (live.refresh(), live.current is before) == (False, True)


def test_a_new_table_that_another_process_holds_is_loaded(
    live: Live[Catalog], path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with contextlib.closing(sqlite3.connect(path)) as holder:
        holder.execute("begin exclusive")
        assert live.refresh()
    assert (_title(live), _reasons(caplog)) == ("Alpha, the first", [])


def test_an_unreadable_table_is_tried_again_and_logged_once(
    live: Live[Catalog], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> sqlite3.Connection:
        raise sqlite3.OperationalError("unable to open database file")

    with monkeypatch.context() as patched:
        patched.setattr(place, "connect", refuse)
        assert [live.refresh() for _ in range(3)] == [False] * 3
    assert (_title(live), len(_reasons(caplog))) == ("Alpha one", 1)
    assert "unable to open database file" in _reasons(caplog)[0]
    assert (live.refresh(), _title(live)) == (True, "Alpha, the first")


def test_a_table_with_damaged_training_is_not_loaded(
    live: Live[Catalog], path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    execute(path, "update arrays set data = zeroblob(8)")
    assert [live.refresh() for _ in range(3)] == [False] * 3
    assert (_title(live), len(_reasons(caplog))) == ("Alpha one", 1)


def test_each_unreadable_table_is_logged(live: Live[Catalog], path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.unlink()
    live.refresh()
    path.write_bytes(b"no table")
    os.utime(path, (1, 1))
    live.refresh()
    live.refresh()
    assert ["there is no file" in reason for reason in _reasons(caplog)] == [True, False]


def test_the_current_value_survives_a_table_it_cannot_use(source: Path, path: Path) -> None:
    def only_alpha_one(stored: Stored) -> str:
        title = stored.catalog.by_key[1].title.en
        if title != "Alpha one":
            raise ValueError("not this one")
        return title

    live = Live(path, ensure(path, source), only_alpha_one)
    edit(source, "alpha.toml", '"Alpha one"', '"Alpha, the first"')
    rebuild(path, source)
    assert (live.refresh(), live.current) == (False, "Alpha one")
