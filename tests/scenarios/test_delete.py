"""The trash icon under public answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local_slack.failures import RESPONSE_URLS, refuses
from local_slack.state import Message

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person
    from local_slack.state import Channel


def test_the_asker_removes_the_answer_to_a_mention_for_everyone(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    question = asker.says("@imerr 606", support)
    asker.presses("delete", on=asker.sees("606 · "))

    slack.settle()
    assert slack.thread(question) == []
    colleague.sees_no("606 · ")


def test_the_asker_removes_what_they_shared(slack: LocalSlack, support: Channel, asker: Person) -> None:
    asker.types("/imerr 606", support)
    asker.presses("share")
    asker.sees("查询并分享了这条说明")
    asker.presses("delete")

    slack.settle()
    assert slack.messages(support) == []


def test_nobody_else_has_the_icon(support: Channel, asker: Person, colleague: Person) -> None:
    asker.says("@imerr 606", support)
    answer = asker.sees("606 · ")

    assert "delete" in asker.buttons(answer)
    assert "delete" not in colleague.buttons(answer)


def test_a_forged_press_by_another_user_gets_a_sentence(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    question = asker.says("@imerr 606", support)
    asker.sees("606 · ")
    slack.settle()
    (answer,) = slack.thread(question)
    colleague.forges({"type": "icon_button", "action_id": "delete", "value": asker.id}, answer)

    colleague.sees(f"Only @{asker.user.name}, who asked, can remove this answer.")
    assert slack.thread(question) == [answer]


def test_a_forged_asker_removes_nothing(slack: LocalSlack, support: Channel, asker: Person, colleague: Person) -> None:
    question = asker.says("@imerr 606", support)
    asker.sees("606 · ")
    slack.settle()
    (answer,) = slack.thread(question)
    colleague.forges({"type": "icon_button", "action_id": "delete", "value": colleague.id}, answer)

    colleague.sees(f"Only @{asker.user.name}, who asked, can remove this answer.")
    assert slack.thread(question) == [answer]


def test_a_forged_press_under_a_users_message_removes_nothing(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    message = colleague.says("606", support)
    icon = {"type": "icon_button", "action_id": "delete", "value": asker.id}
    message.blocks = [{"type": "context_actions", "block_id": "b", "elements": [icon]}]
    asker.forges(icon, message)

    slack.settle()
    assert slack.messages(support) == [message]


@pytest.mark.parametrize("refused", [False, True])
def test_a_press_with_a_foreign_message_removes_neither(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person, *, refused: bool
) -> None:
    asker.says("@imerr 606", support)
    own = asker.sees("606 · ")
    colleague.says("@imerr 607", support)
    others = colleague.sees("607 · ")
    assert isinstance(own, Message)
    assert isinstance(others, Message)
    before = slack.messages(support)
    if refused:
        slack.fail_next_calls(RESPONSE_URLS, refuses("no_permission"))
    action = {"type": "icon_button", "action_id": "delete", "value": asker.id}
    asker.forges(action, others, message=own.payload())

    slack.settle()
    assert slack.messages(support) == before


def test_a_forged_press_under_a_private_answer_removes_nothing(
    slack: LocalSlack, support: Channel, asker: Person
) -> None:
    asker.types("/imerr 606", support)
    (answer,) = asker.private(support)
    asker.forges({"type": "icon_button", "action_id": "delete", "value": asker.id}, answer)

    slack.settle()
    assert asker.private(support) == [answer]


def test_the_icon_pressed_twice_removes_the_answer_silently(slack: LocalSlack, support: Channel, asker: Person) -> None:
    question = asker.says("@imerr 606", support)
    answer = asker.sees("606 · ")
    asker.presses("delete", on=answer)
    asker.presses("delete", on=answer)

    slack.settle()
    assert slack.thread(question) == []
    assert asker.private(support) == []


def test_an_honest_no_can_be_removed_too(slack: LocalSlack, support: Channel, asker: Person) -> None:
    question = asker.says("@imerr qwertyuiop zxcvbnm", support)
    asker.presses("delete", on=asker.sees("No error in the table fits this"))

    slack.settle()
    assert slack.thread(question) == []
