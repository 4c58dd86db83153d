"""The local Slack tells the app of its own messages too, of deletions, and marks what Slack marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from local_slack import LocalSlack
from tests.harness.counterpart import Counterpart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local_slack.person import Person


@pytest.fixture
def app() -> Iterator[Counterpart]:
    with Counterpart() as running:
        yield running


@pytest.fixture
def slack(app: Counterpart) -> Iterator[LocalSlack]:
    with LocalSlack(retry_waits=()) as running:
        running.deliver_to(app.url)
        yield running


@pytest.fixture
def asker(slack: LocalSlack) -> Person:
    return slack.person("asker")


def _call(slack: LocalSlack, method: str, **arguments: object) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    answer: dict[str, Any] = httpx.post(slack.url + method, json=arguments, headers=headers).json()
    return answer


def _events(slack: LocalSlack) -> list[dict[str, Any]]:
    slack.settle()
    return [delivery.payload["event"] for delivery in slack.deliveries if delivery.kind == "event"]


def test_in_a_direct_message_the_app_hears_of_what_it_posts_changes_and_deletes_itself(
    slack: LocalSlack, asker: Person
) -> None:
    ts = _call(slack, "chat.postMessage", channel=asker.id, text="first")["ts"]
    _call(slack, "chat.update", channel=asker.direct.id, ts=ts, text="second")
    _call(slack, "chat.delete", channel=asker.direct.id, ts=ts)

    by_subtype = {event.get("subtype", ""): event for event in _events(slack)}
    assert set(by_subtype) == {"", "message_changed", "message_deleted"}
    assert by_subtype[""]["bot_id"] == slack.bot.bot_id
    changed = by_subtype["message_changed"]
    assert (changed["previous_message"]["text"], changed["message"]["text"]) == ("first", "second")
    assert by_subtype["message_deleted"]["deleted_ts"] == ts


def test_where_it_is_not_subscribed_the_app_hears_nothing_of_its_own(slack: LocalSlack) -> None:
    _call(slack, "chat.postMessage", channel=slack.channel("support").id, text="x")

    assert _events(slack) == []


def test_of_an_ephemeral_message_the_app_hears_nothing(slack: LocalSlack, asker: Person) -> None:
    _call(slack, "chat.postEphemeral", channel=asker.direct.id, user=asker.id, text="x")

    assert _events(slack) == []


def test_what_is_posted_to_a_response_url_is_told_like_any_message(slack: LocalSlack, asker: Person) -> None:
    name = slack.workspace.new_response_url(asker.direct, asker.id, None)
    payload = {"text": "x", "response_type": "in_channel"}
    httpx.post(f"{slack.server.origin}/response/{name}", json=payload)

    assert [event["text"] for event in _events(slack)] == ["x"]


def test_a_person_deletes_a_message_of_their_own(slack: LocalSlack, asker: Person) -> None:
    question = asker.dm("606")
    asker.deletes(question)

    assert [event.get("subtype") for event in _events(slack)] == [None, "message_deleted"]
    assert slack.messages(asker.direct) == []


def test_a_deleted_message_with_replies_leaves_a_tombstone(slack: LocalSlack, asker: Person) -> None:
    question = asker.dm("606")
    reply = asker.dm("607", thread=question)
    asker.deletes(question)

    tombstone = _events(slack)[-1]
    assert (tombstone["subtype"], tombstone["message"]["subtype"]) == ("message_changed", "tombstone")
    assert (tombstone["message"]["user"], tombstone["message"]["thread_ts"]) == ("USLACKBOT", question.ts)
    assert slack.thread(question) == [reply]


def test_a_message_is_marked_as_a_parent_once_it_has_a_reply(slack: LocalSlack, asker: Person) -> None:
    support = slack.channel("support")
    question = asker.says("606", support)
    assert "thread_ts" not in question.payload()
    asker.says("607", support, thread=question)

    assert question.payload()["thread_ts"] == question.ts


def test_asked_for_a_reply_conversations_replies_gives_that_one_alone(slack: LocalSlack, asker: Person) -> None:
    support = slack.channel("support")
    question = asker.says("606", support)
    reply = asker.says("607", support, thread=question)

    for ts, texts in ((question.ts, ["606", "607"]), (reply.ts, ["607"])):
        messages = _call(slack, "conversations.replies", channel=support.id, ts=ts)["messages"]
        assert [message["text"] for message in messages] == texts


def test_blocks_without_an_id_get_one_each(slack: LocalSlack) -> None:
    divider = {"type": "divider"}
    blocks = [divider, {**divider, "block_id": "mine"}, divider]
    posted = _call(slack, "chat.postMessage", channel=slack.channel("support").id, text="x", blocks=blocks)

    ids = [block["block_id"] for block in posted["message"]["blocks"]]
    assert ids[1] == "mine"
    assert len(set(ids)) == 3


@pytest.mark.parametrize(
    ("body", "error"), [(b"{", "invalid_json"), (b"[]", "json_not_object"), (b'"x"', "json_not_object")]
)
def test_a_body_that_is_no_json_object_is_refused_in_slacks_words(slack: LocalSlack, body: bytes, error: str) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": "application/json"}

    assert httpx.post(slack.url + "auth.test", content=body, headers=headers).json()["error"] == error


@pytest.mark.parametrize("blocks", ["oops", [1], {"type": "divider"}])
def test_blocks_that_are_no_list_of_blocks_are_refused_in_slacks_words(slack: LocalSlack, blocks: object) -> None:
    answer = _call(slack, "chat.postMessage", channel=slack.channel("support").id, text="x", blocks=blocks)

    assert answer["error"] == "invalid_blocks_format"


def test_a_bot_is_described(slack: LocalSlack) -> None:
    assert _call(slack, "bots.info", bot=slack.bot.bot_id)["bot"]["user_id"] == slack.bot.id
    assert _call(slack, "bots.info", bot="B404")["error"] == "bot_not_found"


@pytest.mark.parametrize(("status", "deliveries"), [(200, 1), (201, 1), (204, 1), (302, 2), (500, 2)])
def test_any_2xx_acknowledges_an_event(status: int, deliveries: int) -> None:
    with LocalSlack(retry_waits=(0.0,)) as slack, Counterpart(status) as app:
        slack.deliver_to(app.url)
        slack.person("asker").dm("606")
        slack.settle()

    assert len(slack.deliveries) == deliveries


def test_an_app_can_ask_not_to_be_sent_an_event_again() -> None:
    with LocalSlack(retry_waits=(0.0,)) as slack, Counterpart(500, headers={"X-Slack-No-Retry": "1"}) as app:
        slack.deliver_to(app.url)
        slack.person("asker").dm("606")
        slack.settle()

    assert len(slack.deliveries) == 1


@pytest.mark.parametrize(
    ("status", "word"), [(404, "http_client_error"), (500, "dispatch_failed"), (0, "dispatch_failed")]
)
def test_a_command_that_fails_is_told_in_slacks_words(status: int, word: str) -> None:
    with LocalSlack(retry_waits=()) as slack, Counterpart(status) as app:
        slack.deliver_to(app.url)
        told = slack.person("asker").types("/imerr 606", slack.channel("support"))

    assert told == f'/imerr failed with the error "{word}"'
