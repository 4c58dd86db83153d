"""What a question denies, a code or an error in words, is not its answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.lookup.answer import Verdict
from bot.lookup.claim import Claim, Kind
from bot.lookup.cues import is_denial
from bot.lookup.judging.denials import denied_by, may_fail
from bot.lookup.text import Text, normalize

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup
    from db.catalog import Catalog


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


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("not her wifi at all she just types and the room says she was muted by the host", 507),
        ("不是网络的原因啊别人都好好的就我一个登录的时候说密码不对", 2),
    ],
)
def test_a_long_text_without_commas_tells_more_than_its_denial(lookup: Lookup, question: str, code: int) -> None:
    answer = lookup.explain(question)

    assert not answer.verdict.answered
    assert code in [match.entry.code for match in answer.shown]


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


@pytest.mark.parametrize(
    ("question", "well"),
    [
        ("the other chats are fine, in this one it says I am muted", "the other chats are fine"),
        ("别的群都正常，这个群说被禁言了", "别的群都正常"),
        ("downloading works, uploading fails and the token expired", "downloading works"),
    ],
)
def test_a_clause_that_all_is_well_is_no_candidate(lookup: Lookup, question: str, well: str) -> None:
    (case,) = lookup.cases(Text(question), "zh")

    assert well not in [claim.quote for claim in case.words]
    assert any(claim.quote == normalize(question) for claim in case.words)
    assert not case.denied


@pytest.mark.parametrize(
    ("question", "well", "fails"),
    [
        ("The app key is correct, the token expired", {27, 700}, {56}),
        ("appkey 没错，登录失败", {27}, {1, 2}),
        ("appkey 没错，token 过期", {27, 700}, {56}),
    ],
)
def test_what_is_well_is_not_the_firm_answer(lookup: Lookup, question: str, well: set[int], fails: set[int]) -> None:
    answer = lookup.explain(question)
    codes = [match.entry.code for match in answer.shown]

    assert not (answer.verdict.answered and codes[0] in well)
    assert fails.intersection(codes)


@pytest.mark.parametrize(("score", "expected"), [(0.4, True), (0.6, False)])
def test_what_is_left_without_what_works_may_contradict(catalog: Catalog, score: float, *, expected: bool) -> None:
    one, other = (entry.key for entry in catalog.entries[:2])
    claim = Claim((one,), 0, 9, Kind.WHOLE, 0.9, "all of it", (0.9,))
    failing = Claim((other, one), 0, 9, Kind.FAILING, 0.9, "of it", (score, 0.1))

    assert may_fail(claim, [claim, failing]) is expected
    assert may_fail(claim, [claim])
    assert may_fail(replace(claim, keys=(other,)), [failing])


@pytest.mark.parametrize("question", ["upload ok, 3 files", "建群 ok，两个人"])
def test_what_went_well_shows_nothing(lookup: Lookup, question: str) -> None:
    assert lookup.explain(question).on_screen == ()


def test_who_did_not_log_out_denies_nothing() -> None:
    assert not is_denial("没退出就又登录了一次")
    assert is_denial("我没退出，")


def test_a_denial_of_no_error_denies_none(catalog: Catalog) -> None:
    code = catalog.entries[0].key

    def denial(score: float) -> Claim:
        return Claim((code,), 0, 9, Kind.CLAUSE, 0.5, "it isn't the coffee", (score,), is_denied=True)

    assert denied_by(denial(0.03)) == set()
    assert denied_by(denial(0.2)) == {code}


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
