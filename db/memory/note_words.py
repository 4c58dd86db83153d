"""The words of notes: an inverted index in the database, since a workspace may have a million notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, union_all

from db.memory.tables import NOTE_WORDS, NOTES

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from db.memory.database import Database

_LONGEST_WORD = 64
_MOST_WORDS_OF_A_NOTE = 200
_MOST_WORDS_ASKED = 12
_MOST_NOTES_OF_A_WORD = 200
"""A word of more notes than this tells little; the limit keeps a question's cost the same for a million notes."""


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
    hits = union_all(
        *(
            select(
                select(NOTE_WORDS.c.word, NOTE_WORDS.c.note)
                .where(NOTE_WORDS.c.team == team, NOTE_WORDS.c.word == word)
                .limit(_MOST_NOTES_OF_A_WORD)
                .subquery()
            )
            for word in asked
        )
    ).subquery()
    distinct_words = func.count(hits.c.word.distinct()).label("words")
    distinct_notes = func.count(NOTES.c.id.distinct()).label("notes")
    rows = await database.rows(
        select(NOTES.c.error, NOTES.c.platform, distinct_words, distinct_notes)
        .join_from(hits, NOTES, NOTES.c.id == hits.c.note)
        .where(NOTES.c.team == team)
        .group_by(NOTES.c.error, NOTES.c.platform)
        .order_by(distinct_words.desc(), distinct_notes.desc(), NOTES.c.error, NOTES.c.platform)
        .limit(limit)
    )
    return tuple(Found(**row) for row in rows)


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
    return list(dict.fromkeys(word[:_LONGEST_WORD] for word in words if word))
