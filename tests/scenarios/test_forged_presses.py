"""Presses with forged or copied values: the message that Slack reports decides."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from local_slack import payloads

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person
    from local_slack.state import Channel, Message

DIRECT = '{"l":"zh","c":607,"d":1}'


def _button(action_id: str, value: str) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "value": value}


def _shared(slack: LocalSlack, asker: Person, channel: Channel) -> Message:
    asker.types("/imerr 606", channel)
    asker.presses("share")
    asker.sees("查询并分享了这条说明")
    slack.settle()
    (shared,) = slack.messages(channel)
    return shared


def test_dismiss_under_a_public_answer_removes_nothing(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    shared = _shared(slack, asker, support)
    colleague.forges(_button("dismiss", '{"l":"zh"}'), shared)

    slack.settle()
    assert slack.messages(support) == [shared]


@pytest.mark.parametrize("action_id", ["open:607", "back", "families", "family:group"])
def test_a_forged_surface_does_not_replace_a_public_answer(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person, action_id: str
) -> None:
    shared = _shared(slack, asker, support)
    before = colleague.reads(shared)
    colleague.forges(_button(action_id, DIRECT), shared)
    slack.settle()

    assert colleague.reads(shared) == before
    assert len(colleague.private(support)) == 1


def test_the_answer_to_a_mention_is_not_replaced_either(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    question = asker.says("@imerr 606", support)
    asker.sees("606 · ")
    slack.settle()
    (answer,) = slack.thread(question)
    before = colleague.reads(answer)
    colleague.forges(_button("open:607", DIRECT), answer)

    colleague.sees("# 607 · ")
    assert colleague.reads(answer) == before


@pytest.mark.parametrize("action_id", ["open:607", "dismiss"])
def test_a_share_between_two_people_is_not_replaced(
    slack: LocalSlack, asker: Person, colleague: Person, action_id: str
) -> None:
    between = slack.workspace.direct(asker.id, colleague.id)
    shared = _shared(slack, asker, between)
    before = colleague.reads(shared)
    colleague.forges(_button(action_id, DIRECT), shared)
    slack.settle()

    assert slack.messages(between) == [shared]
    assert colleague.reads(shared) == before


def test_a_direct_answer_is_replaced_whatever_the_value_says(slack: LocalSlack, asker: Person) -> None:
    question = asker.dm("606")
    asker.presses("open:607", on=asker.sees("606 · "), value='{"l":"zh","c":607}')

    asker.sees("# 607 · ")
    slack.settle()
    assert len(slack.thread(question)) == 1


def test_a_share_ignores_a_thread_without_a_seal(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    parent = colleague.says("今天发版", support)
    asker.types("/imerr 606", support)
    asker.presses("share", value=json.dumps({"l": "zh", "c": 606, "h": parent.ts}))

    asker.sees("已分享到频道。")
    slack.settle()
    assert slack.thread(parent) == []


def test_a_share_ignores_a_thread_sealed_for_another_user(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    log = asker.says("type: 606", support)
    colleague.uses_shortcut("explain_error", on=log)
    colleague.sees("# 606 · ")
    slack.settle()
    (explained,) = colleague.private(support)
    value = next(
        element["value"]
        for block in explained.blocks
        for element in block.get("elements", ())
        if element.get("action_id") == "share"
    )
    asker.types("/imerr 606", support)
    asker.presses("share", value=value)

    asker.sees("Shared in the channel.")
    slack.settle()
    assert slack.thread(log) == []


def test_share_under_a_public_answer_posts_nothing(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    shared = _shared(slack, asker, support)
    colleague.forges(_button("share", '{"l":"zh","c":607}'), shared)

    slack.settle()
    assert slack.messages(support) == [shared]


def test_a_forged_question_is_shared_as_one_plain_line(slack: LocalSlack, support: Channel, asker: Person) -> None:
    asker.types("/imerr 606", support)
    asker.presses("share", value=json.dumps({"l": "zh", "c": 606, "q": "<!channel>\n*now*"}))
    asker.sees("查询并分享了这条说明")
    slack.settle()
    (shared,) = slack.messages(support)

    quoted = [
        element for block in shared.blocks for element in block.get("elements", ()) if "now" in str(element.get("text"))
    ]
    assert quoted == [{"type": "plain_text", "text": "“<!channel> *now*”", "emoji": False}]


def test_a_modal_posts_nothing_without_a_response_url(slack: LocalSlack, support: Channel, asker: Person) -> None:
    asker.uses_shortcut("look_up_error")
    asker.sees("[ 查错误码 ]")
    asker.chooses("lookup", "606", typed="606")
    asker.sees("# 606 · ")
    asker.chooses("channel", support.name)
    view = asker.modal
    assert view is not None
    submitted = payloads.submission(asker.user, view, slack.workspace.new_trigger(asker.id), [])
    slack.run(slack.deliverer.send("interaction", submitted))

    asker.sees("Slack 不允许 imerr 发到那里。")
    slack.settle()
    assert slack.messages(support) == []
