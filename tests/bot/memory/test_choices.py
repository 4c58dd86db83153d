"""What a workspace chose is known at every process within a second, and while the database is away."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.memory.choices import NOTHING, Choices
from bot.memory.reach import Reach
from db.memory.database import Database
from db.memory.preferences import Choice, Name

if TYPE_CHECKING:
    import pytest

    from db.memory.chosen import Chosen
    from tests.harness.databases import Files, Postgres


def test_another_process_knows_what_was_chosen(place: Files | Postgres) -> None:
    url = place.empty()

    async def play() -> tuple[Chosen, Chosen, Chosen | None, Chosen | None, Chosen]:
        one, other = Database.open(url), Database.open(url)
        await one.migrate()
        now = 0.0
        choosing, reading = Choices(Reach(one)), Choices(Reach(other, clock=lambda: now))
        before = await reading.of("T1")
        await choosing.choose(
            "T1",
            Choice(Name.PLATFORM, "android", "U1", "C1"),
            Choice(Name.LANGUAGE, "zh", "U1"),
            Choice(Name.FEEDBACK, "off", "U1"),
        )
        await choosing.set_owner("T1", "group-full", "S1", "U1")
        await choosing.set_helper("T1", "#im-help", "U1")
        now = 2.0
        after = await reading.of("T1")
        known = reading.fresh("T1")
        now = 4.0
        stale = reading.fresh("T1")
        foreign = await reading.of("T2")
        await one.close()
        await other.close()
        return before, after, known, stale, foreign

    before, after, known, stale, foreign = asyncio.run(play())
    assert before == foreign == NOTHING
    assert after == known
    assert stale is None
    assert after.owner("group-full") == "S1"
    assert after.helper == "#im-help"
    of = [after.of(channel) for channel in ("C1", "C2")]
    assert [(each.platform, each.language, each.feedback) for each in of] == [
        ("android", "zh", False),
        ("", "zh", False),
    ]


def test_what_was_read_last_holds_while_the_database_is_away(
    monkeypatch: pytest.MonkeyPatch, place: Files | Postgres
) -> None:
    url = place.empty()

    async def play() -> tuple[str, str]:
        database = Database.open(url)
        await database.migrate()
        now = 0.0
        choices = Choices(Reach(database, clock=lambda: now))
        await choices.set_helper("T1", "#im-help", "U1")
        read = await choices.of("T1")

        async def hang(_work: object) -> None:
            await asyncio.sleep(5)

        monkeypatch.setattr(database, "read", hang)
        now = 2.0
        away = await choices.of("T1")
        monkeypatch.undo()
        await database.close()
        return read.helper, away.helper

    assert asyncio.run(play()) == ("#im-help", "#im-help")
