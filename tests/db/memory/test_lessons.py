"""Two people who pick the same, or one who teaches, make a lesson; it can be seen, followed and forgotten."""

from __future__ import annotations

import asyncio

import pytest

from db.memory import changes, lessons, picks
from db.memory.changes import START, Cursor, Topic
from db.memory.database import Database
from db.memory.lessons import Changed, How, Lesson, Page, Teaching
from db.memory.picks import Pick

pytestmark = pytest.mark.anyio

TEAM = "T1"


async def _pick(
    database: Database, user: str, error: str = "group-full", at: float = 1.0, platform: str = ""
) -> Lesson | None:
    return await picks.record(database, TEAM, Pick("cannot join", error, user, at, platform))


async def _teach(database: Database, question: str = "cannot join", error: str = "muted", at: float = 5.0) -> Lesson:
    return await lessons.teach(database, TEAM, Teaching(question, error, "U7", "web"), at=at)


async def _all(database: Database) -> tuple[Lesson, ...]:
    return (await lessons.page(database, TEAM)).lessons


async def test_one_pick_is_no_lesson(database: Database) -> None:
    assert await _pick(database, "U1") is None
    assert await _pick(database, "U1", at=2.0) is None
    assert await _all(database) == ()
    assert await picks.of(database, TEAM, "cannot join") == (Pick("cannot join", "group-full", "U1", 2.0),)


async def test_two_people_who_pick_the_same_make_a_lesson(database: Database) -> None:
    await _pick(database, "U1", at=1.0)
    lesson = await _pick(database, "U2", at=2.0)

    assert lesson is not None
    assert lesson == Lesson(lesson.id, "cannot join", "group-full", "", How.PICKED, ("U1", "U2"), 2.0)
    assert await _all(database) == (lesson,)
    assert await lessons.get(database, TEAM, lesson.id) == lesson


async def test_two_people_at_the_same_moment_make_a_lesson(database: Database, url: str) -> None:
    elsewhere = Database.open(url)
    made = await asyncio.gather(
        *(_pick(there, user) for there, user in ((database, "U1"), (elsewhere, "U2"), (database, "U3")))
    )
    await elsewhere.close()

    (lesson,) = await _all(database)
    assert len([one for one in made if one is not None]) == 2
    assert sorted(lesson.people) == ["U1", "U2", "U3"]


@pytest.mark.parametrize(("error", "platform"), [("muted", ""), ("group-full", "web")])
async def test_two_people_who_differ_make_none(database: Database, error: str, platform: str) -> None:
    await _pick(database, "U1")

    assert await _pick(database, "U2", error, platform=platform) is None
    assert await _all(database) == ()


async def test_a_persons_last_pick_counts(database: Database) -> None:
    await _pick(database, "U1", "muted")
    await _pick(database, "U1", "group-full")

    assert await _pick(database, "U2", "muted") is None
    lesson = await _pick(database, "U3", "muted")
    assert lesson is not None
    assert lesson.people == ("U2", "U3")


async def test_as_many_for_another_error_keep_the_lesson(database: Database) -> None:
    for user in ("U1", "U2"):
        await _pick(database, user, "group-full")
    assert await _pick(database, "U3", "muted") is None
    assert await _pick(database, "U4", "muted") is None
    assert [lesson.error for lesson in await _all(database)] == ["group-full"]

    assert await _pick(database, "U5", "muted") is not None
    assert [lesson.error for lesson in await _all(database)] == ["muted"]


async def test_picks_do_not_overrule_what_was_taught(database: Database) -> None:
    taught = await _teach(database)
    for user in ("U1", "U2", "U3"):
        assert await _pick(database, user) is None
    assert await _all(database) == (taught,)

    for user in ("U1", "U2"):
        confirmed = await _pick(database, user, "muted", platform="web")
    assert confirmed == taught


async def test_teaching_replaces_the_lesson_and_keeps_its_id(database: Database) -> None:
    for user in ("U1", "U2"):
        picked = await _pick(database, user)
    taught = await _teach(database)

    assert picked is not None
    assert taught == Lesson(picked.id, "cannot join", "muted", "web", How.TAUGHT, ("U7",), 5.0)
    assert await _all(database) == (taught,)


async def test_a_forgotten_lesson_needs_two_new_picks(database: Database) -> None:
    for user in ("U1", "U2"):
        lesson = await _pick(database, user)
    assert lesson is not None

    assert await lessons.forget(database, TEAM, lesson.id) == lesson
    assert await lessons.forget(database, TEAM, lesson.id) is None
    assert await _pick(database, "U3") is None
    assert await _all(database) == ()


@pytest.mark.parametrize("question", ["", " \n", "\0"])
async def test_a_question_without_words_is_refused(database: Database, question: str) -> None:
    with pytest.raises(ValueError, match=r"^A question has to have words\.$"):
        await _teach(database, question)
    with pytest.raises(ValueError, match=r"^A question has to have words\.$"):
        await picks.record(database, TEAM, Pick(question, "muted", "U1", 1.0))


async def test_a_long_question_is_cut_to_the_length_of_a_key(database: Database) -> None:
    first = await _teach(database, "满" * 250)
    second = await _teach(database, "满" * 300)

    assert first.question == "满" * 200
    assert second.id == first.id


async def test_a_page_shows_the_newest_first(database: Database) -> None:
    taught = [await _teach(database, f"question {number}") for number in range(4)]

    assert await lessons.page(database, TEAM, limit=2) == Page((taught[3], taught[2]), 4)
    assert await lessons.page(database, TEAM, limit=2, offset=3) == Page((taught[0],), 4)


async def test_a_reader_follows_the_changes(database: Database) -> None:
    first = await _teach(database, "first")
    whole = await lessons.changed(database, TEAM)
    assert whole == Changed(whole.cursor, (first,), is_whole=True)
    assert await lessons.changed(database, TEAM, whole.cursor) == Changed(whole.cursor, ())

    second = await _teach(database, "second")
    first = await _teach(database, "first", "group-full")
    new = await lessons.changed(database, TEAM, whole.cursor)
    assert new == Changed(new.cursor, (second, first))

    await lessons.forget(database, TEAM, second.id)
    gone = await lessons.changed(database, TEAM, new.cursor)
    assert gone == Changed(gone.cursor, (), (second.id,))
    assert (await changes.cursors(database, TEAM))[Topic.LESSONS] == gone.cursor


async def test_a_reader_takes_many_lessons_in_pieces(database: Database) -> None:
    taught = [await _teach(database, f"question {number}") for number in range(5)]
    found: list[Lesson] = []
    piece = await lessons.changed(database, TEAM, limit=2)
    sizes = [len(piece.lessons)]
    found += piece.lessons
    while piece.has_more:
        piece = await lessons.changed(database, TEAM, piece.cursor, limit=2)
        assert not piece.is_whole
        sizes.append(len(piece.lessons))
        found += piece.lessons

    assert (sizes, found) == ([2, 2, 1], taught)


async def test_a_lesson_forgotten_between_pieces_is_not_kept(database: Database) -> None:
    taught = [await _teach(database, f"question {number}") for number in range(4)]
    piece = await lessons.changed(database, TEAM, limit=2)
    await lessons.forget(database, TEAM, taught[0].id)
    rest = await lessons.changed(database, TEAM, piece.cursor)

    assert rest.lessons == (taught[2], taught[3])
    assert rest.forgotten == (taught[0].id,)


async def test_a_reader_of_another_epoch_begins_anew(database: Database) -> None:
    taught = await _teach(database)
    found = await lessons.changed(database, TEAM, Cursor("another", 99))

    assert (found.is_whole, found.lessons) == (True, (taught,))


async def test_a_workspace_without_lessons_costs_one_query(database: Database) -> None:
    assert await lessons.changed(database, TEAM) == Changed(START, ())
