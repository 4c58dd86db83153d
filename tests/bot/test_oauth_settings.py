"""Settings about OAuth that contradict each other stop the start with a sentence."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from bot import oauth_settings
from bot.settings import SettingsError, load, require_slack

GOOD = {
    "SLACK_CLIENT_ID": "123.456",
    "SLACK_CLIENT_SECRET": "0" * 32,
    "SLACK_SIGNING_SECRET": "1" * 32,
}
KEY, OTHER = "a" * 43 + "=", "+/-_" * 10 + "abc="


def test_a_client_needs_no_bot_token() -> None:
    settings = load(GOOD)
    oauth_settings.check(settings, socket=False)
    require_slack(settings, socket=False)

    assert settings.secret_keys == ()


def test_one_workspace_needs_no_client() -> None:
    oauth_settings.check(load({"SLACK_BOT_TOKEN": "xoxb-1", "IMERR_MEMORY": "off"}), socket=True)


@pytest.mark.parametrize(
    ("changes", "socket", "sentence"),
    [
        (
            {"SLACK_CLIENT_SECRET": ""},
            False,
            r"^SLACK_CLIENT_ID is set without SLACK_CLIENT_SECRET\. It is in the app's",
        ),
        ({"SLACK_CLIENT_ID": ""}, False, r"^SLACK_CLIENT_SECRET is set without SLACK_CLIENT_ID\. It is in the app's"),
        (
            {"SLACK_BOT_TOKEN": "xoxb-1"},
            False,
            r"^SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set\..* unset one of them",
        ),
        ({}, True, r"over HTTP alone: unset SLACK_APP_TOKEN, or call `imerr serve --mode http`"),
        ({"IMERR_MEMORY": "off"}, False, r"^SLACK_CLIENT_ID is set with IMERR_MEMORY=off\."),
    ],
)
def test_a_contradiction_is_a_sentence(changes: dict[str, str], socket: bool, sentence: str) -> None:  # noqa: FBT001 - a table's column
    with pytest.raises(SettingsError, match=sentence):
        oauth_settings.check(load(GOOD | changes), socket=socket)


def test_the_signing_secret_is_still_needed() -> None:
    with pytest.raises(SettingsError, match="SLACK_SIGNING_SECRET") as raised:
        require_slack(load(GOOD | {"SLACK_SIGNING_SECRET": ""}), socket=False)

    assert "SLACK_BOT_TOKEN" not in str(raised.value)


def test_all_that_a_client_lacks_is_named_at_once() -> None:
    with pytest.raises(SettingsError, match=r"(?s)SLACK_CLIENT_SECRET: .*SLACK_SIGNING_SECRET: ") as raised:
        require_slack(load({"SLACK_CLIENT_ID": "123.456"}), socket=None)

    assert "SLACK_APP_TOKEN" not in str(raised.value)


def test_several_keys_have_commas_between_them() -> None:
    assert load({"IMERR_SECRET_KEY": f"{KEY}, {OTHER}"}).secret_keys == (KEY, OTHER)
    assert [Fernet(key) for key in (KEY, OTHER)]


@pytest.mark.parametrize("key", ["hunter2", KEY[:-1], f"{KEY},hunter2", KEY.replace("a", "!", 1)])
def test_a_wrong_key_is_not_shown_but_placed(key: str) -> None:
    with pytest.raises(SettingsError, match=r"^IMERR_SECRET_KEY has to be keys of 32 bytes .*openssl rand") as raised:
        load({"IMERR_SECRET_KEY": key})

    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize("client_id", ["123", "123.456.789", "abc.def", "1 .2"])
def test_a_client_id_is_two_numbers(client_id: str) -> None:
    with pytest.raises(SettingsError, match=r"^SLACK_CLIENT_ID has to be two numbers with a point between them"):
        load({"SLACK_CLIENT_ID": client_id})
