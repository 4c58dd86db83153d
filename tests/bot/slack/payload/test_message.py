"""What is read as a question, and what is not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.payload.message import plain, read, text_of

EVENT = {"type": "app_mention", "channel": "C1", "user": "U1", "ts": "10.1", "text": "<@U0> 606"}


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<@U0IMERR> 606", "  606"),
        ("<@U0IMERR|imerr> 606", "  606"),
        ("606 <!here> <!subteam^S1|@oncall>", "606    "),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt;", "&lt;"),
        ("see <https://a.example/x?code=606|the docs>", "see the docs"),
        ("see <https://a.example/x>", "see https://a.example/x"),
        ("in <#C1|support>", "in support"),
        ("write <mailto:a@b.example|a@b.example>", "write a@b.example"),
        ('{"type": 606}', '{"type": 606}'),
    ],
)
def test_slacks_markup_becomes_plain_text(markup: str, expected: str) -> None:
    assert plain(markup) == expected


@given(st.text())
def test_what_slack_escapes_comes_back_as_it_was_typed(typed: str) -> None:
    escaped = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert plain(escaped) == typed


def test_a_mention_is_a_question_to_be_answered_in_a_thread_of_its_own() -> None:
    question = read(EVENT)

    assert question is not None
    assert (question.text, question.thread, question.is_reply, question.edited) == ("606", "10.1", False, "")


def test_a_reply_is_answered_in_its_thread() -> None:
    question = read(EVENT | {"thread_ts": "9.1"})

    assert question is not None
    assert (question.thread, question.is_reply) == ("9.1", True)


def test_a_thread_parent_is_no_reply() -> None:
    question = read(EVENT | {"thread_ts": "10.1"})

    assert question is not None
    assert question.is_reply is False


@pytest.mark.parametrize(
    "event",
    [
        EVENT | {"edited": {"user": "U1", "ts": "12.0"}},
        {
            "type": "message",
            "subtype": "message_changed",
            "channel": "C1",
            "event_ts": "12.0",
            "message": {**EVENT, "edited": {"user": "U1", "ts": "12.0"}},
            "previous_message": {**EVENT, "text": "<@U0> 605"},
        },
    ],
    ids=["mention", "message_changed"],
)
def test_an_edit_is_the_question_as_it_is_now(event: dict[str, Any]) -> None:
    question = read(event)

    assert question is not None
    assert (question.ts, question.text, question.edited) == ("10.1", "606", "12.0")


@pytest.mark.parametrize(
    "event",
    [
        EVENT | {"bot_id": "B1"},
        EVENT | {"bot_profile": {"id": "B1"}},
        EVENT | {"subtype": "bot_message"},
        EVENT | {"subtype": "channel_join"},
        EVENT | {"subtype": "message_deleted"},
        EVENT | {"user": "USLACKBOT"},
        EVENT | {"user": None},
        EVENT | {"ts": ""},
        EVENT | {"channel": None},
        {"type": "message", "subtype": "message_changed", "channel": "C1", "message": EVENT, "previous_message": EVENT},
        {"type": "message", "subtype": "message_changed", "channel": "C1", "message": {**EVENT, "bot_id": "B1"}},
        {"type": "message", "subtype": "message_changed", "channel": "C1"},
        {},
    ],
)
def test_what_no_person_typed_is_no_question(event: dict[str, Any]) -> None:
    assert read(event) is None


def test_files_and_forwarded_messages_belong_to_the_text() -> None:
    message = {
        "text": "help",
        "files": [{"preview": "type: 606"}, {"name": "picture.png"}],
        "attachments": [{"text": "forwarded"}, {"fallback": "only a fallback"}, {}],
    }

    assert text_of(message) == "help\nforwarded\nonly a fallback\ntype: 606"


def test_a_persons_blocks_repeat_their_text_and_a_bots_may_say_more() -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "type: 606"}}]

    assert text_of({"text": "alert", "blocks": blocks}) == "alert"
    assert text_of({"text": "alert", "blocks": blocks, "bot_id": "B1"}) == "alert\ntype: 606"
