"""Notes are found, edited without overwriting anybody, and deleted."""

from __future__ import annotations

import asyncio
import itertools

import pytest
from sqlalchemy import func, select

from db.memory import note_words, notes
from db.memory.database import Database
from db.memory.notes import About, Conflict, Draft, Edit, Note, Page, Revision
from db.memory.tables import NOTE_HISTORY, NOTE_WORDS

pytestmark = pytest.mark.anyio

TEAM = "T1"
_CLOCK = itertools.count(1_700_000_000)


async def _added(
    database: Database, text: str = "Raise maxusers.", error: str = "group-full", platform: str = ""
) -> Note:
    draft = Draft(error=error, author="U1", text=text, platform=platform)
    return await notes.add(database, TEAM, draft, at=float(next(_CLOCK)))


async def test_an_added_note_is_read_back(database: Database) -> None:
    draft = Draft(
        error="group-full",
        author="U1",
        text="  客户 X: *maxusers* was 200 👍  ",
        platform="native",
        permalink="https://team.slack.example/archives/C1/p1",
        source_author="U2",
    )
    added = await notes.add(database, TEAM, draft, at=1_700_000_000.25)

    assert await notes.get(database, TEAM, added.id) == added
    assert added == Note(
        id=added.id,
        error="group-full",
        platform="native",
        author="U1",
        text="客户 X: *maxusers* was 200 👍",
        made=1_700_000_000.25,
        edited=None,
        editor="",
        revision=1,
        permalink="https://team.slack.example/archives/C1/p1",
        source_author="U2",
    )


async def test_a_page_holds_the_newest_and_the_count(database: Database) -> None:
    added = [await _added(database, str(number)) for number in range(5)]
    await _added(database, error="group-closed")

    assert await notes.page(database, TEAM, About("group-full")) == Page((added[4], added[3]), 5)
    assert await notes.page(database, TEAM, About("group-full"), limit=2, offset=3) == Page((added[1], added[0]), 5)


async def test_a_page_beyond_the_last_still_tells_the_count(database: Database) -> None:
    await _added(database)

    assert await notes.page(database, TEAM, About("group-full"), offset=9) == Page((), 1)
    assert await notes.page(database, TEAM, About("unknown")) == Page((), 0)


async def test_a_platform_has_its_notes_and_those_of_all(database: Database) -> None:
    everywhere = await _added(database, "everywhere")
    native = await _added(database, "native", platform="native")
    web = await _added(database, "web", platform="web")

    assert (await notes.page(database, TEAM, About("group-full", "native"))) == Page((native, everywhere), 2)
    assert (await notes.page(database, TEAM, About("group-full"))) == Page((web, native), 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (" \n ", r"A note has 1 to 3,000 characters, and this one has 0\."),
        ("x" * 3001, r"A note has 1 to 3,000 characters, and this one has 3,001\."),
    ],
)
async def test_an_empty_or_too_long_note_is_refused(database: Database, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        await _added(database, text)
    assert (await notes.page(database, TEAM, About("group-full"))).count == 0


async def test_the_longest_note_is_stored_whole(database: Database) -> None:
    added = await _added(database, "满" * 3000)

    found = await notes.get(database, TEAM, added.id)
    assert found is not None
    assert found.text == "满" * 3000


async def test_what_no_database_stores_is_replaced(database: Database) -> None:
    added = await _added(database, "a\0b\ud800c")

    found = await notes.get(database, TEAM, added.id)
    assert found is not None
    assert found.text == "ab?c"


async def test_an_edit_keeps_the_earlier_texts(database: Database) -> None:
    first = await _added(database, "one")
    second = await notes.edit(database, TEAM, first.id, Edit("two", "U2", revision=1), at=1_800_000_000.0)
    assert isinstance(second, Note)
    third = await notes.edit(database, TEAM, first.id, Edit("three", "U1", revision=2), at=1_800_000_001.0)

    assert third == await notes.get(database, TEAM, first.id)
    assert (second.text, second.editor, second.edited, second.author, second.made) == (
        "two",
        "U2",
        1_800_000_000.0,
        "U1",
        first.made,
    )
    assert await notes.history(database, TEAM, first.id) == (
        Revision(1, "one", "U1", first.made),
        Revision(2, "two", "U2", 1_800_000_000.0),
    )


async def test_an_outdated_edit_returns_the_newer_note(database: Database) -> None:
    first = await _added(database, "one")
    newer = await notes.edit(database, TEAM, first.id, Edit("two", "U2", revision=1), at=1_800_000_000.0)
    assert isinstance(newer, Note)

    assert await notes.edit(database, TEAM, first.id, Edit("mine", "U3", revision=1), at=1_800_000_001.0) == Conflict(
        newer
    )
    assert await notes.get(database, TEAM, first.id) == newer
    assert len(await notes.history(database, TEAM, first.id)) == 1


async def test_of_two_edits_at_once_exactly_one_wins(database: Database, url: str) -> None:
    elsewhere = Database.open(url)
    for _ in range(10):
        note = await _added(database, "one")
        results = await asyncio.gather(
            *(
                notes.edit(there, TEAM, note.id, Edit(text, "U2", revision=1), at=1_800_000_000.0)
                for there, text in ((database, "here"), (elsewhere, "there"))
            )
        )
        stored = await notes.get(database, TEAM, note.id)
        assert stored is not None
        assert stored.revision == 2
        assert sorted(results, key=lambda result: isinstance(result, Conflict)) == [stored, Conflict(stored)]
    await elsewhere.close()


async def test_an_edit_of_a_deleted_note_changes_nothing(database: Database) -> None:
    note = await _added(database)
    assert await notes.remove(database, TEAM, note.id)

    assert await notes.edit(database, TEAM, note.id, Edit("two", "U2", revision=1), at=1.0) is None
    assert await notes.get(database, TEAM, note.id) is None


async def test_a_deleted_note_leaves_nothing(database: Database) -> None:
    draft = Draft(error="group-full", author="U1", text="one", words=["maxusers"])
    note = await notes.add(database, TEAM, draft, at=1.0)
    await notes.edit(database, TEAM, note.id, Edit("two", "U2", revision=1, words=["limit"]), at=2.0)

    assert await notes.remove(database, TEAM, note.id)
    assert not await notes.remove(database, TEAM, note.id)
    for table in (NOTE_HISTORY, NOTE_WORDS):
        assert (await database.rows(select(func.count().label("count")).select_from(table)))[0]["count"] == 0


async def test_batches_hold_every_note_once(database: Database) -> None:
    added = {await _added(database, str(number)) for number in range(7)}
    batches = [batch async for batch in notes.batches(database, TEAM, size=3)]

    assert [len(batch) for batch in batches] == [3, 3, 1]
    assert {note for batch in batches for note in batch} == added


async def test_words_lead_to_the_errors_of_their_notes(database: Database) -> None:
    for error, platform, words in (
        ("group-full", "", ["maxusers", "customer"]),
        ("group-full", "", ["maxusers", "x", "x"]),
        ("group-closed", "web", ["customer"]),
    ):
        draft = Draft(error=error, author="U1", text="a note", platform=platform, words=words)
        await notes.add(database, TEAM, draft, at=1.0)

    assert await note_words.found(database, TEAM, ["maxusers", "customer", "other"]) == (
        note_words.Found("group-full", "", 2, 2),
        note_words.Found("group-closed", "web", 1, 1),
    )
    assert await note_words.found(database, TEAM, ["other"]) == ()
    assert await note_words.found(database, TEAM, []) == ()


async def test_words_lead_to_the_notes_that_have_most_of_them(database: Database) -> None:
    for at, (text, words) in enumerate([("one", ["x"]), ("both", ["x", "y"]), ("none", ["z"]), ("newer", ["y"])]):
        draft = Draft(error="muted", author="U1", text=text, platform="web", words=words)
        await notes.add(database, TEAM, draft, at=float(at))

    found = await note_words.notes_with(database, TEAM, ["x", "y"])
    assert found == (("muted", "web", "both"), ("muted", "web", "newer"), ("muted", "web", "one"))
    assert await note_words.notes_with(database, TEAM, ["x", "y"], limit=1) == found[:1]
    assert await note_words.notes_with(database, TEAM, []) == ()


@pytest.mark.parametrize("word", ["a\0b", "a\ud800b", "满" * 100])
async def test_a_word_is_found_as_it_is_stored(database: Database, word: str) -> None:
    draft = Draft(error="group-full", author="U1", text="a note", words=[word, "", "\0"])
    await notes.add(database, TEAM, draft, at=1.0)

    assert [found.words for found in await note_words.found(database, TEAM, [word, ""])] == [1]


async def test_an_edited_note_is_found_by_its_new_words(database: Database) -> None:
    draft = Draft(error="group-full", author="U1", text="one", words=["old", "both"])
    note = await notes.add(database, TEAM, draft, at=1.0)
    await notes.edit(database, TEAM, note.id, Edit("two", "U1", revision=1, words=["new", "both"]), at=2.0)

    found = [await note_words.found(database, TEAM, [word]) for word in ("old", "new", "both")]
    assert [len(errors) for errors in found] == [0, 1, 1]
