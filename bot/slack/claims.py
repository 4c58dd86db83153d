"""What was done in the last minutes: Slack delivers an event again, people correct what they typed, and press twice.

Held in a SQLite file that the processes of one server share and that goes with it. Losing it costs nothing that anybody would
notice: a retry that comes after a restart is looked up in the thread itself (see `bot.slack.send.thread`). So where the file cannot be
had, as on a full disk, each process goes on from its own memory.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
import time
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

_log = logging.getLogger(__name__)

KEPT_SECONDS = 900
"""Slack's last retry comes about six minutes after the event."""
_WAIT_SECONDS = 5.0
_TURN_SECONDS = 120.0
"""After that, whoever had the turn is taken to have crashed. The longest call with all its retries is shorter."""
_LOOK_SECONDS = 0.05
_TIDY_EVERY = 100
_MEMORY = ":memory:"

_TABLE = """
CREATE TABLE IF NOT EXISTS claims (
    message TEXT PRIMARY KEY,
    claimed_at REAL NOT NULL,
    turn_until REAL NOT NULL DEFAULT 0,
    answer_ts TEXT NOT NULL DEFAULT '',
    edited_ts TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID
"""


class Turn(Enum):
    """What somebody finds whose turn it is to work on a question."""

    OURS = auto()
    OVERTAKEN = auto()
    """A later edit has come, and is waiting for its turn or had it."""
    GONE = auto()
    """The question was given back: it could not be answered."""


class Claims:
    """The questions of the last minutes. A question is known by channel and `ts`, which Slack gives to one message only."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the file at `path`, made with its folder if missing; without one, remember in this process alone."""
        self._until_tidy = _TIDY_EVERY
        self._is_file = path is not None
        try:
            if path is not None:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._database = _opened(str(path or _MEMORY))
        except (OSError, sqlite3.Error) as error:
            self._database = self._in_memory(error)

    def claim(self, channel: str, ts: str) -> bool:
        """Take a question to be answered, and the turn to do so; False where somebody took it before."""
        return self._insert(_key(channel, ts), time.time() + _TURN_SECONDS)

    def release(self, channel: str, ts: str) -> None:
        """Give a question back that could not be answered."""
        self._run("DELETE FROM claims WHERE message = ?", _key(channel, ts))

    def answered(self, channel: str, ts: str, answer_ts: str) -> None:
        """Note under which `ts` a question was answered."""
        self._run("UPDATE claims SET answer_ts = ? WHERE message = ?", answer_ts, _key(channel, ts))

    def answer(self, channel: str, ts: str) -> str | None:
        """Give the `ts` of a question's answer: empty while it is being made, None where the question is unknown."""
        row = self._row("SELECT answer_ts FROM claims WHERE message = ?", _key(channel, ts))
        return None if row is None else str(row[0])

    def claim_edit(self, channel: str, ts: str, edited_ts: str) -> bool:
        """Take an edit of a known question; False where this edit or a later one was taken before."""
        later = "UPDATE claims SET edited_ts = ? WHERE message = ? AND CAST(edited_ts AS REAL) < CAST(? AS REAL)"
        return self._run(later, edited_ts, _key(channel, ts), edited_ts) == 1

    def end_turn(self, channel: str, ts: str) -> None:
        """Let the next one work on a question."""
        self._run("UPDATE claims SET turn_until = 0 WHERE message = ?", _key(channel, ts))

    @contextlib.asynccontextmanager
    async def turn(self, channel: str, ts: str, edited_ts: str) -> AsyncIterator[Turn]:
        """Wait until nobody else works on a question; tell whether the edit of `edited_ts` is still the one to work on.

        Whoever works longer, as when Slack asks to wait, would otherwise end after whoever came later.
        """
        key, now = _key(channel, ts), time.time
        take = "UPDATE claims SET turn_until = ? WHERE message = ? AND turn_until < ?"
        while self._run(take, now() + _TURN_SECONDS, key, now()) == 0:
            if self.answer(channel, ts) is None:
                yield Turn.GONE
                return
            await asyncio.sleep(_LOOK_SECONDS)
        try:
            row = self._row("SELECT edited_ts FROM claims WHERE message = ?", key)
            yield Turn.GONE if row is None else Turn.OURS if row[0] == edited_ts else Turn.OVERTAKEN
        finally:
            self.end_turn(channel, ts)

    @contextlib.asynccontextmanager
    async def latest(self, kind: str, name: str, at: str) -> AsyncIterator[bool]:
        """Wait for the turn to change something that is pressed time and again; False where a later press has come.

        `at` is when it was pressed, as Slack's `ts`.
        """
        self._insert(_key(kind, name), 0.0)
        if not self.claim_edit(kind, name, at):
            yield False
            return
        async with self.turn(kind, name, at) as turn:
            yield turn is not Turn.OVERTAKEN

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _run(self, statement: str, *values: Any) -> int:  # noqa: ANN401 - whatever SQLite takes
        """Return how many rows a statement changed."""
        with contextlib.closing(self._execute(statement, values)) as cursor:
            return cursor.rowcount

    def _row(self, statement: str, *values: Any) -> tuple[Any, ...] | None:  # noqa: ANN401 - as above
        """Return the first row of a statement's result, None where there is none."""
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
        """Return a database in memory, in the place of the file that `error` tells of."""
        _log.warning("recent_in_memory", extra={"reason": f"{type(error).__name__}: {error}"})
        self._is_file = False
        return _opened(_MEMORY)

    def _insert(self, key: str, turn_until: float) -> bool:
        self._tidy()
        insert = "INSERT OR IGNORE INTO claims (message, claimed_at, turn_until) VALUES (?, ?, ?)"
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
        sqlite3.Error: it cannot be opened or written.

    """
    database = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    # Other processes read while one writes; what a crash of the machine would lose is worthless by then.
    for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = OFF", _TABLE):
        database.execute(statement).close()
    return database


def _key(channel: str, ts: str) -> str:
    return f"{channel}:{ts}"
