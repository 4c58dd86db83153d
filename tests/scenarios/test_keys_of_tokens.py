"""Tokens of many workspaces over a restart: with another key, with both, and without one."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert

from db.memory.encryption import Cipher
from db.memory.installations import App, Installation
from db.memory.tables import INSTALLATIONS
from tests.harness.databases import Files
from tests.harness.installed import LocalSlack
from tests.harness.workspaces import NEW, OLD, Scene, Stored, Workspace, serving_many

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.harness.server import Server


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
        return serving_many(self.slack, self._table, self._log, self.stored.url, IMERR_SECRET_KEY=key, **changes)

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
