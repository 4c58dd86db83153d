"""The first version: all that a workspace can add."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "asked",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("team", "day", "channel", "error", "platform", "verdict", name=op.f("pk_asked")),
    )
    op.create_table(
        "changes",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("team", "topic", name=op.f("pk_changes")),
    )
    op.create_table(
        "feedback",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("is_helpful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("team", "answer", "user_id", name=op.f("pk_feedback")),
    )
    op.create_index("ix_feedback_at", "feedback", ["team", "at"])
    op.create_table(
        "forgotten_lessons",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("team", "id", name=op.f("pk_forgotten_lessons")),
    )
    op.create_table(
        "helpers",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("team", name=op.f("pk_helpers")),
    )
    op.create_table(
        "last_misses",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("team", "user_id", name=op.f("pk_last_misses")),
    )
    op.create_table(
        "lessons",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("team", "id", name=op.f("pk_lessons")),
        sa.UniqueConstraint("team", "question", name=op.f("uq_lessons_team_question")),
    )
    op.create_index("ix_lessons_change", "lessons", ["team", "change"])
    op.create_table(
        "misses",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.Double(), nullable=False),
        sa.Column("last_seen", sa.Double(), nullable=False),
        sa.Column("suggested_error", sa.Text(), nullable=False),
        sa.Column("suggested_platform", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team", "digest", name=op.f("pk_misses")),
    )
    op.create_index("ix_misses_last_seen", "misses", ["team", "last_seen"])
    op.create_table(
        "notes",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made", sa.Double(), nullable=False),
        sa.Column("edited", sa.Double(), nullable=True),
        sa.Column("editor", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("permalink", sa.Text(), nullable=False),
        sa.Column("source_author", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team", "id", name=op.f("pk_notes")),
    )
    op.create_index("ix_notes_error", "notes", ["team", "error", "made", "id", "platform"])
    op.create_table(
        "owners",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("team", "error", name=op.f("pk_owners")),
    )
    op.create_table(
        "picks",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("team", "question", "user_id", name=op.f("pk_picks")),
    )
    op.create_table(
        "preferences",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("team", "channel", "name", name=op.f("pk_preferences")),
    )
    op.create_table(
        "miss_days",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("team", "digest", "day", name=op.f("pk_miss_days")),
        sa.ForeignKeyConstraint(
            ["team", "digest"], ["misses.team", "misses.digest"], ondelete="CASCADE", name=op.f("fk_miss_days_misses")
        ),
    )
    op.create_table(
        "note_history",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("team", "note", "revision", name=op.f("pk_note_history")),
        sa.ForeignKeyConstraint(
            ["team", "note"], ["notes.team", "notes.id"], ondelete="CASCADE", name=op.f("fk_note_history_notes")
        ),
    )
    op.create_table(
        "note_words",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team", "word", "note", name=op.f("pk_note_words")),
        sa.ForeignKeyConstraint(
            ["team", "note"], ["notes.team", "notes.id"], ondelete="CASCADE", name=op.f("fk_note_words_notes")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_note_words_note", "note_words", ["team", "note"])
