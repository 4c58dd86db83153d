"""No workspace sees or changes what is another one's, whichever function of the memory is called."""

from __future__ import annotations

import asyncio
import dataclasses
import importlib
import inspect
import itertools
import pkgutil
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import event, select

import db.memory
from db.memory import (
    asked,
    changes,
    chosen,
    claims,
    digests,
    exchange,
    feedback,
    forget,
    installations,
    lessons,
    misses,
    note_words,
    notes,
    owners,
    picks,
    preferences,
    questions,
)
from db.memory.database import Database
from db.memory.days import Period, start_of
from db.memory.tables import METADATA, OF_NO_TEAM

if TYPE_CHECKING:
    import types
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from tests.harness.databases import Files, Postgres

OURS = "T1"
THEIRS = "T2"
DAY = date(2026, 5, 3)
AT = start_of(DAY) + 60
PERIOD = Period(DAY, DAY)
OVER_ALL_TEAMS = {"claims.teams", "forget.teams", "forget.expire_everywhere", "installations.renew_everywhere"}
"""They go through every workspace on purpose, and return no contents of any."""
OF_NO_TEAM_YET = {"oauth_states.consume", "oauth_states.issue"}
"""They hold nothing of any workspace."""
APP = installations.App("1.2")

pytestmark = pytest.mark.anyio

Case = Callable[[Database], Awaitable[object]]


def _modules() -> Iterator[types.ModuleType]:
    for found in pkgutil.iter_modules(db.memory.__path__):
        if not found.ispkg:
            yield importlib.import_module(f"db.memory.{found.name}")


def _functions() -> set[str]:
    """Return every public function that takes a database."""
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in _modules()
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and next(iter(inspect.signature(function).parameters), "") == "database"
    }


async def _fill(database: Database, team: str, word: str) -> None:
    """Fill every table; two workspaces get equal ids, errors, questions and people, and different words."""
    draft = notes.Draft(error="group-full", author="U1", text=f"{word} one", words=["limit"])
    note = await notes.add(database, team, draft, at=AT)
    await notes.edit(database, team, note.id, notes.Edit(f"{word} two", "U2", 1, words=["limit"]), at=AT)
    await owners.put(database, team, owners.Owner("group-full", "U1" if team == OURS else "S2", "U1", AT))
    await owners.put_helper(database, team, owners.Helper(f"ask {word}", "U1", AT))
    choice = preferences.Choice(preferences.Name.PLATFORM, word, "U1", "C1")
    await preferences.put(database, team, choice, at=AT)
    for user in ("U1", "U2"):
        await picks.record(database, team, picks.Pick("full", word, user, AT))
    forgotten = await lessons.teach(database, team, lessons.Teaching("closed", word, "U1"), at=AT)
    await lessons.forget(database, team, forgotten.id)
    await lessons.teach(database, team, lessons.Teaching("muted", word, "U1"), at=AT)
    await feedback.put(
        database, team, feedback.Feedback("A1", "U1", is_helpful=False, at=AT, error="group-full", reason=word)
    )
    await misses.record(database, team, misses.Missed("what", word, "U1"), at=AT)
    await asked.record_all(database, team, {asked.Asked("C1", word, "group-full"): 1}, at=AT)
    await claims.claim(database, team, claims.Work("C1:1.0", AT, word), "M1")
    await installations.put(database, team, APP, installations.Installation(f"xoxb-{word}", word, AT, AT))
    await digests.claim(database, team, DAY, at=AT)


FIRST = f"{1:032x}"
"""The id of each workspace's first note: the ids of this test are counted."""


async def _lesson_id(database: Database, question: str) -> str:
    page = await lessons.page(database, OURS)
    return next(lesson.id for lesson in page.lessons if lesson.question == question)


async def _forget_lesson(database: Database) -> object:
    return await lessons.forget(database, OURS, await _lesson_id(database, "muted"))


async def _get_lesson(database: Database) -> object:
    return await lessons.get(database, OURS, await _lesson_id(database, "full"))


async def _import(database: Database) -> object:
    exported = [line async for line in exchange.lines(database, OURS)]
    await notes.remove(database, OURS, FIRST)
    return await exchange.load(database, OURS, exported)


async def _lessons_since_the_middle(database: Database) -> object:
    whole = await lessons.changed(database, OURS)
    since = dataclasses.replace(whole.cursor, counter=2)
    return whole, await lessons.changed(database, OURS, since)


DIGEST = questions.digest_of(OURS, "what")

CASES: dict[str, Case] = {
    "asked.record": lambda db: asked.record(db, OURS, asked.Asked("C1", "firm", "group-full"), at=AT),
    "asked.record_all": lambda db: asked.record_all(db, OURS, {asked.Asked("C1", "firm", "group-full"): 2}, at=AT),
    "asked.top": lambda db: asked.top(db, OURS, PERIOD),
    "asked.trend": lambda db: asked.trend(db, OURS, PERIOD),
    "asked.verdicts": lambda db: asked.verdicts(db, OURS, PERIOD),
    "changes.cursors": lambda db: changes.cursors(db, OURS),
    "chosen.read": lambda db: chosen.read(db, OURS),
    "claims.beat": lambda db: claims.beat(db, OURS, "C1:1.0", "M1"),
    "claims.claim": lambda db: claims.claim(db, OURS, claims.Work("C1:2.0", AT), "M1"),
    "claims.finish": lambda db: claims.finish(db, OURS, "C1:1.0", "M1", "2.0"),
    "claims.get": lambda db: claims.get(db, OURS, "C1:1.0"),
    "claims.pause": lambda db: claims.pause(db, OURS, "C1:1.0", 600.0, at=AT + 900),
    "claims.release": lambda db: claims.release(db, OURS, "C1:1.0", "M1"),
    "claims.take_over": lambda db: claims.take_over(db, OURS, "C1:1.0", "M2", claims.Claim("M1")),
    "claims.tidy": lambda db: claims.tidy(db, OURS, AT + 1),
    "claims.unfinished": lambda db: claims.unfinished(db, OURS),
    "digests.claim": lambda db: digests.claim(db, OURS, DAY + timedelta(days=7), at=AT),
    "exchange.lines": lambda db: _all(exchange.lines(db, OURS)),
    "exchange.load": _import,
    "feedback.by_error": lambda db: feedback.by_error(db, OURS, PERIOD),
    "feedback.get": lambda db: feedback.get(db, OURS, "A1", "U1"),
    "feedback.of": lambda db: feedback.of(db, OURS, "A1"),
    "feedback.put": lambda db: feedback.put(db, OURS, feedback.Feedback("A1", "U1", is_helpful=True, at=AT)),
    "feedback.total": lambda db: feedback.total(db, OURS, PERIOD),
    "forget.everything": lambda db: forget.everything(db, OURS),
    "forget.expire": lambda db: forget.expire(db, OURS, AT + 1),
    "forget.person": lambda db: forget.person(db, OURS, "U1"),
    "installations.get": lambda db: installations.get(db, OURS, APP),
    "installations.put": lambda db: installations.put(db, OURS, APP, installations.Installation("xoxb-new")),
    "installations.refresh": lambda db: installations.refresh(
        db, OURS, APP, installations.Installation("xoxb-new", "new", AT, AT)
    ),
    "installations.remove": lambda db: installations.remove(db, OURS, APP),
    "lessons.changed": _lessons_since_the_middle,
    "lessons.find": lambda db: lessons.find(db, OURS, "fu", is_cut=True),
    "lessons.forget": _forget_lesson,
    "lessons.get": _get_lesson,
    "lessons.page": lambda db: lessons.page(db, OURS),
    "lessons.teach": lambda db: lessons.teach(db, OURS, lessons.Teaching("muted", "new", "U3"), at=AT),
    "misses.followed": lambda db: misses.followed(db, OURS, misses.Hit("U1", "new"), at=AT + 1),
    "misses.get": lambda db: misses.get(db, OURS, DIGEST),
    "misses.latest": lambda db: misses.latest(db, OURS, ["U1", "U2"]),
    "misses.mark": lambda db: misses.mark(db, OURS, DIGEST, misses.Status.IGNORED),
    "misses.most_frequent": lambda db: misses.most_frequent(db, OURS, 0.0),
    "misses.record_all": lambda db: misses.record_all(db, OURS, [(misses.Missed("what", "new", "U1"), AT + 1)]),
    "misses.record": lambda db: misses.record(db, OURS, misses.Missed("what", "new", "U1"), at=AT + 1),
    "note_words.found": lambda db: note_words.found(db, OURS, ["limit"]),
    "note_words.notes_with": lambda db: note_words.notes_with(db, OURS, ["limit"]),
    "notes.add": lambda db: notes.add(db, OURS, notes.Draft("group-full", "U1", "new"), at=AT),
    "notes.batches": lambda db: _all(notes.batches(db, OURS, size=1)),
    "notes.edit": lambda db: notes.edit(db, OURS, FIRST, notes.Edit("new", "U1", 2), at=AT),
    "notes.get": lambda db: notes.get(db, OURS, FIRST),
    "notes.histories": lambda db: notes.histories(db, OURS, [FIRST]),
    "notes.history": lambda db: notes.history(db, OURS, FIRST),
    "notes.page": lambda db: notes.page(db, OURS, notes.About("group-full")),
    "notes.remove": lambda db: notes.remove(db, OURS, FIRST),
    "owners.put": lambda db: owners.put(db, OURS, owners.Owner("group-full", "U9", "U9", AT)),
    "owners.put_helper": lambda db: owners.put_helper(db, OURS, owners.Helper("new", "U9", AT)),
    "owners.remove": lambda db: owners.remove(db, OURS, "group-full"),
    "owners.remove_helper": lambda db: owners.remove_helper(db, OURS),
    "picks.of": lambda db: picks.of(db, OURS, "full"),
    "picks.record": lambda db: picks.record(db, OURS, picks.Pick("full", "new", "U1", AT)),
    "preferences.put": lambda db: preferences.put(
        db, OURS, preferences.Choice(preferences.Name.PLATFORM, "", "U1", "C1"), at=AT
    ),
}


async def _all(items: AsyncIterator[Any]) -> list[Any]:
    return [item async for item in items]


def _count_ids(patch: pytest.MonkeyPatch, first: int) -> None:
    """Make random ids numbers from `first` on."""
    numbers = itertools.count(first)
    for module in (changes, notes, lessons, picks):
        patch.setattr(module, "uuid4", lambda: UUID(int=next(numbers)))


@pytest.fixture(scope="module")
def alone_and_beside(migrated: str, place: Files | Postgres) -> tuple[str, str]:
    """The URLs of two databases to be copied: with our workspace alone, and with another one beside it."""

    async def filled(url: str, words: dict[str, str]) -> None:
        database = Database.open(url)
        for team, word in words.items():
            with pytest.MonkeyPatch.context() as patch:
                _count_ids(patch, 1)
                await _fill(database, team, word)
        await database.close()

    urls = place.copy(migrated), place.copy(migrated)
    asyncio.run(filled(urls[0], {OURS: "ours"}))
    asyncio.run(filled(urls[1], {OURS: "ours", THEIRS: "theirs"}))
    return urls


@pytest.fixture
def two_urls(alone_and_beside: tuple[str, str], copy: Callable[[str], str]) -> tuple[str, str]:
    return copy(alone_and_beside[0]), copy(alone_and_beside[1])


async def _rows(database: Database, team: str) -> dict[str, list[Any]]:
    def work(connection: Connection) -> dict[str, list[Any]]:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table).where(table.c.team == team))))
            for table in METADATA.sorted_tables
        }

    return await database.read(work)


def test_every_function_has_its_case() -> None:
    assert _functions() == {*CASES, *OVER_ALL_TEAMS, *OF_NO_TEAM_YET}


def test_every_table_has_the_team_first_in_its_keys() -> None:
    keys = {table.name: [column.name for column in table.primary_key.columns] for table in METADATA.sorted_tables}
    indexes = {
        index.name: next(iter(index.columns)).name for table in METADATA.sorted_tables for index in table.indexes
    }

    assert len(keys) > 10
    assert {name: key[0] for name, key in keys.items() if key[0] != "team"} == {}
    assert {name: first for name, first in indexes.items() if first != "team"} == {}


def test_a_table_of_no_team_is_none_of_the_others() -> None:
    assert set(OF_NO_TEAM.tables) == {"oauth_states"}
    assert set(OF_NO_TEAM.tables).isdisjoint(METADATA.tables)


async def test_both_workspaces_are_in_every_table(two_urls: tuple[str, str]) -> None:
    database = Database.open(two_urls[1])
    rows = [await _rows(database, team) for team in (OURS, THEIRS)]
    first = await notes.get(database, OURS, FIRST), await notes.get(database, THEIRS, FIRST)
    await database.close()

    assert [name for found in rows for name, there in found.items() if not there] == []
    assert [note and note.text for note in first] == ["ours two", "theirs two"]


@pytest.mark.parametrize("name", CASES)
async def test_another_workspace_is_neither_seen_nor_changed(
    name: str, two_urls: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    results: list[object] = []
    ours: list[object] = []
    for url in two_urls:
        database = Database.open(url)
        theirs = await _rows(database, THEIRS)
        statements = _heard(database)
        _count_ids(monkeypatch, 1000)
        results.append(await CASES[name](database))
        heard = list(statements)
        ours.append(await _rows(database, OURS))
        assert await _rows(database, THEIRS) == theirs
        await database.close()

        assert heard != []
        assert [statement for statement in heard if not _is_scoped(statement)] == []

    assert results[0] == results[1]
    assert ours[0] == ours[1]
    assert "theirs" not in repr(results)


def _heard(database: Database) -> list[str]:
    """Return a list that every later statement is added to."""
    statements: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    return statements


def _is_scoped(statement: str) -> bool:
    """Return whether a statement names the team: in its values, or in the WHERE of every SELECT in it."""
    if statement.startswith("INSERT"):
        return bool(re.match(r"INSERT INTO \w+ \(team,", statement))
    selects = max(1, len(re.findall(r"FROM\s+(?!\()\w+", statement)))
    return len(re.findall(r"\bteam = ", statement)) >= selects


@pytest.mark.parametrize(
    ("statement", "is_scoped"),
    [
        ("SELECT notes.id FROM notes WHERE notes.team = ? AND notes.id = ?", True),
        ("SELECT notes.id FROM notes WHERE notes.id = ?", False),
        ("DELETE FROM notes WHERE notes.id = ?", False),
        ("UPDATE notes SET text = ? WHERE notes.id = ?", False),
        ("INSERT INTO notes (team, id) VALUES (?, ?)", True),
        ("INSERT INTO notes (id) VALUES (?)", False),
        ("SELECT a.x FROM (SELECT n.x FROM n WHERE n.team = ? UNION SELECT m.x FROM m WHERE m.x = ?) AS a", False),
    ],
)
def test_a_statement_without_the_team_is_noticed(statement: str, *, is_scoped: bool) -> None:
    assert _is_scoped(statement) is is_scoped


async def test_expiry_goes_through_every_workspace(database: Database) -> None:
    for team in (OURS, THEIRS):
        await _fill(database, team, team)

    assert await forget.teams(database) == (OURS, THEIRS)
    once = await forget.expire(database, OURS, AT + 1)
    assert once > 0
    assert await forget.expire_everywhere(database, AT + 1) == once
    assert await forget.expire_everywhere(database, AT + 1) == 0
