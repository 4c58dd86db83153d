"""Notes of a workspace about errors: added, read, edited without overwriting anybody, deleted."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import delete, insert, select, text, update

from db.memory import changes, note_words
from db.memory.changes import Topic
from db.memory.tables import NOTE_HISTORY, NOTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Sequence

    from sqlalchemy import Connection, RowMapping, TextClause

    from db.memory.database import Database

LONGEST_TEXT = 3000
_BATCH = 1000
_COLUMNS = [column for column in NOTES.c if column.name != "team"]


def _page_query(is_it: str) -> TextClause:
    """Return a query for a page and its count, which is there also for a page without notes.

    As text, since every answer asks it: SQLAlchemy takes three times as long over its own form.
    """
    columns = ", ".join(column.name for column in _COLUMNS)
    return text(f"""
        SELECT counted.count, {columns}
        FROM (SELECT count(*) AS count FROM notes WHERE {is_it}) AS counted
        LEFT JOIN (
            SELECT {columns} FROM notes WHERE {is_it} ORDER BY made DESC, id DESC LIMIT :limit OFFSET :offset
        ) AS shown ON true
        ORDER BY made DESC, id DESC
    """)  # noqa: S608 - made of our own words


_PAGE = _page_query("notes.team = :team AND error = :error")
_PAGE_OF_PLATFORM = _page_query("notes.team = :team AND error = :error AND platform IN ('', :platform)")


@dataclass(frozen=True, slots=True)
class About:
    """What notes are about: an error, with a platform only the notes for that one and those for every platform."""

    error: str
    platform: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A note to be added; the words it is found by are the caller's, who knows how questions are read."""

    error: str
    author: str
    text: str
    platform: str = ""
    """The platform on which it holds; empty for every platform."""
    permalink: str = ""
    """The message that it was saved from."""
    source_author: str = ""
    """The author of that message."""
    words: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """A new text for a note, made from its `revision`."""

    text: str
    editor: str
    revision: int
    words: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A stored note."""

    id: str
    error: str
    platform: str
    author: str
    text: str
    made: float
    edited: float | None
    editor: str
    revision: int
    permalink: str
    source_author: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """An edit that was not made, since somebody else's came before: `newer` is the note as it is now."""

    newer: Note


@dataclass(frozen=True, slots=True)
class Revision:
    """An earlier text of a note, by whom and since when."""

    revision: int
    text: str
    author: str
    at: float


@dataclass(frozen=True, slots=True)
class Page:
    """Some notes, the newest first, and the count of all."""

    notes: tuple[Note, ...]
    count: int


def checked(words: str) -> str:
    """Return the text of a note without space around it.

    Raises:
        ValueError: it is empty or too long.

    """
    words = words.strip()
    if not 1 <= len(words) <= LONGEST_TEXT:
        raise ValueError(f"A note has 1 to {LONGEST_TEXT:,} characters, and this one has {len(words):,}.")
    return words


async def add(database: Database, team: str, draft: Draft, *, at: float) -> Note:
    """Store a note.

    Raises:
        ValueError: its text is empty or too long.

    """
    note = Note(
        id=uuid4().hex,
        error=draft.error,
        platform=draft.platform,
        author=draft.author,
        text=checked(draft.text),
        made=at,
        edited=None,
        editor="",
        revision=1,
        permalink=draft.permalink,
        source_author=draft.source_author,
    )

    def work(connection: Connection) -> None:
        changes.count(connection, team, Topic.NOTES)
        connection.execute(insert(NOTES).values(team=team, **row_of(note)))
        note_words.add(connection, team, note, draft.words)

    await database.write(work)
    return note


async def page(database: Database, team: str, about: About, *, limit: int = 2, offset: int = 0) -> Page:
    """Return the newest notes about an error, and how many there are, in one query."""
    values: dict[str, object] = {"team": team, "error": about.error, "limit": limit, "offset": offset}
    if about.platform:
        values["platform"] = about.platform
    rows = await database.rows(_PAGE_OF_PLATFORM if about.platform else _PAGE, values)
    return Page(tuple(_note(row) for row in rows if row["id"] is not None), int(rows[0]["count"]))


async def get(database: Database, team: str, note_id: str) -> Note | None:
    """Return a note; None if there is no such note."""
    rows = await database.rows(select(*_COLUMNS).where(NOTES.c.team == team, NOTES.c.id == note_id))
    return _note(rows[0]) if rows else None


async def edit(database: Database, team: str, note_id: str, change: Edit, *, at: float) -> Note | Conflict | None:
    """Return the edited note; a conflict if somebody edited it since `change.revision`, None if there is no such note.

    Raises:
        ValueError: the new text is empty or too long.

    """
    words = checked(change.text)
    is_it = (NOTES.c.team == team, NOTES.c.id == note_id)

    def work(connection: Connection) -> Note | Conflict | None:
        changes.count(connection, team, Topic.NOTES)
        row = (connection.execute(select(*_COLUMNS).where(*is_it).with_for_update())).mappings().one_or_none()
        if row is None:
            return None
        before = _note(row)
        if before.revision != change.revision:
            return Conflict(before)
        connection.execute(insert(NOTE_HISTORY).values(team=team, note=note_id, **asdict(_revision(before))))
        edited = replace(before, text=words, edited=at, editor=change.editor, revision=before.revision + 1)
        connection.execute(update(NOTES).where(*is_it).values(**row_of(edited)))
        note_words.replace(connection, team, edited, change.words)
        return edited

    return await database.write(work)


async def remove(database: Database, team: str, note_id: str) -> bool:
    """Delete a note with its history; return False if there is no such note."""

    def work(connection: Connection) -> bool:
        changes.count(connection, team, Topic.NOTES)
        removal = delete(NOTES).where(NOTES.c.team == team, NOTES.c.id == note_id)
        return (connection.execute(removal)).rowcount == 1

    return await database.write(work)


async def history(database: Database, team: str, note_id: str) -> tuple[Revision, ...]:
    """Return the earlier texts of a note, the oldest first."""
    return (await histories(database, team, [note_id])).get(note_id, ())


async def histories(database: Database, team: str, note_ids: Sequence[str]) -> dict[str, tuple[Revision, ...]]:
    """Return the earlier texts of several notes; notes that were never edited are left out."""
    found: dict[str, tuple[Revision, ...]] = {}
    query = select(NOTE_HISTORY).where(NOTE_HISTORY.c.team == team, NOTE_HISTORY.c.note.in_(note_ids))
    for row in await database.rows(query.order_by(NOTE_HISTORY.c.note, NOTE_HISTORY.c.revision)):
        revision = Revision(row["revision"], row["text"], row["author"], row["at"])
        found[row["note"]] = (*found.get(row["note"], ()), revision)
    return found


async def batches(database: Database, team: str, size: int = _BATCH) -> AsyncIterator[tuple[Note, ...]]:
    """Yield all notes of a workspace, in batches, each read in a transaction of its own."""
    last = ""
    while True:
        query = select(*_COLUMNS).where(NOTES.c.team == team, NOTES.c.id > last).order_by(NOTES.c.id).limit(size)
        if batch := tuple(_note(row) for row in await database.rows(query)):
            yield batch
        if len(batch) < size:
            return
        last = batch[-1].id


def row_of(note: Note) -> dict[str, Any]:
    """Return the row of a note, without its workspace."""
    return asdict(note)


def _note(row: RowMapping) -> Note:
    return Note(**{column.name: row[column.name] for column in _COLUMNS})


def _revision(note: Note) -> Revision:
    """Return a note's text as the history keeps it."""
    return Revision(note.revision, note.text, note.editor or note.author, note.edited or note.made)
