"""The file of a table: atomic replacement, and protection of every file that is no table.

A file that imerr did not build is never touched: a mistaken setting must not cost anybody a file.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import stat
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MARK = 0x696D6572
"""SQLite's `application_id` of every table: `imer` in ASCII."""

_MAGIC = b"SQLite format 3\0"
_MARK_AT = 68
"""Where the application id stands in the header of an SQLite file."""
_UNMARKED = {"1", "2", "3"}
"""Schemas of tables from before the mark."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SETTLED_SECONDS = 60
"""A younger temporary file is never removed: its builder may not have locked it yet."""


class TableError(Exception):
    """The table cannot be read or written; the message says why and what to do."""


def is_there(path: Path) -> bool:
    """Return whether `path` exists, if only as a dangling link."""
    try:
        path.lstat()
    except (OSError, ValueError):
        return False
    return True


def is_file(path: Path) -> bool:
    """Return whether `path` leads to a regular file: opening anything else may block for ever."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def target(path: Path) -> Path:
    """Return the file that `path` leads to through its links.

    Raises:
        TableError: there is something that imerr did not build, or that cannot be read.

    """
    try:
        file = path.resolve()
    except (OSError, RuntimeError) as error:
        raise TableError(f"{path} is a link that leads back to itself. Set IMERR_TABLE to a file.") from error
    except ValueError as error:
        raise _unwritable(path, str(error)) from error
    try:
        mode = file.lstat().st_mode
    except FileNotFoundError:
        return file
    except OSError as error:
        raise _unwritable(path, error.strerror) from error
    shown = f"{path} (a link to {file})" if path.is_symlink() else str(path)
    if stat.S_ISDIR(mode):
        raise TableError(f"{shown} is a folder. Set IMERR_TABLE to the file that the code table is to be.")
    if not stat.S_ISREG(mode):
        raise TableError(f"{shown} is no file but a pipe, a device or a socket. Set IMERR_TABLE to a file.")
    try:
        ours = _is_ours(file)
    except FileNotFoundError:
        return file
    except OSError as error:
        raise TableError(
            f"{shown} cannot be read: {error.strerror}. Set IMERR_TABLE to a file you may read and write."
        ) from error
    if not ours:
        raise TableError(
            f"{shown} is no code table of imerr's, so it stays as it is. "
            "Set IMERR_TABLE to another file, or move this one away."
        )
    return file


def put(path: Path, write: Callable[[Path], None]) -> None:
    """Replace `path` atomically with a new file that `write` fills and checks; nothing changes if it raises.

    Raises:
        TableError: the file cannot be written, or `target` refuses its place.

    """
    file = target(path)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        os.close(descriptor)
    except OSError as error:
        raise _unwritable(path, error.strerror) from error
    aside = Path(name)
    try:
        with _held(aside):
            write(aside)
            aside.chmod(0o644)
            _take_place(aside, file)
    except OSError as error:
        raise TableError(f"The code table could not be written to {path}: {error.strerror}.") from error
    finally:
        aside.unlink(missing_ok=True)
    _tidy(file)


def _take_place(aside: Path, file: Path) -> None:
    """Move the new file into place after a second check, since the first was before the training."""
    if not is_there(file):
        # Unlike a rename, a link never replaces a file.
        try:
            os.link(aside, file)
        except OSError:
            # Another file appeared meanwhile, or the file system has no hard links.
            pass
        else:
            return
    target(file)
    aside.replace(file)


def _is_ours(file: Path) -> bool:
    """Return whether a file is empty, or a table that imerr built."""
    descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as opened:
        head = opened.read(_MARK_AT + 4)
    if not head:
        return True
    if not head.startswith(_MAGIC):
        return False
    return head[_MARK_AT:] == MARK.to_bytes(4, "big") or _is_unmarked_table(file)


def _is_unmarked_table(file: Path) -> bool:
    try:
        with contextlib.closing(connect(file)) as connection:
            meta = dict(connection.execute("select key, value from meta where key in ('schema', 'digest')").fetchall())
    except (sqlite3.Error, ValueError, TypeError):
        return False
    return str(meta.get("schema")) in _UNMARKED and bool(_DIGEST.fullmatch(str(meta.get("digest"))))


def connect(file: Path) -> sqlite3.Connection:
    """Return a read-only connection that waits for no lock, since tables are replaced and never changed.

    It creates no file beside the table, which may belong to somebody else.
    """
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def connect_to_write(file: Path) -> sqlite3.Connection:
    """Return a connection that writes a private file: without locks, and without a journal beside it."""
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?nolock=1", uri=True)
    connection.execute("pragma journal_mode = memory")
    connection.execute(f"pragma application_id = {MARK}")
    return connection


@contextlib.contextmanager
def _held(aside: Path) -> Iterator[None]:
    """Hold a lock that marks a temporary file as in use; it ends with the process."""
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(aside, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # a file system without locks: its age is the fallback
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _tidy(file: Path) -> None:
    """Remove the temporary files of builds that were killed."""
    name = re.compile(rf"\.{re.escape(file.name)}\.[a-z0-9_]{{8}}")
    with contextlib.suppress(OSError):
        for aside in [found for found in file.parent.iterdir() if name.fullmatch(found.name)]:
            with contextlib.suppress(OSError):
                _remove_if_left_over(aside)


def _remove_if_left_over(aside: Path) -> None:
    status = aside.lstat()
    if not stat.S_ISREG(status.st_mode) or time.time() - status.st_mtime < _SETTLED_SECONDS or not _is_ours(aside):
        return
    if sys.platform != "win32":
        descriptor = os.open(aside, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            aside.unlink()
        finally:
            os.close(descriptor)
    else:
        aside.unlink()
    aside.with_name(f"{aside.name}-journal").unlink(missing_ok=True)


def _unwritable(path: Path, reason: str | None) -> TableError:
    return TableError(f"The code table cannot be written to {path}: {reason}. Set IMERR_TABLE to a file you may write.")
