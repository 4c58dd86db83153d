"""A person, a workspace and old questions are forgotten; what others added and the counts stay."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from db.memory import asked, chosen, feedback, forget, lessons, misses, notes, owners, picks, preferences
from db.memory.changes import START
from db.memory.days import Period, start_of
from db.memory.notes import About, Draft, Edit
from db.memory.tables import HELPERS, METADATA, OWNERS, PREFERENCES

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.memory.database import Database

pytestmark = pytest.mark.anyio

TEAM = "T1"
DAY = date(2026, 5, 3)
AT = start_of(DAY)
LATER = AT + 30 * 86400


async def _dump(database: Database) -> str:
    """Return everything that is stored, as text."""

    def work(connection: Connection) -> str:
        tables = METADATA.sorted_tables
        return "\n".join([f"{table.name} {(connection.execute(select(table))).all()}" for table in tables])

    return await database.read(work)


async def _note(database: Database, author: str, source_author: str = "") -> notes.Note:
    draft = Draft("muted", author, f"by {author}", source_author=source_author)
    return await notes.add(database, TEAM, draft, at=AT)


async def _with_traces_of(database: Database, user: str) -> None:
    """Leave a trace of a person in every way there is, beside those of others."""
    await _note(database, user)
    await _note(database, "U2", source_author=user)
    others = await _note(database, "U2")
    await notes.edit(database, TEAM, others.id, Edit("second", user, 1), at=AT)
    await notes.edit(database, TEAM, others.id, Edit("third", "U2", 2), at=AT)
    await notes.edit(database, TEAM, others.id, Edit("fourth", user, 3), at=AT)
    await owners.put(database, TEAM, owners.Owner("muted", user, "U2", AT))
    await owners.put(database, TEAM, owners.Owner("blocked", "S1", user, AT))
    await owners.put_helper(database, TEAM, owners.Helper("ask the IM group", user, AT))
    choice = preferences.Choice(preferences.Name.LANGUAGE, "zh", user)
    await preferences.put(database, TEAM, choice, at=AT)
    for question, users in (("two", [user, "U2"]), ("three", [user, "U2", "U3"])):
        for one in users:
            await picks.record(database, TEAM, picks.Pick(question, "muted", one, AT))
    await lessons.teach(database, TEAM, lessons.Teaching("taught", "muted", user), at=AT)
    await lessons.teach(database, TEAM, lessons.Teaching("by a longer id", "muted", f"{user}0"), at=AT)
    await feedback.put(database, TEAM, feedback.Feedback("A1", user, is_helpful=False, at=AT, reason="why"))
    await misses.record(database, TEAM, misses.Missed("what", "none", user), at=AT)


async def test_a_forgotten_person_is_nowhere(database: Database) -> None:
    await _with_traces_of(database, "U777")
    before = await lessons.changed(database, TEAM)
    assert await forget.person(database, TEAM, "U777") > 0

    dump = await _dump(database)
    assert "U777" not in dump.replace("U7770", "")
    assert "U7770" in dump
    assert await forget.person(database, TEAM, "U777") == 0
    (left,) = (await notes.page(database, TEAM, About("muted"))).notes
    assert (left.text, left.author, left.editor) == ("fourth", "U2", "")
    assert [revision.text for revision in await notes.history(database, TEAM, left.id)] == ["by U2", "third"]
    after = await lessons.changed(database, TEAM, before.cursor)
    assert [(lesson.question, lesson.people) for lesson in after.lessons] == [("three", ("U2", "U3"))]
    gone = {lesson.id for lesson in before.lessons if lesson.question in {"two", "taught"}}
    assert set(after.forgotten) == gone


async def test_what_others_chose_stays(database: Database) -> None:
    await _with_traces_of(database, "U777")
    await forget.person(database, TEAM, "U777")

    left = await chosen.read(database, TEAM)
    assert (left.owners, left.helper, left.of().language) == ({"blocked": "S1"}, "ask the IM group", "zh")
    for table in (OWNERS, HELPERS, PREFERENCES):
        assert {row["set_by"] for row in await database.rows(table.select())} == {""}
    assert [miss.question for miss in await misses.most_frequent(database, TEAM, since=AT)] == ["what"]


async def test_a_forgotten_workspace_leaves_nothing(database: Database) -> None:
    await _with_traces_of(database, "U777")
    await asked.record_all(database, TEAM, {asked.Asked("C1", "exact", "muted"): 1}, at=AT)
    before = await lessons.changed(database, TEAM)
    assert await forget.everything(database, TEAM) > 20

    assert TEAM not in await _dump(database)
    assert await forget.everything(database, TEAM) == 0
    assert await forget.teams(database) == ()
    assert await lessons.changed(database, TEAM, before.cursor) == lessons.Changed(START, (), is_whole=True)


async def test_a_reader_notices_a_workspace_that_began_anew(database: Database) -> None:
    for question in ("one", "two"):
        await lessons.teach(database, TEAM, lessons.Teaching(question, "muted", "U1"), at=AT)
    before = await lessons.changed(database, TEAM)
    await forget.everything(database, TEAM)
    for question in ("three", "four", "five"):
        await lessons.teach(database, TEAM, lessons.Teaching(question, "muted", "U1"), at=AT)

    after = await lessons.changed(database, TEAM, before.cursor)
    assert after.is_whole
    assert [lesson.question for lesson in after.lessons] == ["three", "four", "five"]


async def test_old_questions_expire_and_counts_stay(database: Database) -> None:
    for user in ("U1", "U2"):
        await picks.record(database, TEAM, picks.Pick("picked words", "muted", user, AT))
    digest = await misses.record(database, TEAM, misses.Missed("missed words", "none", "U1"), at=AT)
    await misses.mark(database, TEAM, digest, misses.Status.IGNORED)
    thumb = feedback.Feedback("A1", "U1", is_helpful=False, at=AT, reason="reason's words")
    await feedback.put(database, TEAM, thumb)
    await asked.record_all(database, TEAM, {asked.Asked("C1", "none"): 1}, at=AT)
    assert await forget.expire(database, TEAM, LATER) == 5

    dump = await _dump(database)
    assert [words for words in ("missed words", "reason's words") if words in dump] == []
    assert await picks.of(database, TEAM, "picked words") == ()
    assert await asked.verdicts(database, TEAM, Period(DAY, DAY)) == {"none": 1}
    assert await feedback.of(database, TEAM, "A1") == feedback.Thumbs(up=0, down=1)
    expired = await misses.get(database, TEAM, digest)
    assert expired is not None
    assert (expired.question, expired.count, expired.status) == ("", 1, misses.Status.IGNORED)
    assert await misses.most_frequent(database, TEAM, since=0.0, statuses=tuple(misses.Status)) == ()
    # What people taught or agreed on is a lesson, not a raw question.
    assert [lesson.question for lesson in (await lessons.page(database, TEAM)).lessons] == ["picked words"]


async def test_an_expired_question_that_returns_is_known(database: Database) -> None:
    digest = await misses.record(database, TEAM, misses.Missed("hello", "none"), at=AT)
    await misses.mark(database, TEAM, digest, misses.Status.IGNORED)
    await forget.expire(database, TEAM, LATER)
    again = await misses.record(database, TEAM, misses.Missed("hello", "none"), at=LATER)

    found = await misses.get(database, TEAM, digest)
    assert found is not None
    assert again == digest
    assert (found.question, found.count, found.status) == ("hello", 2, misses.Status.IGNORED)


async def test_younger_questions_do_not_expire(database: Database) -> None:
    await picks.record(database, TEAM, picks.Pick("picked", "muted", "U1", AT))
    await misses.record(database, TEAM, misses.Missed("missed", "none", "U1"), at=AT)
    before = await _dump(database)

    assert await forget.expire(database, TEAM, AT) == 0
    assert await _dump(database) == before
