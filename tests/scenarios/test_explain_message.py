"""The message shortcut "Explain error"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local_slack.state import Message

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person
    from local_slack.state import Channel

_MANY = (
    *(1, 2, 12, 16, 17, 27, 28, 31, 32, 39, 40, 50, 51, 52, 53, 101, 102, 200, 204, 205),
    *(206, 207, 208, 216, 217, 219, 221, *range(500, 513)),
)


def test_a_message_is_explained_to_its_chooser_alone(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    log = colleague.says("Uncaught {type: 606}", support)
    asker.uses_shortcut("explain_error", on=log)

    asker.sees("606 · 群组已满")
    slack.settle()
    colleague.sees_no("606 · ")
    assert slack.thread(log) == []


def test_it_works_in_a_thread_and_answers_there(support: Channel, asker: Person) -> None:
    parent = asker.says("线上报错了", support)
    reply = asker.says("GROUP_MEMBERS_FULL", support, thread=parent)
    asker.uses_shortcut("explain_error", on=reply)

    answer = asker.sees("606 · 群组已满")
    assert isinstance(answer, Message)
    assert answer.thread_ts == parent.ts


def test_a_thread_parent_is_explained_beside_and_shared_below(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    log = colleague.says("Uncaught {type: 606}", support)
    colleague.says("怎么办", support, thread=log)
    asker.uses_shortcut("explain_error", on=log)
    asker.sees("606 · 群组已满")
    (private,) = asker.private(support)
    asker.presses("share")

    asker.sees("已分享到消息列。")
    slack.settle()
    assert private.thread_ts == ""
    assert len(slack.thread(log)) == 2


@pytest.mark.parametrize(
    "attachment",
    [
        {
            "fallback": "[no preview available]",
            "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "joinGroup failed: {type: 606}"}}],
        },
        {"title": "[FIRING] im", "text": "errors rising", "fields": [{"title": "error", "value": "type: 606"}]},
        {"pretext": "type: 606", "fallback": "an alert"},
    ],
)
def test_an_alert_is_read_in_every_field(
    slack: LocalSlack, support: Channel, asker: Person, attachment: dict[str, object]
) -> None:
    alerts = slack.person("alerts", is_bot=True, channels=[support])
    asker.uses_shortcut("explain_error", on=alerts.says("", support, attachments=[attachment]))

    asker.sees("606 · 群组已满")


def test_share_posts_it_into_the_thread_of_the_message(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    log = colleague.says("Uncaught {type: 606}", support)
    asker.uses_shortcut("explain_error", on=log)
    asker.sees("[分享到消息列]")
    asker.presses("share")

    colleague.sees("606 · 群组已满")
    slack.settle()
    (shared,) = slack.thread(log)
    assert f"@{asker.user.name} 查询并分享了这条说明" in colleague.reads(shared)
    asker.sees("已分享到消息列。")


def test_it_works_where_the_bot_is_no_member(slack: LocalSlack, asker: Person) -> None:
    elsewhere = slack.channel("without-imerr", has_bot=False)
    elsewhere.members.add(asker.id)
    log = asker.says("type: 606", elsewhere)
    asker.uses_shortcut("explain_error", on=log)
    asker.sees("606 · ")
    asker.presses("share")

    slack.settle()
    assert len(slack.thread(log)) == 1


def test_a_log_in_another_language_is_explained_in_the_readers(
    support: Channel, asker: Person, colleague: Person
) -> None:
    log = colleague.says("the user was kicked because she logged in on another phone", support)
    asker.uses_shortcut("explain_error", on=log)

    asker.sees("206 · 在其他设备登录")


def test_several_codes_are_listed_opened_and_shared_in_thread(
    slack: LocalSlack, support: Channel, asker: Person
) -> None:
    log = asker.says("first 601, then 602", support)
    asker.uses_shortcut("explain_error", on=log)
    asker.sees("这段内容说到了 2 个错误")
    asker.presses("open:602")
    asker.sees("# 602 · ")
    asker.presses("share")

    slack.settle()
    assert len(slack.thread(log)) == 1


def test_a_message_without_text_is_called_so(support: Channel, asker: Person) -> None:
    asker.uses_shortcut("explain_error", on=asker.says("", support))

    asker.sees("这条消息里没有可供查询的文字。")


def test_an_unanswerable_message_gets_an_honest_no(support: Channel, asker: Person) -> None:
    asker.uses_shortcut("explain_error", on=asker.says("今天中午吃什么", support))

    asker.sees("没找到对应的错误")


def test_a_log_with_hundreds_of_unknown_codes_is_answered(support: Channel, asker: Person) -> None:
    log = asker.says(" ".join(["type: 606", "type: 602", *(f"type: {code}" for code in range(2700, 2999))]), support)
    asker.uses_shortcut("explain_error", on=log)

    told = asker.reads(asker.sees("这段内容说到了 2 个错误"))
    assert "2700、" in told
    assert "等 299 个编号" in told


def test_a_list_cut_short_says_how_many_codes_there_are(support: Channel, asker: Person) -> None:
    log = asker.says("type: 601, type: 602, type: 603, " + "、".join(f"type: {code}" for code in _MANY), support)
    asker.uses_shortcut("explain_error", on=log)
    told = "这段内容说到了 43 个错误，下面是前 40 个"
    asker.sees(told)
    asker.presses("open:602")
    asker.sees("# 602 · ")
    asker.presses("back")

    asker.sees(told)
