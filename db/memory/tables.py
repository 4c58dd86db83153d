"""The tables of the memory. Every row of `METADATA` belongs to a workspace: `team`, Slack's id of it, comes first in every key.

The SQL is what SQLite and PostgreSQL share: ids are natural or random, times are seconds since the epoch, and days are UTC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

if TYPE_CHECKING:
    from sqlalchemy import Dialect

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
    }
)
OF_NO_TEAM = MetaData(naming_convention=METADATA.naming_convention)
"""Tables that hold nothing of any workspace."""


def storable(text: str) -> str:
    """Return `text` without what cannot be stored."""
    return text.replace("\0", "").encode(errors="replace").decode()


class Words(TypeDecorator[str]):
    """Text that every database stores: PostgreSQL refuses NUL, and UTF-8 has no lone surrogates."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """As `storable`."""
        return None if value is None else storable(value)


def _key(name: str) -> Column[str]:
    return Column(name, Words, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Words, nullable=False)


def _time(name: str) -> Column[float]:
    return Column(name, Double, nullable=False)


def _count(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


CHANGES = Table(
    "changes",
    METADATA,
    _key("team"),
    _key("topic"),
    _text("epoch"),
    _count("counter"),
)
"""How often something of a topic was changed; a new `epoch` begins after everything of a workspace was removed."""

NOTES = Table(
    "notes",
    METADATA,
    _key("team"),
    _key("id"),
    _text("error"),
    _text("platform"),
    _text("author"),
    _text("text"),
    _time("made"),
    Column("edited", Double),
    _text("editor"),
    Column("revision", Integer, nullable=False),
    _text("permalink"),
    _text("source_author"),
    Index("ix_notes_error", "team", "error", "made", "id", "platform"),
)

NOTE_HISTORY = Table(
    "note_history",
    METADATA,
    _key("team"),
    _key("note"),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    _text("text"),
    _text("author"),
    _time("at"),
    ForeignKeyConstraint(["team", "note"], ["notes.team", "notes.id"], ondelete="CASCADE"),
)
"""Earlier texts of notes."""

NOTE_WORDS = Table(
    "note_words",
    METADATA,
    _key("team"),
    _key("word"),
    _key("note"),
    _text("error"),
    _text("platform"),
    ForeignKeyConstraint(["team", "note"], ["notes.team", "notes.id"], ondelete="CASCADE"),
    Index("ix_note_words_note", "team", "note"),
    sqlite_with_rowid=False,
)
"""An inverted index of the notes, which answers without them: `error` and `platform` are each note's."""

OWNERS = Table(
    "owners",
    METADATA,
    _key("team"),
    _key("error"),
    _text("owner"),
    _text("set_by"),
    _time("at"),
)

HELPERS = Table(
    "helpers",
    METADATA,
    _key("team"),
    _text("text"),
    _text("set_by"),
    _time("at"),
)
"""Whom to ask where there is no answer, in the workspace's own words."""

PREFERENCES = Table(
    "preferences",
    METADATA,
    _key("team"),
    _key("channel"),
    _key("name"),
    _text("value"),
    _text("set_by"),
    _time("at"),
)
"""Settings of a workspace, with an empty `channel`, and of its channels."""

PICKS = Table(
    "picks",
    METADATA,
    _key("team"),
    _key("question"),
    _key("user_id"),
    _text("error"),
    _text("platform"),
    _time("at"),
)

LESSONS = Table(
    "lessons",
    METADATA,
    _key("team"),
    _key("id"),
    _text("question"),
    _text("error"),
    _text("platform"),
    _text("how"),
    _text("people"),
    _time("at"),
    _count("change"),
    UniqueConstraint("team", "question"),
    Index("ix_lessons_change", "team", "change"),
)

FORGOTTEN_LESSONS = Table(
    "forgotten_lessons",
    METADATA,
    _key("team"),
    _key("id"),
    _count("change"),
)
"""Ids of removed lessons, for readers that still have them."""

FEEDBACK = Table(
    "feedback",
    METADATA,
    _key("team"),
    _key("answer"),
    _key("user_id"),
    _text("error"),
    _text("platform"),
    _text("channel"),
    Column("is_helpful", Boolean, nullable=False),
    _text("reason"),
    _time("at"),
    Index("ix_feedback_at", "team", "at"),
)

MISSES = Table(
    "misses",
    METADATA,
    _key("team"),
    _key("digest"),
    _text("question"),
    _text("verdict"),
    _text("status"),
    _time("first_seen"),
    _time("last_seen"),
    _text("suggested_error"),
    _text("suggested_platform"),
    Index("ix_misses_last_seen", "team", "last_seen"),
)
"""Questions without a firm answer; an expired one has its digest and its counts, and no text."""

MISS_DAYS = Table(
    "miss_days",
    METADATA,
    _key("team"),
    _key("digest"),
    Column("day", Date, primary_key=True),
    _count("count"),
    ForeignKeyConstraint(["team", "digest"], ["misses.team", "misses.digest"], ondelete="CASCADE"),
)

LAST_MISSES = Table(
    "last_misses",
    METADATA,
    _key("team"),
    _key("user_id"),
    _text("digest"),
    _time("at"),
)
"""Each person's latest miss, for a hit that follows it."""

ASKED = Table(
    "asked",
    METADATA,
    _key("team"),
    Column("day", Date, primary_key=True),
    _key("channel"),
    _key("error"),
    _key("platform"),
    _key("verdict"),
    _count("count"),
)
"""Answers by day, without their questions."""

CLAIMS = Table(
    "claims",
    METADATA,
    _key("team"),
    _key("work"),
    _text("holder"),
    _count("beats"),
    Column("is_done", Boolean, nullable=False),
    _text("answer"),
    _text("event"),
    _time("at"),
    Index("ix_claims_at", "team", "at"),
)
"""Messages of the last minutes, and which process answers each; the event goes with the answer."""

INSTALLATIONS = Table(
    "installations",
    METADATA,
    _key("team"),
    _key("enterprise"),
    _key("client"),
    _text("token"),
    _text("refresh_token"),
    Column("expires", Double),
    _time("at"),
)
"""Where the app is installed, by Slack's client id: in a workspace, or with an empty `team` in a whole `enterprise`."""

OAUTH_STATES = Table(
    "oauth_states",
    OF_NO_TEAM,
    _key("state"),
    _time("expires"),
    Index("ix_oauth_states_expires", "expires"),
)
"""Installations that have begun in a browser; which workspace they are for is not known yet."""

DIGESTS = Table(
    "digests",
    METADATA,
    _key("team"),
    Column("day", Date, nullable=False),
    _time("at"),
)
"""The Monday of the latest weekly digest that a workspace was sent, or that was left out."""
