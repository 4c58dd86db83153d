"""Installations in the database: tokens encrypted, found and removed by workspace, states valid once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from db.memory import forget, installations, oauth_states
from db.memory.encryption import Cipher, DecryptionError
from db.memory.installations import App, Installation, Renewal
from db.memory.tables import INSTALLATIONS, OAUTH_STATES

if TYPE_CHECKING:
    from db.memory.database import Database

pytestmark = pytest.mark.anyio

APP = App("1.2")
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
NOW = 1_000_000.0


def _installed(token: str, at: float = NOW) -> Installation:
    return Installation(token, f"refresh {token}", 2 * NOW, at)


async def _put(database: Database, team: str, token: str, *keys: str, app: App = APP) -> None:
    await installations.put(database, team, app, _installed(token).encrypted(Cipher(keys)))


async def _token(database: Database, team: str, *keys: str, app: App = APP) -> str | None:
    found = await installations.get(database, team, app)
    return found.decrypted(Cipher(keys)).token if found else None


async def _stored(database: Database) -> str:
    return repr([tuple(row.values()) for row in await database.rows(select(INSTALLATIONS))])


async def test_each_workspace_has_its_own_token(database: Database) -> None:
    for team in ("T1", "T2"):
        await _put(database, team, f"xoxb-{team}")

    assert [await _token(database, team) for team in ("T1", "T2", "T3")] == ["xoxb-T1", "xoxb-T2", None]
    assert await _token(database, "T1", app=App("9.9")) is None


async def test_tokens_are_encrypted_in_the_database(database: Database) -> None:
    token = "xoxe.xoxb-1-" + "a" * 400
    await _put(database, "T1", token, NEW)

    assert token not in await _stored(database)
    found = await installations.get(database, "T1", APP)
    assert found is not None
    assert found.decrypted(Cipher((NEW,))) == _installed(token)


async def test_a_token_without_refresh_token_is_encrypted() -> None:
    encrypted = Installation("xoxb-1").encrypted(Cipher((NEW,)))

    assert encrypted.token.startswith("fernet:")
    assert encrypted.decrypted(Cipher((NEW,))) == Installation("xoxb-1")


async def test_an_old_key_still_decrypts(database: Database) -> None:
    await _put(database, "T1", "xoxb-1", OLD)

    assert await _token(database, "T1", NEW, OLD) == "xoxb-1"


@pytest.mark.parametrize("keys", [(), (NEW,)])
async def test_without_its_key_a_token_is_refused(database: Database, keys: tuple[str, ...]) -> None:
    await _put(database, "T1", "xoxb-1", OLD)

    with pytest.raises(DecryptionError):
        await _token(database, "T1", *keys)


async def test_after_a_renewal_the_old_key_can_go(database: Database) -> None:
    await _put(database, "T1", "xoxb-plain")
    await _put(database, "T2", "xoxb-old", OLD)
    await _put(database, "T3", "xoxb-new", NEW)

    assert await installations.renew_everywhere(database, Cipher((NEW, OLD))) == Renewal(renewed=2)
    assert [await _token(database, team, NEW) for team in ("T1", "T2", "T3")] == ["xoxb-plain", "xoxb-old", "xoxb-new"]
    assert "plain" not in await _stored(database)
    assert await installations.renew_everywhere(database, Cipher((NEW,))) == Renewal()


async def test_a_renewal_leaves_what_no_key_fits(database: Database) -> None:
    await _put(database, "T1", "xoxb-1", OLD)
    before = await _stored(database)

    assert await installations.renew_everywhere(database, Cipher((NEW,))) == Renewal(unreadable=1)
    assert await _stored(database) == before


async def test_an_installation_is_removed_alone(database: Database) -> None:
    places = [("T1", APP), ("T2", APP), ("", App("1.2", "E1")), ("", App("1.2", "E2")), ("T1", App("9.9"))]
    for number, (team, app) in enumerate(places):
        await _put(database, team, str(number), app=app)

    assert await installations.remove(database, "T1", APP, before=NOW) is False
    assert await installations.remove(database, "T1", APP, before=NOW + 1) is True
    assert await installations.remove(database, "T1", APP) is False
    assert await installations.remove(database, "", App("1.2", "E1")) is True
    assert [await _token(database, team, app=app) for team, app in places] == [None, "1", None, "3", "4"]


async def test_to_forget_a_workspace_is_to_forget_its_token(database: Database) -> None:
    for team in ("T1", "T2"):
        await _put(database, team, team)

    assert await forget.everything(database, "T1") == 1
    assert [await _token(database, team) for team in ("T1", "T2")] == [None, "T2"]


async def test_a_later_installation_replaces_the_earlier_one(database: Database) -> None:
    for token in ("first", "second"):
        await _put(database, "T1", token)

    assert await _token(database, "T1") == "second"
    assert len(await database.rows(select(INSTALLATIONS))) == 1


@pytest.mark.parametrize("between", ["renewed", "removed", "installed again"])
async def test_new_tokens_are_those_of_one_installation(database: Database, between: str) -> None:
    await _put(database, "T1", "first", OLD)
    match between:
        case "renewed":
            await installations.renew_everywhere(database, Cipher((NEW, OLD)))
        case "removed":
            await installations.remove(database, "T1", APP)
        case _:
            await installations.put(database, "T1", APP, _installed("second", at=NOW + 1))
    is_saved = await installations.refresh(database, "T1", APP, replace(_installed("first"), token="fresh"))

    expected = {"renewed": (True, "fresh"), "removed": (False, None), "installed again": (False, "second")}
    assert (is_saved, await _token(database, "T1")) == expected[between]


async def test_a_state_is_valid_once(database: Database) -> None:
    state = await oauth_states.issue(database, NOW)

    assert await oauth_states.consume(database, "another", NOW) is False
    assert await oauth_states.consume(database, state, NOW) is True
    assert await oauth_states.consume(database, state, NOW) is False


async def test_of_many_who_use_a_state_at_once_one_may(database: Database) -> None:
    state = await oauth_states.issue(database, NOW)

    taken = await asyncio.gather(*(oauth_states.consume(database, state, NOW) for _ in range(5)))

    assert sorted(taken) == [False] * 4 + [True]


async def test_an_expired_state_is_refused_and_removed(database: Database) -> None:
    state = await oauth_states.issue(database, NOW)
    late = NOW + oauth_states.STATE_SECONDS

    assert await oauth_states.consume(database, state, late) is False
    assert len(await database.rows(select(OAUTH_STATES))) == 1
    await oauth_states.issue(database, late)
    assert len(await database.rows(select(OAUTH_STATES))) == 1
