"""What the local Slack sends, and how it tries again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from local_slack import LocalSlack
from tests.harness.counterpart import Counterpart

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(retry_waits=(0.0, 0.05, 0.1)) as running:
        yield running


def test_every_request_is_signed_as_slack_signs(slack: LocalSlack) -> None:
    support, asker = slack.channel("support"), slack.person("asker")
    with Counterpart() as app:
        slack.deliver_to(app.url)
        asker.types("/imerr 606", support)
        asker.says("@imerr 606", support)
        slack.settle()

    verifier = SignatureVerifier(slack.signing_secret)
    assert len(app.requests) == 2
    assert [verifier.is_valid_request(body, headers) for headers, body in app.requests] == [True, True]


def test_commands_are_forms_and_events_are_json(slack: LocalSlack) -> None:
    support, asker = slack.channel("support"), slack.person("asker")
    with Counterpart() as app:
        slack.deliver_to(app.url)
        asker.types("/imerr 群 满", support)
        question = asker.says("@imerr 606", support)
        slack.settle()

    (_, command), (_, event) = app.requests
    form = parse_qs(command.decode())
    assert (form["command"], form["text"], form["user_id"]) == (["/imerr"], ["群 满"], [asker.id])
    envelope = json.loads(event)
    assert (envelope["type"], envelope["event"]["type"]) == ("event_callback", "app_mention")
    assert (envelope["event"]["ts"], envelope["event"]["text"]) == (question.ts, "<@U0IMERR> 606")


def test_interactions_are_forms_with_a_payload(slack: LocalSlack) -> None:
    support, asker = slack.channel("support"), slack.person("asker")
    log = asker.says("606", support)
    with Counterpart() as app:
        slack.deliver_to(app.url)
        asker.uses_shortcut("explain_error", on=log)
        asker.uses_shortcut("look_up_error")

    payloads = [json.loads(parse_qs(body.decode())["payload"][0]) for _, body in app.requests]
    assert [payload["type"] for payload in payloads] == ["message_action", "shortcut"]
    assert payloads[0]["message"]["text"] == "606"


@pytest.mark.parametrize(
    ("statuses", "reasons"),
    [([500, 200], ["http_error"]), ([404, 500, 200], ["http_error"] * 2), ([500], ["http_error"] * 3), ([200], [])],
)
def test_an_event_is_sent_again_until_it_is_acknowledged_three_times_at_most(
    slack: LocalSlack, statuses: list[int], reasons: list[str]
) -> None:
    support, asker = slack.channel("support"), slack.person("asker")
    with Counterpart(*statuses) as app:
        slack.deliver_to(app.url)
        asker.says("@imerr 606", support)
        slack.settle()

    headers = [headers for headers, _ in app.requests]
    assert [each.get("X-Slack-Retry-Reason") for each in headers] == [None, *reasons]
    assert [each.get("X-Slack-Retry-Num") for each in headers] == [None, *map(str, range(1, len(reasons) + 1))]
    assert len({json.loads(body)["event_id"] for _, body in app.requests}) == 1


def test_an_answer_after_three_seconds_counts_as_none(slack: LocalSlack) -> None:
    support, asker = slack.channel("support"), slack.person("asker")
    with Counterpart(seconds=3.3) as app:
        slack.deliver_to(app.url)

        assert asker.types("/imerr 606", support) == '/imerr failed with the error "operation_timeout"'


def test_an_app_that_does_not_listen_counts_as_failed(slack: LocalSlack) -> None:
    support, asker = slack.channel("support"), slack.person("asker")
    slack.deliver_to("http://127.0.0.1:9/")

    assert asker.types("/imerr 606", support) == '/imerr failed with the error "dispatch_failed"'


def test_a_command_that_the_manifest_lacks_is_none(slack: LocalSlack) -> None:
    asker = slack.person("asker")

    assert asker.types("/other", slack.channel("support")) == "/other is not a valid command."


def test_a_storm_delivers_one_event_many_times(slack: LocalSlack) -> None:
    support, asker = slack.channel("support"), slack.person("asker")
    with Counterpart() as app:
        slack.deliver_to(app.url)
        question = asker.says("@imerr 606", support)
        slack.deliver_again(question, times=20)

    assert len(app.requests) == 21
    assert len({json.loads(body)["event_id"] for _, body in app.requests}) == 1


@pytest.mark.parametrize(
    ("channel", "text", "events"),
    [
        ({"name": "a"}, "606", []),
        ({"name": "a"}, "@imerr 606", ["app_mention"]),
        ({"name": "b", "kind": "group"}, "@imerr 606", ["app_mention"]),
        ({"name": "c", "has_bot": False}, "@imerr 606", []),
    ],
)
def test_only_what_the_manifest_subscribes_to_is_sent(
    slack: LocalSlack, channel: dict[str, Any], text: str, events: list[str]
) -> None:
    where = slack.channel(**channel)
    asker = slack.person("asker")
    with Counterpart() as app:
        slack.deliver_to(app.url)
        asker.says(text, where)
        slack.settle()

    assert [json.loads(body)["event"]["type"] for _, body in app.requests] == events


def test_a_message_shown_by_a_command_that_breaks_slacks_rules_fails_for_the_user(slack: LocalSlack) -> None:
    asker = slack.person("asker")
    body = json.dumps({"text": "x", "blocks": [{"type": "hologram"}]}).encode()
    with Counterpart(body=body, kind="application/json") as app:
        slack.deliver_to(app.url)

        assert "invalid_blocks" in asker.types("/imerr 606", slack.channel("support"))
