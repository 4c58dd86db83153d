"""Which messages were answered in the last minutes: Slack delivers an event again, and people correct what they typed.

Held in a SQLite file that the processes of one server share and that goes with it. Losing it costs nothing that anybody would
notice: a retry that comes after a restart is looked up in the thread itself (see `bot.slack.posts`).
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

KEPT_SECONDS = 900
"""Slack's last retry comes about six minutes after the event."""
_WAIT_SECONDS = 5.0
_TIDY_EVERY = 100

_TABLE = """
CREATE TABLE IF NOT EXISTS questions (
    message TEXT PRIMARY KEY,
    claimed_at REAL NOT NULL,
    answer_ts TEXT NOT NULL DEFAULT '',
    edited_ts TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID
"""


class Recent:
    """The questions of the last minutes. A question is known by channel and `ts`, which Slack gives to one message only."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the file at `path`, made if missing; without one, remember in this process alone."""
        self._database = sqlite3.connect(
            str(path or ":memory:"), timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        # Other processes read while one writes; what a crash of the machine would lose is worthless by then.
        self._run("PRAGMA journal_mode = WAL")
        self._run("PRAGMA synchronous = OFF")
        self._run(_TABLE)
        self._until_tidy = _TIDY_EVERY

    def claim(self, channel: str, ts: str) -> bool:
        """Take a question to be answered; False where somebody took it before."""
        self._tidy()
        return self._run("INSERT OR IGNORE INTO questions VALUES (?, ?, '', '')", _key(channel, ts), time.time()) == 1

    def release(self, channel: str, ts: str) -> None:
        """Give a question back that could not be answered."""
        self._run("DELETE FROM questions WHERE message = ?", _key(channel, ts))

    def answered(self, channel: str, ts: str, answer_ts: str) -> None:
        """Note under which `ts` a question was answered."""
        self._run("UPDATE questions SET answer_ts = ? WHERE message = ?", answer_ts, _key(channel, ts))

    def answer(self, channel: str, ts: str) -> str | None:
        """Give the `ts` of a question's answer: empty while it is being made, None where the question is unknown."""
        rows = self._database.execute("SELECT answer_ts FROM questions WHERE message = ?", (_key(channel, ts),))
        row = rows.fetchone()
        return None if row is None else str(row[0])

    def claim_edit(self, channel: str, ts: str, edited_ts: str) -> bool:
        """Take an edit of a known question; False where this edit or a later one was taken before."""
        later = "UPDATE questions SET edited_ts = ? WHERE message = ? AND CAST(edited_ts AS REAL) < CAST(? AS REAL)"
        return self._run(later, edited_ts, _key(channel, ts), edited_ts) == 1

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _run(self, statement: str, *values: Any) -> int:  # noqa: ANN401 - whatever SQLite takes
        with contextlib.closing(self._database.execute(statement, values)) as cursor:
            return cursor.rowcount

    def _tidy(self) -> None:
        self._until_tidy -= 1
        if self._until_tidy <= 0:
            self._until_tidy = _TIDY_EVERY
            self._run("DELETE FROM questions WHERE claimed_at < ?", time.time() - KEPT_SECONDS)


def _key(channel: str, ts: str) -> str:
    return f"{channel}:{ts}"
