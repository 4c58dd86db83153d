"""Faults around the memory: several machines, killed servers and outages cost no note and no answer."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import select

from db.memory import notes
from db.memory.database import Database
from db.memory.tables import FEEDBACK
from local_slack import payloads
from local_slack.delivery import sign
from local_slack.errors import ResponseError
from local_slack.state import TEAM
from tests.harness import plain_http
from tests.harness.databases import Postgres
from tests.harness.installed import LocalSlack
from tests.harness.server import command_form, free_port, serving, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from local_slack.person import Person
    from local_slack.state import Channel, Json
    from tests.harness.databases import Files
    from tests.harness.server import Server

ROUNDS = int(os.environ.get("IMERR_KILL_ROUNDS", "5"))
"""How often a server is killed; 50 rounds take several minutes."""
_STREAMS = 4
_OUTAGE_SECONDS = float(os.environ.get("IMERR_OUTAGE_SECONDS", "6"))
_AWAY = "Your team's notes cannot be read at the moment."


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as slack:
        yield slack


@pytest.fixture
def desk(slack: LocalSlack) -> Channel:
    return slack.channel("desk")


def _opens_form(slack: LocalSlack, person: Person, desk: Channel, code: int) -> None:
    person.types(f"/imerr {code} --en", desk)
    person.presses("add_note", on=person.private(desk)[-1])
    slack.settle()


def test_a_note_of_one_machine_is_in_the_others_next_answer(
    postgres: Postgres, table_path: Path, tmp_path: Path, slack: LocalSlack, desk: Channel
) -> None:
    ann = slack.person("ann")
    both = {"IMERR_MEMORY": "on", "DATABASE_URL": postgres.empty()}
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    with (
        serving(table_path, slack, tmp_path / "1" / "log", TMPDIR=str(tmp_path / "1"), **both) as one,
        serving(table_path, slack, tmp_path / "2" / "log", TMPDIR=str(tmp_path / "2"), **both) as other,
    ):
        slack.deliver_to(f"{one.url}/slack/events")
        for number in range(3):
            # The other machine has just read what there was before.
            assert f"note {number} of one" not in texts(other.command("606", team_id=TEAM))
            _opens_form(slack, ann, desk, 606)
            ann.fills("note", f"note {number} of one")
            ann.submits()
            saved = time.monotonic()
            while f"note {number} of one" not in (read := texts(other.command("606 --en", team_id=TEAM))):
                # On a busy machine a read may be late, and the answer says so.
                assert _AWAY in read or time.monotonic() < saved + 2.0
                assert time.monotonic() < saved + 10.0
                time.sleep(0.05)


def _stored(url: str) -> set[str]:
    """Return the texts of all notes in a database, opened as a server opens it."""

    async def read() -> set[str]:
        database = Database.open(url)
        try:
            await database.migrate()
            return {note.text async for batch in notes.batches(database, TEAM) for note in batch}
        finally:
            await database.close()

    return asyncio.run(read())


def _thumbed(url: str) -> set[str]:
    """Return whose thumbs are in a database."""

    async def read() -> set[str]:
        database = Database.open(url)
        try:
            query = select(FEEDBACK.c.user_id).where(FEEDBACK.c.team == TEAM)
            return {row["user_id"] for row in await database.rows(query)}
        finally:
            await database.close()

    return asyncio.run(read())


def _is_clean(url: str) -> bool:
    """Whether SQLite finds no fault in a file; PostgreSQL's server was not killed."""
    if not url.startswith("sqlite:"):
        return True
    with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as opened:
        faults = opened.execute("PRAGMA foreign_key_check").fetchall()
        return opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)] and not faults


def _thumb(slack: LocalSlack, person: Person, desk: Channel) -> Json:
    """Return the payload of a thumb up under an answer."""
    person.says("@imerr 606", desk)
    slack.settle()
    answer = slack.messages(desk)[-1]
    thumbs = next(control for control in person.controls(answer) if control.action_id == "thumbs")
    return person._press(answer, {"type": "feedback_buttons", "action_id": "thumbs", "value": thumbs.element["value"]})  # noqa: SLF001 - to be sent by others


def _by_anybody(payload: Json) -> str:
    return json.dumps(payload | {"user": payload["user"] | {"id": "USER"}})


@dataclass
class _Stream:
    """Submissions of one form, with other words and by other people, until the server is gone; and their thumbs."""

    form: str
    thumb: str
    thumbs: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    _seen: int = 0

    def acknowledges(self) -> bool:
        """Whether more was acknowledged than the last time that it was true."""
        has_more = len(self.acknowledged) > self._seen
        self._seen = len(self.acknowledged) if has_more else self._seen
        return has_more

    def run(self, server: Server, name: str) -> None:
        """Submit notes one after the other; keep those that the server acknowledged."""
        with plain_http.Client() as client, contextlib.suppress(httpx.TransportError):
            for number in range(10_000):
                text = f"note {name}-{number}"
                body = urlencode({"payload": self.form.replace("TEXT", text).replace("USER", f"U{name}X{number}")})
                headers = {"Content-Type": "application/x-www-form-urlencoded", **sign(body.encode())}
                answer = client.post(f"{server.url}/slack/events", content=body, headers=headers, timeout=10)
                assert (answer.status_code, answer.json()["response_action"]) == (200, "update"), answer.text
                self.acknowledged.append(text)
                user = f"U{name}X{number}"
                body = urlencode({"payload": self.thumb.replace("USER", user)})
                headers |= sign(body.encode())
                answer = client.post(f"{server.url}/slack/events", content=body, headers=headers, timeout=10)
                assert answer.status_code == httpx.codes.OK, answer.text
                self.thumbs.append(user)


@pytest.mark.timeout(60 + 40 * ROUNDS)
def test_a_killed_server_loses_nothing_acknowledged(
    place: Files | Postgres, table_path: Path, tmp_path: Path, slack: LocalSlack, desk: Channel
) -> None:
    url, port = place.empty(), str(free_port())
    chance = random.Random(50)  # noqa: S311 - the moment of a kill is no secret
    changes = {"IMERR_MEMORY": "on", "DATABASE_URL": url, "PORT": port, "TMPDIR": str(tmp_path)}
    ann = slack.person("ann")
    stream: _Stream | None = None
    for number in range(ROUNDS):
        with serving(table_path, slack, tmp_path / "log", **changes) as server:
            slack.deliver_to(f"{server.url}/slack/events")
            if stream is None:
                _opens_form(slack, ann, desk, 606)
                ann.fills("note", "TEXT")
                assert ann.modal is not None
                form = payloads.submission(ann.user, ann.modal, "1.2.3", [])
                stream = _Stream(_by_anybody(form), _by_anybody(_thumb(slack, ann, desk)))
            with ThreadPoolExecutor(_STREAMS) as pool:
                running = [pool.submit(stream.run, server, f"{number}X{each}") for each in range(_STREAMS)]
                slack.wait_for(stream.acknowledges, "the first note")
                time.sleep(chance.uniform(0.0, 0.5))
                server.process.kill()
                server.process.wait()
            for each in running:
                each.result()
            assert _is_clean(url)
            assert set(stream.acknowledged) - _stored(url) == set()
            assert set(stream.thumbs) - _thumbed(url) == set()
    assert stream is not None
    assert len(stream.thumbs) > ROUNDS

    with serving(table_path, slack, tmp_path / "log", **changes) as server:
        kept = _stored(url)
        slack.wait_for(lambda: any(text in texts(server.command("606", team_id=TEAM)) for text in kept), "the notes")


@dataclass
class _Load:
    """Commands by several people at once, for as long as its block runs."""

    server: Server
    answers: list[tuple[float, float, int, str]] = field(default_factory=list)
    """When each was sent, how long it took, its status, and its text."""
    _is_over: threading.Event = field(default_factory=threading.Event)

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        with ThreadPoolExecutor(_STREAMS) as pool:
            asking = [pool.submit(self._ask) for _ in range(_STREAMS)]
            try:
                yield
            finally:
                self._is_over.set()
            for each in asking:
                each.result()

    def _ask(self) -> None:
        with plain_http.Client() as client:
            while not self._is_over.is_set():
                body = urlencode(command_form("606 --en", team_id=TEAM)).encode()
                headers = {"Content-Type": "application/x-www-form-urlencoded", **sign(body)}
                started = time.monotonic()
                answer = client.post(f"{self.server.url}/slack/events", content=body, headers=headers, timeout=20)
                seconds = time.monotonic() - started
                read = texts(answer.json()) if answer.status_code == httpx.codes.OK else answer.text
                self.answers.append((started, seconds, answer.status_code, read))
                # As people ask: the load is not to starve the server that it measures.
                self._is_over.wait(0.06)


@pytest.fixture
def own_postgres(tmp_path: Path) -> Iterator[Postgres]:
    """A PostgreSQL server of this test alone, to be stopped."""
    with Postgres(f"{os.getpid()}-{tmp_path.name[-40:]}") as server:
        yield server
        server.thaw()


@pytest.mark.parametrize(
    "switch", [(Postgres.stop, Postgres.start), (Postgres.freeze, Postgres.thaw)], ids=["stopped", "frozen"]
)
def test_an_outage_of_the_database_costs_no_answer(
    own_postgres: Postgres,
    table_path: Path,
    tmp_path: Path,
    slack: LocalSlack,
    switch: tuple[Callable[[Postgres], None], Callable[[Postgres], None]],
) -> None:
    desk = slack.channel("desk")
    ann, bo = slack.person("ann"), slack.person("bo")
    address = {"IMERR_MEMORY": "on", "DATABASE_URL": own_postgres.empty()}
    with serving(table_path, slack, tmp_path / "log", **address) as server:
        slack.deliver_to(f"{server.url}/slack/events")
        _opens_form(slack, ann, desk, 606)
        ann.fills("note", "before the outage")
        ann.submits()
        _opens_form(slack, bo, desk, 606)
        bo.fills("note", "during the outage")
        load = _Load(server)
        with load.running():
            time.sleep(0.5)
            switch[0](own_postgres)
            away_from = time.monotonic()
            for _ in range(2):
                with pytest.raises(ResponseError, match="Your text is still here"):
                    bo.submits()
            ann.presses("Edit", on=ann.modal)
            ann.sees(_AWAY)
            time.sleep(max(0.0, away_from + _OUTAGE_SECONDS - time.monotonic()))
            away_until = time.monotonic()
            switch[1](own_postgres)
            slack.wait_for(lambda: "before the outage" in load.answers[-1][3], "the notes")
            healed = time.monotonic() - away_until
            bo.submits()
        assert bo.modal is not None
        listed = bo.reads(bo.modal)
        events = [line["event"] for line in server.lines()]

    assert {status for _, _, status, _ in load.answers} == {200}
    assert max(seconds for _, seconds, _, _ in load.answers) < 3.0
    during = [text for at, took, _, text in load.answers if away_from + 1.5 < at and at + took < away_until]
    assert len(during) > 20
    assert [text for text in during if _AWAY not in text] == []
    assert healed < 10.0
    assert listed.count("during the outage") == 1
    assert "before the outage" in listed
    assert (events.count("memory_away"), events.count("memory_reached"), events.count("failed")) == (1, 1, 0)
