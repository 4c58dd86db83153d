"""The buttons under the command's private answers, and their targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local_slack.failures import RESPONSE_URLS, slow

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person
    from local_slack.state import Channel


def test_a_picked_candidate_replaces_the_list(slack: LocalSlack, support: Channel, asker: Person) -> None:
    asker.types("/imerr MEMBERS_FULL", support)
    (listed,) = asker.private(support)
    assert {"open:606", "open:704"} <= set(asker.buttons(listed))
    asker.presses("open:704")

    assert asker.sees("# 704 · ") is listed
    slack.settle()
    assert asker.private(support) == [listed]


def test_back_returns_to_the_list_of_an_entry(support: Channel, asker: Person) -> None:
    before = asker.types("/imerr 601,602 603", support)
    asker.presses("open:602")
    asker.sees("# 602 · ")
    asker.presses("back")

    assert asker.reads(asker.sees("3 个错误")) == before


def test_see_also_opens_in_place_and_onward(support: Channel, asker: Person) -> None:
    asker.types("/imerr 606", support)
    asker.presses("open:607")

    assert "open:606" in asker.buttons(asker.sees("# 607 · "))


def test_back_returns_from_see_also_to_its_entry(support: Channel, asker: Person) -> None:
    asker.types("/imerr 606", support)
    asker.presses("open:607")
    asker.presses("← 606", on=asker.sees("# 607 · "))
    first = asker.sees("# 606 · ")

    assert "back" not in asker.buttons(first)


def test_a_shared_neighbour_leaves_the_question_out(support: Channel, asker: Person) -> None:
    asker.types("/imerr 616", support)
    asker.presses("open:608")
    asker.sees("# 608 · ")
    asker.presses("share")
    asker.sees("已分享")

    assert "616" not in asker.reads(asker.sees("查询并分享"))


@pytest.mark.parametrize(
    ("question", "difference"),
    [
        ("206 和 217 有什么区别", "206 与 217 相比，新登录顶掉旧登录，没有人主动踢。"),
        ("被踢下线", " 相比，"),
    ],
)
def test_a_short_list_tells_its_codes_apart(support: Channel, asker: Person, question: str, difference: str) -> None:
    answer = asker.types(f"/imerr {question}", support)

    assert "怎么区分" in answer
    assert difference in answer


def test_a_family_opens_from_the_list_and_an_entry_from_it(support: Channel, asker: Person) -> None:
    asker.types("/imerr list", support)
    asker.presses("family:group")
    family = asker.reads(asker.sees("# 群组 · 35 个编号"))
    asker.presses("open:606")
    asker.sees("# 606 · 群组已满")
    asker.presses("back")

    assert asker.reads(asker.sees("# 群组 · 35 个编号")) == family


def test_share_posts_publicly_and_names_the_asker(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    asker.types("/imerr 群组满了", support)
    asker.presses("share")

    read = colleague.reads(colleague.sees("606 · 群组已满"))
    assert f"@{asker.user.name} 查询并分享了这条说明" in read
    assert "“群组满了”" in read
    asker.sees("已分享到频道。")
    slack.settle()
    (shared,) = slack.messages(support)
    assert not {"share", "dismiss", "back"} & set(asker.buttons(shared))


def test_a_press_under_a_shared_answer_opens_privately(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    asker.types("/imerr 606", support)
    asker.presses("share")
    shared = colleague.sees("606 · ")
    colleague.presses("open:607", on=shared)

    colleague.sees("# 607 · ")
    slack.settle()
    asker.sees_no("# 607 · ")
    assert slack.messages(support) == [shared]


def test_a_shared_list_of_codes_opens_for_others(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    asker.types("/imerr 601,602 603", support)
    asker.presses("share")

    shared = colleague.sees("3 个错误")
    read = colleague.reads(shared)
    assert [code in read for code in ("601", "602", "603")] == [True] * 3
    assert f"@{asker.user.name} 查询并分享了这条说明" in read
    colleague.presses("open:602", on=shared)
    colleague.sees("# 602 · ")
    slack.settle()
    assert slack.messages(support) == [shared]


def test_share_pressed_twice_at_once_posts_once(slack: LocalSlack, support: Channel, asker: Person) -> None:
    asker.types("/imerr 606", support)
    (answer,) = asker.private(support)
    slack.fail_next_calls(RESPONSE_URLS, slow(0.5))
    asker.presses("share", on=answer)
    asker.presses("share", on=answer)

    asker.sees("已分享到频道。")
    slack.settle()
    assert len(slack.messages(support)) == 1


def test_a_press_between_two_people_leaves_the_shared_answer(
    slack: LocalSlack, asker: Person, colleague: Person
) -> None:
    between = slack.workspace.direct(asker.id, colleague.id)
    asker.types("/imerr 606", between)
    asker.presses("share")
    shared = colleague.sees("606 · ")
    before = colleague.reads(shared)
    colleague.presses("open:607", on=shared)

    colleague.sees("# 607 · ")
    slack.settle()
    asker.sees_no("# 607 · ")
    assert colleague.reads(shared) == before


def test_an_entry_opened_under_a_thread_parent_stands_beside_it(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    asker.types("/imerr 606", support)
    asker.presses("share")
    shared = colleague.sees("606 · ")
    slack.settle()
    (parent,) = slack.messages(support)
    asker.says("谢谢", support, thread=parent)
    colleague.presses("open:607", on=shared)

    colleague.sees("# 607 · ")
    (private,) = colleague.private(support)
    assert private.thread_ts == ""


def test_dismiss_pressed_twice_removes_the_answer_silently(slack: LocalSlack, support: Channel, asker: Person) -> None:
    asker.types("/imerr 606", support)
    (answer,) = asker.private(support)
    asker.presses("dismiss", on=answer)
    asker.presses("dismiss", on=answer)

    slack.settle()
    assert asker.private(support) == []


def test_dismiss_removes_the_answer(slack: LocalSlack, support: Channel, asker: Person) -> None:
    asker.types("/imerr 606", support)
    asker.presses("dismiss")

    slack.settle()
    assert asker.private(support) == []


@pytest.mark.parametrize("value", ["", "not json", "[]", '{"l":"fr"}', '{"l":"zh","c":"606"}', '{"l":"zh","n":"all"}'])
def test_a_value_of_an_older_version_leads_to_the_families(support: Channel, asker: Person, value: str) -> None:
    asker.types("/imerr 606", support)
    asker.presses("open:607", value=value)

    asker.sees("# 共 ")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('{"l":"en","c":8888}', "Code 8888 is no longer in the table. Look it up again."),
        ('{"l":"en","t":"family","f":"gone"}', "This list is no longer in the table. Look the error up again."),
    ],
)
def test_a_button_to_a_removed_entry_says_so(support: Channel, asker: Person, value: str, said: str) -> None:
    asker.types("/imerr 606", support)
    asker.presses("open:607", value=value)

    asker.sees(said)


def test_a_value_without_a_platform_opens_its_entry(support: Channel, asker: Person) -> None:
    asker.types("/imerr 606", support)
    asker.presses("open:607", value='{"l":"zh","c":704}')

    asker.sees("# 704 · 聊天室已满")


def test_a_meaning_on_another_platform_is_opened_and_shared(support: Channel, asker: Person, colleague: Person) -> None:
    asker.types("/imerr 606", support)
    asker.presses("open:native:606")
    asker.sees("# 606 · 群组不存在")
    asker.presses("share")

    read = colleague.reads(colleague.sees("# 606 · 群组不存在"))
    assert "Android / iOS 等原生端" in read


def test_the_answer_is_short_and_the_rest_is_folded_under_it(support: Channel, asker: Person) -> None:
    asker.types("/imerr 606", support)
    (answer,) = asker.private(support)
    (fold,) = [block for block in answer.blocks if block["type"] == "container"]
    shown = [block for block in answer.blocks if block is not fold]

    assert (fold["is_collapsible"], fold["default_collapsed"]) == (True, True)
    assert "最可能的原因" in str(shown)
    assert "各端编号" not in str(shown)
    assert "各端编号" in str(fold)


def test_sharing_a_removed_entry_says_so(slack: LocalSlack, support: Channel, asker: Person) -> None:
    asker.types("/imerr 606", support)
    asker.presses("share", value='{"l":"en","c":8888}')

    asker.sees("Code 8888 is no longer in the table. Look it up again.")
    slack.settle()
    assert slack.messages(support) == []
