"""Messages of bots, and of imerr itself, get no answer, so no two bots can keep each other talking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person
    from local_slack.state import Channel


@pytest.fixture
def parrot(slack: LocalSlack, support: Channel) -> Person:
    return slack.person(f"parrot-{support.name}", is_bot=True, channels=[support])


@pytest.mark.parametrize("more", [{}, {"subtype": "bot_message"}], ids=["as a user", "as a bot message"])
def test_a_bot_that_mentions_imerr_gets_no_reply(
    slack: LocalSlack, support: Channel, parrot: Person, more: dict[str, Any]
) -> None:
    message = parrot.says("@imerr 606", support, **more)

    slack.settle()
    assert slack.thread(message) == []
    assert parrot.private(support) == []


def test_a_bot_that_replies_with_mentions_is_not_answered(
    slack: LocalSlack, support: Channel, asker: Person, parrot: Person
) -> None:
    question = asker.says("@imerr 606", support)
    asker.sees("606 · ")
    for _ in range(3):
        slack.settle()
        for answer in slack.thread(question):
            if answer.user == slack.workspace.bot.id:
                parrot.says("@imerr 607", support, thread=question)

    slack.settle()
    assert [reply.user for reply in slack.thread(question)].count(slack.workspace.bot.id) == 1


def test_a_direct_message_from_a_bot_gets_no_reply(slack: LocalSlack, parrot: Person) -> None:
    message = parrot.dm("606")

    slack.settle()
    assert slack.thread(message) == []


def test_imerrs_own_messages_are_not_answered(slack: LocalSlack, asker: Person) -> None:
    asker.dm("606")
    answer = asker.sees("606 · ")
    own = {"type": "message", "channel": asker.direct.id, "channel_type": "im"}
    slack.send_event(answer.payload() | own)

    slack.settle()
    assert len([message for message in slack.messages(asker.direct) if message.user == slack.workspace.bot.id]) == 1


def test_a_message_from_slackbot_is_not_answered(slack: LocalSlack, asker: Person) -> None:
    event = {"type": "message", "channel": asker.direct.id, "channel_type": "im", "user": "USLACKBOT", "ts": "1.1"}
    slack.send_event(event | {"text": "606"})

    slack.settle()
    assert slack.messages(asker.direct) == []


@pytest.mark.parametrize("subtype", ["channel_join", "message_deleted", "pinned_item", "channel_topic"])
def test_a_message_that_nobody_typed_is_not_answered(slack: LocalSlack, asker: Person, subtype: str) -> None:
    event = {"type": "message", "channel": asker.direct.id, "channel_type": "im", "user": asker.id, "ts": "1.2"}
    slack.send_event(event | {"text": "606", "subtype": subtype})

    slack.settle()
    assert slack.messages(asker.direct) == []
