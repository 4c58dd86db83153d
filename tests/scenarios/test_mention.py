"""`@imerr` in a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person
    from local_slack.state import Channel, Kind


def test_a_mention_is_answered_in_its_thread_and_nowhere_else(
    slack: LocalSlack, support: Channel, asker: Person
) -> None:
    question = asker.says("@imerr 发消息报 507", support)

    asker.sees("507 · 在群或聊天室被禁言")
    slack.settle()
    assert len(slack.thread(question)) == 1
    assert slack.messages(support) == [question, *slack.thread(question)]


def test_everybody_in_the_channel_sees_the_answer(support: Channel, asker: Person, colleague: Person) -> None:
    asker.says("@imerr 606", support)

    colleague.sees("606 · 群组已满")


def test_a_mention_inside_a_thread_is_answered_in_that_thread(
    slack: LocalSlack, support: Channel, asker: Person
) -> None:
    parent = asker.says("线上有人反馈", support)
    question = asker.says("群满了 @imerr", support, thread=parent)

    asker.sees("606 · 群组已满")
    slack.settle()
    assert [reply.user for reply in slack.thread(parent)] == [question.user, slack.workspace.bot.id]


def test_a_bare_mention_under_a_log_explains_the_log(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    log = colleague.says('WebIM error {"type": 206, "message": "kicked"} at login', support)
    asker.says("@imerr", support, thread=log)

    asker.sees("206 · 在其他设备登录，被顶下线")
    slack.settle()
    assert len(slack.thread(log)) == 2


def test_a_bare_mention_reads_the_beginning_of_a_file(support: Channel, asker: Person) -> None:
    log = asker.says("日志在附件里", support, files=[{"name": "a.log", "preview": "onError: {type: 504}"}])
    asker.says("@imerr", support, thread=log)

    asker.sees("504 · ")


def test_a_bare_mention_reads_the_blocks_of_an_alert(slack: LocalSlack, support: Channel, asker: Person) -> None:
    monitor = slack.person("monitor", is_bot=True)
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "`GROUP_MEMBERS_FULL` in production"}}]
    alert = monitor.says("New alert", support, blocks=blocks)
    asker.says("<@U0IMERR>", support, thread=alert)

    asker.sees("606 · 群组已满")


def test_vague_words_explain_the_message_above(support: Channel, asker: Person) -> None:
    log = asker.says("onError {type: 504}", support)
    asker.says("@imerr 麻烦帮看一下这个", support, thread=log)

    assert "针对本消息列的第一条消息" in asker.reads(asker.sees("504 · "))


@pytest.mark.parametrize("words", ["这是什么错误", "what is this error?", "为什么失败了", "你好", "怎么处理这个错误"])
def test_a_question_about_this_error_explains_the_message_above(support: Channel, asker: Person, words: str) -> None:
    log = asker.says("joinGroup failed {type: 605}", support)
    asker.says(f"@imerr {words}", support, thread=log)

    asker.sees("# 605 · ")


@pytest.mark.parametrize("kind", ["group", "mpim"])
def test_a_bare_mention_reads_private_conversations_too(
    slack: LocalSlack, request: pytest.FixtureRequest, kind: Kind
) -> None:
    private = slack.channel(f"private-{request.node.nodeid}", kind=kind)
    asker = slack.person(f"asker-{request.node.nodeid}", channels=[private])
    log = asker.says("onError {type: 606}", private)
    asker.says("@imerr", private, thread=log)

    asker.sees("# 606 · ")


@pytest.mark.parametrize("words", ["@imerr", "@imerr 帮忙看看上面这条"])
def test_a_log_below_the_top_of_the_thread_is_found(
    support: Channel, asker: Person, colleague: Person, words: str
) -> None:
    top = colleague.says("有人遇到过这个问题吗？昨天上线后开始的", support)
    colleague.says("Uncaught {type: 606, message: 'x'}", support, thread=top)
    colleague.says("在吗", support, thread=top)
    asker.says(words, support, thread=top)

    assert "针对本消息列中前面的一条消息" in asker.reads(asker.sees("# 606 · "))


def test_a_top_message_with_an_error_is_explained_first(support: Channel, asker: Person, colleague: Person) -> None:
    top = colleague.says("onError {type: 504}", support)
    colleague.says("type: 606", support, thread=top)
    asker.says("@imerr", support, thread=top)

    asker.sees("# 504 · ")
    asker.sees_no("# 606 · ")


def test_a_question_about_another_error_is_answered_itself(support: Channel, asker: Person) -> None:
    log = asker.says("joinGroup failed {type: 605}", support)
    asker.says("@imerr 群满了", support, thread=log)

    asker.sees("# 606 · ")
    asker.sees_no("# 605 · ")


def test_an_unrelated_question_ignores_the_message_above(support: Channel, asker: Person) -> None:
    log = asker.says("onError {type: 504}", support)
    asker.says("@imerr 77777 zxcvbnm", support, thread=log)

    asker.sees("No error in the table fits this")
    asker.sees_no("504 · ")


def test_a_bare_mention_outside_a_thread_gets_the_help(support: Channel, asker: Person) -> None:
    asker.says("@imerr", support)

    asker.sees("imerr：查 IM SDK 错误码")


def test_a_bare_mention_under_a_message_without_text_says_so(support: Channel, asker: Person) -> None:
    picture = asker.says("", support, files=[{"name": "screen.png"}])
    asker.says("@imerr", support, thread=picture)

    asker.sees("这条消息里没有可供查询的文字。")


def test_a_bare_mention_under_a_deleted_message_says_so(support: Channel, asker: Person) -> None:
    log = asker.says("type: 606", support)
    asker.says("?", support, thread=log)
    asker.deletes(log)
    asker.says("@imerr", support, thread=log)

    asker.sees("这条消息里没有可供查询的文字。")
    asker.sees_no("606 · ")


def test_an_unknown_code_is_called_so_beside_candidates(support: Channel, asker: Person) -> None:
    asker.says("@imerr 错误码 1999 没权限", support)

    read = asker.reads(asker.sees("小程序 / Web 4.x 没有错误码 1999"))
    assert "按文字描述，可能是" in read
    assert "52  没有操作权限" in read


def test_an_unanswerable_question_gets_an_honest_no(support: Channel, asker: Person) -> None:
    asker.says("@imerr qwertyuiop zxcvbnm", support)

    asker.sees("No error in the table fits this")


@pytest.mark.parametrize(
    ("text", "locale", "heading"),
    [
        ("@imerr 606", "zh-CN", "最可能的原因"),
        ("@imerr 606", "zh-TW", "最可能的原因"),
        ("@imerr 606", "en-GB", "Most likely cause"),
        ("@imerr 606", "fr-FR", "最可能的原因"),
        ("@imerr 群满了", "en-US", "最可能的原因"),
        ("@imerr what is 606", "zh-CN", "Most likely cause"),
        ("@imerr 606 --en", "zh-CN", "Most likely cause"),
        ("@imerr help", "en-US", "imerr: IM SDK errors explained"),
    ],
)
def test_the_language_is_the_questions_then_the_askers(
    slack: LocalSlack, support: Channel, text: str, locale: str, heading: str
) -> None:
    asker = slack.person(f"asker-{text}-{locale}", locale=locale, channels=[support])
    asker.says(text, support)

    asker.sees(heading)


def test_an_edit_corrects_the_answer_in_place(slack: LocalSlack, support: Channel, asker: Person) -> None:
    question = asker.says("@imerr 605", support)
    asker.sees("605 · ")
    asker.edits(question, "@imerr 606")

    asker.sees("606 · 群组已满")
    slack.settle()
    assert len(slack.thread(question)) == 1
    asker.sees_no("605 · 群组不存在")


def test_an_immediate_edit_leaves_one_answer_to_the_new_text(
    slack: LocalSlack, support: Channel, asker: Person
) -> None:
    question = asker.says("@imerr 605", support)
    asker.edits(question, "@imerr 607")
    asker.edits(question, "@imerr 606")

    asker.sees("606 · 群组已满")
    slack.settle()
    (answer,) = slack.thread(question)
    assert asker.reads(answer).startswith("# 606 · ")


def test_an_edit_after_a_minute_changes_nothing(slack: LocalSlack, support: Channel, asker: Person) -> None:
    question = asker.says("@imerr 605", support)
    asker.sees("605 · ")
    slack.forward(61)
    asker.edits(question, "@imerr 606")

    slack.settle()
    (answer,) = slack.thread(question)
    assert asker.reads(answer).startswith("# 605 · ")


def test_a_mention_added_by_an_edit_is_answered(slack: LocalSlack, support: Channel, asker: Person) -> None:
    question = asker.says("606", support)
    asker.edits(question, "@imerr 606")

    asker.sees("606 · 群组已满")
    slack.settle()
    assert len(slack.thread(question)) == 1


def test_an_edit_does_not_restore_a_removed_answer(slack: LocalSlack, support: Channel, asker: Person) -> None:
    question = asker.says("@imerr 605", support)
    asker.presses("delete", on=asker.sees("605 · "))
    slack.settle()
    asker.edits(question, "@imerr 606")

    slack.settle()
    assert slack.thread(question) == []


def test_the_same_question_asked_again_is_answered_again(slack: LocalSlack, support: Channel, asker: Person) -> None:
    first, second = asker.says("@imerr 606", support), asker.says("@imerr 606", support)

    slack.settle()
    assert [len(slack.thread(question)) for question in (first, second)] == [1, 1]


def test_candidates_open_privately_in_the_thread(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    question = asker.says("@imerr MEMBERS_FULL", support)
    listed = asker.sees("[查看]")
    colleague.presses("open:704", on=listed)

    colleague.sees("704 · ")
    slack.settle()
    asker.sees_no("704 · 聊天室已满")
    (private,) = colleague.private(support)
    assert private.thread_ts == question.ts


def test_an_entry_opened_under_an_answer_is_shared_in_thread(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    question = asker.says("@imerr MEMBERS_FULL", support)
    colleague.presses("open:704", on=asker.sees("[查看]"))
    colleague.sees("704 · ")
    colleague.presses("share")

    asker.sees("704 · 聊天室已满")
    slack.settle()
    assert len(slack.thread(question)) == 2
