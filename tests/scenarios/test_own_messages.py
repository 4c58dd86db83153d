"""Slack sends imerr its own direct messages, edits and deletions, as to every app: imerr ignores them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person

BOTH_TRANSPORTS = True


def _own_events(slack: LocalSlack, person: Person) -> list[str]:
    """Return the subtypes of the events of imerr's own messages in a user's conversation with it."""
    found = []
    for delivery in slack.deliveries:
        event = delivery.payload.get("event", {})
        message = event.get("message") or event.get("previous_message") or event
        if event.get("channel") == person.direct.id and message.get("bot_id") == slack.bot.bot_id:
            found.append(event.get("subtype", ""))
    return found


def test_imerr_ignores_its_own_message_and_its_correction(slack: LocalSlack, asker: Person) -> None:
    question = asker.dm("605")
    asker.sees("605 · ")
    asker.edits(question, "606")
    asker.sees("606 · ")

    slack.settle()
    assert _own_events(slack, asker) == ["", "message_changed"]
    assert len(slack.thread(question)) == 1
    assert len(slack.messages(asker.direct)) == 2


def test_imerr_ignores_the_replacing_and_removing_of_its_answer(slack: LocalSlack, asker: Person) -> None:
    question = asker.dm("MEMBERS_FULL")
    listed = asker.sees("[查看]")
    asker.presses("open:704", on=listed)
    asker.sees("# 704 · ")
    asker.presses("dismiss")

    slack.settle()
    assert _own_events(slack, asker) == ["", "message_changed", "message_deleted"]
    assert slack.messages(asker.direct) == [question]


def test_deleting_a_question_leaves_its_answer_unchanged(slack: LocalSlack, asker: Person) -> None:
    question = asker.dm("606")
    answer = asker.sees("606 · ")
    before = asker.reads(answer)
    asker.deletes(question)

    slack.settle()
    assert [message.subtype for message in slack.messages(asker.direct)] == ["tombstone", ""]
    assert asker.reads(answer) == before
