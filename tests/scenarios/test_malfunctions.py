"""Failures of Slack during questions and answers: what the user sees, and the log."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from local_slack.failures import RESPONSE_URLS, Failure, broken, hangs_up, rate_limited, refuses, slow
from tests.harness.failures import FAILED, reference_in_the_log, wait_for_both

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person
    from local_slack.state import Channel
    from tests.harness.server import Server


def test_a_slow_slack_delays_the_answer_and_nothing_else(slack: LocalSlack, support: Channel, asker: Person) -> None:
    slack.fail_next_calls("chat.postMessage", slow(1.5))
    question = asker.says("@imerr 606", support)

    asker.sees("606 · ")
    slack.settle()
    assert len(slack.thread(question)) == 1
    assert [each.attempt for each in slack.deliveries if each.payload.get("event", {}).get("ts") == question.ts] == [0]


def test_a_slow_locale_does_not_delay_a_command(slack: LocalSlack, support: Channel, asker: Person) -> None:
    slack.fail_next_calls("users.info", slow(5))
    started = time.monotonic()

    assert asker.types("/imerr 606", support).startswith("# 606 · ")
    assert time.monotonic() - started < 4


def test_a_rate_limited_answer_arrives_later(slack: LocalSlack, support: Channel, asker: Person) -> None:
    slack.fail_next_calls("chat.postMessage", rate_limited(1, times=2))
    question = asker.says("@imerr 606", support)

    asker.sees("606 · ", within=10)
    slack.settle()
    assert len(slack.thread(question)) == 1


def test_a_breakdown_of_slack_leaves_one_answer(slack: LocalSlack, support: Channel, asker: Person) -> None:
    slack.fail_next_calls("chat.postMessage", broken(times=1))
    question = asker.says("@imerr 606", support)

    asker.sees("606 · ")
    slack.settle()
    assert len(slack.thread(question)) == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_dropped_connection_leaves_one_answer(slack: LocalSlack, support: Channel, asker: Person, when: str) -> None:
    slack.fail_next_calls("chat.postMessage", hangs_up(when, times=1))
    question = asker.says("@imerr 606", support)

    asker.sees("606 · ")
    slack.settle()
    time.sleep(0.7)
    slack.settle()
    assert len(slack.thread(question)) == 1


@pytest.mark.parametrize(
    "trouble", [broken(), hangs_up(), refuses("restricted_action")], ids=["500", "drop", "refusal"]
)
def test_a_failed_post_is_told_to_the_asker_with_a_reference(
    scene: tuple[LocalSlack, Server], support: Channel, asker: Person, colleague: Person, trouble: Failure
) -> None:
    slack, server = scene
    slack.fail_next_calls("chat.postMessage", trouble)
    question = asker.says("@imerr 606", support)

    asker.sees(FAILED, within=10)
    reference_in_the_log(asker, server, FAILED)
    colleague.sees_no(FAILED)
    slack.stop_failing()
    asker.edits(question, "@imerr 606 ")
    asker.sees("606 · ")


def test_an_unreadable_thread_is_told_to_the_asker(
    slack: LocalSlack, server: Server, support: Channel, asker: Person
) -> None:
    log = asker.says("type: 606", support)
    slack.fail_next_calls("conversations.replies", refuses("internal_error"))
    asker.says("@imerr", support, thread=log)

    reference_in_the_log(asker, server, FAILED)


def test_an_unreadable_message_gets_a_hint_of_another_way(slack: LocalSlack, support: Channel, asker: Person) -> None:
    log = asker.says("type: 606", support)
    slack.fail_next_calls("conversations.replies", refuses("missing_scope"))
    asker.says("@imerr", support, thread=log)

    asker.sees("把内容写在 @imerr 后面，或在那条消息的菜单里选 Explain error。")
    slack.settle()
    assert len(slack.thread(log)) == 2


def test_an_added_mention_in_an_unreadable_thread_is_answered(
    slack: LocalSlack, support: Channel, asker: Person
) -> None:
    question = asker.says("606", support)
    slack.fail_next_calls("conversations.replies", refuses("missing_scope"))
    asker.edits(question, "@imerr 606")

    asker.sees("606 · 群组已满")
    slack.settle()
    assert len(slack.thread(question)) == 1


def test_an_unreadable_parent_does_not_stop_a_question_in_words(
    slack: LocalSlack, support: Channel, asker: Person
) -> None:
    log = asker.says("type: 606", support)
    slack.fail_next_calls("conversations.replies", broken())
    asker.says("@imerr 麻烦帮看一下这个", support, thread=log)

    asker.sees("没找到对应的错误", within=10)


@pytest.mark.parametrize("has_reply", [False, True])
def test_a_failure_is_told_where_slack_shows_it(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person, *, has_reply: bool
) -> None:
    slack.fail_next_calls("chat.postMessage", refuses("restricted_action"))
    question = colleague.says("type: 606", support)
    if has_reply:
        colleague.says("?", support, thread=question)
        asker.says("@imerr 606", support, thread=question)
    else:
        asker.says("@imerr 606", support)

    asker.sees(FAILED)
    (told,) = asker.private(support)
    assert told.thread_ts == (question.ts if has_reply else "")


def test_an_unconfirmed_share_is_not_called_a_failure(
    slack: LocalSlack, server: Server, support: Channel, asker: Person
) -> None:
    asker.types("/imerr 606", support)
    before = len(server.lines())
    slack.fail_next_calls(RESPONSE_URLS, refuses("used_url", after=1))
    asker.presses("share")

    slack.wait_for(lambda: "unconfirmed" in [line["event"] for line in server.lines()[before:]], "the log")
    slack.settle()
    assert len(slack.messages(support)) == 1
    asker.sees_no(FAILED)


def test_a_used_response_url_is_told_in_another_way(
    slack: LocalSlack, server: Server, support: Channel, asker: Person
) -> None:
    asker.types("/imerr MEMBERS_FULL", support)
    slack.fail_next_calls(RESPONSE_URLS, refuses("used_url"))
    asker.presses("open:704")

    reference_in_the_log(asker, server, FAILED)


def test_an_expired_response_url_is_told_in_another_way(
    slack: LocalSlack, server: Server, support: Channel, asker: Person
) -> None:
    log = asker.says("type: 606", support)
    asker.uses_shortcut("explain_error", on=log, late=1801)

    slack.settle()
    assert [call.answer.get("error") for call in slack.calls if call.method == RESPONSE_URLS][-1] == "expired_url"

    reference_in_the_log(asker, server, FAILED)


def test_a_response_url_that_fails_once_is_retried(slack: LocalSlack, support: Channel, asker: Person) -> None:
    log = asker.says("type: 606", support)
    slack.fail_next_calls(RESPONSE_URLS, broken(times=1))
    asker.uses_shortcut("explain_error", on=log)

    asker.sees("606 · ")


def test_a_failed_share_posts_nothing_and_says_so(
    slack: LocalSlack, server: Server, support: Channel, asker: Person
) -> None:
    asker.types("/imerr 606", support)
    slack.fail_next_calls(RESPONSE_URLS, broken())
    asker.presses("share")

    reference_in_the_log(asker, server, FAILED)
    assert slack.messages(support) == []


def test_an_unclear_share_is_told_and_not_retried(slack: LocalSlack, support: Channel, asker: Person) -> None:
    asker.types("/imerr 606", support)
    slack.fail_next_calls(RESPONSE_URLS, hangs_up("after", times=1))
    asker.presses("share")
    asker.sees("不确定是否已经发出", within=10)
    asker.presses("share")

    slack.settle()
    assert len(slack.messages(support)) == 1
    asker.sees_no(FAILED)


def test_an_undelivered_share_can_be_pressed_again(slack: LocalSlack, support: Channel, asker: Person) -> None:
    asker.types("/imerr 606", support)
    slack.fail_next_calls(RESPONSE_URLS, refuses("invalid_blocks", times=1))
    asker.presses("share")
    asker.sees(FAILED, within=10)
    asker.presses("share")

    asker.sees("查询并分享了这条说明", within=10)
    assert len(slack.messages(support)) == 1


def test_an_answer_with_a_used_url_is_removed_by_chat_delete(
    slack: LocalSlack, support: Channel, asker: Person
) -> None:
    question = asker.says("@imerr 606", support)
    answer = asker.sees("606 · ")
    slack.fail_next_calls(RESPONSE_URLS, refuses("expired_url"))
    asker.presses("delete", on=answer)

    slack.settle()
    assert slack.thread(question) == []


def test_a_delayed_correction_does_not_replace_a_later_one(slack: LocalSlack, support: Channel, asker: Person) -> None:
    question, written = asker.says("@imerr 603", support), asker.dm("603")
    slack.settle()
    for message in (question, written):
        before = slack.count("chat.update")
        slack.fail_next_calls("chat.update", rate_limited(1, times=1))
        asker.edits(message, f"{'@imerr ' if message is question else ''}605")
        slack.wait_for(lambda: slack.server.failures["chat.update"].times == 0, "the first correction")
        asker.edits(message, f"{'@imerr ' if message is question else ''}606")
        wait_for_both(slack, "chat.update", before)
        (answer,) = slack.thread(message)
        assert asker.reads(answer).startswith("# 606 · ")


def test_a_correction_overtakes_one_that_waits_for_a_locale(slack: LocalSlack, support: Channel, asker: Person) -> None:
    question = asker.says("@imerr 群组满了", support)
    asker.sees("606 · ")
    slack.settle()
    slack.fail_next_calls("users.info", slow(0.4))
    asker.edits(question, "@imerr 605")
    asker.edits(question, "@imerr 消息撤不回来了")

    asker.sees("504 · ")
    slack.settle()
    (answer,) = slack.thread(question)
    assert asker.reads(answer).startswith("# 504 · ")


def test_a_correction_waits_for_the_answer_to_be_posted(slack: LocalSlack, support: Channel, asker: Person) -> None:
    slack.fail_next_calls("chat.postMessage", rate_limited(2, times=1))
    question = asker.says("@imerr 603", support)
    asker.edits(question, "@imerr 606")

    asker.sees("606 · ", within=10)
    slack.settle()
    assert len(slack.thread(question)) == 1


def test_an_edit_of_an_unanswered_question_is_answered(slack: LocalSlack, support: Channel, asker: Person) -> None:
    slack.fail_next_calls("chat.postMessage", refuses("restricted_action", times=1))
    question = asker.says("@imerr 603", support)
    asker.edits(question, "@imerr 606")

    asker.sees("606 · ")
    slack.settle()
    assert len(slack.thread(question)) == 1


def test_a_redelivered_step_runs_once(slack: LocalSlack, server: Server) -> None:
    before = len(server.lines())
    slack.runs_step("explain_error", {"text": "603"})
    event = [each.payload for each in slack.deliveries if "function_executed" in str(each.payload)][-1]
    slack.run(slack.deliverer.send("event", event, 1, "http_timeout"))

    slack.settle()
    assert [line["event"] for line in server.lines()[before:] if line["level"] == "error"] == []


def test_a_step_that_cannot_complete_fails_with_a_reference(slack: LocalSlack) -> None:
    slack.fail_next_calls("functions.completeSuccess", refuses("internal_error"))
    step = slack.runs_step("explain_error", {"text": "606"})

    assert step.outputs is None
    assert step.error is not None
    assert step.error.startswith(FAILED)


def test_a_failure_that_no_way_can_tell_is_logged(
    slack: LocalSlack, server: Server, support: Channel, asker: Person
) -> None:
    before = len(server.lines())
    for method in ("chat.postMessage", "chat.postEphemeral"):
        slack.fail_next_calls(method, refuses("restricted_action"))
    asker.says("@imerr 606", support)

    slack.wait_for(lambda: "untold" in [line["event"] for line in server.lines()[before:]], "the log")
    events = [line["event"] for line in server.lines()[before:]]
    assert events.count("failed") == 1
    slack.stop_failing()
    assert asker.types("/imerr 606", support).startswith("# 606 · ")


def test_a_storm_of_one_direct_message_gets_one_answer(slack: LocalSlack, asker: Person) -> None:
    question = asker.dm("606")
    slack.deliver_again(question, times=20)

    slack.settle()
    assert len(slack.thread(question)) == 1


def test_a_storm_of_one_edit_corrects_once(slack: LocalSlack, support: Channel, asker: Person) -> None:
    question = asker.says("@imerr 605", support)
    asker.sees("605 · ")
    before = slack.count("chat.update")
    asker.edits(question, "@imerr 606")
    slack.settle()
    slack.deliver_again(question, times=20)

    slack.settle()
    assert slack.count("chat.update") == before + 1
    assert len(slack.thread(question)) == 1


def test_an_unclear_post_is_told_and_not_repeated(slack: LocalSlack, support: Channel, asker: Person) -> None:
    slack.fail_next_calls("chat.postMessage", hangs_up("after", times=1))
    slack.fail_next_calls("conversations.replies", broken())
    question = asker.says("@imerr 606", support)

    asker.sees(FAILED, within=10)
    slack.settle()
    assert len(slack.thread(question)) == 1
