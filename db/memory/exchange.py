"""Notes as JSON Lines: exported with their history, and imported so that a second time changes nothing."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from sqlalchemy import insert

from db.memory import changes, note_words, notes
from db.memory.changes import Topic
from db.memory.database import upsert
from db.memory.notes import Note, Revision  # noqa: TC001 - pydantic reads the annotations below
from db.memory.tables import NOTE_HISTORY, NOTE_WORDS, NOTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator

    from sqlalchemy import Connection

    from db.memory.database import Database

_ROWS_AT_ONCE = 500


class NotesFileError(Exception):
    """A line is no note; the message names the line and what is wrong with it. Nothing was imported."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A note as one line of a file."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    note: Note
    history: list[Revision]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many notes were added, and how many were there already."""

    added: int
    present: int


async def lines(database: Database, team: str) -> AsyncIterator[str]:
    """Yield the notes of a workspace, one line of JSON a note, without a line end."""
    async for batch in notes.batches(database, team):
        histories = await notes.histories(database, team, [note.id for note in batch])
        for note in batch:
            line = Exported(note, list(histories.get(note.id, ())))
            yield json.dumps(asdict(line), ensure_ascii=False)


async def load(
    database: Database, team: str, source: Iterable[str], words_of: Callable[[str], Collection[str]] | None = None
) -> Imported:
    """Add the notes of a file to a workspace, all or none; a note that is there, of the same id, stays as it is.

    `words_of` returns the words by which a note's text is found.

    Raises:
        NotesFileError: a line is no note.

    """
    read = list(_read(source))
    words = words_of or (lambda _text: ())

    def work(connection: Connection) -> Imported:
        added = 0
        changes.count(connection, team, Topic.NOTES)
        for start in range(0, len(read), _ROWS_AT_ONCE):
            added += _add(connection, team, read[start : start + _ROWS_AT_ONCE], words)
        return Imported(added, len(read) - added)

    return await database.write(work)


def _add(connection: Connection, team: str, batch: list[Exported], words_of: Callable[[str], Collection[str]]) -> int:
    """Add the new ones among some notes, and return how many they were."""
    rows = [{"team": team, **notes.row_of(line.note)} for line in batch]
    adding = upsert(connection, NOTES).values(rows).on_conflict_do_nothing().returning(NOTES.c.id)
    new = set((connection.execute(adding)).scalars())
    added = len(new)
    past: list[dict[str, Any]] = []
    words: list[dict[str, str]] = []
    for line in batch:
        if line.note.id in new:
            new.discard(line.note.id)  # a file may name a note twice
            past += [{"team": team, "note": line.note.id, **asdict(revision)} for revision in line.history]
            words += note_words.rows_of(team, line.note, words_of(line.note.text))
    if past:
        connection.execute(insert(NOTE_HISTORY), past)
    if words:
        connection.execute(insert(NOTE_WORDS), words)
    return added


def _read(source: Iterable[str]) -> Iterator[Exported]:
    """Yield the notes of a file.

    Raises:
        NotesFileError: a line is no note.

    """
    reader = TypeAdapter(Exported)
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            found = reader.validate_json(line)
            notes.checked(found.note.text)
        except ValidationError as error:
            fault = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(map(str, fault["loc"]))
            raise NotesFileError(f"Line {number} is no note: {place}: {fault['msg']}.".replace(": :", ":")) from None
        except ValueError as error:
            raise NotesFileError(f"Line {number} is no note: {error}") from None
        yield found
