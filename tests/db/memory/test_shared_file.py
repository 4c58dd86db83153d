"""A SQLite file keeps what is written, whatever else a process or another one opens and closes."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from db.memory.database import Database, MemoryStoreError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

pytestmark = pytest.mark.anyio

COUNTING = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
print(connection.execute("SELECT count(*) FROM words").fetchone()[0])
connection.close()
"""


def _count(file: Path) -> int:
    """Return how many words another process reads; it opens and closes the file."""
    command = [sys.executable, "-c", COUNTING, str(file)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _create(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE words (word TEXT)"))


def _add(connection: Connection) -> None:
    connection.execute(text("INSERT INTO words VALUES ('kept')"))


async def test_a_second_database_in_a_process_leaves_the_locks(tmp_path: Path) -> None:
    file = tmp_path / "memory.sqlite3"
    database = Database.open(f"sqlite:///{file}")
    await database.write(_create)
    # Had it opened and closed the file by hand, the locks would be gone: the other process would remove the journal in use.
    another = Database.open(f"sqlite:///{file}")
    assert _count(file) == 0
    await database.write(_add)

    assert _count(file) == 1
    await database.close()
    await another.close()


async def test_an_unwritable_path_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(MemoryStoreError, match="Is a directory"):
        Database.open(f"sqlite:///{tmp_path}")
