"""The weekly digest: an admin chooses its channel, and it comes there once."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.memory.digests import due
from db.memory import asked, misses, preferences
from db.memory.asked import Asked
from db.memory.database import Database
from db.memory.days import start_of
from db.memory.misses import Missed
from db.memory.preferences import Choice, Name
from local_slack.state import TEAM
from tests.harness.home_page import opened_page
from tests.harness.installed import LocalSlack
from tests.harness.server import serving

if TYPE_CHECKING:
    from pathlib import Path

    from local_slack.person import Person
    from tests.harness.databases import Files, Postgres

SUNDAY = start_of(due(time.time()) - timedelta(days=1)) + 3600


def _team_page(slack: LocalSlack, person: Person) -> str:
    return opened_page(slack, person, "team_page")


def _home(person: Person) -> str:
    assert person.home is not None
    return person.reads(person.home)


def test_an_admin_chooses_the_channel(place: Files | Postgres, table_path: Path, tmp_path: Path) -> None:
    changes = {"IMERR_MEMORY": "on", "DATABASE_URL": place.empty()}
    with LocalSlack() as slack, serving(table_path, slack, tmp_path / "log", **changes) as server:
        slack.deliver_to(f"{server.url}/slack/events")
        news, closed = slack.channel("news"), slack.channel("closed", has_bot=False)
        ann, bo = (slack.person(name, channels=[news, closed]) for name in ("ann", "bo"))
        ann.user.is_admin = True
        assert "Weekly digest" not in _team_page(slack, bo)
        assert "It is off." in _team_page(slack, ann)

        ann.chooses("digest_channel", "closed", on=ann.home)
        slack.settle()
        assert ann.modal is not None
        assert "Invite imerr to that channel" in ann.reads(ann.modal)
        ann.closes()
        assert "It is off." in _home(ann)

        ann.chooses("digest_channel", "news", on=ann.home)
        slack.settle()
        assert "From now on imerr posts its weekly digest here" in ann.reads(slack.messages(news)[-1])
        assert "@ann chose this channel." in ann.reads(slack.messages(news)[-1])
        assert "It is off." not in _home(ann)

        ann.chooses("digest_channel", "news", on=ann.home)
        slack.settle()
        assert len(slack.messages(news)) == 1

        ann.user.is_admin = False
        ann.presses("digest_off", on=ann.home)
        slack.settle()
        ann.user.is_admin = True
        assert "[Switch it off]" in _team_page(slack, ann)
        ann.presses("digest_off", on=ann.home)
        slack.settle()
        assert "It is off." in _home(ann)
        assert len(slack.messages(news)) == 1
        assert "failed" not in {line["event"] for line in server.lines()}


async def _asked_last_week(url: str, channel: str) -> None:
    database = Database.open(url)
    await database.migrate()
    await preferences.put(database, TEAM, Choice(Name.DIGEST_CHANNEL, channel, "U1"), at=1.0)
    await preferences.put(database, TEAM, Choice(Name.LANGUAGE, "zh", "U1"), at=1.0)
    await asked.record(database, TEAM, Asked("C1", "exact", "group-full", "web"), at=SUNDAY, count=3)
    await asked.record(database, TEAM, Asked("C1", "none"), at=SUNDAY)
    await misses.record(database, TEAM, Missed("the flux capacitor is purple", "none", "U1"), at=SUNDAY)
    await database.close()


def test_two_servers_send_one_digest(place: Files | Postgres, table_path: Path, tmp_path: Path) -> None:
    with LocalSlack() as slack:
        news, url = slack.channel("news"), place.empty()
        ann = slack.person("ann", channels=[news])
        asyncio.run(_asked_last_week(url, news.id))
        changes = {"IMERR_MEMORY": "on", "DATABASE_URL": url, "IMERR_LANG": "en"}
        with (
            serving(table_path, slack, tmp_path / "one", **changes) as one,
            serving(table_path, slack, tmp_path / "other", **changes) as other,
        ):
            slack.wait_for(lambda: bool(slack.messages(news)), "the digest")
            slack.settle()
            (message,) = slack.messages(news)
            events = [line["event"] for server in (one, other) for line in server.lines()]

    read = ann.reads(message)
    assert "# imerr 一周小结" in read
    assert "共 4 次回答" in read
    assert "(GROUP_MEMBERS_FULL)  问过 3 次" in read
    assert "“the flux capacitor is purple”  问过一次" in read
    assert "data_visualization" in {block["type"] for block in message.blocks}
    assert "the flux capacitor is purple" in message.text
    assert events.count("digest") == 1


def test_a_channel_that_imerr_left_costs_one_line(place: Files | Postgres, table_path: Path, tmp_path: Path) -> None:
    with LocalSlack() as slack:
        closed, url = slack.channel("closed", has_bot=False), place.empty()
        asyncio.run(_asked_last_week(url, closed.id))
        changes = {"IMERR_MEMORY": "on", "DATABASE_URL": url}
        with serving(table_path, slack, tmp_path / "log", **changes) as server:
            slack.wait_for(lambda: "digest_dropped" in {line["event"] for line in server.lines()}, "the line")
            told = [line for line in server.lines() if line["event"].startswith("digest")]

    assert slack.messages(closed) == []
    assert [(line["event"], line["reason"], line["team"]) for line in told] == [
        ("digest_dropped", "not_in_channel", TEAM)
    ]
