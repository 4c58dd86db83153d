"""What a question denies, a code or an error in words, is not its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.lookup.answer import Verdict
from bot.lookup.cues import is_denial

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup


@pytest.mark.parametrize(
    "question",
    [
        "群没满，但拉人失败",
        "the group isn't full, adding people fails anyway",
        "加不进群但群没满",
        "cannot add anyone but the group is not full",
    ],
)
def test_what_is_denied_is_never_the_firm_answer(lookup: Lookup, question: str) -> None:
    answer = lookup.explain(question)

    assert not (answer.verdict.answered and answer.shown[0].entry.code == 606)


@pytest.mark.parametrize(
    "denied", ["it's not {}", "没有报 {}", "neither {} nor 602", "{} is ruled out", "不是 508 也不是 {}"]
)
def test_a_code_that_is_denied_is_offered_at_most(lookup: Lookup, denied: str) -> None:
    for code in (206, 606, 1101):
        answer = lookup.explain(denied.format(code))

        assert (answer.verdict, answer.shown) == (Verdict.NONE, ())
        assert code in [match.entry.code for match in answer.offered]


@pytest.mark.parametrize(
    "question",
    [
        "it's not 606, the user was muted in the room",
        "没有报606，是在聊天室被禁言了",
        "it's not 606 but 507",
        "不是606，是 507",
    ],
)
def test_what_is_told_instead_of_a_denied_code_is_answered(lookup: Lookup, question: str) -> None:
    answer = lookup.explain(question)

    assert answer.shown[0].entry.code == 507
    assert 606 not in [match.entry.code for match in (*answer.shown, *answer.offered)]


@pytest.mark.parametrize("question", ["why don't I get 606 when the group is full", "是不是 606", "不是 606 吗"])
def test_a_question_about_a_code_denies_nothing(lookup: Lookup, question: str) -> None:
    assert lookup.explain(question).shown[0].entry.code == 606


def test_no_denial_is_quoted_for_what_is_told(lookup: Lookup) -> None:
    answer = lookup.explain("group is full, joining still fails")

    assert answer.shown[0].entry.code == 606
    assert not is_denial(answer.shown[0].quote)


def test_a_choice_holds_nothing_that_is_denied(lookup: Lookup) -> None:
    answer = lookup.explain("我没被禁言，但是群里说不了话")

    assert 507 not in [match.entry.code for match in answer.shown]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("新同事把群号复制错了,应该不是有效的群号,拉成员列表的接口就说没有这个群。大家看看", 605),
        (
            "small groups are fine while the big one, created for 5000 members, is refused since our plan allows fewer",
            607,
        ),
    ],
)
def test_a_sentence_is_answered_though_a_clause_of_it_denies(lookup: Lookup, question: str, code: int) -> None:
    answer = lookup.explain(question)

    assert answer.verdict is Verdict.MATCH
    assert answer.shown[0].entry.code == code


def test_errors_said_alike_leave_out_the_denied_one(lookup: Lookup) -> None:
    answer = lookup.explain("群没满，但拉人失败")

    assert answer.verdict is Verdict.CANDIDATES
    assert 606 not in [match.entry.code for match in answer.shown]
    assert 603 in [match.entry.code for match in answer.shown]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("群满了吗？没有，才十几个人，还是拉不进", 606),
        ("Group full? nope, 12 members. invite fails anyway", 606),
        ("除了群满，拉人失败还可能是什么原因", 606),
        ("why would sending fail other than being muted?", 507),
        ("Uploading works, downloading doesn't", 101),
    ],
)
def test_what_is_asked_and_denied_is_not_explained(lookup: Lookup, question: str, code: int) -> None:
    answer = lookup.explain(question)

    assert not (answer.verdict.answered and code in [match.entry.code for match in answer.shown])


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("exchanging the token doesnt work", 12),
        ("不是发得太快，是内容太大了", 511),
        ("nobody in our group can send except the owner", 506),
    ],
)
def test_what_is_left_beside_a_denial_is_read(lookup: Lookup, question: str, code: int) -> None:
    assert lookup.explain(question).matches[0].entry.code == code


@pytest.mark.parametrize(
    "question",
    [
        "token 没过期，网络也好的，就是列表滚动很卡",
        "推送没问题，权限也开着，就是角标数字不准",
        "not muted, not blocked, the emoji just look wrong",
        "login works, token is fresh, only the avatar is upside down",
    ],
)
def test_denials_beside_a_trifle_show_nothing(lookup: Lookup, question: str) -> None:
    assert lookup.explain(question).on_screen == ()


@pytest.mark.parametrize(
    ("question", "code"),
    [("not muted, not blocked, still cannot post", 507), ("没被禁言，也在群里，就是发不出去", 602)],
)
def test_denials_beside_a_failure_leave_choices(lookup: Lookup, question: str, code: int) -> None:
    answer = lookup.explain(question)

    assert answer.verdict is Verdict.CANDIDATES
    assert code not in [match.entry.code for match in answer.shown]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("new tablet can't sign in, the server says too many devices; the other four are fine", 214),
        ("on the office wifi the host name can't be resolved; hotspot is ok", 351),
        ("保存用户资料失败，提示数据太长。别的用户正常", 603),
        ("其他好友都能发，他把我拉黑了", 603),
    ],
)
def test_what_works_elsewhere_denies_nothing_that_is_told(lookup: Lookup, question: str, code: int) -> None:
    assert lookup.explain(question).shown[0].entry.code == code
