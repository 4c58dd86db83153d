"""The words of notes: an inverted index in the database, since a workspace may have a million notes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, text

from db.memory.tables import NOTE_WORDS, storable

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection, TextClause

    from db.memory.database import Database

_LONGEST_WORD = 64
_MOST_WORDS_OF_A_NOTE = 200
_MOST_WORDS_ASKED = 12
_MOST_NOTES_OF_A_WORD = 200
"""A word of more notes than this tells little; the limit keeps a question's cost the same for a million notes."""
_HITS = """
SELECT word, note FROM (
    SELECT word, note FROM note_words WHERE note_words.team = :team AND word = :word_{number} LIMIT {most}
) AS hits_{number}
"""
_QUERY = """
SELECT notes.error, notes.platform, count(DISTINCT hits.word) AS words, count(DISTINCT notes.id) AS notes
FROM ({hits}) AS hits JOIN notes ON notes.team = :team AND notes.id = hits.note
GROUP BY notes.error, notes.platform
ORDER BY count(DISTINCT hits.word) DESC, count(DISTINCT notes.id) DESC, notes.error, notes.platform
LIMIT :limit
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
    asked = _within_limits(words)[:_MOST_WORDS_ASKED]
    if not asked:
        return ()
    values = {f"word_{number}": word for number, word in enumerate(asked)}
    rows = await database.rows(_query(len(asked)), {"team": team, "limit": limit, **values})
    return tuple(Found(**row) for row in rows)


@cache
def _query(words: int) -> TextClause:
    """Return the query for some words; as text, since SQLAlchemy would take longer over its own form than the database."""
    hits = " UNION ALL ".join(_HITS.format(number=number, most=_MOST_NOTES_OF_A_WORD) for number in range(words))
    return text(_QUERY.format(hits=hits))


def add(connection: Connection, team: str, note: str, words: Collection[str]) -> None:
    """Store the words of a new note."""
    if rows := rows_of(team, note, words):
        connection.execute(insert(NOTE_WORDS), rows)


def replace(connection: Connection, team: str, note: str, words: Collection[str]) -> None:
    """Store the words of an edited note in place of those it had."""
    connection.execute(delete(NOTE_WORDS).where(NOTE_WORDS.c.team == team, NOTE_WORDS.c.note == note))
    add(connection, team, note, words)


def rows_of(team: str, note: str, words: Collection[str]) -> list[dict[str, str]]:
    """Return the index's rows for a note."""
    return [{"team": team, "word": word, "note": note} for word in _within_limits(words)[:_MOST_WORDS_OF_A_NOTE]]


def _within_limits(words: Collection[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, (storable(word)[:_LONGEST_WORD] for word in words))))
