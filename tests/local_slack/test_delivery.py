"""Requests to the app, and their retries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from tests.harness.counterpart import Counterpart
from tests.local_slack.app import button

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person
    from local_slack.state import Channel


def test_every_request_is_signed(slack: LocalSlack, app: Counterpart, support: Channel, asker: Person) -> None:
    asker.types("/help-me 606", support)
    asker.says("@helper 606", support)
    slack.settle()

    verifier = SignatureVerifier(slack.signing_secret)
    assert [verifier.is_valid_request(body, headers) for headers, body in app.requests] == [True, True]


def test_commands_are_forms_and_events_are_json(
    slack: LocalSlack, app: Counterpart, support: Channel, asker: Person
) -> None:
    asker.types("/help-me 群 满", support)
    question = asker.says("@helper 606", support)
    slack.settle()

    (_, command), (_, event) = app.requests
    form = parse_qs(command.decode())
    assert (form["command"], form["text"], form["user_id"]) == (["/help-me"], ["群 满"], [asker.id])
    envelope = json.loads(event)
    assert (envelope["type"], envelope["event"]["type"]) == ("event_callback", "app_mention")
    assert (envelope["event"]["ts"], envelope["event"]["text"]) == (question.ts, f"<@{slack.bot.id}> 606")


def test_interactions_are_forms_with_a_payload(app: Counterpart, support: Channel, asker: Person) -> None:
    log = asker.says("606", support)
    asker.uses_shortcut("explain", on=log)
    asker.uses_shortcut("look_up")

    payloads = [json.loads(parse_qs(body.decode())["payload"][0]) for _, body in app.requests]
    assert [payload["type"] for payload in payloads] == ["message_action", "shortcut"]
    assert payloads[0]["message"]["text"] == "606"


@pytest.mark.parametrize(
    ("statuses", "reasons"),
    [
        ([500, 200], ["http_error"]),
        ([404, 500, 200], ["http_error"] * 2),
        ([500], ["http_error"] * 3),
        ([302, 200], ["http_error"]),
        ([200], []),
        ([201], []),
        ([204], []),
    ],
)
def test_an_event_is_retried_until_a_2xx(
    slack: LocalSlack, support: Channel, asker: Person, statuses: list[int], reasons: list[str]
) -> None:
    with Counterpart(*statuses) as app:
        slack.deliver_to(app.url)
        asker.says("@helper 606", support)
        slack.settle()

    headers = [headers for headers, _ in app.requests]
    assert [each.get("X-Slack-Retry-Reason") for each in headers] == [None, *reasons]
    assert [each.get("X-Slack-Retry-Num") for each in headers] == [None, *map(str, range(1, len(reasons) + 1))]
    assert len({json.loads(body)["event_id"] for _, body in app.requests}) == 1


def test_an_app_can_ask_for_no_retry(slack: LocalSlack, support: Channel, asker: Person) -> None:
    with Counterpart(500, headers={"X-Slack-No-Retry": "1"}) as app:
        slack.deliver_to(app.url)
        asker.says("@helper 606", support)
        slack.settle()

    assert len(app.requests) == 1


@pytest.mark.parametrize(
    ("status", "word"), [(404, "http_client_error"), (500, "dispatch_failed"), (0, "dispatch_failed")]
)
def test_a_failed_command_is_told_in_slacks_words(
    slack: LocalSlack, support: Channel, asker: Person, status: int, word: str
) -> None:
    with Counterpart(status) as app:
        slack.deliver_to(app.url)

        assert asker.types("/help-me 606", support) == f'/help-me failed with the error "{word}"'


def test_a_command_times_out_after_three_seconds(slack: LocalSlack, support: Channel, asker: Person) -> None:
    with Counterpart(seconds=3.3) as app:
        slack.deliver_to(app.url)

        assert asker.types("/help-me 606", support) == '/help-me failed with the error "operation_timeout"'


def test_a_command_outside_the_manifest_is_invalid(support: Channel, asker: Person) -> None:
    assert asker.types("/other", support) == "/other is not a valid command."


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ({"text": "x", "blocks": [{"type": "hologram"}]}, "'hologram' is not modelled here"),
        ({"text": "x", "blocks": [{"type": "actions", "elements": [button()] * 2}]}, "'a' stands at"),
        ({"text": "hello"}, "hello"),
    ],
)
def test_a_command_shows_its_answer_or_the_refusal(
    slack: LocalSlack, support: Channel, asker: Person, answer: dict[str, Any], shown: str
) -> None:
    with Counterpart(body=json.dumps(answer).encode(), kind="application/json") as app:
        slack.deliver_to(app.url)

        assert shown in asker.types("/help-me 606", support)


def test_a_storm_delivers_one_event_many_times(
    slack: LocalSlack, app: Counterpart, support: Channel, asker: Person
) -> None:
    question = asker.says("@helper 606", support)
    slack.deliver_again(question, times=20)

    assert len(app.requests) == 21
    assert len({json.loads(body)["event_id"] for _, body in app.requests}) == 1


@pytest.mark.parametrize(
    ("channel", "text", "events"),
    [
        ({"name": "a"}, "606", []),
        ({"name": "a"}, "@helper 606", ["app_mention"]),
        ({"name": "b", "kind": "group"}, "@helper 606", ["app_mention"]),
        ({"name": "c", "has_bot": False}, "@helper 606", []),
    ],
)
def test_only_subscribed_events_are_sent(
    slack: LocalSlack, channel: dict[str, Any], text: str, events: list[str]
) -> None:
    where = slack.channel(**channel)
    slack.person("other").says(text, where)
    slack.settle()

    assert [delivery.payload["event"]["type"] for delivery in slack.deliveries] == events
