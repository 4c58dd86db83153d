"""A question in, an answer out: the verdicts."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.lookup.answer import Answer, Evidence, Verdict
from bot.lookup.text import MOST_CHARACTERS

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup

_SECONDS_ENOUGH = 3.0
"""Far above what any text takes; a search that grows with the square of the text is far above this."""


def _codes(answer: Answer) -> list[int]:
    return [match.entry.code for match in answer.matches]


def test_every_code_of_the_table_is_answered_exactly(lookup: Lookup) -> None:
    for entry in lookup.catalog.entries:
        answer = lookup.explain(str(entry.code))
        assert (answer.verdict, _codes(answer)) == (Verdict.EXACT, [entry.code])


def test_every_constant_of_the_table_is_answered_exactly(lookup: Lookup) -> None:
    for entry in lookup.catalog.entries:
        answer = lookup.explain(entry.name)
        assert (answer.verdict, _codes(answer)) == (Verdict.EXACT, [entry.code])


def test_every_title_leads_to_its_entry(lookup: Lookup) -> None:
    for entry in lookup.catalog.entries:
        for title in (entry.title.zh, entry.title.en):
            assert lookup.explain(title).matches[0].entry.code == entry.code, title


def test_several_named_errors_come_in_the_order_of_the_text(lookup: Lookup) -> None:
    answer = lookup.explain("GROUP_MEMBERS_FULL 之后又报 507，再后来 type: 16")

    assert (answer.verdict, _codes(answer)) == (Verdict.EXACT, [606, 507, 16])


def test_an_unknown_code_is_never_dressed_as_an_answer(lookup: Lookup) -> None:
    known = {entry.code for entry in lookup.catalog.entries}
    for code in set(range(1, 1400)) - known:
        answer = lookup.explain(f"错误码 {code}")
        assert (answer.verdict, answer.unknown) == (Verdict.UNKNOWN_CODE, (code,))
        assert all(match.entry.code // 100 == code // 100 for match in answer.shown)


def test_beside_an_unknown_code_stands_what_the_words_could_mean(lookup: Lookup) -> None:
    answer = lookup.explain("返回 403 没权限")

    assert (answer.verdict, answer.unknown, answer.is_by_number) == (Verdict.UNKNOWN_CODE, (403,), False)
    assert 52 in [match.entry.code for match in answer.shown]


def test_a_known_code_beside_an_unknown_one_is_answered_and_the_other_named(lookup: Lookup) -> None:
    answer = lookup.explain("{type: 604, data: {errorCode: 8}}")

    assert (answer.verdict, _codes(answer), answer.unknown) == (Verdict.EXACT, [604], (8,))


def test_the_reason_quotes_the_line_of_the_log(lookup: Lookup) -> None:
    answer = lookup.explain("12:01 connected\n12:02 onError {type: 16, message: 'x'}\n12:03 retry")

    assert (answer.shown[0].evidence, answer.shown[0].quote) == (
        Evidence.CODE,
        "12:02 onError {type: 16, message: 'x'}",
    )


def test_a_constant_with_a_typo_is_a_match_not_exact(lookup: Lookup) -> None:
    answer = lookup.explain("GROUP_MEMBERS_FUL")

    assert (answer.verdict, _codes(answer)) == (Verdict.MATCH, [606])


def test_part_of_several_constants_gives_candidates(lookup: Lookup) -> None:
    answer = lookup.explain("MEMBERS_FULL")

    assert (answer.verdict, _codes(answer)) == (Verdict.CANDIDATES, [606, 704])


def test_the_ranking_is_never_hidden(lookup: Lookup) -> None:
    answer = lookup.explain("qwertyuiop")

    assert (answer.verdict, len(answer.shown)) == (Verdict.NONE, 0)
    assert len(answer.matches) == 10


_PIECES = st.sampled_from(
    [
        "603",
        "type:",
        "错误码",
        "-",
        "群满了",
        "err",
        "GROUP_",
        "\n",
        "{",
        '"',
        "::",
        "0",
        "9" * 12,
        "_a" * 30,
        "说",
        " ",
    ]
)
_TEXTS = st.one_of(
    st.text(max_size=MOST_CHARACTERS),
    st.lists(_PIECES, max_size=2000).map("".join),
    st.tuples(_PIECES, st.integers(1, 20_000)).map(lambda drawn: (drawn[0] * drawn[1])[:MOST_CHARACTERS]),
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(text=_TEXTS)
@example(text="code" * 10_000)
@example(text="-" * 40_000)
@example(text="a_" * 20_000)
@example(text="1 " * 20_000)
@example(text="错误码 " * 10_000)
@example(text="a b " * 10_000)
@example(text=" " * 40_000)
@example(text="\ud800")
def test_any_text_gets_an_answer_in_bounded_time(lookup: Lookup, text: str) -> None:
    started = time.perf_counter()
    answer = lookup.explain(text)

    assert time.perf_counter() - started < _SECONDS_ENOUGH
    assert answer.query == text
    assert len(answer.matches) <= 10
    assert set(answer.shown) <= set(answer.matches) or answer.verdict in {Verdict.UNKNOWN_CODE, Verdict.EXACT}
    by_number = [match for match in answer.shown if match.evidence is Evidence.CODE]
    assert (answer.verdict is Verdict.NONE) == (
        not answer.unknown and list(answer.shown) == by_number and not answer.verdict.answered
    )


@pytest.mark.parametrize("verdict", list(Verdict))
def test_only_exact_and_match_count_as_answered(verdict: Verdict) -> None:
    assert verdict.answered == (verdict in {Verdict.EXACT, Verdict.MATCH})


def test_the_telling_line_of_a_long_log_is_found_among_lines_that_repeat(lookup: Lookup) -> None:
    noise = [
        f"10:{at // 60:02}:{at % 60:02} INFO worker-{at % 9} handled request {at:08x} in {at % 300} ms"
        for at in range(180)
    ]
    noise.insert(90, "拉人进群提示人数到上限")
    answer = lookup.explain("\n".join(noise))

    assert (answer.verdict, _codes(answer)[0]) == (Verdict.MATCH, 606)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("群组满了", 606),
        ("qunzu yijing man le", 606),
        ("帳號在另一台裝置登入，我被登出了", 206),
        ("recall failed after a few minutes", 504),
        ("群里被禁言了发不了消息", 507),
    ],
)
def test_peoples_own_words_lead_to_the_entry_with_a_reason(lookup: Lookup, question: str, code: int) -> None:
    answer = lookup.explain(question)

    assert (answer.verdict, _codes(answer)[0]) == (Verdict.MATCH, code)
    assert answer.shown[0].quote


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("加群 605", [605]),
        ("joinGroup gives 605 since this morning", [605]),
        ("members see 603", [603]),
        ("sendMessage failed with 507 and 508", [507, 508]),
        ("线上又是1101，求看", [1101]),
        ("发消息 509 了咋整", [509]),
    ],
)
def test_a_code_among_words_is_answered_whatever_the_words_are_close_to(
    lookup: Lookup, question: str, codes: list[int]
) -> None:
    answer = lookup.explain(question)

    assert answer.verdict.answered
    assert [match.entry.code for match in answer.shown] == codes


def test_a_number_that_the_words_do_not_speak_of_is_offered_beside_what_they_do(lookup: Lookup) -> None:
    answer = lookup.explain("the group is full, log tail 601 attached")

    assert (answer.verdict, [match.entry.code for match in answer.shown]) == (Verdict.CANDIDATES, [606, 601])


def test_a_number_in_a_text_that_no_error_fits_is_offered_and_no_more(lookup: Lookup) -> None:
    answer = lookup.explain("we sold 217 licences of the photo editor in March, nice work")

    assert (answer.verdict, [match.entry.code for match in answer.shown]) == (Verdict.NONE, [217])


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("user 509 is already in the group", [601, 509]),
        ("the group 601 is full", [606, 601]),
        ("upload 500", [500]),
    ],
)
def test_a_number_that_may_be_something_else_gives_no_firm_answer(
    lookup: Lookup, question: str, codes: list[int]
) -> None:
    answer = lookup.explain(question)

    assert answer.verdict is Verdict.CANDIDATES
    assert [match.entry.code for match in answer.shown][: len(codes)] == codes


@pytest.mark.parametrize(
    "question",
    [
        "这是什么错误",
        "什么错误？",
        "看看这个报错",
        "what is this error?",
        "why",
        "anyone know what this means",
        "出错了",
    ],
)
def test_a_question_that_says_nothing_of_its_error_is_told_so(lookup: Lookup, question: str) -> None:
    answer = lookup.explain(question)

    assert (answer.verdict, answer.shown) == (Verdict.NONE, ())


@pytest.mark.parametrize("question", ["未知错误", "unknown error", "成功", "group error: full"])
def test_a_short_question_that_says_something_is_none_of_those(lookup: Lookup, question: str) -> None:
    assert lookup.explain(question).verdict is not Verdict.NONE


@pytest.mark.parametrize(
    "question", ["明天几点开会", "how do I export the chat history?", "npm install 报 ECONNRESET", "打印机卡纸了"]
)
def test_what_no_error_answers_gets_no_firm_answer(lookup: Lookup, question: str) -> None:
    assert not lookup.explain(question).verdict.answered


def test_a_question_typed_in_pinyin_is_answered_in_chinese(lookup: Lookup) -> None:
    assert lookup.explain("qunzu man le").lang == "zh"
    assert lookup.explain("group is full").lang == "en"
    assert lookup.explain("qunzu man le --en").lang == "en"


def test_the_wanted_language_wins_over_the_questions_own(lookup: Lookup) -> None:
    answer = lookup.explain("群组满了", "zh", "en")

    assert (answer.lang, answer.query) == ("en", "群组满了")


def test_an_english_question_is_not_told_a_chinese_line_that_shares_its_latin_word(lookup: Lookup) -> None:
    answer = lookup.explain("token")

    assert (answer.lang, answer.shown[0].quote.isascii()) == ("en", True)


@pytest.mark.parametrize("question", ["603 --fr", "--fr 603"])
def test_an_option_that_there_is_not_is_overlooked(lookup: Lookup, question: str) -> None:
    answer = lookup.explain(question, "zh")

    assert (answer.verdict, _codes(answer), answer.lang) == (Verdict.EXACT, [603], "zh")


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("登录失败", {1, 2}),
        ("login failed", {1, 2}),
        ("被踢下线", {206, 217}),
        ("KICKED OFFLINE!", {206, 217}),
        ("没权限", {52, 603}),
        ("mei quanxian", {52, 603}),
    ],
)
def test_what_is_said_of_several_errors_gets_all_of_them(lookup: Lookup, question: str, codes: set[int]) -> None:
    answer = lookup.explain(question)

    assert answer.verdict is Verdict.CANDIDATES
    assert {match.entry.code for match in answer.shown} == codes


@pytest.mark.parametrize(
    ("question", "framed"),
    [
        ("群组满了", "你好，线上用户反馈群组满了，怎么办？求助，急！"),
        ("group is full", "hi, our users say group is full. what should I do? please help"),
        ("登录失败", "请问登录失败怎么解决"),
        ("token 过期", "请问token 过期是什么情况，谢谢"),
    ],
)
def test_what_stands_around_a_question_changes_nothing(lookup: Lookup, question: str, framed: str) -> None:
    bare, answer = lookup.explain(question), lookup.explain(framed)

    assert (answer.verdict, [match.entry.code for match in answer.shown]) == (
        bare.verdict,
        [match.entry.code for match in bare.shown],
    )


@pytest.mark.parametrize(
    ("question", "code"),
    [("密码", 216), ("下载", 200), ("bus", 500), ("groupId: 606", 605), ("PARAM", 1100), ("REST", 700)],
)
def test_a_single_word_is_answered_with_what_it_may_be_about_and_never_firmly(
    lookup: Lookup, question: str, code: int
) -> None:
    answer = lookup.explain(question)

    assert answer.verdict is Verdict.CANDIDATES
    assert code in [match.entry.code for match in answer.shown]


@pytest.mark.parametrize("question", ["超时", "timeout", "群没了", "禁言"])
def test_a_single_word_that_is_said_of_an_error_is_more_than_a_topic(lookup: Lookup, question: str) -> None:
    assert lookup.explain(question).verdict is not Verdict.NONE


def test_nothing_improbable_pads_a_list(lookup: Lookup) -> None:
    answer = lookup.explain("密码")

    assert [match.entry.code for match in answer.shown] == [216]


@pytest.mark.parametrize(
    "question", ["503 Service Unavailable", "401 Unauthorized", "201 Created", "GET /token 504", "GET / 200"]
)
def test_what_http_says_is_no_error_of_the_sdk(lookup: Lookup, question: str) -> None:
    answer = lookup.explain(question)

    assert (answer.verdict, answer.shown) == (Verdict.NONE, ())


def test_success_is_no_candidate_for_a_failure(lookup: Lookup) -> None:
    answer = lookup.explain("some operation or other went wrong")

    assert 0 not in {match.entry.code for match in answer.shown}


def test_statuses_in_a_log_of_requests_are_no_codes(lookup: Lookup) -> None:
    answer = lookup.explain("GET /users/profile 200 204ms\nPOST /rooms 500 12ms qwertyuiop")

    assert (answer.verdict, answer.shown) == (Verdict.NONE, ())


def test_the_line_that_was_asked_is_no_reason(lookup: Lookup) -> None:
    asked, like_it = (lookup.explain(question).shown[0] for question in ("群组满了", "群组满了呀"))

    assert not asked.tells_more_than("群组满了")
    assert like_it.tells_more_than("群组满了呀")


def test_part_of_a_constant_is_answered_in_the_language_of_the_workspace(lookup: Lookup) -> None:
    assert [lookup.explain("FULL", lang).lang for lang in ("zh", "en")] == ["zh", "en"]
