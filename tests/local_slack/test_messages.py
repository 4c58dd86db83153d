"""Messages posted, changed and deleted by the app and by people, and the events about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.harness import plain_http
from tests.local_slack.app import call, error

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person
    from local_slack.state import Channel


def _events(slack: LocalSlack) -> list[dict[str, Any]]:
    slack.settle()
    return [delivery.payload["event"] for delivery in slack.deliveries if delivery.kind == "event"]


def test_the_app_hears_of_its_own_direct_messages(slack: LocalSlack, asker: Person) -> None:
    ts = call(slack, "chat.postMessage", channel=asker.id, text="first")["ts"]
    call(slack, "chat.update", channel=asker.direct.id, ts=ts, text="second")
    call(slack, "chat.delete", channel=asker.direct.id, ts=ts)

    by_subtype = {event.get("subtype", ""): event for event in _events(slack)}
    assert set(by_subtype) == {"", "message_changed", "message_deleted"}
    assert by_subtype[""]["bot_id"] == slack.bot.bot_id
    changed = by_subtype["message_changed"]
    assert (changed["previous_message"]["text"], changed["message"]["text"]) == ("first", "second")
    assert by_subtype["message_deleted"]["deleted_ts"] == ts


def test_a_post_without_a_subscription_sends_no_event(slack: LocalSlack, support: Channel) -> None:
    call(slack, "chat.postMessage", channel=support.id, text="x")

    assert _events(slack) == []


def test_an_ephemeral_message_sends_no_event(slack: LocalSlack, asker: Person) -> None:
    call(slack, "chat.postEphemeral", channel=asker.direct.id, user=asker.id, text="x")

    assert _events(slack) == []


def test_an_ephemeral_message_is_seen_by_one_user(slack: LocalSlack, support: Channel, asker: Person) -> None:
    colleague, stranger = slack.person("colleague"), slack.person("stranger", channels=[])
    call(slack, "chat.postEphemeral", channel=support.id, user=asker.id, text="secret")

    asker.sees("secret")
    colleague.sees_no("secret")
    assert slack.messages(support) == []
    assert error(slack, "chat.postEphemeral", channel=support.id, user=stranger.id, text="x") == "user_not_in_channel"


def test_an_ephemeral_message_needs_a_thread_with_replies(slack: LocalSlack, support: Channel, asker: Person) -> None:
    parent = asker.says("606", support)
    ephemeral = {"channel": support.id, "user": asker.id, "thread_ts": parent.ts}

    assert call(slack, "chat.postEphemeral", **ephemeral, text="early")["ok"] is True
    asker.says("607", support, thread=parent)
    call(slack, "chat.postEphemeral", **ephemeral, text="late")
    assert [message.text for message in asker.private(support)] == ["late"]


def test_a_deleted_message_is_gone(slack: LocalSlack, asker: Person) -> None:
    question = asker.dm("606")
    asker.deletes(question)

    assert [event.get("subtype") for event in _events(slack)] == [None, "message_deleted"]
    assert slack.messages(asker.direct) == []


def test_a_deleted_parent_leaves_a_tombstone(slack: LocalSlack, asker: Person) -> None:
    question = asker.dm("606")
    reply = asker.dm("607", thread=question)
    asker.deletes(question)

    tombstone = _events(slack)[-1]
    assert (tombstone["subtype"], tombstone["message"]["subtype"]) == ("message_changed", "tombstone")
    assert (tombstone["message"]["user"], tombstone["message"]["thread_ts"]) == ("USLACKBOT", question.ts)
    assert slack.thread(question) == [reply]


def test_an_edit_sends_the_mention_again(slack: LocalSlack, support: Channel, asker: Person) -> None:
    question = asker.says("@helper 606", support)
    asker.edits(question, "@helper 607")

    assert [event["text"] for event in _events(slack)] == [f"<@{slack.bot.id}> 606", f"<@{slack.bot.id}> 607"]
    assert _events(slack)[1]["edited"]["ts"] == question.edited_ts


def test_a_reply_marks_its_parent(slack: LocalSlack, support: Channel, asker: Person) -> None:
    question = asker.says("606", support)
    assert "thread_ts" not in question.payload()
    asker.says("607", support, thread=question)

    assert question.payload()["thread_ts"] == question.ts
    assert [reply.text for reply in slack.thread(question)] == ["607"]


def test_the_replies_of_a_reply_are_that_alone(slack: LocalSlack, support: Channel, asker: Person) -> None:
    question = asker.says("606", support)
    reply = asker.says("607", support, thread=question)
    asker.says("608", support, thread=question)

    for arguments, texts in (
        ({"ts": question.ts}, ["606", "607", "608"]),
        ({"ts": question.ts, "oldest": reply.ts}, ["606", "608"]),
        ({"ts": question.ts, "limit": 2}, ["606", "607"]),
        ({"ts": reply.ts}, ["607"]),
    ):
        messages = call(slack, "conversations.replies", channel=support.id, **arguments)["messages"]
        assert [message["text"] for message in messages] == texts


def test_blocks_without_an_id_get_one_each(slack: LocalSlack, support: Channel) -> None:
    divider = {"type": "divider"}
    blocks = [divider, {**divider, "block_id": "mine"}, divider]
    posted = call(slack, "chat.postMessage", channel=support.id, text="x", blocks=blocks)

    ids = [block["block_id"] for block in posted["message"]["blocks"]]
    assert ids[1] == "mine"
    assert len(set(ids)) == 3


def test_a_response_url_takes_five_posts_in_half_an_hour(slack: LocalSlack, support: Channel, asker: Person) -> None:
    first, second = (slack.workspace.new_response_url(support, asker.id) for _ in range(2))
    for _ in range(5):
        assert plain_http.post(first, json={"text": "x"}).status_code == 200

    spent = plain_http.post(first, json={"text": "x"})
    slack.forward(1801)
    old = plain_http.post(second, json={"text": "x"})
    unknown = plain_http.post(f"{second}0", json={"text": "x"})
    assert {each.status_code for each in (spent, old, unknown)} == {404}
    assert [each.json()["error"] for each in (spent, old, unknown)] == ["used_url", "expired_url", "no_such_url"]
    assert len(asker.private(support)) == 5


def test_a_response_url_changes_the_pressed_message(slack: LocalSlack, support: Channel, asker: Person) -> None:
    message = asker.says("original", support)
    url = slack.workspace.new_response_url(support, asker.id, message)
    plain_http.post(url, json={"text": "replaced", "replace_original": True})
    assert message.text == "replaced"
    plain_http.post(url, json={"delete_original": True})

    assert slack.messages(support) == []
    assert plain_http.post(url, json={"delete_original": True}).json()["error"] == "message_not_found"


def test_a_public_post_to_a_response_url_sends_an_event(slack: LocalSlack, asker: Person) -> None:
    url = slack.workspace.new_response_url(asker.direct, asker.id)
    plain_http.post(url, json={"text": "x", "response_type": "in_channel"})

    assert [event["text"] for event in _events(slack)] == ["x"]
