"""`IMERR_TABLE` names something that is not imerr's: it is told in a sentence, and stays as it is."""

from __future__ import annotations

import contextlib
import os
import socket
import sqlite3
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from db import table
from tests.harness import starts
from tests.harness.server import environment, free_port
from tests.harness.small_source import small_catalog, write_small_source
from tests.harness.starts import ROOT

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

COMMANDS = [["603"], ["群组满了"], ["table", "build"], ["table", "list"]]


def _run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return starts.run(
        [sys.executable, "-m", "bot", *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment},
        cwd=folder,
    )


def _called(monkeypatch: pytest.MonkeyPatch, table: Path, arguments: list[str]) -> Result:
    """Run the command in this process, in the folder of the table."""
    monkeypatch.setenv("IMERR_TABLE", str(table))
    monkeypatch.chdir(table.parent)
    return CliRunner().invoke(main, arguments)


def _songs(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("create table songs (title text)")
        connection.execute("create table meta (key text, value text)")


def _songs_in_wal(path: Path) -> None:
    _songs(path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode = wal")


def _marked_by_another(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("create table meta (key text primary key, value text)")
        connection.execute("insert into meta values ('schema', '3'), ('digest', 'of something else')")


FOREIGN: dict[str, Callable[[Path], object]] = {
    "a text": lambda path: path.write_text("Dear diary, ...\n", encoding="utf-8"),
    "a long text": lambda path: path.write_text("Dear diary, ...\n" * 1000, encoding="utf-8"),
    "a single byte": lambda path: path.write_bytes(b"S"),
    "another program's database": _songs,
    "another program's database with a write-ahead log": _songs_in_wal,
    "another program's database with a schema of its own": _marked_by_another,
}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("kind", FOREIGN)
def test_a_foreign_file_is_refused_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, command: list[str]
) -> None:
    path = tmp_path / "mine"
    FOREIGN[kind](path)
    before = path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino
    ended = _called(monkeypatch, path, command)

    sentence = (
        "is no code table of imerr's, so it stays as it is. Set IMERR_TABLE to another file, or move this one away."
    )
    assert (ended.exit_code, ended.stdout, ended.stderr) == (2, "", f"imerr: {path} {sentence}\n")
    assert (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) == before
    assert os.listdir(tmp_path) == ["mine"]  # noqa: PTH208 - the names alone


def test_a_file_named_by_a_dotenv_file_stays_too(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Dear diary, ...\n", encoding="utf-8")
    (tmp_path / ".env").write_text("IMERR_TABLE=notes.txt\n", encoding="utf-8")
    ended = _run(tmp_path, "603")

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("imerr: notes.txt is no code table of imerr's")
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "Dear diary, ...\n"


def test_a_link_to_a_foreign_file_stays_with_its_target(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("Dear diary, ...\n", encoding="utf-8")
    link.symlink_to("target")
    ended = _run(tmp_path, "603", IMERR_TABLE=str(link))

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"imerr: {link} (a link to {target}) is no code table of imerr's")
    assert (link.readlink().name, target.read_text(encoding="utf-8")) == ("target", "Dear diary, ...\n")


def test_a_server_does_not_start_on_a_foreign_file(tmp_path: Path) -> None:
    path = tmp_path / "mine"
    path.write_text("Dear diary, ...\n", encoding="utf-8")
    ended = starts.run([sys.executable, "-m", "bot", "serve"], env=environment(path, None, free_port()), cwd=tmp_path)

    assert ended.returncode == 2
    assert f"imerr: There is no code table to answer from. {path} is no code table of imerr's" in ended.stderr
    assert path.read_text(encoding="utf-8") == "Dear diary, ...\n"


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _device(path: Path) -> None:
    # Never one of the machine's own: a guard that fails would replace it.
    try:
        os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("only root makes devices")


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))


def _link_to_pipe(path: Path) -> None:
    os.mkfifo(path.with_name("pipe"))
    path.symlink_to("pipe")


NO_FILE = "is no file but a pipe, a device or a socket. Set IMERR_TABLE to a file."
ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (Path.mkdir, "{0} is a folder. Set IMERR_TABLE to the file that the code table is to be."),
    "a pipe": (os.mkfifo, f"{{0}} {NO_FILE}"),
    "a socket": (_socket, f"{{0}} {NO_FILE}"),
    "a device": (_device, f"{{0}} {NO_FILE}"),
    "a link to a pipe": (_link_to_pipe, f"{{0}} (a link to {{1}}/pipe) {NO_FILE}"),
    "a link to itself": (_loop, "{0} is a link that leads back to itself. Set IMERR_TABLE to a file."),
}


@pytest.mark.parametrize("command", [["603"], ["table", "build"]], ids=" ".join)
@pytest.mark.parametrize("kind", ODD)
def test_a_place_that_is_no_file_is_refused_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, command: list[str]
) -> None:
    path = tmp_path / "odd"
    make, sentence = ODD[kind]
    make(path)
    before = path.lstat()
    ended = _called(monkeypatch, path, command)

    assert (ended.exit_code, ended.stdout, ended.stderr) == (2, "", f"imerr: {sentence.format(path, tmp_path)}\n")
    assert (path.lstat().st_mode, path.lstat().st_ino) == (before.st_mode, before.st_ino)


def test_a_name_that_is_too_long_is_reported(tmp_path: Path) -> None:
    ended = _run(tmp_path, "603", IMERR_TABLE="x" * 300)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.endswith("File name too long. Set IMERR_TABLE to a file you may write.\n")


@pytest.mark.parametrize("is_there", [True, False], ids=["to an empty file", "to nothing"])
def test_a_link_is_followed_and_not_replaced(tmp_path: Path, is_there: bool) -> None:  # noqa: FBT001 - pytest calls it by keyword
    source = write_small_source(tmp_path / "codes")
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / "table", tmp_path / "link"
    if is_there:
        target.touch()
    link.symlink_to(target)
    for _ in range(2):
        ended = _run(tmp_path, "table", "build", "--source", str(source), IMERR_TABLE=str(link))
        assert (ended.returncode, ended.stderr) == (0, "")

    assert link.readlink() == target
    assert table.load(target) == table.load(link) == small_catalog(source)
