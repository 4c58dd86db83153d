"""With many workspaces each digest is posted with its workspace's own token."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import TYPE_CHECKING, Any, cast

from bot.slack.send.client import web_client
from bot.slack.serve import digests
from db.memory import notes
from db.memory.database import Database

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.installations import Installations as Tokens
    from bot.memory.digests import Digest
    from bot.slack.desk import Desk


class _Tokens:
    async def token(self, team: str) -> str | None:
        return {"T1": "xoxb-1", "T3": "xoxb-3"}.get(team)


@dataclasses.dataclass
class _Desk:
    installations: _Tokens
    lang: str = "en"

    @property
    def catalog(self) -> Any:  # noqa: ANN401 - a stand-in
        return self

    def spoken(self, lang: str) -> str:
        return lang


def test_only_workspaces_with_a_token_get_digests(tmp_path: Path) -> None:
    async def play() -> tuple[str, ...]:
        database = Database.open(f"sqlite:///{tmp_path / 'memory.sqlite3'}")
        await database.migrate()
        for team in ("T1", "T2"):
            await notes.add(database, team, notes.Draft("group-full", "U1", "a note"), at=1.0)
        found = await digests._installed_by_oauth(database, cast("Tokens", _Tokens()))  # noqa: SLF001 - called by a task that never ends
        assert found is not None
        teams = await found.teams(database)
        await database.close()
        return teams

    assert asyncio.run(play()) == ("T1",)


def test_a_token_out_of_reach_delays_the_digests(tmp_path: Path) -> None:
    class Unread(_Tokens):
        async def token(self, team: str) -> str | None:
            return "" if team == "T3" else await super().token(team)

    async def play() -> object:
        database = Database.open(f"sqlite:///{tmp_path / 'memory.sqlite3'}")
        await database.migrate()
        for team in ("T1", "T3"):
            await notes.add(database, team, notes.Draft("group-full", "U1", "a note"), at=1.0)
        found = await digests._installed_by_oauth(database, cast("Tokens", Unread()))  # noqa: SLF001 - as above
        await database.close()
        return found

    assert asyncio.run(play()) is None


def test_a_digest_is_posted_with_its_workspaces_token(monkeypatch: pytest.MonkeyPatch) -> None:
    posted: list[tuple[str | None, str]] = []

    async def post(client: AsyncWebClient, _catalog: object, _digest: object, lang: str) -> None:
        posted.append((client.token, lang))

    @dataclasses.dataclass
    class _Digest:
        team: str
        language: str = ""

    monkeypatch.setattr("bot.slack.serve.digests.sending.post", post)
    client = web_client("https://slack.com/api/")
    client.token = "xoxb-of-nobody"
    desk = cast("Desk", _Desk(_Tokens()))
    for team in ("T1", "T3"):
        asyncio.run(digests._send(desk, client, cast("Digest", _Digest(team))))  # noqa: SLF001 - as above

    assert posted == [("xoxb-1", "en"), ("xoxb-3", "en")]
    assert client.token == "xoxb-of-nobody"
