"""Calls of the Web API, refused in Slack's words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from local_slack import LocalSlack
from local_slack.failures import RESPONSE_URLS, broken, hangs_up, rate_limited, refuses, slow
from local_slack.state import Step
from tests.harness import plain_http
from tests.local_slack.app import MANIFEST, call, error, section

if TYPE_CHECKING:
    from pathlib import Path

    from local_slack.person import Person
    from local_slack.state import Channel


@pytest.mark.parametrize(
    ("token", "method", "refusal"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-another", "auth.test", "invalid_auth"),
        (LocalSlack.app_token, "auth.test", "not_allowed_token_type"),
        (LocalSlack.bot_token, "apps.connections.open", "not_allowed_token_type"),
        (LocalSlack.bot_token, "chat.shout", "unknown_method"),
    ],
)
def test_a_token_without_the_right_is_refused(slack: LocalSlack, token: str, method: str, refusal: str) -> None:
    assert error(slack, method, token=token) == refusal


def test_a_missing_scope_is_named(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(MANIFEST | {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}), encoding="utf-8")
    with LocalSlack(path) as slack:
        public, private = slack.channel("public"), slack.channel("private", kind="group")
        answers = [
            call(slack, "users.info", user=slack.bot.id),
            call(slack, "conversations.replies", channel=public.id, ts="1.1"),
            call(slack, "conversations.replies", channel=private.id, ts="1.1"),
        ]

    assert {answer["error"] for answer in answers} == {"missing_scope"}
    assert [answer["needed"] for answer in answers] == ["users:read", "channels:history", "groups:history"]
    assert answers[0]["provided"] == "chat:write"


def test_a_missing_argument_is_named(slack: LocalSlack) -> None:
    answer = call(slack, "chat.postMessage", text="x")

    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


def test_arguments_come_as_a_form_or_in_the_query(slack: LocalSlack, support: Channel) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    form = {"channel": support.id, "text": "x", "blocks": json.dumps([section("606")])}
    posted = plain_http.post(slack.url + "chat.postMessage", data=form, headers=headers).json()
    info = plain_http.get(slack.url + "users.info", params={"user": slack.bot.id}, headers=headers).json()

    assert [block["text"]["text"] for block in posted["message"]["blocks"]] == ["606"]
    assert info["user"]["name"] == "helper"


@pytest.mark.parametrize(
    ("body", "refusal"), [(b"{", "invalid_json"), (b"[]", "json_not_object"), (b'"x"', "json_not_object")]
)
def test_a_body_that_is_no_json_object_is_refused(slack: LocalSlack, body: bytes, refusal: str) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": "application/json"}

    assert plain_http.post(slack.url + "auth.test", content=body, headers=headers).json()["error"] == refusal


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        ({"channel": "C404", "text": "x"}, "channel_not_found"),
        ({"channel": "PRIVATE", "text": "x"}, "channel_not_found"),
        ({"channel": "ELSEWHERE", "text": "x"}, "not_in_channel"),
        ({}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "thread_ts": "1.1"}, "thread_not_found"),
        ({"text": "x", "blocks": [{"type": "hologram"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"text": "x", "blocks": "oops"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [1]}, "invalid_blocks_format"),
        ({"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
    ],
)
def test_a_bad_message_is_refused(slack: LocalSlack, support: Channel, arguments: dict[str, Any], refusal: str) -> None:
    private = slack.channel("private", kind="group", has_bot=False)
    elsewhere = slack.channel("elsewhere", has_bot=False)
    channel = arguments.get("channel", "SUPPORT")
    ids = {"SUPPORT": support.id, "PRIVATE": private.id, "ELSEWHERE": elsewhere.id}

    assert error(slack, "chat.postMessage", **arguments | {"channel": ids.get(channel, channel)}) == refusal


def test_a_message_goes_into_its_thread(slack: LocalSlack, support: Channel, asker: Person) -> None:
    parent = asker.says("question", support)
    posted = call(slack, "chat.postMessage", channel=support.id, text="answer", thread_ts=parent.ts)

    assert posted["message"]["thread_ts"] == parent.ts
    assert [reply.text for reply in slack.thread(parent)] == ["answer"]


@pytest.mark.parametrize(
    ("method", "refusal"), [("chat.update", "cant_update_message"), ("chat.delete", "cant_delete_message")]
)
def test_the_app_changes_its_own_messages_only(
    slack: LocalSlack, support: Channel, asker: Person, method: str, refusal: str
) -> None:
    theirs = asker.says("mine", support)
    own = call(slack, "chat.postMessage", channel=support.id, text="own")["ts"]

    assert error(slack, method, channel=support.id, ts=theirs.ts, text="x") == refusal
    assert error(slack, method, channel=support.id, ts="1.1", text="x") == "message_not_found"
    assert call(slack, method, channel=support.id, ts=own, text="x")["ok"] is True


def test_a_user_has_a_locale_on_request(slack: LocalSlack, asker: Person) -> None:
    assert "locale" not in call(slack, "users.info", user=asker.id)["user"]
    assert call(slack, "users.info", user=asker.id, include_locale=True)["user"]["locale"] == "zh-TW"
    assert error(slack, "users.info", user="U404") == "user_not_found"


def test_a_step_ends_once(slack: LocalSlack) -> None:
    slack.workspace.steps["Fx1"] = step = Step("Fx1", "answer")
    succeed = "functions.completeSuccess"

    assert error(slack, succeed, function_execution_id="Fx404", outputs={}) == "function_execution_not_found"
    assert error(slack, succeed, function_execution_id="Fx1") == "invalid_arguments"
    assert call(slack, "functions.completeError", function_execution_id="Fx1", error="no")["ok"] is True
    assert step.error == "no"
    assert error(slack, succeed, function_execution_id="Fx1", outputs={}) == "function_execution_already_completed"


def test_calls_fail_on_request(slack: LocalSlack, support: Channel, asker: Person) -> None:
    def fetch() -> httpx.Response:
        return plain_http.post(slack.url + "auth.test", headers={"Authorization": f"Bearer {slack.bot_token}"})

    slack.fail_next_calls("auth.test", rate_limited(7, times=1))
    limited = fetch()
    assert (limited.status_code, limited.headers["Retry-After"], limited.json()["error"]) == (429, "7", "ratelimited")
    assert fetch().json()["ok"] is True
    slack.fail_next_calls("auth.test", broken(503))
    assert fetch().status_code == 503
    slack.fail_next_calls("auth.test", refuses("fatal_error", after=1))
    assert [fetch().json().get("error") for _ in range(2)] == [None, "fatal_error"]
    slack.fail_next_calls("auth.test", hangs_up())
    with pytest.raises(httpx.TransportError):
        fetch()
    slack.fail_next_calls("auth.test", slow(1))
    assert fetch().elapsed.total_seconds() > 1
    slack.stop_failing()
    assert fetch().elapsed.total_seconds() < 1
    slack.fail_next_calls(RESPONSE_URLS, refuses("used_url"))
    assert plain_http.post(slack.workspace.new_response_url(support, asker.id), json={"text": "x"}).status_code == 404


def test_a_connection_dropped_afterwards_did_its_work(slack: LocalSlack, support: Channel) -> None:
    slack.fail_next_calls("chat.postMessage", hangs_up("after"))
    with pytest.raises(httpx.TransportError):
        call(slack, "chat.postMessage", channel=support.id, text="x")

    assert len(slack.messages(support)) == 1
