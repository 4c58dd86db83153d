"""Questions in people's own words, with numbers among them or without, through the one entry into the lookup."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.lookup.answer import Answer, Verdict

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup
    from db.code import Code


def _codes(answer: Answer) -> list[Code]:
    return [match.entry.code for match in answer.matches]


def test_the_telling_line_is_found_in_a_repetitive_log(lookup: Lookup) -> None:
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
        ("cannot recall a message sent ten minutes ago", 504),
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
def test_a_labelled_code_wins_over_the_words_around_it(lookup: Lookup, question: str, codes: list[int]) -> None:
    answer = lookup.explain(question)

    assert answer.verdict.answered
    assert [match.entry.code for match in answer.shown] == codes


def test_an_unlabelled_number_is_offered_beside_the_words(lookup: Lookup) -> None:
    answer = lookup.explain("the group is full 601 attached")

    assert answer.verdict is Verdict.CANDIDATES
    assert {match.entry.code for match in answer.shown} == {606, 601}


@pytest.mark.parametrize(
    "question", ["we sold 217 licences of the photo editor in March, nice work", "kafka error code 16", "[Errno 28]"]
)
def test_a_number_of_something_else_is_not_even_offered(lookup: Lookup, question: str) -> None:
    answer = lookup.explain(question)

    assert (answer.verdict, answer.on_screen) == (Verdict.NONE, ())


@pytest.mark.parametrize(
    ("question", "code"),
    [("有人知道 704 吗", 704), ("status 27 in onError?", 27), ("日志里全是 39", 39), ("六零三是啥", 603)],
)
def test_a_number_in_passing_is_never_passed_over(lookup: Lookup, question: str, code: int) -> None:
    assert code in [match.entry.code for match, _ in lookup.explain(question).on_screen]


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("群主踢人报群不存在，另一个人在聊天室被踢报聊天室不存在，这两个错分别是什么", {605, 705}),
        ("1. group is full 2. cannot recall a message sent ten minutes ago. need both for the faq", {606, 504}),
        ("群满了，还有发得太快被限流了", {606, 509}),
        ("群满了，另外消息撤不回来", {606, 504}),
        ("the room is full; also my token expired", {704, 56}),
        ("两个错：群满了；还有 token 过期", {606, 56}),
    ],
)
def test_two_errors_asked_for_or_told_are_both_answered(lookup: Lookup, question: str, codes: set[int]) -> None:
    answer = lookup.explain(question)

    assert answer.verdict is Verdict.MATCH
    assert {match.entry.code for match in answer.shown} == codes


@pytest.mark.parametrize("question", ["群满了，顺便问下怎么解决", "the group is full, and nobody knows why"])
def test_what_says_nothing_besides_is_no_second_error(lookup: Lookup, question: str) -> None:
    answer = lookup.explain(question)

    assert (answer.verdict, [match.entry.code for match in answer.shown]) == (Verdict.MATCH, [606])


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("群里禁言和表情那个怪东西是不是一个错", 507),
        ("being muted and that other weird thing, same error or two?", 507),
    ],
)
def test_one_of_two_errors_is_no_firm_answer(lookup: Lookup, question: str, code: int) -> None:
    answer = lookup.explain(question)

    assert answer.verdict is Verdict.CANDIDATES
    assert code in [match.entry.code for match in answer.shown]


@pytest.mark.parametrize("name", ["the app", "the group", "the token", "an admin", "group chat", "app.log"])
def test_the_name_of_a_thing_is_no_error(lookup: Lookup, name: str) -> None:
    assert not lookup.explain(name).verdict.answered


@pytest.mark.parametrize(("question", "code"), [("group full", 606), ("token expired", 56), ("upload failed", 101)])
def test_two_words_that_are_said_of_an_error_are_answered(lookup: Lookup, question: str, code: int) -> None:
    answer = lookup.explain(question)

    assert answer.verdict.answered
    assert answer.shown[0].entry.code == code


@pytest.mark.parametrize(
    "question", ["撤回消息怎么实现", "how do I recall a message from code", "群公告怎么改成置顶的"]
)
def test_a_question_how_gets_no_firm_answer(lookup: Lookup, question: str) -> None:
    assert not lookup.explain(question).verdict.answered


@pytest.mark.parametrize(
    "question", ["微博又说我发言太频繁", "Notion says I don't have permission", "网盘的文件过期了"]
)
def test_what_another_product_says_gets_no_firm_answer(lookup: Lookup, question: str) -> None:
    assert not lookup.explain(question).verdict.answered


def test_a_number_and_words_that_differ_are_both_shown(lookup: Lookup) -> None:
    answer = lookup.explain("603 群不存在？")

    assert {603, 605} <= {match.entry.code for match, _ in answer.on_screen}


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


def test_an_english_question_is_quoted_no_chinese_line(lookup: Lookup) -> None:
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
        ("被踢下线", "请问被踢下线是什么情况，谢谢"),
    ],
)
def test_surroundings_do_not_change_what_comes_first(lookup: Lookup, question: str, framed: str) -> None:
    bare, answer = lookup.explain(question), lookup.explain(framed)

    assert answer.verdict in {Verdict.MATCH, Verdict.CANDIDATES}
    # What is said of two errors alike may have either first.
    assert answer.shown[0].entry.code in {match.entry.code for match in bare.shown[:2]}


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("老板在催了，线上群组满了，客户就站在我旁边等着，我人都傻了", 606),
        ("my boss is breathing down my neck - the group is full - and I have not had lunch yet", 606),
        ("我们做在线教育的，家长那边撤回消息超过时限了，想了解怎么规避", 504),
    ],
)
def test_a_telling_clause_is_found_among_other_things(lookup: Lookup, question: str, code: int) -> None:
    answer = lookup.explain(question)

    assert answer.verdict in {Verdict.MATCH, Verdict.CANDIDATES}
    assert answer.shown[0].entry.code == code


@pytest.mark.parametrize(
    "question",
    [
        "需求评审的时候有人问起群组满了要怎么兜底，我一时答不上来",
        "Our PM wondered what it means when the group is full, and I had no answer",
    ],
)
def test_what_is_told_in_the_middle_of_a_sentence_is_found(lookup: Lookup, question: str) -> None:
    answer = lookup.explain(question)

    assert answer.verdict in {Verdict.MATCH, Verdict.CANDIDATES}
    assert answer.shown[0].entry.code == 606


@pytest.mark.parametrize(
    "question",
    [
        "老板在催了，明天几点开会，客户就站在我旁边",
        "the weather is fine, my boss is happy - see you on Monday",
        "昨天日活 1100，比上周高，不错",
    ],
)
def test_a_sentence_of_which_no_clause_tells_an_error_gets_a_no(lookup: Lookup, question: str) -> None:
    assert lookup.explain(question).verdict is Verdict.NONE


@pytest.mark.parametrize(
    ("question", "code"),
    [("密码", 216), ("下载", 200), ("groupId: 606", 605), ("PARAM", 1100), ("REST", 700)],
)
def test_a_single_word_is_never_answered_firmly(lookup: Lookup, question: str, code: int) -> None:
    answer = lookup.explain(question)

    assert answer.verdict is Verdict.CANDIDATES
    assert code in [match.entry.code for match in answer.shown]


@pytest.mark.parametrize("question", ["超时", "timeout", "群没了", "禁言"])
def test_a_word_that_is_a_phrasing_is_more_than_a_topic(lookup: Lookup, question: str) -> None:
    assert lookup.explain(question).verdict is not Verdict.NONE


def test_nothing_improbable_pads_a_list(lookup: Lookup) -> None:
    shown = lookup.explain("密码").shown

    assert shown[0].entry.code == 216
    assert all(match.score >= shown[0].score / 10 for match in shown)


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


def test_part_of_a_constant_gets_the_workspace_language(lookup: Lookup) -> None:
    assert [lookup.explain("FULL", lang).lang for lang in ("zh", "en")] == ["zh", "en"]


@pytest.mark.parametrize(
    ("question", "code"),
    [("translateMessage says that the text is too long", 1201), ("appKey is not set when I call open", 27)],
)
def test_the_name_of_a_call_is_no_answer_beside_clear_words(lookup: Lookup, question: str, code: int) -> None:
    answer = lookup.explain(question)

    assert answer.verdict is Verdict.MATCH
    assert [match.entry.code for match in answer.shown] == [code]


@pytest.mark.parametrize(
    ("question", "code"), [("呢個用戶唔存在", 204), ("過咗兩分鐘,收唔返條訊息", 504), ("我唔係群主,踢唔到人", 603)]
)
def test_cantonese_is_understood(lookup: Lookup, question: str, code: int) -> None:
    assert lookup.explain(question).matches[0].entry.code == code


def test_a_clause_counts_for_more_where_the_whole_text_agrees(lookup: Lookup) -> None:
    # The clause by itself is likelier said of a group.
    answer = lookup.explain("在聊天室里发言的时候,如果人已经被移出去了,就会弹这个")

    assert _codes(answer)[0] == 702


@pytest.mark.parametrize("question", ["加群成功🎉", "recall works again", "token refreshed fine"])
def test_what_went_well_is_explained_as_no_error(lookup: Lookup, question: str) -> None:
    assert not lookup.explain(question).verdict.answered


@pytest.mark.parametrize("question", ["nickname field: limit to 20 in the UI ok?", "TestFlight 名额满了，旧同事清一下"])
def test_a_clause_of_a_short_text_is_not_taken_for_an_error(lookup: Lookup, question: str) -> None:
    assert lookup.explain(question).on_screen == ()
