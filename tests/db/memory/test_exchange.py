"""Notes go into a file and come back out of it, as they were."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from db.memory import exchange, note_words, notes
from db.memory.exchange import Imported, NotesFileError
from db.memory.notes import About, Draft, Edit

if TYPE_CHECKING:
    from db.memory.database import Database

pytestmark = pytest.mark.anyio

ELSEWHERE = "T2"


async def _exported(database: Database, team: str) -> list[str]:
    return [line async for line in exchange.lines(database, team)]


async def _with_two_notes(database: Database) -> list[str]:
    draft = Draft(
        error="group-full", author="U1", text="第一\n二", permalink="https://x.example/p1", source_author="U9"
    )
    first = await notes.add(database, "T1", draft, at=1.5)
    await notes.edit(database, "T1", first.id, Edit("第三", "U2", revision=1), at=2.5)
    await notes.add(database, "T1", Draft(error="muted", author="U2", text="ask", platform="web"), at=3.5)
    return await _exported(database, "T1")


async def test_an_import_restores_what_was_exported(database: Database) -> None:
    lines = await _with_two_notes(database)

    assert await exchange.load(database, ELSEWHERE, lines) == Imported(added=2, present=0)
    assert await _exported(database, ELSEWHERE) == lines
    assert len(lines) == 2
    assert "第三" in "".join(lines)


async def test_a_second_import_changes_nothing(database: Database) -> None:
    lines = await _with_two_notes(database)
    await exchange.load(database, ELSEWHERE, lines)
    note_id = (await notes.page(database, ELSEWHERE, About("muted"))).notes[0].id
    await notes.edit(database, ELSEWHERE, note_id, Edit("newer", "U3", revision=1), at=9.0)
    before = await _exported(database, ELSEWHERE)

    assert await exchange.load(database, ELSEWHERE, [*lines, *lines]) == Imported(added=0, present=4)
    assert await _exported(database, ELSEWHERE) == before


async def test_many_notes_are_imported_by_their_words(database: Database) -> None:
    (line, _) = await _with_two_notes(database)
    read = json.loads(line)
    many = [json.dumps(read | {"note": read["note"] | {"id": f"{number:032}"}}) for number in range(1200)]
    found = await exchange.load(database, ELSEWHERE, ["", *many], words_of=lambda text: text.split())

    assert found == Imported(added=1200, present=0)
    assert len(await _exported(database, ELSEWHERE)) == 1200
    (hit,) = await note_words.found(database, ELSEWHERE, [read["note"]["text"]])
    assert (hit.error, hit.words, hit.notes) == (read["note"]["error"], 1, 100)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": ""}, r"^Line 2 is no note: A note has 1 to 3,000 characters, and this one has 0\.$"),
        ({"made": "yesterday"}, r"^Line 2 is no note: note\.made: Input should be a valid number\.$"),
        ({"colour": "red"}, r"^Line 2 is no note: note\.colour: "),
    ],
)
async def test_a_bad_line_is_named_and_nothing_imported(
    database: Database, change: dict[str, object], message: str
) -> None:
    good, other = await _with_two_notes(database)
    read = json.loads(other)
    bad = json.dumps(read | {"note": read["note"] | change})

    with pytest.raises(NotesFileError, match=message):
        await exchange.load(database, ELSEWHERE, [good, bad])
    assert await _exported(database, ELSEWHERE) == []


async def test_a_line_that_is_no_json_is_named(database: Database) -> None:
    with pytest.raises(NotesFileError, match=r"^Line 1 is no note: Invalid JSON: "):
        await exchange.load(database, ELSEWHERE, ["{"])
