"""slack_sdk's stores in the database of the memory: tokens encrypted, found and removed by workspace, states valid once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography.fernet import Fernet
from slack_sdk.oauth.installation_store import Bot, Installation
from sqlalchemy import select

from db.memory import forget, installations, oauth_stores
from db.memory.encryption import Cipher, DecryptionError
from db.memory.installations import Place, Renewal
from db.memory.oauth_stores import BotStore, StateStore
from db.memory.oauth_tables import BOTS, STATES

if TYPE_CHECKING:
    from db.memory.database import Database

pytestmark = pytest.mark.anyio

CLIENT = "1.2"
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
LONG = "xoxe.xoxb-1-" + "a" * 400
"""Longer than the library's own column allows."""


def _bot(team: str | None, token: str, enterprise: str | None = None, at: float = 1000.0) -> Bot:
    return Bot(
        app_id="A1",
        team_id=team,
        enterprise_id=enterprise,
        is_enterprise_install=team is None,
        bot_token=token,
        bot_id="B1",
        bot_user_id="U1",
        bot_refresh_token=f"refresh {token}",
        bot_token_expires_at=2000,
        installed_at=at,
    )


def _store(database: Database, *keys: str) -> BotStore:
    return BotStore(database, CLIENT, Cipher(keys))


async def _token(database: Database, team: str | None, *keys: str, enterprise: str | None = None) -> str | None:
    bot = await _store(database, *keys).async_find_bot(enterprise_id=enterprise, team_id=team)
    return bot.bot_token if bot else None


async def _stored(database: Database) -> str:
    return repr([tuple(row.values()) for row in await database.rows(select(BOTS))])


async def test_each_workspace_has_its_own_token(database: Database) -> None:
    for team in ("T1", "T2"):
        await _store(database).async_save_bot(_bot(team, f"xoxb-{team}"))

    assert [await _token(database, team) for team in ("T1", "T2", "T3")] == ["xoxb-T1", "xoxb-T2", None]


@pytest.mark.parametrize("token", ["xoxb-short", LONG])
async def test_a_token_is_encrypted_in_the_database(database: Database, token: str) -> None:
    await _store(database, NEW).async_save_bot(_bot("T1", token))

    assert token not in await _stored(database)
    found = await _store(database, NEW).async_find_bot(enterprise_id=None, team_id="T1")
    assert found is not None
    assert (found.bot_token, found.bot_refresh_token, found.bot_token_expires_at) == (token, f"refresh {token}", 2000)


async def test_nothing_of_the_installer_is_kept(database: Database) -> None:
    installation = Installation(
        app_id="A1", team_id="T1", user_id="U0INSTALLER", user_token="xoxp-theirs", bot_token="xoxb-1", bot_id="B1"
    )
    await _store(database).async_save(installation)

    stored = await _stored(database)
    assert "xoxb-1" in stored
    assert "U0INSTALLER" not in stored
    assert "xoxp-theirs" not in stored


async def test_an_old_key_still_decrypts(database: Database) -> None:
    await _store(database, OLD).async_save_bot(_bot("T1", "xoxb-1"))

    assert await _token(database, "T1", NEW, OLD) == "xoxb-1"


@pytest.mark.parametrize("keys", [(), (NEW,)])
async def test_without_its_key_a_token_is_refused(database: Database, keys: tuple[str, ...]) -> None:
    await _store(database, OLD).async_save_bot(_bot("T1", "xoxb-1"))

    with pytest.raises(DecryptionError):
        await _token(database, "T1", *keys)


async def test_after_a_renewal_the_old_key_can_go(database: Database) -> None:
    await _store(database).async_save_bot(_bot("T1", "xoxb-plain"))
    await _store(database, OLD).async_save_bot(_bot("T2", "xoxb-old"))
    await _store(database, NEW).async_save_bot(_bot("T3", "xoxb-new"))
    renewal = await installations.renew_everywhere(database, Cipher((NEW, OLD)))

    assert renewal == Renewal(renewed=4)
    assert [await _token(database, team, NEW) for team in ("T1", "T2", "T3")] == ["xoxb-plain", "xoxb-old", "xoxb-new"]
    assert "xoxb-plain" not in await _stored(database)
    assert await installations.renew_everywhere(database, Cipher((NEW,))) == Renewal()


async def test_a_renewal_leaves_what_no_key_fits(database: Database) -> None:
    await _store(database, OLD).async_save_bot(_bot("T1", "xoxb-1"))
    before = await _stored(database)

    assert await installations.renew_everywhere(database, Cipher((NEW,))) == Renewal(unreadable=1)
    assert await _stored(database) == before


async def test_a_workspace_is_removed_alone(database: Database) -> None:
    for bot in (_bot("T1", "one"), _bot("T1", "grid", "E1"), _bot("T2", "two"), _bot(None, "whole", "E1")):
        await _store(database).async_save_bot(bot)

    assert await installations.remove(database, Place("T1")) == 2
    assert await _token(database, "T1") is None
    assert await _token(database, "T1", enterprise="E1") is None
    assert await _token(database, "T2") == "two"
    assert await _token(database, None, enterprise="E1") == "whole"


async def test_to_forget_a_workspace_is_to_forget_its_tokens(database: Database) -> None:
    for team in ("T1", "T2"):
        await _store(database).async_save_bot(_bot(team, team))

    assert await forget.everything(database, "T1") == 1
    assert [await _token(database, team) for team in ("T1", "T2")] == [None, "T2"]


async def test_an_organization_is_removed_alone(database: Database) -> None:
    for bot in (_bot("T1", "grid", "E1"), _bot(None, "one", "E1"), _bot(None, "two", "E2")):
        await _store(database).async_save_bot(bot)

    assert await installations.remove(database, Place("", "E1")) == 1
    assert await _token(database, "T1", enterprise="E1") == "grid"
    assert await _token(database, None, enterprise="E2") == "two"


async def test_a_later_installation_replaces_the_earlier_one(database: Database) -> None:
    await _store(database).async_save_bot(_bot("T1", "first", at=1000.0))
    await _store(database).async_save_bot(_bot("T1", "second", at=1001.0))

    assert await installations.remove(database, Place("T1"), before=1001.0) == 1
    assert await _token(database, "T1") == "second"


async def test_a_state_is_valid_once(database: Database) -> None:
    store = StateStore(database)
    state = await store.async_issue()

    assert await store.async_consume("another") is False
    assert await store.async_consume(state) is True
    assert await store.async_consume(state) is False


async def test_of_many_who_use_a_state_at_once_one_may(database: Database) -> None:
    store = StateStore(database)
    state = await store.async_issue()

    taken = await asyncio.gather(*(store.async_consume(state) for _ in range(5)))

    assert sorted(taken) == [False] * 4 + [True]


async def test_an_expired_state_is_refused_and_removed(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    store = StateStore(database)
    state = await store.async_issue()
    late = oauth_stores._now() + timedelta(seconds=oauth_stores.STATE_SECONDS + 1)  # noqa: SLF001 - the clock of the store
    monkeypatch.setattr(oauth_stores, "_now", lambda: late)

    assert await store.async_consume(state) is False
    assert len(await database.rows(select(STATES))) == 1
    await store.async_issue()
    assert len(await database.rows(select(STATES))) == 1
