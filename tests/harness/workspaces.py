"""imerr's server for many workspaces: installed through its page into workspaces of one local Slack."""

from __future__ import annotations

import asyncio
import html
import itertools
import re
import time
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

import httpx
from cryptography.fernet import Fernet
from sqlalchemy import select

from db.memory.database import Database
from db.memory.tables import INSTALLATIONS
from tests.harness.server import serving

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Connection, Executable

    from local_slack.link import Link
    from local_slack.person import Person
    from local_slack.state import Channel
    from tests.harness.installed import LocalSlack
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


def serving_many(slack: LocalSlack, table: Path, log: Path, url: str, **changes: str) -> AbstractContextManager[Server]:
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
        """Let `lines` begin anew."""
        self._read = len(self.server.lines())

    def lines(self) -> list[dict[str, Any]]:
        """Return the log of this test."""
        return self.server.lines()[self._read :]

    def events(self, name: str) -> list[dict[str, Any]]:
        """Return the lines of an event in the log of this test."""
        return [line for line in self.lines() if line["event"] == name]

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
        assert (done.status_code, "imerr is installed" in done.text) == (200, True)

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
