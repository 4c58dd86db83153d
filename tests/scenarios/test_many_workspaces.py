"""imerr in many workspaces: installed from its page, with a token for each, until it is uninstalled."""

from __future__ import annotations

import asyncio
import html
import itertools
import re
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

import httpx
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert, select, text, update

from db.memory.database import Database
from db.memory.encryption import Cipher
from db.memory.installations import App, Installation
from db.memory.tables import INSTALLATIONS, OAUTH_STATES
from local_slack.failures import refuses
from tests.harness.databases import Files
from tests.harness.installed import LocalSlack
from tests.harness.server import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, Executable

    from local_slack.link import Link
    from local_slack.person import Person
    from local_slack.state import Channel
    from tests.harness.databases import Postgres
    from tests.harness.server import Server

T = TypeVar("T")

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
_TEAMS = itertools.count(1)


class Stored:
    """A database, looked into beside the server."""

    def __init__(self, url: str) -> None:
        self.url = url

    def rows(self, *teams: str) -> list[dict[str, Any]]:
        """Return the installations in workspaces."""
        query = select(INSTALLATIONS).where(INSTALLATIONS.c.team.in_(teams))
        return [dict(row) for row in self._run(lambda connection: connection.execute(query).mappings().all())]

    def execute(self, statement: Executable) -> None:
        def work(connection: Connection) -> None:
            connection.execute(statement)

        self._run(work)

    def _run(self, work: Callable[[Connection], T]) -> T:
        async def run() -> T:
            database = Database.open(self.url)
            try:
                return await database.write(work)
            finally:
                await database.close()

        return asyncio.run(run())


def _serving(slack: LocalSlack, table: Path, log: Path, url: str, **changes: str) -> AbstractContextManager[Server]:
    """Run a server for many workspaces."""
    settings = {
        "SLACK_BOT_TOKEN": "",
        "SLACK_CLIENT_ID": slack.client_id,
        "SLACK_CLIENT_SECRET": slack.client_secret,
        "IMERR_SECRET_KEY": OLD,
        "IMERR_MEMORY": "on",
        "IMERR_LANG": "en",
        "DATABASE_URL": url,
    }
    return serving(table, slack, log, **(settings | changes))


class Scene:
    """A Slack of many workspaces, and a server and its database."""

    def __init__(self, slack: LocalSlack, server: Server, stored: Stored) -> None:
        self.slack, self.server, self.stored = slack, server, stored
        self._read = 0

    def forget_the_log(self) -> None:
        """Let `events` begin anew."""
        self._read = len(self.server.lines())

    def events(self, name: str) -> list[dict[str, Any]]:
        """Return the lines of an event in the log of this test."""
        return [line for line in self.server.lines()[self._read :] if line["event"] == name]

    def begin(self) -> tuple[str, str]:
        """Open the install page; return the URL of its button and the browser's cookie."""
        page = httpx.get(f"{self.server.url}/slack/install")
        (button,) = re.findall(r'<a href="([^"]+)"', page.text)
        assert page.status_code == 200
        assert page.headers["cache-control"] == "no-store"
        return html.unescape(button), page.headers["set-cookie"].partition(";")[0]

    def finish(self, query: dict[str, str], cookie: str) -> httpx.Response:
        """Follow Slack back to imerr."""
        url = f"{self.server.url}/slack/oauth_redirect?{urlencode(query)}"
        return httpx.get(url, headers={"Cookie": cookie}, timeout=10)

    def workspace(self, *, installed: bool = True) -> Workspace:
        """Return a workspace of no other test."""
        link = self.slack.another(f"T0{next(_TEAMS)}")
        workspace = Workspace(self, link)
        if installed:
            workspace.install()
        return workspace


class Workspace:
    """A workspace with one person in one channel."""

    def __init__(self, scene: Scene, link: Link) -> None:
        self.link, self.team = link, link.workspace.team
        self.desk: Channel = link.channel("desk")
        self.ann: Person = link.person("ann", locale="en-US")
        self._scene = scene

    @property
    def token(self) -> str:
        return self.link.workspace.token

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What is stored of its installation."""
        return self._scene.stored.rows(self.team)

    def install(self) -> None:
        button, cookie = self._scene.begin()
        done = self._scene.finish(self._scene.slack.approves(button, self.link), cookie)
        assert (done.status_code, "Thank you" in done.text) == (200, True)

    def says(self, question: str) -> str:
        """Return what is read last after somebody asked in the channel."""
        self.ann.says(question, self.desk)
        self._scene.slack.settle()
        return self.ann.reads(self.link.messages(self.desk)[-1])

    def types(self, command: str) -> str:
        """Return the answer with the notes, which a busy machine may not read in time."""
        for _ in range(5):
            if "notes cannot be read" not in (read := self.ann.types(command, self.desk)):
                break
            time.sleep(1.5)
        return read

    def reads_that_it_is_not_installed(self) -> None:
        self.ann.types("/imerr 606", self.desk)
        self.ann.sees("imerr is not installed in this workspace")


@pytest.fixture(scope="module")
def _many(place: Files | Postgres, table_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    url, folder = place.empty(), tmp_path_factory.mktemp("many")
    with LocalSlack(retry_waits=(0.0, 0.5, 1.0, 2.0)) as slack:
        slack.workspace.token = ""
        with _serving(slack, table_path, folder / "log", url) as server:
            slack.deliver_to(f"{server.url}/slack/events")
            yield Scene(slack, server, Stored(url))
    place.drop(url)


@pytest.fixture
def many(_many: Scene) -> Iterator[Scene]:
    _many.forget_the_log()
    yield _many
    _many.slack.stop_failing()
    _many.slack.server.oauth.token_seconds = 0
    _many.slack.settle()


def test_each_workspace_gets_its_own_answers_and_notes(many: Scene) -> None:
    checked = _checks_of_tokens(many)
    pair = many.workspace(), many.workspace()
    for each in pair:
        each.types("/imerr 603")
        each.ann.presses("add_note")
        many.slack.settle()
        each.ann.fills("note", f"only for {each.team}!")
        each.ann.submits()
    for each, other in (pair, pair[::-1]):
        read = each.types("/imerr 603")
        assert f"only for {each.team}!" in read
        assert f"only for {other.team}!" not in read
    assert ["507" in each.says("@imerr 507") for each in pair] == [True, True]
    assert many.events("failed") == []
    # Bolt's flow looks up the bot, and no request does.
    assert _checks_of_tokens(many) - checked == 2


def _checks_of_tokens(many: Scene) -> int:
    return sum(called.method == "auth.test" and bool(called.answer["ok"]) for called in many.slack.server.called)


def test_a_workspace_without_installation_is_told_so(many: Scene) -> None:
    stranger = many.workspace(installed=False)

    stranger.reads_that_it_is_not_installed()


@pytest.mark.parametrize("change", ["no cookie", "another cookie", "another state", "no state"])
def test_a_wrong_state_is_refused(many: Scene, change: str) -> None:
    workspace = many.workspace(installed=False)
    (button, cookie), (_, another) = many.begin(), many.begin()
    query = many.slack.approves(button, workspace.link)
    match change:
        case "no cookie":
            cookie = ""
        case "another cookie":
            cookie = another
        case "another state":
            query["state"] = another.partition("=")[2]
        case _:
            del query["state"]
    refused = many.finish(query, cookie)

    assert (refused.status_code, "invalid_browser" in refused.text) == (400, True)
    assert [line["reason"] for line in many.events("not_installed")] == ["invalid_browser"]
    assert (workspace.token, workspace.rows) == ("", [])


def test_a_state_is_used_once(many: Scene) -> None:
    workspace = many.workspace(installed=False)
    button, cookie = many.begin()
    first = many.finish(many.slack.approves(button, workspace.link), cookie)
    token = workspace.token
    second = many.finish(many.slack.approves(button, workspace.link), cookie)

    assert (first.status_code, second.status_code, "invalid_state" in second.text) == (200, 401, True)
    assert workspace.token == token != ""


def test_an_expired_state_is_refused(many: Scene) -> None:
    workspace = many.workspace(installed=False)
    button, cookie = many.begin()
    many.stored.execute(update(OAUTH_STATES).values(expires=0.0))
    refused = many.finish(many.slack.approves(button, workspace.link), cookie)

    assert (refused.status_code, "invalid_state" in refused.text) == (401, True)
    assert workspace.rows == []


@pytest.mark.parametrize(("error", "told"), [("bad_client_secret", "bad_client_secret"), ("not json", "unknown")])
def test_a_refusal_of_slacks_is_told_and_logged(many: Scene, error: str, told: str) -> None:
    workspace = many.workspace(installed=False)
    button, cookie = many.begin()
    many.slack.fail_next_calls("oauth.v2.access", refuses(error))
    query = many.slack.approves(button, workspace.link)
    refused = many.finish(query, cookie)

    assert (refused.status_code, "invalid_code" in refused.text) == (401, True)
    assert [line["reason"] for line in many.events("installation_refused")] == [told]
    assert query["code"] not in many.server.log.read_text(encoding="utf-8")


def test_somebody_who_cancels_reads_why(many: Scene) -> None:
    _, cookie = many.begin()

    assert "access_denied" in many.finish({"error": "access_denied"}, cookie).text


def test_an_uninstalled_app_leaves_no_tokens(many: Scene) -> None:
    stays, goes = many.workspace(), many.workspace()
    assert "606" in goes.types("/imerr 606")
    goes.link.uninstalls()
    many.slack.wait_for(lambda: goes.rows == [], "the removal of the tokens")
    many.slack.settle()

    assert len(stays.rows) == 1
    goes.reads_that_it_is_not_installed()
    assert [line["team"] for line in many.events("uninstalled")] == [goes.team]
    goes.install()
    assert "606" in goes.types("/imerr 606")


def test_an_uninstallation_is_made_good_after_an_outage(many: Scene) -> None:
    workspace = many.workspace()
    many.stored.execute(text("ALTER TABLE installations RENAME TO out_of_reach"))
    try:
        workspace.link.uninstalls()
        many.slack.wait_for(lambda: many.events("tokens_not_removed") != [], "a failed removal")
    finally:
        many.stored.execute(text("ALTER TABLE out_of_reach RENAME TO installations"))
    many.slack.wait_for(lambda: workspace.rows == [], "the removal of the tokens")


def test_tokens_are_encrypted_at_rest(many: Scene) -> None:
    workspace = many.workspace()
    (stored,) = workspace.rows

    assert workspace.token.startswith("xoxb-")
    assert workspace.token not in repr(stored)
    if many.stored.url.startswith("sqlite"):
        file = Path(many.stored.url.removeprefix("sqlite:///"))
        written = [path.read_bytes() for path in file.parent.glob(f"{file.name}*")]
        assert any(b"fernet:" in content for content in written)
        assert not any(workspace.token.encode() in content for content in written)


def test_a_token_is_refreshed_before_it_expires(many: Scene) -> None:
    many.slack.server.oauth.token_seconds = 3600
    workspace = many.workspace()
    first = workspace.token
    # The next one lasts long enough.
    many.slack.server.oauth.token_seconds = 43_200
    answers = [workspace.says("@imerr 606"), workspace.says("@imerr 603")]

    assert ["606" in answers[0], "603" in answers[1]] == [True, True]
    assert first != workspace.token
    assert len(many.events("token_refreshed")) == 1
    assert len(workspace.rows) == 1


def test_a_failed_refresh_leaves_the_good_token(many: Scene) -> None:
    many.slack.server.oauth.token_seconds = 3600
    workspace = many.workspace()
    many.slack.fail_next_calls("oauth.v2.access", refuses("internal_error"))

    assert "606" in workspace.says("@imerr 606")
    assert many.events("token_not_refreshed") != []


def test_a_share_finds_its_thread_with_a_new_token(many: Scene) -> None:
    workspace = many.workspace()
    message = workspace.link.person("bo").says("onError 606", workspace.desk)
    workspace.ann.uses_shortcut("explain_error", on=message)
    many.slack.settle()
    # As after a refresh, without the minute for which the old token is known.
    workspace.install()
    workspace.ann.presses("share")
    many.slack.settle()

    replies = workspace.link.workspace.thread(message)
    assert ["606" in workspace.ann.reads(reply) for reply in replies] == [True]


def test_it_is_ready_without_a_token_to_check(many: Scene) -> None:
    assert httpx.get(f"{many.server.url}/readyz").json()["ready"] is True


class Seeded:
    """A Slack with one workspace, and a database in which imerr is installed there with a key: as after a restart."""

    def __init__(self, slack: LocalSlack, table: Path, folder: Path) -> None:
        self.slack = slack
        files = Files(folder)
        self.stored = Stored(files.migrated())
        slack.workspace.token = "xoxb-from-before"
        seeded = Installation(slack.workspace.token).encrypted(Cipher((OLD,)))
        row = {"team": slack.workspace.team, **asdict(App(slack.client_id)), **asdict(seeded)}
        self.stored.execute(insert(INSTALLATIONS).values(row))
        self._table, self._log = table, folder / "log"

    def serving(self, key: str, **changes: str) -> AbstractContextManager[Server]:
        return _serving(self.slack, self._table, self._log, self.stored.url, IMERR_SECRET_KEY=key, **changes)

    def rows(self) -> list[dict[str, Any]]:
        return self.stored.rows(self.slack.workspace.team)


@pytest.fixture
def seeded(table_path: Path, tmp_path: Path) -> Iterator[Seeded]:
    with LocalSlack() as slack:
        yield Seeded(slack, table_path, tmp_path)


def test_a_key_is_replaced_without_an_installation(seeded: Seeded) -> None:
    before = seeded.rows()
    with seeded.serving(f"{NEW},{OLD}") as server:
        seeded.slack.wait_for(lambda: seeded.rows() != before, "the renewal")
        assert [line["installations"] for line in server.lines() if line["event"] == "tokens_encrypted"] == [1]
    with seeded.serving(NEW) as server:
        seeded.slack.deliver_to(f"{server.url}/slack/events")
        person, desk = seeded.slack.person("ann"), seeded.slack.channel("desk")
        person.says("@imerr 606", desk)
        seeded.slack.settle()
        assert "GROUP_MEMBERS_FULL" in person.reads(seeded.slack.messages(desk)[-1])


def test_without_its_key_a_workspace_has_to_install_again(seeded: Seeded) -> None:
    with seeded.serving(NEW) as server:
        seeded.slack.deliver_to(f"{server.url}/slack/events")
        scene = Scene(seeded.slack, server, seeded.stored)
        ours = Workspace(scene, seeded.slack)
        ours.reads_that_it_is_not_installed()
        assert scene.events("token_unreadable") != []
        ours.install()
        assert "606" in ours.types("/imerr 606")


def test_without_a_key_the_start_warns_of_plain_text(seeded: Seeded) -> None:
    with seeded.serving("") as server:
        seeded.slack.deliver_to(f"{server.url}/slack/events")
        scene = Scene(seeded.slack, server, seeded.stored)
        ours = Workspace(scene, seeded.slack)
        ours.install()
        assert len(scene.events("tokens_in_plain_text")) == 1

    assert ours.rows[0]["token"] == ours.token
