"""Machines without a shared disk, and servers that die: each question gets one answer, whoever gets its events."""

from __future__ import annotations

import asyncio
import json
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from sqlalchemy import update

from db.memory import claims
from db.memory.database import Database
from db.memory.tables import CLAIMS
from local_slack import messages, payloads
from local_slack.delivery import sign
from local_slack.failures import slow
from local_slack.state import TEAM, Message
from tests.harness.databases import Files
from tests.harness.installed import LocalSlack
from tests.harness.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local_slack.state import Channel
    from tests.harness.databases import Postgres
    from tests.harness.server import Server

EVENTS = int(os.environ.get("IMERR_EVENTS", "60"))
"""How many questions both machines get; 1,000 take a minute or two."""
_AT_ONCE = 20


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(retry_waits=()) as slack:
        yield slack


@contextmanager
def _two(postgres: Postgres, table: Path, folder: Path, slack: LocalSlack) -> Iterator[tuple[Server, Server]]:
    both = {"IMERR_MEMORY": "on", "DATABASE_URL": postgres.empty()}
    places = folder / "1", folder / "2"
    for place in places:
        place.mkdir()
    one, other = (serving(table, slack, place / "log", TMPDIR=str(place), **both) for place in places)
    with one as first, other as second:
        yield first, second


def _mention(slack: LocalSlack, channel: Channel, user: str, text: str) -> tuple[Message, dict[str, Any]]:
    """Return a new message that mentions imerr, and its event, which nobody has delivered yet."""
    message = Message(channel, slack.workspace.new_ts(), slack.person(user).id, f"<@{slack.bot.id}> {text}")
    messages.add(slack.workspace, message)
    return message, payloads.event(slack.workspace, payloads.mention_event(message))


async def _deliver(servers: tuple[Server, ...], events: list[dict[str, Any]], times: int) -> list[int]:
    """Deliver each event to every server so many times, all at once; return the statuses."""
    async with httpx.AsyncClient(timeout=20) as client:

        async def post(server: Server, event: dict[str, Any], attempt: int) -> int:
            body = json.dumps(event).encode()
            headers = {"Content-Type": "application/json", **sign(body)}
            if attempt:
                headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
            return (await client.post(f"{server.url}/slack/events", content=body, headers=headers)).status_code

        posts = [post(server, event, attempt) for event in events for attempt in range(times) for server in servers]
        return await asyncio.gather(*posts)


def test_each_event_at_two_machines_gets_one_answer(
    postgres: Postgres, table_path: Path, tmp_path: Path, slack: LocalSlack
) -> None:
    support = slack.channel("support")
    asked: list[Message] = []
    statuses: list[int] = []
    with _two(postgres, table_path, tmp_path, slack) as servers:
        for start in range(0, EVENTS, _AT_ONCE):
            new = [_mention(slack, support, f"asker-{start + at}", "606") for at in range(_AT_ONCE)]
            asked += [message for message, _ in new]
            statuses += asyncio.run(_deliver(servers, [event for _, event in new], 3))
        slack.wait_for(lambda: all(slack.thread(message) for message in asked), "the answers", 60)
        slack.settle()
        events = [line["event"] for server in servers for line in server.lines()]
        answering = [sum(line["event"] == "mention" for line in server.lines()) for server in servers]

    assert statuses == [200] * (EVENTS * 6)
    assert [len(slack.thread(message)) for message in asked] == [1] * EVENTS
    assert slack.count("chat.postMessage") == EVENTS
    assert sum(answering) == EVENTS
    assert "failed" not in events


def test_an_edit_at_the_other_machine_corrects_the_answer(
    postgres: Postgres, table_path: Path, tmp_path: Path, slack: LocalSlack
) -> None:
    support, asker = slack.channel("support"), slack.person("asker")
    with _two(postgres, table_path, tmp_path, slack) as (one, other):
        slack.deliver_to(f"{one.url}/slack/events")
        question = asker.says("@imerr 605", support)
        asker.sees("605 · ")
        slack.settle()
        slack.deliver_to(f"{other.url}/slack/events")
        asker.edits(question, "@imerr 606")
        asker.sees("# 606 · ")
        slack.settle()

    assert len(slack.thread(question)) == 1


def test_a_killed_machines_question_is_answered_by_the_other(
    postgres: Postgres, table_path: Path, tmp_path: Path, slack: LocalSlack
) -> None:
    support = slack.channel("support")
    with _two(postgres, table_path, tmp_path, slack) as (one, other):
        slack.fail_next_calls("chat.postMessage", slow(60.0))
        message, event = _mention(slack, support, "asker", "606")
        asyncio.run(_deliver((one,), [event], 1))
        slack.wait_for(lambda: slack.server.calls_under_way > 0, "the first machine's post")
        asyncio.run(_deliver((other,), [event], 1))
        one.process.kill()
        slack.stop_failing()
        slack.wait_for(lambda: bool(slack.thread(message)), "the other machine's answer", 60)
        events = [line["event"] for line in other.lines()]

    assert len(slack.thread(message)) == 1
    assert "claim_taken_over" in events


async def _unfinish(url: str, message: Message, event: dict[str, Any]) -> None:
    """Make an answered message's claim that of a server which died before it could say so."""
    is_it = (CLAIMS.c.team == TEAM, CLAIMS.c.work == f"{message.channel.id}:{message.ts}", CLAIMS.c.is_done.is_(True))
    unfinished = update(CLAIMS).where(*is_it).values(is_done=False, event=json.dumps(event), answer="")
    database = Database.open(url)
    try:
        assert await database.write(lambda connection: connection.execute(unfinished).rowcount) == 1
    finally:
        await database.close()


async def _unfinished(url: str) -> int:
    database = Database.open(url)
    try:
        return len(await claims.unfinished(database, TEAM))
    finally:
        await database.close()


def test_a_server_that_died_after_its_ack_answers_later(
    place: Files | Postgres, table_path: Path, tmp_path: Path, slack: LocalSlack
) -> None:
    support, url = slack.channel("support"), place.empty()
    settings = {"IMERR_MEMORY": "on", "DATABASE_URL": url, "TMPDIR": str(tmp_path)}
    posted, its_event = _mention(slack, support, "asker", "605")
    lost, event = _mention(slack, support, "asker", "606")
    with serving(table_path, slack, tmp_path / "log", **settings) as server:
        assert asyncio.run(_deliver((server,), [its_event], 1)) == [200]
        slack.wait_for(lambda: bool(slack.thread(posted)), "the answer")
        slack.wait_for(lambda: asyncio.run(_unfinished(url)) == 0, "the end of the turn")
        slack.fail_next_calls("chat.postMessage", slow(60.0))
        assert asyncio.run(_deliver((server,), [event], 1)) == [200]
        slack.wait_for(lambda: slack.server.calls_under_way > 0, "the post")
        server.process.kill()
        server.process.wait()
    slack.stop_failing()
    assert slack.thread(lost) == []
    # The other answer is there, and might have been the last thing that the server did.
    asyncio.run(_unfinish(url, posted, its_event))
    assert asyncio.run(_unfinished(url)) == 2

    with serving(table_path, slack, tmp_path / "log", **settings):
        slack.wait_for(lambda: bool(slack.thread(lost)), "the answer after the restart", 60)
        slack.wait_for(lambda: asyncio.run(_unfinished(url)) == 0, "the end of both turns", 60)
    assert [len(slack.thread(message)) for message in (posted, lost)] == [1, 1]


async def _claim(url: str, team: str, message: Message, event: dict[str, Any]) -> None:
    """Claim a message as a server that dies over it."""
    database = Database.open(url)
    try:
        await database.migrate()
        work = claims.Work(f"{message.channel.id}:{message.ts}", time.time(), json.dumps(event))
        await claims.claim(database, team, work, "the dead server")
    finally:
        await database.close()


async def _holders(url: str, team: str) -> list[str]:
    database = Database.open(url)
    try:
        return [claim.holder for _, claim in await claims.unfinished(database, team)]
    finally:
        await database.close()


def test_another_workspaces_message_is_left_to_its_server(table_path: Path, tmp_path: Path, slack: LocalSlack) -> None:
    support, url = slack.channel("support"), Files(tmp_path).empty()
    ours, event = _mention(slack, support, "asker", "606")
    theirs, foreign = _mention(slack, support, "asker", "605")
    foreign |= {"team_id": "T0OTHER", "authorizations": [{**foreign["authorizations"][0], "team_id": "T0OTHER"}]}
    asyncio.run(_claim(url, "T0OTHER", theirs, foreign))
    asyncio.run(_claim(url, TEAM, ours, event))
    with serving(table_path, slack, tmp_path / "log", IMERR_MEMORY="on", DATABASE_URL=url):
        slack.wait_for(lambda: bool(slack.thread(ours)), "the answer of our dead server", 60)
        slack.settle()

    assert slack.thread(theirs) == []
    assert asyncio.run(_holders(url, "T0OTHER")) == ["the dead server"]
