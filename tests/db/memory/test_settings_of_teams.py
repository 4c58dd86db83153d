"""Owners, the line of whom to ask, and preferences: a channel's before the workspace's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from db.memory import changes, chosen, owners, preferences
from db.memory.changes import START, Topic
from db.memory.owners import Helper, Owner
from db.memory.preferences import Choice, Name, Preferences
from db.memory.tables import PREFERENCES

if TYPE_CHECKING:
    from db.memory.database import Database

pytestmark = pytest.mark.anyio

TEAM = "T1"


async def _choose(database: Database, name: Name, value: str, channel: str = "") -> None:
    await preferences.put(database, TEAM, Choice(name, value, "U1", channel), at=1.0)


async def test_an_owner_is_a_user_or_a_group(database: Database) -> None:
    for error, owner in (("muted", "U1"), ("group-full", "S1"), ("blocked", "W1")):
        await owners.put(database, TEAM, Owner(error, owner, "U9", 1.0))
    await owners.put(database, TEAM, Owner("muted", "S2", "U8", 2.0))

    assert (await chosen.read(database, TEAM)).owners == {"blocked": "W1", "group-full": "S1", "muted": "S2"}


@pytest.mark.parametrize("owner", ["", "@im-team", "C1", "<@U1>", "u1", "U1 "])
async def test_another_owner_is_refused(database: Database, owner: str) -> None:
    with pytest.raises(ValueError, match=r"^An owner is a user or a user group\.$"):
        await owners.put(database, TEAM, Owner("muted", owner, "U9", 1.0))
    assert (await chosen.read(database, TEAM)).owners == {}


async def test_an_owner_is_removed_once(database: Database) -> None:
    await owners.put(database, TEAM, Owner("muted", "U1", "U9", 1.0))

    assert [await owners.remove(database, TEAM, "muted") for _ in range(2)] == [True, False]
    assert (await chosen.read(database, TEAM)).owner("muted") == ""


async def test_the_line_of_whom_to_ask_is_replaced_and_removed(database: Database) -> None:
    assert (await chosen.read(database, TEAM)).helper == ""
    await owners.put_helper(database, TEAM, Helper("ask Wang", "U1", 1.0))
    await owners.put_helper(database, TEAM, Helper(" ask <@U2> ", "U1", 2.0))

    assert (await chosen.read(database, TEAM)).helper == "ask <@U2>"
    assert [await owners.remove_helper(database, TEAM) for _ in range(2)] == [True, False]


@pytest.mark.parametrize("text", ["", "  ", "x" * 501])
async def test_an_empty_or_too_long_line_is_refused(database: Database, text: str) -> None:
    with pytest.raises(ValueError, match=r"^The line has 1 to 500 characters, and this one has (0|501)\.$"):
        await owners.put_helper(database, TEAM, Helper(text, "U1", 1.0))


async def test_without_choices_the_defaults_hold(database: Database) -> None:
    assert (await chosen.read(database, TEAM)).of("C1") == Preferences(
        platform="", language="", feedback=True, watching=False, digest_channel=""
    )


async def test_a_channels_choice_comes_first(database: Database) -> None:
    await _choose(database, Name.PLATFORM, "native")
    await _choose(database, Name.LANGUAGE, "zh")
    await _choose(database, Name.FEEDBACK, "off")
    await _choose(database, Name.DIGEST_CHANNEL, "C9")
    await _choose(database, Name.LANGUAGE, "en", "C1")
    await _choose(database, Name.FEEDBACK, "on", "C1")
    await _choose(database, Name.WATCHING, "on", "C1")

    workspace = Preferences("native", "zh", feedback=False, watching=False, digest_channel="C9")
    assert (await chosen.read(database, TEAM)).of() == workspace
    assert (await chosen.read(database, TEAM)).of("C2") == workspace
    assert (await chosen.read(database, TEAM)).of("C1") == Preferences(
        "native", "en", feedback=True, watching=True, digest_channel="C9"
    )


async def test_a_choice_taken_back_restores_the_workspaces(database: Database) -> None:
    await _choose(database, Name.LANGUAGE, "zh")
    await _choose(database, Name.LANGUAGE, "en", "C1")
    await _choose(database, Name.LANGUAGE, "", "C1")

    assert (await chosen.read(database, TEAM)).of("C1").language == "zh"
    assert (await chosen.read(database, TEAM)).own("C1") == {}
    assert (await chosen.read(database, TEAM)).own() == {Name.LANGUAGE: "zh"}


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        (Choice(Name.LANGUAGE, "fr", "U1"), r"^language is one of zh, en, not 'fr'\.$"),
        (Choice(Name.FEEDBACK, "yes", "U1"), r"^feedback is one of on, off, not 'yes'\.$"),
        (
            Choice(Name.DIGEST_CHANNEL, "C2", "U1", "C1"),
            r"^digest_channel is chosen for a workspace, not for a channel\.$",
        ),
    ],
)
async def test_a_value_that_there_is_not_is_refused(database: Database, choice: Choice, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        await preferences.put(database, TEAM, choice, at=1.0)


async def test_each_change_moves_the_cursor_of_its_topic(database: Database) -> None:
    assert await changes.cursors(database, TEAM) == dict.fromkeys(Topic, START)
    await _choose(database, Name.LANGUAGE, "zh")
    first = await changes.cursors(database, TEAM)
    await owners.put(database, TEAM, Owner("muted", "U1", "U9", 1.0))
    await _choose(database, Name.LANGUAGE, "en")
    second = await changes.cursors(database, TEAM)

    assert {topic for topic in Topic if first[topic] != START} == {Topic.PREFERENCES}
    assert {topic for topic in Topic if second[topic] != first[topic]} == {Topic.PREFERENCES, Topic.OWNERS}
    assert (first[Topic.PREFERENCES].counter, second[Topic.PREFERENCES].counter) == (1, 2)
    assert first[Topic.PREFERENCES].epoch == second[Topic.PREFERENCES].epoch != ""


async def test_a_choice_of_a_later_version_is_passed_over(database: Database) -> None:
    await _choose(database, Name.LANGUAGE, "zh")
    later = {"team": TEAM, "channel": "", "name": "of-a-later-version", "value": "x", "set_by": "U1", "at": 1.0}
    await database.write(lambda connection: connection.execute(insert(PREFERENCES).values(**later)))

    assert (await chosen.read(database, TEAM)).of().language == "zh"
    assert set((await chosen.read(database, TEAM)).own()) == {Name.LANGUAGE}
