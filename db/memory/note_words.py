"""The words of notes: an inverted index in the database, since a workspace may have a million notes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, text

from db.memory.tables import NOTE_WORDS, storable

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection, RowMapping, TextClause

    from db.memory.database import Database
    from db.memory.notes import Note

_LONGEST_WORD = 64
_MOST_WORDS_OF_A_NOTE = 200
_MOST_WORDS_ASKED = 12
_MOST_NOTES_OF_A_WORD = 100
"""A word of more notes than this tells little; the limit keeps a question's cost the same for a million notes."""
_HITS = """
SELECT word, note, error, platform FROM (
    SELECT word, note, error, platform FROM note_words
    WHERE note_words.team = :team AND word = :word_{number} LIMIT {most}
) AS hits_{number}
"""
_QUERY = """
SELECT error, platform, count(DISTINCT word) AS words, count(DISTINCT note) AS notes
FROM ({hits}) AS hits
GROUP BY error, platform
ORDER BY count(DISTINCT word) DESC, count(DISTINCT note) DESC, error, platform
LIMIT :limit
"""
_NOTES = """
SELECT notes.error, notes.platform, notes.text
FROM (
    SELECT note, count(DISTINCT word) AS shared FROM ({hits}) AS hits
    GROUP BY note ORDER BY count(DISTINCT word) DESC, note LIMIT :limit
) AS best
JOIN notes ON notes.team = :team AND notes.id = best.note
ORDER BY best.shared DESC, notes.made DESC, notes.id
"""


@dataclass(frozen=True, slots=True)
class Found:
    """An error whose notes have `words` of those asked for, in `notes` notes; `platform` is empty for every platform."""

    error: str
    platform: str
    words: int
    notes: int


async def found(database: Database, team: str, words: Collection[str], limit: int = 5) -> tuple[Found, ...]:
    """Return the errors whose notes have most of the words, the best first."""
    return tuple(Found(**row) for row in await _rows(database, team, _QUERY, words, limit))


async def notes_with(
    database: Database, team: str, words: Collection[str], limit: int = 5
) -> tuple[tuple[str, str, str], ...]:
    """Return error, platform and text of the notes with most of the words, the best first."""
    rows = await _rows(database, team, _NOTES, words, limit)
    return tuple((row["error"], row["platform"], row["text"]) for row in rows)


async def _rows(database: Database, team: str, query: str, words: Collection[str], limit: int) -> Sequence[RowMapping]:
    asked = _within_limits(words)[:_MOST_WORDS_ASKED]
    if not asked:
        return ()
    values = {f"word_{number}": word for number, word in enumerate(asked)}
    return await database.rows(_about_words(query, len(asked)), {"team": team, "limit": limit, **values})


@cache
def _about_words(query: str, words: int) -> TextClause:
    """Return a query for some words; as text, since SQLAlchemy would take longer over its own form than the database."""
    hits = " UNION ALL ".join(_HITS.format(number=number, most=_MOST_NOTES_OF_A_WORD) for number in range(words))
    return text(query.format(hits=hits))


def add(connection: Connection, team: str, note: Note, words: Collection[str]) -> None:
    """Store the words of a new note."""
    if rows := rows_of(team, note, words):
        connection.execute(insert(NOTE_WORDS), rows)


def replace(connection: Connection, team: str, note: Note, words: Collection[str]) -> None:
    """Store the words of an edited note in place of those it had."""
    connection.execute(delete(NOTE_WORDS).where(NOTE_WORDS.c.team == team, NOTE_WORDS.c.note == note.id))
    add(connection, team, note, words)


def rows_of(team: str, note: Note, words: Collection[str]) -> list[dict[str, str]]:
    """Return the index's rows for a note."""
    about = {"team": team, "note": note.id, "error": note.error, "platform": note.platform}
    return [about | {"word": word} for word in _within_limits(words)[:_MOST_WORDS_OF_A_NOTE]]


def _within_limits(words: Collection[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, (storable(word)[:_LONGEST_WORD] for word in words))))
