"""Installation by OAuth, in more than one workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from local_slack.errors import ResponseError
from tests.local_slack.app import call, error

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.link import Link


def _authorize(client_id: str) -> str:
    return f"https://slack.com/oauth/v2/authorize?client_id={client_id}&scope=chat:write&state=s1"


def _access(slack: LocalSlack, secret: str = "", **arguments: str) -> dict[str, Any]:
    credentials = slack.client_id, secret or slack.client_secret
    answer: dict[str, Any] = httpx.post(f"{slack.url}oauth.v2.access", data=arguments, auth=credentials).json()
    return answer


def _granted(slack: LocalSlack, workspace: Link) -> dict[str, Any]:
    back = slack.approves(_authorize(slack.client_id), workspace)
    assert back["state"] == "s1"
    return _access(slack, code=back["code"])


def test_each_workspace_has_its_own_token(slack: LocalSlack) -> None:
    other = slack.another("T0OTHER")
    granted = [_granted(slack, workspace) for workspace in (slack, other)]

    assert [answer["team"]["id"] for answer in granted] == ["T0LOCAL", "T0OTHER"]
    channel, ours = other.channel("theirs"), slack.channel("ours")
    tokens = [answer["access_token"] for answer in granted]
    answers = [call(slack, "chat.postMessage", token, channel=channel.id, text="x") for token in tokens]
    assert [answer.get("error") for answer in answers] == ["channel_not_found", None]
    assert [message.text for message in other.messages(channel)] == ["x"]
    assert slack.messages(ours) == []


def test_a_code_is_taken_once_and_with_the_secret(slack: LocalSlack) -> None:
    code = slack.approves(_authorize(slack.client_id))["code"]

    assert _access(slack, "wrong", code=code)["error"] == "bad_client_secret"
    assert _access(slack, code=code)["ok"] is True
    assert _access(slack, code=code)["error"] == "invalid_code"


def test_a_button_of_another_app_is_refused(slack: LocalSlack) -> None:
    with pytest.raises(ResponseError, match="Slack would refuse this URL"):
        slack.approves(_authorize("9.9"))


def test_tokens_expire_and_are_refreshed_once(slack: LocalSlack) -> None:
    slack.server.oauth.token_seconds = 60
    first = _granted(slack, slack)
    slack.forward(61)
    assert error(slack, "auth.test", token=first["access_token"]) == "token_expired"
    refreshing = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = _access(slack, **refreshing)

    assert call(slack, "auth.test", token=second["access_token"])["ok"] is True
    assert _access(slack, **refreshing)["error"] == "invalid_refresh_token"


def test_an_uninstalled_app_has_no_token(slack: LocalSlack) -> None:
    granted = _granted(slack, slack)
    slack.uninstalls()

    assert error(slack, "auth.test", token=granted["access_token"]) == "invalid_auth"
