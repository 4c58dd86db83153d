"""Claims of recent work, for exactly-once answers: Slack redelivers events, and users edit messages and press twice."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
import time
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

_log = logging.getLogger(__name__)

KEPT_SECONDS = 900
"""Slack's last retry comes about six minutes after the event."""
_WAIT_SECONDS = 5.0
_TURN_SECONDS = 120.0
"""Timeout of a turn: its holder is then taken for crashed. The longest call with all its retries is shorter."""
_LOOK_SECONDS = 0.05
_TIDY_EVERY = 100
_MEMORY = ":memory:"

_TABLE = """
CREATE TABLE IF NOT EXISTS claims (
    work TEXT PRIMARY KEY,
    claimed_at REAL NOT NULL,
    turn_until REAL NOT NULL DEFAULT 0,
    answer_ts TEXT NOT NULL DEFAULT '',
    edited_ts TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID
"""


class Turn(Enum):
    """Result of waiting for a turn."""

    OURS = auto()
    OVERTAKEN = auto()
    """A later edit has arrived, and waits for its turn or had it."""
    GONE = auto()
    """The claim was released: the work failed."""


class Claims(Protocol):
    """Claims of the last minutes. The key of a claim is a scope and a name, such as a channel and a message's `ts`."""

    def claim(self, scope: str, name: str) -> bool:
        """Claim a piece of work and the turn to do it; return False if it was claimed before."""

    def release(self, scope: str, name: str) -> None:
        """Release the claim of failed work, so that it can be claimed again."""

    def answered(self, scope: str, name: str, answer_ts: str) -> None:
        """Record the `ts` of a message's answer."""

    def answer(self, scope: str, name: str) -> str | None:
        """Return the `ts` of a message's answer: empty while pending, None for an unknown message."""

    def claim_edit(self, scope: str, name: str, edited_ts: str) -> bool:
        """Claim an edit of claimed work; return False if this edit or a later one was claimed before."""

    def end_turn(self, scope: str, name: str) -> None:
        """End the turn, so that the next worker can take it."""

    def turn(self, scope: str, name: str, edited_ts: str) -> AbstractAsyncContextManager[Turn]:
        """Wait for the turn to work on an edit; yield whether `edited_ts` is still the latest."""

    def latest(self, scope: str, name: str, at: str) -> AbstractAsyncContextManager[bool]:
        """Wait for the turn to change a view; yield False if it was pressed again after `at`, a Slack `ts`."""

    def close(self) -> None:
        """Close the storage of the claims."""


class FileClaims:
    """Claims in a SQLite file, shared by the processes of one server and deleted when it stops.

    Losing the file is harmless: a redelivery after a restart is deduplicated by reading the thread (see
    `bot.slack.send.thread`). If the file is unavailable, as on a full disk, each process falls back to its own memory.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Open the file at `path`, created with its folder if missing; without a path, keep claims in memory."""
        self._until_tidy = _TIDY_EVERY
        self._is_file = path is not None
        try:
            if path is not None:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._database = _opened(str(path or _MEMORY))
        except (OSError, sqlite3.Error) as error:
            self._database = self._in_memory(error)

    def claim(self, scope: str, name: str) -> bool:
        """As `Claims.claim`."""
        return self._insert(_key(scope, name), time.time() + _TURN_SECONDS)

    def release(self, scope: str, name: str) -> None:
        """As `Claims.release`."""
        self._run("DELETE FROM claims WHERE work = ?", _key(scope, name))

    def answered(self, scope: str, name: str, answer_ts: str) -> None:
        """As `Claims.answered`."""
        self._run("UPDATE claims SET answer_ts = ? WHERE work = ?", answer_ts, _key(scope, name))

    def answer(self, scope: str, name: str) -> str | None:
        """As `Claims.answer`."""
        row = self._row("SELECT answer_ts FROM claims WHERE work = ?", _key(scope, name))
        return None if row is None else str(row[0])

    def claim_edit(self, scope: str, name: str, edited_ts: str) -> bool:
        """As `Claims.claim_edit`."""
        later = "UPDATE claims SET edited_ts = ? WHERE work = ? AND CAST(edited_ts AS REAL) < CAST(? AS REAL)"
        return self._run(later, edited_ts, _key(scope, name), edited_ts) == 1

    def end_turn(self, scope: str, name: str) -> None:
        """As `Claims.end_turn`."""
        self._run("UPDATE claims SET turn_until = 0 WHERE work = ?", _key(scope, name))

    @contextlib.asynccontextmanager
    async def turn(self, scope: str, name: str, edited_ts: str) -> AsyncIterator[Turn]:
        """As `Claims.turn`. Without turns a slow edit, such as a rate-limited one, could overwrite a later one."""
        key, now = _key(scope, name), time.time
        take = "UPDATE claims SET turn_until = ? WHERE work = ? AND turn_until < ?"
        while self._run(take, now() + _TURN_SECONDS, key, now()) == 0:
            if self.answer(scope, name) is None:
                yield Turn.GONE
                return
            await asyncio.sleep(_LOOK_SECONDS)
        try:
            row = self._row("SELECT edited_ts FROM claims WHERE work = ?", key)
            yield Turn.GONE if row is None else Turn.OURS if row[0] == edited_ts else Turn.OVERTAKEN
        finally:
            self.end_turn(scope, name)

    @contextlib.asynccontextmanager
    async def latest(self, scope: str, name: str, at: str) -> AsyncIterator[bool]:
        """As `Claims.latest`."""
        self._insert(_key(scope, name), 0.0)
        if not self.claim_edit(scope, name, at):
            yield False
            return
        async with self.turn(scope, name, at) as turn:
            yield turn is not Turn.OVERTAKEN

    def close(self) -> None:
        """As `Claims.close`."""
        self._database.close()

    def _run(self, statement: str, *values: Any) -> int:  # noqa: ANN401 - whatever SQLite takes
        """Return the number of rows that a statement changed."""
        with contextlib.closing(self._execute(statement, values)) as cursor:
            return cursor.rowcount

    def _row(self, statement: str, *values: Any) -> tuple[Any, ...] | None:  # noqa: ANN401 - as above
        """Return the first row of a statement's result; None if it is empty."""
        with contextlib.closing(self._execute(statement, values)) as cursor:
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row

    def _execute(self, statement: str, values: tuple[Any, ...]) -> sqlite3.Cursor:
        try:
            return self._database.execute(statement, values)
        except sqlite3.Error as error:
            if not self._is_file:
                raise
            self._database = self._in_memory(error)
            return self._database.execute(statement, values)

    def _in_memory(self, error: Exception) -> sqlite3.Connection:
        """Return an in-memory database, the fallback for a file that failed with `error`."""
        _log.warning("recent_in_memory", extra={"reason": f"{type(error).__name__}: {error}"})
        self._is_file = False
        return _opened(_MEMORY)

    def _insert(self, key: str, turn_until: float) -> bool:
        self._tidy()
        insert = "INSERT OR IGNORE INTO claims (work, claimed_at, turn_until) VALUES (?, ?, ?)"
        return self._run(insert, key, time.time(), turn_until) == 1

    def _tidy(self) -> None:
        self._until_tidy -= 1
        if self._until_tidy <= 0:
            self._until_tidy = _TIDY_EVERY
            now = time.time()
            self._run("DELETE FROM claims WHERE claimed_at < ? AND turn_until < ?", now - KEPT_SECONDS, now)


def _opened(path: str) -> sqlite3.Connection:
    """Return a connection to the database at `path`, with its table.

    Raises:
        sqlite3.Error: the database cannot be opened or written.

    """
    database = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    # WAL lets other processes read while one writes. Data lost in a crash of the machine is worthless by then.
    for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = OFF", _TABLE):
        database.execute(statement).close()
    return database


def _key(scope: str, name: str) -> str:
    return f"{scope}:{name}"
