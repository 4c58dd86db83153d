"""imerr in many workspaces: installed from its page, with a token for each, until it is uninstalled."""

from __future__ import annotations

import asyncio
import html
import re
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text, update

from db.memory.database import Database
from db.memory.oauth_tables import BOTS, STATES
from local_slack.failures import refuses
from tests.harness.installed import LocalSlack
from tests.harness.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Executable
    from sqlalchemy.ext.asyncio import AsyncConnection

    from local_slack.link import Link
    from local_slack.person import Person
    from local_slack.state import Channel
    from tests.harness.databases import Files, Postgres
    from tests.harness.server import Server

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
THEIRS = "T0OTHER"


class Scene:
    """A Slack of two workspaces in which nobody has installed imerr, and a database."""

    def __init__(self, slack: LocalSlack, table: Path, folder: Path, url: str) -> None:
        self.slack, self.url = slack, url
        slack.workspace.token = ""
        self.other = slack.another(THEIRS)
        self._table, self._folder = table, folder

    def serving(self, **changes: str) -> AbstractContextManager[Server]:
        """Run a server for many workspaces."""
        settings = {
            "SLACK_BOT_TOKEN": "",
            "SLACK_CLIENT_ID": self.slack.client_id,
            "SLACK_CLIENT_SECRET": self.slack.client_secret,
            "IMERR_SECRET_KEY": OLD,
            "IMERR_MEMORY": "on",
            "DATABASE_URL": self.url,
        }
        return serving(self._table, self.slack, self._folder / "log", **(settings | changes))

    def rows(self) -> list[dict[str, Any]]:
        """Return what is stored of the bots."""

        async def read() -> list[dict[str, Any]]:
            database = Database.open(self.url)
            try:
                return [dict(row) for row in await database.rows(select(BOTS))]
            finally:
                await database.close()

        return asyncio.run(read())

    def execute(self, statement: Executable) -> None:
        async def run(connection: AsyncConnection) -> None:
            await connection.execute(statement)

        async def write() -> None:
            database = Database.open(self.url)
            try:
                await database.write(run)
            finally:
                await database.close()

        asyncio.run(write())


@pytest.fixture
def many(place: Files | Postgres, table_path: Path, tmp_path: Path) -> Iterator[Scene]:
    url = place.empty()
    with LocalSlack(retry_waits=(0.0, 1.0, 5.0, 5.0)) as slack:
        yield Scene(slack, table_path, tmp_path, url)
    place.drop(url)


def _begin(server: Server) -> tuple[str, str]:
    """Open the install page; return the URL of its button and the browser's cookie."""
    page = httpx.get(f"{server.url}/slack/install")
    (button,) = re.findall(r'<a href="([^"]+)"', page.text)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    return html.unescape(button), page.headers["set-cookie"].partition(";")[0]


def _finish(server: Server, query: dict[str, str], cookie: str) -> httpx.Response:
    """Follow Slack back to imerr."""
    return httpx.get(f"{server.url}/slack/oauth_redirect?{urlencode(query)}", headers={"Cookie": cookie}, timeout=10)


def _install(many: Scene, server: Server, *workspaces: Link) -> None:
    many.slack.deliver_to(f"{server.url}/slack/events")
    for workspace in workspaces:
        button, cookie = _begin(server)
        done = _finish(server, many.slack.approves(button, workspace), cookie)
        assert (done.status_code, "Thank you" in done.text) == (200, True)


def _asks(person: Person, desk: Channel) -> str:
    """Return the answer with the notes, which a busy machine may not read in time."""
    for _ in range(5):
        if "notes cannot be read" not in (read := person.types("/imerr 603", desk)):
            break
        time.sleep(1.5)
    return read


def test_each_workspace_gets_its_own_answers_and_notes(many: Scene) -> None:
    ours, theirs = many.slack, many.other
    with many.serving() as server:
        _install(many, server, ours, theirs)
        people = {}
        for workspace in (ours, theirs):
            desk = workspace.channel("desk")
            person = workspace.person("ann", locale="en-US")
            people[workspace] = person, desk
            person.types("/imerr 603", desk)
            person.presses("add_note")
            ours.settle()
            person.fills("note", f"only for {workspace.workspace.team}")
            person.submits()
        for workspace, other in ((ours, theirs), (theirs, ours)):
            person, desk = people[workspace]
            read = _asks(person, desk)
            assert f"only for {workspace.workspace.team}" in read
            assert f"only for {other.workspace.team}" not in read
            person.says("@imerr 507", desk)
        ours.settle()
        answers = {
            workspace: people[workspace][0].reads(workspace.messages(people[workspace][1])[-1]) for workspace in people
        }
        assert all("507" in answer for answer in answers.values())
        assert "failed" not in {line["event"] for line in server.lines()}
    # Bolt's flow looks up the bot, and no request does.
    assert [bool(called.answer["ok"]) for called in ours.server.called if called.method == "auth.test"].count(True) == 2


def test_an_installation_survives_a_restart(many: Scene) -> None:
    with many.serving() as server:
        _install(many, server, many.slack)
    with many.serving() as server:
        many.slack.deliver_to(f"{server.url}/slack/events")
        person, desk = many.slack.person("ann"), many.slack.channel("desk")
        person.says("@imerr 606", desk)
        person.sees("GROUP_MEMBERS_FULL")


def test_a_workspace_without_installation_is_told_so(many: Scene) -> None:
    with many.serving(IMERR_LANG="en") as server:
        _install(many, server, many.slack)
        stranger, desk = many.other.person("bo"), many.other.channel("desk")
        stranger.types("/imerr 606", desk)
        stranger.sees("imerr is not installed in this workspace")


@pytest.mark.parametrize("change", ["no cookie", "another cookie", "another state", "no state"])
def test_a_wrong_state_is_refused(many: Scene, change: str) -> None:
    with many.serving() as server:
        (button, cookie), (_, another) = _begin(server), _begin(server)
        query = many.slack.approves(button)
        match change:
            case "no cookie":
                cookie = ""
            case "another cookie":
                cookie = another
            case "another state":
                query["state"] = another.partition("=")[2]
            case _:
                del query["state"]
        refused = _finish(server, query, cookie)

        assert (refused.status_code, "invalid_browser" in refused.text) == (400, True)
        assert [line["reason"] for line in server.lines() if line["event"] == "not_installed"] == ["invalid_browser"]
    assert many.slack.count("oauth.v2.access") == 0
    assert many.rows() == []


def test_a_state_is_used_once(many: Scene) -> None:
    with many.serving() as server:
        button, cookie = _begin(server)
        first = _finish(server, many.slack.approves(button), cookie)
        second = _finish(server, many.slack.approves(button), cookie)

    assert (first.status_code, second.status_code, "invalid_state" in second.text) == (200, 401, True)
    assert many.slack.count("oauth.v2.access") == 1


def test_an_expired_state_is_refused(many: Scene) -> None:
    with many.serving() as server:
        button, cookie = _begin(server)
        many.execute(update(STATES).values(expire_at=datetime(2001, 1, 1)))  # noqa: DTZ001 - as the library stores it
        refused = _finish(server, many.slack.approves(button), cookie)

    assert (refused.status_code, "invalid_state" in refused.text) == (401, True)
    assert many.rows() == []


@pytest.mark.parametrize(("error", "told"), [("bad_client_secret", "bad_client_secret"), ("not json", "unknown")])
def test_a_refusal_of_slacks_is_told_and_logged(many: Scene, error: str, told: str) -> None:
    with many.serving() as server:
        button, cookie = _begin(server)
        many.slack.fail_next_calls("oauth.v2.access", refuses(error))
        query = many.slack.approves(button)
        refused = _finish(server, query, cookie)

        assert (refused.status_code, "invalid_code" in refused.text) == (401, True)
        assert told in {line.get("reason") for line in server.lines() if line["event"] == "installation_refused"}
        assert query["code"] not in server.log.read_text(encoding="utf-8")


def test_somebody_who_cancels_reads_why(many: Scene) -> None:
    with many.serving() as server:
        _, cookie = _begin(server)
        refused = _finish(server, {"error": "access_denied"}, cookie)

    assert "access_denied" in refused.text


def test_an_uninstalled_app_leaves_no_tokens(many: Scene) -> None:
    with many.serving(IMERR_LANG="en") as server:
        _install(many, server, many.slack, many.other)
        person, desk = many.other.person("bo"), many.other.channel("desk")
        assert "606" in person.types("/imerr 606", desk)
        many.other.uninstalls()
        many.slack.wait_for(lambda: len(many.rows()) == 1, "the removal of the tokens")
        many.slack.settle()
        assert many.rows()[0]["team_id"] == many.slack.workspace.team
        person.types("/imerr 606", desk)
        person.sees("not installed in this workspace")
        _install(many, server, many.other)
        assert "606" in person.types("/imerr 606", desk)


def test_an_uninstallation_is_made_good_after_an_outage(many: Scene) -> None:
    with many.serving() as server:
        _install(many, server, many.slack)
        many.execute(text(f"ALTER TABLE {BOTS.name} RENAME TO out_of_reach"))
        many.slack.uninstalls()
        many.slack.wait_for(
            lambda: "tokens_not_removed" in {line["event"] for line in server.lines()}, "a failed removal"
        )
        many.execute(text(f"ALTER TABLE out_of_reach RENAME TO {BOTS.name}"))
        many.slack.wait_for(lambda: many.rows() == [], "the removal of the tokens")


def test_tokens_are_encrypted_at_rest(many: Scene) -> None:
    with many.serving() as server:
        _install(many, server, many.slack)
        (stored,) = many.rows()
        events = {line["event"] for line in server.lines()}

    assert many.slack.workspace.token.startswith("xoxb-")
    assert many.slack.workspace.token not in repr(stored)
    assert "tokens_in_plain_text" not in events
    if many.url.startswith("sqlite"):
        written = [path.read_bytes() for path in Path(many.url.removeprefix("sqlite:///")).parent.iterdir()]
        assert any(b"fernet:" in content for content in written)
        assert not any(many.slack.workspace.token.encode() in content for content in written)


def test_without_a_key_the_start_warns_once(many: Scene) -> None:
    with many.serving(IMERR_SECRET_KEY="", WEB_CONCURRENCY="2") as server:
        _install(many, server, many.slack)
        warned = [line for line in server.lines() if line["event"] == "tokens_in_plain_text"]

    assert len(warned) == 1
    assert many.rows()[0]["bot_token"] == many.slack.workspace.token


def test_a_key_is_replaced_without_an_installation(many: Scene) -> None:
    with many.serving() as server:
        _install(many, server, many.slack)
    before = many.rows()
    with many.serving(IMERR_SECRET_KEY=f"{NEW},{OLD}"):
        many.slack.wait_for(lambda: many.rows() != before, "the renewal")
    with many.serving(IMERR_SECRET_KEY=NEW) as server:
        many.slack.deliver_to(f"{server.url}/slack/events")
        person, desk = many.slack.person("ann"), many.slack.channel("desk")
        person.says("@imerr 606", desk)
        many.slack.settle()
        assert "GROUP_MEMBERS_FULL" in person.reads(many.slack.messages(desk)[-1])


def test_without_its_key_a_workspace_has_to_install_again(many: Scene) -> None:
    with many.serving() as server:
        _install(many, server, many.slack)
    with many.serving(IMERR_SECRET_KEY=NEW, IMERR_LANG="en") as server:
        many.slack.deliver_to(f"{server.url}/slack/events")
        person, desk = many.slack.person("ann"), many.slack.channel("desk")
        person.types("/imerr 606", desk)
        person.sees("not installed in this workspace")
        assert "token_unreadable" in {line["event"] for line in server.lines()}
        _install(many, server, many.slack)
        assert "606" in person.types("/imerr 606", desk)


def test_a_token_is_refreshed_before_it_expires(many: Scene) -> None:
    many.slack.server.oauth.token_seconds = 3600
    with many.serving() as server:
        _install(many, server, many.slack)
        first = many.slack.workspace.token
        person, desk = many.slack.person("ann"), many.slack.channel("desk")
        # Then its tokens last long enough.
        many.slack.server.oauth.token_seconds = 43_200
        for question in ("@imerr 606", "@imerr 603"):
            person.says(question, desk)
            many.slack.settle()
        answers = [person.reads(message) for message in many.slack.messages(desk)]
        assert "token_refreshed" in {line["event"] for line in server.lines()}

    assert first != many.slack.workspace.token
    assert many.slack.count("oauth.v2.access") == 2
    assert len(answers) == 4
    assert len(many.rows()) == 1


def test_a_share_finds_its_thread_with_a_new_token(many: Scene) -> None:
    with many.serving() as server:
        _install(many, server, many.slack)
        asker, desk = many.slack.person("ann"), many.slack.channel("desk")
        message = many.slack.person("bo").says("onError 606", desk)
        asker.uses_shortcut("explain_error", on=message)
        many.slack.settle()
        # As after a refresh, without the minute for which the old token is known.
        _install(many, server, many.slack)
        asker.presses("share")
        many.slack.settle()

    assert ["606" in asker.reads(reply) for reply in many.slack.thread(message)] == [True]


def test_a_failed_refresh_leaves_the_good_token(many: Scene) -> None:
    many.slack.server.oauth.token_seconds = 3600
    with many.serving() as server:
        _install(many, server, many.slack)
        many.slack.fail_next_calls("oauth.v2.access", refuses("internal_error"))
        person, desk = many.slack.person("ann"), many.slack.channel("desk")
        person.says("@imerr 606", desk)
        many.slack.settle()
        assert "606" in person.reads(many.slack.messages(desk)[-1])
        assert "token_not_refreshed" in {line["event"] for line in server.lines()}


def test_it_is_ready_without_a_token_to_check(many: Scene) -> None:
    with many.serving() as server:
        assert httpx.get(f"{server.url}/readyz").json()["ready"] is True
