"""Every surface of imerr over both transports: signed HTTP requests, and Socket Mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.guard.rate_limit import MOST_QUESTIONS

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person
    from local_slack.state import Channel

BOTH_TRANSPORTS = True


def test_a_command_is_answered_at_once_and_shared(support: Channel, asker: Person, colleague: Person) -> None:
    assert asker.types("/imerr 群满了", support).startswith("# 606 · ")
    colleague.sees_no("606")
    asker.presses("share")

    colleague.sees("606 · ")


def test_a_mention_is_answered_corrected_and_removed(slack: LocalSlack, support: Channel, asker: Person) -> None:
    question = asker.says("@imerr 发消息报 507", support)
    asker.sees("507 · ")
    asker.edits(question, "@imerr 发消息报 506")
    asker.sees("# 506 · ")
    slack.settle()
    (answer,) = slack.thread(question)
    asker.presses("delete", on=answer)

    slack.settle()
    assert slack.thread(question) == []


def test_a_direct_message_is_answered(asker: Person) -> None:
    asker.dm("606")

    asker.sees("606 · ")


def test_a_message_is_explained_and_shared_into_its_thread(slack: LocalSlack, support: Channel, asker: Person) -> None:
    log = asker.says("type: 606", support)
    asker.uses_shortcut("explain_error", on=log)
    asker.sees("606 · ")
    asker.presses("share")

    slack.settle()
    assert len(slack.thread(log)) == 1


def test_an_error_is_looked_up_in_the_modal_and_posted(support: Channel, asker: Person, colleague: Person) -> None:
    asker.uses_shortcut("look_up_error")
    asker.sees("[ 查错误码 ]")
    asker.chooses("lookup", "606", typed="群满")
    asker.sees("为什么发生")
    asker.chooses("channel", support.name)
    asker.submits()

    colleague.sees("606 · ")


def test_the_home_answers(asker: Person) -> None:
    asker.opens_home()
    asker.sees("查一个错误")
    asker.fills("home_search", "606")

    asker.sees("606 · ")


def test_the_step_completes(slack: LocalSlack) -> None:
    step = slack.runs_step("explain_error", {"text": "606"})

    assert step.outputs is not None
    assert step.outputs["code"] == 606


def test_a_storm_of_one_event_gets_one_answer(slack: LocalSlack, support: Channel, asker: Person) -> None:
    question = asker.says("@imerr 606", support)
    slack.deliver_again(question, times=20)

    asker.sees("606 · ")
    slack.settle()
    assert len(slack.thread(question)) == 1


def test_a_redelivered_event_is_no_new_question(slack: LocalSlack, support: Channel, asker: Person) -> None:
    first = asker.says("@imerr 606", support)
    slack.deliver_again(first, times=MOST_QUESTIONS + 5)
    second = asker.says("@imerr 507", support)
    slack.settle()

    assert [len(slack.thread(question)) for question in (first, second)] == [1, 1]
