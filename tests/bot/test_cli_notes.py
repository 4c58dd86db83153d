"""`imerr notes` and `imerr memory`, as they are typed."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from db.memory import notes
from db.memory.database import Database
from db.memory.notes import Draft
from tests.harness.terminal import Shell

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.databases import Files, Postgres


@pytest.fixture
def shell(place: Files | Postgres, tmp_path: Path) -> Shell:
    shell = Shell(tmp_path, tmp_path / "no table")
    shell.environ["DATABASE_URL"] = place.empty()
    return shell


def _note(url: str, team: str, text: str) -> None:
    async def add() -> None:
        database = Database.open(url)
        await database.migrate()
        await notes.add(database, team, Draft("group-full", "U1", text), at=100.0)
        await database.close()

    asyncio.run(add())


def test_notes_go_out_and_into_another_workspace(shell: Shell) -> None:
    _note(shell.environ["DATABASE_URL"], "T1", "上限 200 人")
    _note(shell.environ["DATABASE_URL"], "T2", "not for T1")

    exported = shell.piped("notes", "export", "--team", "T1")
    (shell.folder / "notes.jsonl").write_text(exported.out, encoding="utf-8")
    imported = [shell.piped("notes", "import", "--team", "T3", "notes.jsonl") for _ in range(2)]

    assert (exported.status, exported.err) == (0, "")
    assert json.loads(exported.out)["note"]["text"] == "上限 200 人"
    assert [ended.out for ended in imported] == ["1 added, 0 there already.\n", "0 added, 1 there already.\n"]
    assert shell.piped("notes", "export", "--team", "T3").out == exported.out


def test_a_line_that_is_no_note_is_told_and_nothing_imported(shell: Shell) -> None:
    (shell.folder / "notes.jsonl").write_text('{"note": {}}\n', encoding="utf-8")

    ended = shell.piped("notes", "import", "--team", "T1", "notes.jsonl")

    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("imerr: Line 1 is no note: note.")
    assert shell.piped("notes", "export", "--team", "T1").out == ""


def test_the_tables_are_brought_up_to_date(shell: Shell) -> None:
    ended = shell.piped("memory", "upgrade")

    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("Up to date: ")
    assert shell.piped("memory", "upgrade", IMERR_MEMORY="off").out == "Nothing to do: IMERR_MEMORY is off.\n"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://me:secret@127.0.0.1:9/x", "imerr: The memory"),
        ("mysql://me:secret@host/x", "sqlite:/// or postgresql://"),
    ],
)
def test_a_database_out_of_reach_is_a_sentence(tmp_path: Path, address: str, told: str) -> None:
    shell = Shell(tmp_path, tmp_path / "no table")

    ended = shell.piped("memory", "upgrade", DATABASE_URL=address)

    assert (ended.status, ended.out) == (2, "")
    assert told in ended.err
    assert "secret" not in ended.err
    assert len(ended.err.splitlines()) == 1
