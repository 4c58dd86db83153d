"""The local Slack refuses what Slack refuses, in Slack's words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from local_slack import LocalSlack
from local_slack.failures import broken, hangs_up, rate_limited, slow
from local_slack.state import Step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local_slack.person import Person
    from local_slack.state import Channel

MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "x"},
    "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "x"}}],
}
HOME = {"type": "home", "blocks": MODAL["blocks"]}


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(retry_waits=()) as running:
        yield running


@pytest.fixture
def support(slack: LocalSlack) -> Channel:
    return slack.channel("support")


@pytest.fixture
def asker(slack: LocalSlack, support: Channel) -> Person:
    return slack.person("asker", locale="zh-TW", channels=[support])


def _call(slack: LocalSlack, method: str, token: str | None = None, **arguments: object) -> dict[str, Any]:
    token = slack.bot_token if token is None else token
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer: dict[str, Any] = httpx.post(slack.url + method, json=arguments, headers=headers).json()
    return answer


def _error(slack: LocalSlack, method: str, token: str | None = None, **arguments: object) -> str:
    answer = _call(slack, method, token, **arguments)
    assert answer["ok"] is False
    return str(answer["error"])


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-another", "auth.test", "invalid_auth"),
        (LocalSlack.app_token, "auth.test", "not_allowed_token_type"),
        (LocalSlack.bot_token, "apps.connections.open", "not_allowed_token_type"),
        (LocalSlack.bot_token, "chat.shout", "unknown_method"),
    ],
)
def test_a_token_that_may_not_call_is_refused(slack: LocalSlack, token: str, method: str, error: str) -> None:
    assert _error(slack, method, token=token) == error


def test_a_scope_that_the_manifest_lacks_is_named(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(
        json.dumps({"display_information": {"name": "imerr"}, "oauth_config": {"scopes": {"bot": ["chat:write"]}}}),
        encoding="utf-8",
    )
    with LocalSlack(manifest) as slack:
        public, private = slack.channel("public"), slack.channel("private", kind="group")
        answers = [
            _call(slack, "users.info", user="U0IMERR"),
            _call(slack, "conversations.replies", channel=public.id, ts="1.1"),
            _call(slack, "conversations.replies", channel=private.id, ts="1.1"),
        ]

    assert {answer["error"] for answer in answers} == {"missing_scope"}
    assert [answer["needed"] for answer in answers] == ["users:read", "channels:history", "groups:history"]
    assert answers[0]["provided"] == "chat:write"


def test_what_is_missing_is_named(slack: LocalSlack) -> None:
    answer = _call(slack, "chat.postMessage", text="x")

    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


def test_a_message_goes_into_its_channel_and_thread(slack: LocalSlack, support: Channel, asker: Person) -> None:
    parent = asker.says("question", support)
    posted = _call(slack, "chat.postMessage", channel=support.id, text="answer", thread_ts=parent.ts)

    assert posted["message"]["thread_ts"] == parent.ts
    assert [reply.text for reply in slack.thread(parent)] == ["answer"]
    replies = _call(slack, "conversations.replies", channel=support.id, ts=parent.ts)["messages"]
    assert [reply["text"] for reply in replies] == ["question", "answer"]


def test_arguments_come_as_a_form_and_in_the_query_too(slack: LocalSlack, support: Channel) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    blocks = json.dumps(MODAL["blocks"])
    form = {"channel": support.id, "text": "x", "blocks": blocks}
    posted = httpx.post(slack.url + "chat.postMessage", data=form, headers=headers).json()
    info = httpx.get(slack.url + "users.info", params={"user": "U0IMERR"}, headers=headers).json()

    assert [block["text"] for block in posted["message"]["blocks"]] == [MODAL["blocks"][0]["text"]]  # type: ignore[index]
    assert info["user"]["name"] == "imerr"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C404", "text": "x"}, "channel_not_found"),
        ({"channel": "PRIVATE", "text": "x"}, "channel_not_found"),
        ({"channel": "ELSEWHERE", "text": "x"}, "not_in_channel"),
        ({"channel": "SUPPORT"}, "no_text"),
        ({"channel": "SUPPORT", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "SUPPORT", "text": "x", "thread_ts": "1.1"}, "thread_not_found"),
        ({"channel": "SUPPORT", "text": "x", "blocks": [{"type": "hologram"}]}, "invalid_blocks"),
        ({"channel": "SUPPORT", "text": "x", "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
    ],
)
def test_a_message_that_slack_would_refuse_is_refused(
    slack: LocalSlack, support: Channel, arguments: dict[str, Any], error: str
) -> None:
    private = slack.channel("private", kind="group", has_bot=False)
    elsewhere = slack.channel("elsewhere", has_bot=False)
    ids = {"SUPPORT": support.id, "PRIVATE": private.id, "ELSEWHERE": elsewhere.id}
    arguments = arguments | {"channel": ids.get(arguments["channel"], arguments["channel"])}

    assert _error(slack, "chat.postMessage", **arguments) == error


def test_a_message_to_a_user_goes_into_their_conversation_with_the_app(slack: LocalSlack, asker: Person) -> None:
    _call(slack, "chat.postMessage", channel=asker.id, text="hello")

    assert [message.text for message in slack.messages(asker.direct)] == ["hello"]


def test_an_ephemeral_message_is_seen_by_one_user_alone(slack: LocalSlack, support: Channel, asker: Person) -> None:
    colleague = slack.person("colleague")
    stranger = slack.person("stranger", channels=[])
    _call(slack, "chat.postEphemeral", channel=support.id, user=asker.id, text="secret")

    asker.sees("secret")
    colleague.sees_no("secret")
    assert slack.messages(support) == []
    refused = {"channel": support.id, "user": stranger.id, "text": "x"}
    assert _error(slack, "chat.postEphemeral", **refused) == "user_not_in_channel"


@pytest.mark.parametrize(
    ("method", "refusal"), [("chat.update", "cant_update_message"), ("chat.delete", "cant_delete_message")]
)
def test_only_the_apps_own_messages_can_be_changed(
    slack: LocalSlack, support: Channel, asker: Person, method: str, refusal: str
) -> None:
    theirs = asker.says("mine", support)
    own = _call(slack, "chat.postMessage", channel=support.id, text="own")["ts"]

    assert _error(slack, method, channel=support.id, ts=theirs.ts, text="x") == refusal
    assert _error(slack, method, channel=support.id, ts="1.1", text="x") == "message_not_found"
    assert _call(slack, method, channel=support.id, ts=own, text="x")["ok"] is True


def test_a_user_is_described_with_the_locale_where_that_is_asked_for(slack: LocalSlack, asker: Person) -> None:
    assert "locale" not in _call(slack, "users.info", user=asker.id)["user"]
    assert _call(slack, "users.info", user=asker.id, include_locale=True)["user"]["locale"] == "zh-TW"
    assert _error(slack, "users.info", user="U404") == "user_not_found"


def test_conversations_are_described_and_listed(slack: LocalSlack, support: Channel, asker: Person) -> None:
    question = asker.says("question", support)

    assert _error(slack, "conversations.info", channel=support.id) == "missing_scope"
    history = _call(slack, "conversations.history", channel=support.id)["messages"]
    assert [message["ts"] for message in history] == [question.ts]
    link = _call(slack, "chat.getPermalink", channel=support.id, message_ts=question.ts)
    assert link["permalink"].endswith(question.ts.replace(".", ""))


def test_a_trigger_opens_one_view_within_three_seconds(slack: LocalSlack, asker: Person) -> None:
    first, second = slack.workspace.new_trigger(asker.id), slack.workspace.new_trigger(asker.id)

    assert _call(slack, "views.open", trigger_id=first, view=MODAL)["ok"] is True
    assert _error(slack, "views.open", trigger_id=first, view=MODAL) == "exchanged_trigger_id"
    assert _error(slack, "views.open", trigger_id="never", view=MODAL) == "invalid_trigger_id"
    slack.forward(4)
    assert _error(slack, "views.open", trigger_id=second, view=MODAL) == "expired_trigger_id"


def test_views_are_pushed_updated_and_published(slack: LocalSlack, asker: Person) -> None:
    opened = _call(slack, "views.open", trigger_id=slack.workspace.new_trigger(asker.id), view=MODAL)["view"]
    for _ in range(2):
        _call(slack, "views.push", trigger_id=slack.workspace.new_trigger(asker.id), view=MODAL)
    trigger = slack.workspace.new_trigger(asker.id)

    assert _error(slack, "views.push", trigger_id=trigger, view=MODAL) == "push_limit_reached"
    assert _error(slack, "views.update", view_id=opened["id"], hash="old", view=MODAL) == "hash_conflict"
    assert _call(slack, "views.update", view_id=opened["id"], hash=opened["hash"], view=MODAL)["ok"] is True
    assert _error(slack, "views.update", view_id="V404", view=MODAL) == "not_found"
    assert _error(slack, "views.publish", user_id=asker.id, view=MODAL) == "invalid_arguments"
    assert _call(slack, "views.publish", user_id=asker.id, view=HOME)["ok"] is True
    assert asker.home is not None


def test_a_step_ends_once(slack: LocalSlack) -> None:
    slack.workspace.steps["Fx1"] = step = Step("Fx1", "explain_error")

    assert _error(slack, "functions.completeSuccess", function_execution_id="Fx404", outputs={}) == (
        "function_execution_not_found"
    )
    assert _call(slack, "functions.completeError", function_execution_id="Fx1", error="no")["ok"] is True
    assert step.error == "no"
    assert _error(slack, "functions.completeSuccess", function_execution_id="Fx1", outputs={}) == (
        "function_execution_already_completed"
    )


def test_a_response_url_takes_five_messages_within_half_an_hour(
    slack: LocalSlack, support: Channel, asker: Person
) -> None:
    url = f"{slack.server.origin}/response/"
    first, second = (slack.workspace.new_response_url(support, asker.id, None) for _ in range(2))
    for _ in range(5):
        assert httpx.post(url + first, json={"text": "x"}).status_code == 200

    spent = httpx.post(url + first, json={"text": "x"})
    slack.forward(1801)
    old = httpx.post(url + second, json={"text": "x"})
    assert [(each.status_code, each.json()["error"]) for each in (spent, old)] == [
        (404, "used_url"),
        (404, "expired_url"),
    ]
    assert len(asker.private(support)) == 5


def test_a_response_url_replaces_and_deletes_what_was_pressed(
    slack: LocalSlack, support: Channel, asker: Person
) -> None:
    message = asker.says("original", support)
    url = f"{slack.server.origin}/response/{slack.workspace.new_response_url(support, asker.id, message)}"
    httpx.post(url, json={"text": "replaced", "replace_original": True})
    assert message.text == "replaced"
    httpx.post(url, json={"delete_original": True})

    assert slack.messages(support) == []
    assert httpx.post(url, json={"delete_original": True}).json()["error"] == "message_not_found"


def test_it_can_be_unwell_in_every_way(slack: LocalSlack) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}

    def call() -> httpx.Response:
        return httpx.post(slack.url + "auth.test", headers=headers)

    slack.fail_next_calls("auth.test", rate_limited(7, times=1))
    limited = call()
    assert (limited.status_code, limited.headers["Retry-After"], limited.json()["error"]) == (429, "7", "ratelimited")
    assert call().json()["ok"] is True
    slack.fail_next_calls("auth.test", broken(503))
    assert call().status_code == 503
    slack.fail_next_calls("auth.test", hangs_up())
    with pytest.raises(httpx.TransportError):
        call()
    slack.fail_next_calls("auth.test", slow(0.3))
    assert call().elapsed.total_seconds() > 0.3
    slack.stop_failing()
    assert call().elapsed.total_seconds() < 0.3


def test_a_connection_dropped_afterwards_has_done_its_work(slack: LocalSlack, support: Channel) -> None:
    slack.fail_next_calls("chat.postMessage", hangs_up("after"))
    with pytest.raises(httpx.TransportError):
        _call(slack, "chat.postMessage", channel=support.id, text="x")

    assert len(slack.messages(support)) == 1


def test_an_installation_gets_its_token_with_a_code(slack: LocalSlack) -> None:
    answer = _call(slack, "oauth.v2.access", token="", client_id="1", client_secret="2", code="3")

    assert (answer["ok"], answer["token_type"]) == (True, "bot")
    assert _error(slack, "oauth.v2.access", client_id="1") == "invalid_arguments"
