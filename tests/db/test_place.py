"""What may be replaced by a table, and what becomes of the temporary files of builds."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from db import place, store, table
from db.catalog import Learned
from db.source import read
from tests.harness.small_source import small_catalog, write_small_source

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
LONG_AGO = time.time() - 3600


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


def _unmarked(path: Path, schema: str) -> None:
    """Make a table look as one that was built before tables were marked."""
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("pragma application_id = 0")
        connection.execute("update meta set value = ? where key = 'schema'", (schema,))


def test_a_table_carries_imerr_s_mark(source: Path, path: Path) -> None:
    table.build(read(source), path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma application_id").fetchone() == (int.from_bytes(b"imer", "big"),)


@pytest.mark.parametrize("schema", ["1", "2", "3"])
def test_an_older_table_without_the_mark_is_rebuilt(source: Path, path: Path, schema: str) -> None:
    store.rebuild(path, source)
    good = path.read_bytes()
    _unmarked(path, schema)
    assert store.ensure(path, source) == store.Stored(small_catalog(source))
    assert path.read_bytes() == good


OWN: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: os.truncate(path, 0),
    "cut off": lambda path: os.truncate(path, 200),
    "overwritten behind its header": lambda path: path.write_bytes(path.read_bytes()[:100] + b"?" * 5000),
}


@pytest.mark.parametrize("damage", OWN.values(), ids=OWN.keys())
def test_a_damaged_table_is_recognised_by_its_header(
    source: Path, path: Path, damage: Callable[[Path], object]
) -> None:
    store.rebuild(path, source)
    damage(path)
    assert store.ensure(path, source) == store.Stored(small_catalog(source))


def test_an_unreadable_file_is_refused_and_kept(source: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(b"a secret")
    real = os.open

    def refuse(name: str | Path, flags: int, mode: int = 0o777) -> int:
        if Path(name) == path:
            raise PermissionError(13, "Permission denied")
        return real(name, flags, mode)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(table.TableError) as caught:
        store.ensure(path, source)
    monkeypatch.undo()
    assert str(caught.value) == (
        f"{path} cannot be read: Permission denied. Set IMERR_TABLE to a file you may read and write."
    )
    assert path.read_bytes() == b"a secret"


@pytest.mark.parametrize("has_table", [True, False], ids=["over a table", "over nothing"])
def test_a_file_that_comes_while_a_table_is_trained_stays(source: Path, path: Path, has_table: bool) -> None:  # noqa: FBT001 - pytest calls it by keyword
    if has_table:
        store.rebuild(path, source)

    def train(*_: object) -> dict[str, bytes]:
        path.unlink(missing_ok=True)
        path.write_bytes(b"Dear diary, ...")
        return {}

    with pytest.raises(table.TableError, match="is no code table of imerr's, so it stays as it is"):
        store.rebuild(path, source, train)
    assert (path.read_bytes(), names_in(path.parent)) == (b"Dear diary, ...", ["imerr.sqlite3"])


def test_a_file_that_comes_in_the_last_moment_stays(source: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.link

    def late(aside: Path, file: Path) -> None:
        path.write_bytes(b"Dear diary, ...")
        real(aside, file)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(table.TableError, match="is no code table of imerr's, so it stays as it is"):
        store.rebuild(path, source)
    assert (path.read_bytes(), names_in(path.parent)) == (b"Dear diary, ...", ["imerr.sqlite3"])


def test_a_table_is_built_where_files_cannot_be_linked(
    source: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    store.rebuild(path, source)
    assert table.load(path) == small_catalog(source)


def test_a_foreign_file_is_refused_before_the_training(path: Path, tmp_path: Path) -> None:
    path.write_bytes(b"Dear diary, ...")
    with pytest.raises(table.TableError, match="is no code table"):
        store.ensure(path, tmp_path / "no-source")


def _aged(file: Path) -> None:
    os.utime(file, (LONG_AGO, LONG_AGO))


def test_temporary_files_of_killed_builds_are_removed(source: Path, path: Path) -> None:
    store.rebuild(path, source)
    whole = path.read_bytes()
    parts = {".imerr.sqlite3.abcd1234": b"", ".imerr.sqlite3.0_zz9y8x": whole, ".imerr.sqlite3.halfhalf": whole[:5000]}
    for name, content in parts.items():
        path.with_name(name).write_bytes(content)
        _aged(path.with_name(name))
    _unmarked(path.with_name(".imerr.sqlite3.0_zz9y8x"), "3")
    path.with_name(".imerr.sqlite3.0_zz9y8x-journal").write_bytes(b"")
    _aged(path.with_name(".imerr.sqlite3.0_zz9y8x"))
    store.rebuild(path, source)
    assert names_in(path.parent) == ["imerr.sqlite3"]


def test_what_is_not_left_over_from_a_build_stays(source: Path, path: Path) -> None:
    store.rebuild(path, source)
    whole = path.read_bytes()
    others = {
        ".imerr.sqlite3.settings": b"[mine]",
        ".imerr.sqlite3.abcd": whole,
        ".other.sqlite3.abcd1234": whole,
        "imerr.sqlite3.abcd1234": whole,
    }
    for name, content in others.items():
        path.with_name(name).write_bytes(content)
        _aged(path.with_name(name))
    path.with_name(".imerr.sqlite3.justmade").write_bytes(whole)
    path.with_name(".imerr.sqlite3.a_folder").mkdir()
    _aged(path.with_name(".imerr.sqlite3.a_folder"))
    store.rebuild(path, source)
    assert names_in(path.parent) == sorted(
        ["imerr.sqlite3", *others, ".imerr.sqlite3.justmade", ".imerr.sqlite3.a_folder"]
    )


# A build that waits, its temporary file written, until it is told to go on.
SLOW_BUILDER = """
import sys
from pathlib import Path
from db import place, table
from db.source import read
take_place = place._take_place
def wait(aside, file):
    print(aside, flush=True)
    sys.stdin.readline()
    take_place(aside, file)
place._take_place = wait
table.build(read(Path(sys.argv[2])), Path(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
@pytest.mark.parametrize("end", ["it finishes", "it is killed"])
def test_the_temporary_file_of_a_running_build_is_kept(source: Path, path: Path, end: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SLOW_BUILDER, str(path), str(source)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as builder:
        assert builder.stdin
        assert builder.stdout
        aside = Path(builder.stdout.readline().rstrip("\n"))
        _aged(aside)
        store.rebuild(path, source)
        assert names_in(path.parent) == [aside.name, "imerr.sqlite3"]
        if end == "it finishes":
            builder.stdin.write("go\n")
        else:
            builder.kill()
    store.rebuild(path, source)
    assert names_in(path.parent) == ["imerr.sqlite3"]
    assert builder.returncode == (0 if end == "it finishes" else -9)
    assert table.load(path) == small_catalog(source)


def test_a_folder_that_cannot_be_listed_does_not_stop_a_build(
    source: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    place.put(path, lambda aside: table._write(read(source), Learned((), {}), aside))  # noqa: SLF001 - the writing alone
    assert table.load(path) == small_catalog(source)
