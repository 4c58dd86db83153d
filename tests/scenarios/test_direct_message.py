"""The user's conversation with imerr."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person
    from local_slack.state import Channel


def test_every_message_is_answered_in_its_thread(slack: LocalSlack, asker: Person) -> None:
    question = asker.dm("群满了")

    asker.sees("606 · 群组已满")
    slack.settle()
    assert len(slack.thread(question)) == 1


def test_a_question_further_down_a_thread_is_answered_there(slack: LocalSlack, asker: Person) -> None:
    first = asker.dm("606")
    asker.sees("606 · ")
    asker.dm("那 607 呢", thread=first)

    asker.sees("607 · ")
    slack.settle()
    assert len(slack.thread(first)) == 3


def test_every_suggested_prompt_of_the_manifest_gets_an_answer(slack: LocalSlack, asker: Person) -> None:
    prompts = slack.manifest.prompts
    questions = [asker.dm(prompt) for prompt in prompts]

    slack.settle()
    answers = [asker.reads(slack.thread(question)[0]) for question in questions]
    assert len(answers) == 4
    assert not [answer for answer in answers if "没找到" in answer or "No error" in answer]


def test_candidates_open_in_place_and_lead_back(slack: LocalSlack, asker: Person) -> None:
    question = asker.dm("MEMBERS_FULL")
    listed = asker.sees("[查看]")
    before = asker.reads(listed)
    asker.presses("open:704", on=listed)
    asker.sees("# 704 · ")
    asker.presses("back")

    slack.settle()
    (answer,) = slack.thread(question)
    assert asker.reads(answer) == before


def test_an_answer_is_posted_to_the_chosen_channel(support: Channel, asker: Person, colleague: Person) -> None:
    asker.dm("群满了")
    asker.sees("606 · ")
    asker.presses("share_elsewhere")
    asker.sees("[ 发到频道 ]")
    asker.chooses("channel", support.name)
    asker.submits()

    shared = colleague.sees("606 · 群组已满")
    assert "查询并分享了这条说明" in colleague.reads(shared)
    assert asker.modal is None


def test_a_private_question_is_not_posted_with_the_answer(support: Channel, asker: Person, colleague: Person) -> None:
    asker.dm("张三那边报 606")
    asker.sees("606 · ")
    asker.presses("share_elsewhere")
    asker.sees("[ 发到频道 ]")
    asker.chooses("channel", support.name)
    asker.submits()

    assert "张三" not in colleague.reads(colleague.sees("606 · 群组已满"))


def test_dismiss_removes_the_answer(slack: LocalSlack, asker: Person) -> None:
    question = asker.dm("606")
    asker.sees("606 · ")
    asker.presses("dismiss")

    slack.settle()
    assert slack.thread(question) == []


def test_an_edit_corrects_the_answer_in_place(slack: LocalSlack, asker: Person) -> None:
    question = asker.dm("605")
    asker.sees("605 · ")
    asker.edits(question, "606")

    asker.sees("606 · ")
    slack.settle()
    assert len(slack.thread(question)) == 1


def test_a_file_without_words_is_answered_by_its_beginning(asker: Person) -> None:
    asker.says("", asker.direct, subtype="file_share", files=[{"name": "a.log", "preview": "errorType 504 recall"}])

    asker.sees("504 · ")


def test_opening_the_messages_tab_publishes_and_posts_nothing(slack: LocalSlack, asker: Person) -> None:
    asker.opens_messages()

    slack.settle()
    assert asker.home is None
    assert asker.screen() == ""


def test_a_greeting_gets_the_help_in_its_language(asker: Person, colleague: Person) -> None:
    asker.dm("hello")
    colleague.dm("你好！")

    asker.sees("imerr：查 IM SDK 错误码")
    colleague.sees("imerr：查 IM SDK 错误码")


def test_a_number_in_an_unanswerable_question_can_be_opened(asker: Person) -> None:
    asker.dm("it's not 217")
    asker.sees("If the number is an error code:")
    asker.presses("open:217")

    asker.sees("# 217 · ")


@pytest.mark.parametrize(("said", "answer"), [("谢谢！", "不客气。"), ("thanks", "不客气。"), ("ok", "不客气。")])
def test_thanks_are_no_question(asker: Person, said: str, answer: str) -> None:
    asker.dm(said)

    asker.sees(answer)


def test_an_unknown_family_gets_the_list_of_families(asker: Person) -> None:
    asker.dm("list qwertyuiop")

    assert "没有“qwertyuiop”这个类别。全部类别：login、device、" in asker.reads(asker.sees("# 共 "))
