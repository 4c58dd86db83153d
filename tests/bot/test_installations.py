"""Tokens by workspace: cached for a minute, kept through an outage, refreshed once for many requests."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, cast

import pytest
from slack_sdk.errors import SlackApiError
from sqlalchemy import event

from bot.installations import AGAIN_SECONDS, KNOWN_SECONDS, Credentials, Installations
from db.memory import installations
from db.memory.database import Database, MemoryStoreError
from db.memory.encryption import Cipher
from db.memory.installations import App, Installation
from tests.harness.databases import Files, migrate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from slack_sdk.web.async_client import AsyncWebClient

pytestmark = pytest.mark.anyio

CREDENTIALS = Credentials("1.2", "secret")
TWELVE_HOURS = 43_200


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Slack:
    """Answers `oauth.v2.access` with a new token, or refuses it."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.calls = 0
        self.refuses = refuses

    async def oauth_v2_access(self, **_: str) -> dict[str, Any]:
        self.calls += 1
        await asyncio.sleep(0.05)
        if self.refuses:
            raise SlackApiError("refused", {"ok": False})  # type: ignore[no-untyped-call] # of the library
        token = f"xoxe.xoxb-{self.calls}"
        return {"token_type": "bot", "access_token": token, "refresh_token": "next", "expires_in": TWELVE_HOURS}


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Known:
    """Installations in a database that can be away."""

    def __init__(self, database: Database, slack: Slack) -> None:
        self.database, self.slack, self.clock = database, slack, Clock()
        self.queries = 0
        event.listen(database.engine, "before_cursor_execute", self._asked)
        self.installations = self.another()

    def _asked(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        self.queries += statement.startswith("SELECT")

    def another(self) -> Installations:
        """Return the installations of another process."""
        client = cast("AsyncWebClient", self.slack)
        return Installations(self.database, CREDENTIALS, Cipher(), client, self.clock)

    async def save(self, team: str, token: str, expires_in: float | None = None) -> None:
        now = time.time()
        expires = None if expires_in is None else now + expires_in
        await self.another().save(team, "", Installation(token, "first", expires, now))


@pytest.fixture
async def known(tmp_path: Path) -> AsyncIterator[Known]:
    url = Files(tmp_path).empty()
    await asyncio.to_thread(migrate_now, url)
    database = Database.open(url)
    yield Known(database, Slack())
    await database.close()


def migrate_now(url: str) -> None:
    asyncio.run(migrate(url))


async def test_a_token_is_looked_up_once_a_minute(known: Known) -> None:
    await known.save("T1", "xoxb-1")
    before = known.queries
    tokens = [await known.installations.token("T1") for _ in range(20)]

    assert tokens == ["xoxb-1"] * 20
    assert known.queries - before == 1
    await known.save("T1", "xoxb-2")
    assert await known.installations.token("T1") == "xoxb-1"
    known.clock.now += KNOWN_SECONDS
    assert await known.installations.token("T1") == "xoxb-2"


async def test_a_new_installation_is_used_at_once(known: Known) -> None:
    assert await known.installations.token("T1") is None
    await known.save("T1", "xoxb-1")

    assert await known.installations.token("T1") == "xoxb-1"


async def test_a_removed_token_is_not_used_again(known: Known) -> None:
    for team in ("T1", "T2"):
        await known.save(team, f"xoxb-{team}")
        await known.installations.token(team)

    assert await known.installations.remove("T1") is True
    assert await known.installations.token("T1") is None
    assert await known.installations.token("T2") == "xoxb-T2"


async def test_a_late_uninstallation_leaves_a_new_installation(known: Known) -> None:
    await known.save("T1", "xoxb-1")

    assert await known.installations.remove("T1", at=time.time() - 60) is False
    assert await known.installations.token("T1") == "xoxb-1"
    assert await known.installations.remove("T1", at=float(int(time.time()))) is True
    assert await known.installations.token("T1") is None


async def test_a_known_token_outlasts_an_outage(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    await known.save("T1", "xoxb-1")
    await known.installations.token("T1")
    known.clock.now += KNOWN_SECONDS
    asked = _break(monkeypatch)
    tokens = [await known.installations.token("T1") for _ in range(3)]
    unknown = await known.installations.token("T2")

    assert tokens == ["xoxb-1"] * 3
    # The next requests do not wait for the database again.
    assert asked == ["T1", "T2"]
    assert unknown == ""
    monkeypatch.undo()
    known.clock.now += AGAIN_SECONDS
    await known.save("T1", "xoxb-2")
    assert await known.installations.token("T1") == "xoxb-2"


def _break(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []

    async def fail(_database: Database, team: str, _app: App) -> Installation | None:
        asked.append(team)
        await asyncio.sleep(30)
        return None

    monkeypatch.setattr(installations, "get", fail)
    monkeypatch.setattr("bot.installations.FIND_SECONDS", 0.01)
    return asked


async def test_an_organization_is_known_by_itself(known: Known) -> None:
    await known.another().save("", "E1", Installation("xoxb-whole"))
    await known.another().save("T1", "E1", Installation("xoxb-one"))

    tokens = [await known.installations.token(*place) for place in (("", "E1"), ("T1", ""), ("T1", "E1"), ("T2", "E1"))]

    assert tokens == ["xoxb-whole", "xoxb-one", "xoxb-one", None]
    assert await known.installations.remove("T1", "E1") is True
    assert [await known.installations.token(*place) for place in (("", "E1"), ("T1", ""))] == ["xoxb-whole", None]


@pytest.mark.parametrize("left", [-60, 60])
async def test_many_requests_refresh_a_token_once(known: Known, left: int) -> None:
    await known.save("T1", "xoxe.xoxb-old", left)
    tokens = await asyncio.gather(*(known.installations.token("T1") for _ in range(10)))

    assert tokens == ["xoxe.xoxb-1"] * 10
    assert known.slack.calls == 1
    assert await known.another().token("T1") == "xoxe.xoxb-1"


async def test_a_token_with_time_left_is_not_refreshed(known: Known) -> None:
    await known.save("T1", "xoxe.xoxb-old", TWELVE_HOURS)

    assert await known.installations.token("T1") == "xoxe.xoxb-old"
    assert known.slack.calls == 0


async def test_a_refused_refresh_takes_the_token_of_another(known: Known) -> None:
    await known.save("T1", "xoxe.xoxb-old", 60)
    known.slack.refuses = True

    token, _ = await asyncio.gather(known.installations.token("T1"), known.save("T1", "xoxe.xoxb-theirs", TWELVE_HOURS))

    assert token == "xoxe.xoxb-theirs"


async def test_a_new_token_is_saved_after_an_outage(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    await known.save("T1", "xoxe.xoxb-old", 60)
    save, failures = installations.refresh, [MemoryStoreError("away")] * 2

    async def fail_first(*arguments: Any) -> bool:  # noqa: ANN401 - as they are
        if failures:
            raise failures.pop()
        return await save(*arguments)

    monkeypatch.setattr(installations, "refresh", fail_first)
    monkeypatch.setattr("bot.installations.AGAIN_SECONDS", 0.01)

    assert await known.installations.token("T1") == "xoxe.xoxb-1"
    assert await known.another().token("T1") == "xoxe.xoxb-1"
    assert known.slack.calls == 1


async def test_a_refused_refresh_keeps_the_old_token(known: Known) -> None:
    await known.save("T1", "xoxe.xoxb-old", 60)
    known.slack.refuses = True

    assert await known.installations.token("T1") == "xoxe.xoxb-old"


async def test_a_query_that_cannot_be_cancelled_delays_nobody(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    await known.save("T1", "xoxb-1")
    await known.installations.token("T1")
    known.clock.now += KNOWN_SECONDS
    ended = asyncio.Event()

    async def hang(*_: object) -> None:
        try:
            await asyncio.sleep(30)
        finally:
            # A driver waits for the server's word on the query that it gave up.
            await ended.wait()

    monkeypatch.setattr(installations, "get", hang)
    monkeypatch.setattr("bot.installations.FIND_SECONDS", 0.01)
    asking = asyncio.create_task(known.installations.token("T1"))
    done, _ = await asyncio.wait({asking}, timeout=2.0)
    ended.set()

    assert asking in done
    assert await asking == "xoxb-1"
