"""The environment, read and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.settings import SettingsError, http_port, load, require_slack, variables

if TYPE_CHECKING:
    from pathlib import Path


def test_nothing_has_to_be_set_for_the_command_line() -> None:
    settings = load({})

    assert (settings.lang, http_port(settings), settings.host, settings.workers) == ("zh", 3000, "127.0.0.1", 1)
    assert settings.api_url == "https://slack.com/api/"


def test_an_empty_value_counts_as_not_set() -> None:
    assert load({"IMERR_LANG": "", "PORT": ""}) == load({})


def test_values_are_converted_to_their_types(tmp_path: Path) -> None:
    settings = load(
        {
            "IMERR_LANG": "EN",
            "PORT": "80",
            "IMERR_TABLE": str(tmp_path / "t"),
            "SLACK_API_URL": "http://127.0.0.1:1/api",
        }
    )

    assert (settings.lang, settings.port, settings.table) == ("en", 80, tmp_path / "t")
    assert settings.api_url == "http://127.0.0.1:1/api/"


def test_the_environment_wins_over_the_dotenv_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("IMERR_LANG=en\nPORT=81\n", encoding="utf-8")
    monkeypatch.setenv("PORT", "82")
    monkeypatch.delenv("IMERR_LANG", raising=False)

    settings = load(dotenv=dotenv)

    assert (settings.lang, settings.port) == ("en", 82)


@pytest.mark.parametrize(("socket", "missing"), [(True, "SLACK_APP_TOKEN"), (False, "SLACK_SIGNING_SECRET")])
def test_each_mode_asks_for_what_it_needs(socket: bool, missing: str) -> None:  # noqa: FBT001 - a table's column
    with pytest.raises(SettingsError) as raised:
        require_slack(load({"SLACK_BOT_TOKEN": "xoxb-1"}), socket=socket)

    assert missing in str(raised.value)
    assert "SLACK_BOT_TOKEN" not in str(raised.value)


@pytest.mark.parametrize("token", ["hunter2", "hunter2 hunter2 hunter2 hunter2", "hunter2hunter2hunter2hünter2"])
def test_a_token_for_agents_is_no_short_word(token: str) -> None:
    with pytest.raises(
        SettingsError, match=r"^IMERR_MCP_TOKEN has to be 24 or more ASCII characters .*a secret of"
    ) as raised:
        load({"IMERR_MCP_TOKEN": token})

    assert "hunter2" not in str(raised.value)
    assert load({"IMERR_MCP_TOKEN": " hunter2hunter2hunter2hunter2 "}).mcp_token == "hunter2hunter2hunter2hunter2"


def test_every_variable_has_a_name_of_its_own_and_help() -> None:
    declared = variables()

    assert len({variable.name for variable in declared}) == len(declared)
    assert all(variable.help.endswith(".") for variable in declared)


def test_every_wrong_setting_is_named_at_once() -> None:
    wrong = {"SLACK_BOT_TOKEN": "hunter2", "PORT": "eighty", "SLACK_SIGNING_SECRET": "hunter3", "IMERR_LANG": "fr"}
    with pytest.raises(SettingsError) as raised:
        load(wrong)

    first, *faults = str(raised.value).splitlines()
    assert first == "Several settings are wrong:"
    assert sorted(fault.split()[0] for fault in faults) == sorted(wrong)
    assert "hunter" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("SLACK_BOT_TOKEN", "OAuth & Permissions, Bot User OAuth Token"),
        ("SLACK_SIGNING_SECRET", "Basic Information, Signing Secret"),
        ("SLACK_APP_TOKEN", "Basic Information, App-Level Tokens"),
    ],
)
def test_a_wrong_secret_is_not_shown_but_placed(name: str, where: str) -> None:
    with pytest.raises(
        SettingsError, match=rf"^{name} has to .*\. It is in the app's settings under {where}\.$"
    ) as raised:
        load({name: "hunter2"})

    assert "hunter2" not in str(raised.value)
