"""What a team taught: its own questions firmly, others like them as far as the words allow, and never against what is sure."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.lookup.answer import Evidence, Verdict
from bot.lookup.claim import Kind
from bot.lookup.explain import Team
from bot.lookup.team import taught
from bot.lookup.team.asked import normalized_question
from bot.lookup.team.taught import Lesson, Taught
from bot.lookup.text import Text

if TYPE_CHECKING:
    from bot.lookup.answer import Answer
    from bot.lookup.explain import Lookup

NOT_TOLD = "海豚模式打不开"
"""A team's own words, which the table knows nothing of."""
FIRM = "the group is full"
ASKED = (
    *(
        "606",
        "-1",
        "9999",
        "GROUP_MEMBERS_FULL",
        "iOS 604 web 606",
        "GROUP_MEMBER_FULL",
        "type: 603",
        "blocked by mod_antispam",
        "错误码 704",
    ),
    *(
        FIRM,
        "群满了",
        "登录失败",
        "我被禁言了",
        "群里说不了话",
        "群没满，但拉人失败",
        "怎么建群",
        "打印机断线了",
        "腾讯云 IM 报 6017",
    ),
    *(
        NOT_TOLD,
        "海豚模式又打不开了",
        "the lighthouse gateway is red",
        "网关吐了 9999",
        "the group is full, log tail 601 attached",
        "",
    ),
)
ERRORS = ("group-full", "login-failed", "muted", "no-such-error")
LESSONS = st.lists(
    st.builds(
        Lesson, st.sampled_from(ASKED), st.sampled_from(ERRORS), st.sampled_from(["", "web", "native"]), st.booleans()
    ),
    max_size=6,
)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def lesson(question: str, error: str = "group-full", platform: str = "") -> Lesson:
    return Lesson(question, error, platform, is_trusted=True)


def explain(lookup: Lookup, question: str, *lessons: Lesson) -> Answer:
    return told(lookup, question, Taught(lessons))


def told(lookup: Lookup, question: str, taught: Taught) -> Answer:
    """Return the answer to a question, by whom has these lessons."""
    return lookup.explain(question, told=lookup.told_by(Team(taught), question))


def errors(answer: Answer) -> list[str]:
    return [match.entry.error.id for match in answer.shown]


@pytest.mark.parametrize(
    "asked",
    [NOT_TOLD, "海豚模式打不開？？", "*海豚模式打不开*", "<@U012AB3CD> 海豚模式打不开！", "/imerr 海豚模式打不开 --en"],
)
def test_a_taught_question_is_answered_however_typed(lookup: Lookup, asked: str) -> None:
    answer = explain(lookup, asked, lesson(NOT_TOLD))

    assert (answer.verdict, errors(answer)) == (Verdict.MATCH, ["group-full"])
    assert (answer.shown[0].evidence, answer.shown[0].quote, answer.is_learned) == (Evidence.TAUGHT, NOT_TOLD, True)
    assert answer.shown[0].tells_more_than(asked)


@pytest.mark.parametrize(
    "question", ["网关吐了 9999", "9999", "腾讯云 IM 报 6017", "群没满，但拉人失败", "登录失败", "怎么建群"]
)
def test_a_lesson_comes_before_a_choice_or_a_no(lookup: Lookup, question: str) -> None:
    before, after = lookup.explain(question), explain(lookup, question, lesson(question, "muted"))

    assert not before.verdict.answered
    assert (after.verdict, errors(after), after.unknown, after.system) == (Verdict.MATCH, ["muted"], (), None)


def test_a_lesson_comes_before_a_firm_answer_in_words(lookup: Lookup) -> None:
    answer = explain(lookup, FIRM, lesson(FIRM, "muted"))

    assert errors(lookup.explain(FIRM)) == ["group-full"]
    assert (answer.verdict, errors(answer)) == (Verdict.MATCH, ["muted"])
    assert "group-full" in [match.entry.error.id for match in answer.offered]


def test_a_single_pick_teaches_nothing(lookup: Lookup) -> None:
    picked = Taught([Lesson(question, "muted") for question in ASKED])

    assert len(picked) == 0
    assert [told(lookup, one, picked) for one in ASKED] == [lookup.explain(one) for one in ASKED]


def test_lessons_that_disagree_are_a_choice(lookup: Lookup) -> None:
    answer = explain(lookup, NOT_TOLD, lesson(NOT_TOLD, "muted"), lesson(NOT_TOLD, "group-full"))

    assert (answer.verdict, sorted(errors(answer))) == (Verdict.CANDIDATES, ["group-full", "muted"])


@pytest.mark.parametrize(
    "question", ["606", "GROUP_MEMBERS_FULL", "type: 603", "blocked by mod_antispam", "GROUP_MEMBER_FULL"]
)
def test_what_a_question_names_comes_before_a_lesson(lookup: Lookup, question: str) -> None:
    before, after = lookup.explain(question), explain(lookup, question, lesson(question, "muted"))

    assert before.verdict.answered
    assert (after.verdict, after.shown, after.offered) == (before.verdict, before.shown, before.offered)


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        ("请问海豚模式打不开怎么办", Verdict.MATCH),
        ("大家好，海豚模式打不开了，有人遇到过吗", Verdict.CANDIDATES),
        ("海豚模式总打不开", Verdict.CANDIDATES),
        ("海豚模式打不开，版本 4.2", Verdict.CANDIDATES),
        ("海豚模式关不掉", Verdict.NONE),
        ("鲸鱼模式也很好", Verdict.NONE),
    ],
)
def test_the_liker_a_question_is_the_surer_the_answer(lookup: Lookup, asked: str, verdict: Verdict) -> None:
    answer = explain(lookup, asked, lesson(NOT_TOLD))

    assert lookup.explain(asked).verdict is Verdict.NONE
    assert answer.verdict is verdict
    assert errors(answer) == (["group-full"] if verdict is not Verdict.NONE else [])


@pytest.mark.parametrize(
    "asked",
    [
        "大家好，灯塔机房的海豚模式打不开了，急",
        "客户在群里说灯塔机房的海豚模式打不开，昨天还好好的",
        "灯塔机房海豚模式打不开",
    ],
)
def test_a_lesson_in_a_longer_question_is_its_answer(lookup: Lookup, asked: str) -> None:
    answer = explain(lookup, asked, lesson("灯塔机房的海豚模式打不开"))

    assert not lookup.explain(asked).verdict.answered
    assert (answer.verdict, answer.shown[0].evidence) == (Verdict.MATCH, Evidence.TAUGHT_ALIKE)


def test_a_denial_is_not_like_what_it_denies(lookup: Lookup) -> None:
    answer = explain(lookup, "不是海豚模式打不开的问题，是别的", lesson(NOT_TOLD))

    assert answer.verdict is Verdict.NONE


def test_a_like_lesson_is_only_offered_under_a_firm_answer(lookup: Lookup) -> None:
    answer = explain(lookup, FIRM, lesson("the group is fully", "muted"))

    assert (answer.verdict, errors(answer)) == (Verdict.MATCH, ["group-full"])
    assert [(match.entry.error.id, match.evidence) for match in answer.offered] == [("muted", Evidence.TAUGHT_ALIKE)]


def test_a_like_lesson_comes_first_in_a_choice_without_it(lookup: Lookup) -> None:
    answer = explain(lookup, "怎么都发不出去", lesson("怎么也发不出去", "user-rate-limit"))

    assert answer.verdict is Verdict.CANDIDATES
    first, *others = errors(answer)
    assert first == "user-rate-limit"
    assert others
    # The table's own follow in their order; the last of them may make room.
    assert others == errors(lookup.explain("怎么都发不出去"))[: len(others)]


def test_a_like_lesson_makes_one_of_a_choice_the_answer(lookup: Lookup) -> None:
    choice = lookup.explain("怎么都发不出去")
    *_, last = errors(choice)
    answer = explain(lookup, "怎么都发不出去", lesson("怎么也发不出去", last))

    assert choice.verdict is Verdict.CANDIDATES
    assert (answer.verdict, errors(answer)) == (Verdict.MATCH, [last])


def test_a_lesson_about_a_platform_does_not_hold_on_another(lookup: Lookup) -> None:
    about = lesson(f"小程序 {NOT_TOLD}", platform="native")

    assert explain(lookup, f"小程序 {NOT_TOLD}", about).verdict is Verdict.NONE
    assert explain(lookup, f"小程序 {NOT_TOLD}", replace(about, platform="web")).shown[0].entry.key == 606


def test_a_lesson_about_a_platform_shows_its_number(lookup: Lookup) -> None:
    answer = explain(lookup, NOT_TOLD, lesson(NOT_TOLD, platform="native"))

    assert (answer.verdict, answer.shown[0].entry.key) == (Verdict.MATCH, "native:604")


def test_a_lesson_about_a_lost_error_changes_nothing(lookup: Lookup) -> None:
    assert explain(lookup, FIRM, lesson(FIRM, "no-such-error")) == lookup.explain(FIRM)


def test_long_questions_with_one_beginning_are_not_equal(lookup: Lookup) -> None:
    beginning = "海豚模式 " * 60
    question, other = f"{beginning} 打不开", f"{beginning} 打开得太慢"

    assert explain(lookup, question, lesson(question)).shown[0].evidence is Evidence.TAUGHT
    assert [match.evidence for match in explain(lookup, question, lesson(other)).shown] == [Evidence.TAUGHT_ALIKE]
    assert explain(lookup, question, lesson(other)).verdict is Verdict.CANDIDATES


@MANY
@given(LESSONS, st.sampled_from(ASKED))
def test_lessons_never_change_an_exact_answer(lookup: Lookup, lessons: list[Lesson], question: str) -> None:
    before = lookup.explain(question)
    after = explain(lookup, question, *lessons)

    assert after == before or before.verdict is not Verdict.EXACT


@MANY
@given(LESSONS, st.sampled_from(ASKED))
def test_only_an_equal_lesson_changes_a_firm_answer(lookup: Lookup, lessons: list[Lesson], question: str) -> None:
    before = lookup.explain(question)
    others = [one for one in lessons if normalized_question(one.question) != normalized_question(question)]
    after = explain(lookup, question, *others)

    assert (after.verdict, after.shown) == (before.verdict, before.shown) or not before.verdict.answered


@MANY
@given(LESSONS, LESSONS)
def test_unlearning_restores_every_answer(lookup: Lookup, kept: list[Lesson], forgotten: list[Lesson]) -> None:
    learned = Taught(kept)
    before = [told(lookup, question, learned) for question in ASKED]
    for one in forgotten:
        learned.add(one)
    for one in forgotten:
        learned.remove(one)

    assert [told(lookup, question, learned) for question in ASKED] == before
    assert len(learned) == sum(one.is_trusted and one.question != "" for one in kept)


@MANY
@given(LESSONS.flatmap(lambda lessons: st.tuples(st.just(lessons), st.permutations(lessons))))
def test_the_order_of_lessons_changes_no_answer(lookup: Lookup, orders: tuple[list[Lesson], list[Lesson]]) -> None:
    answers = [[explain(lookup, question, *order) for question in ASKED] for order in orders]

    assert answers[0] == answers[1]


def _numbered(count: int) -> list[Lesson]:
    return [lesson(f"灯塔{chr(0x4E00 + at)}号机房{chr(0x5E00 + at // 7)}红了", ERRORS[at % 3]) for at in range(count)]


def test_most_lessons_can_be_unlearned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taught, "_MOST_REMOVED", 10)
    lessons = _numbered(300)
    learned = Taught(lessons)
    for one in lessons[:280]:
        learned.remove(one)
    learned.remove(lessons[0])

    assert len(learned) == 20
    assert learned.read(Text(lessons[3].question)) == Taught(lessons[280:]).read(Text(lessons[3].question))
    assert learned.read(Text(lessons[290].question))[0].kind is Kind.TAUGHT


def test_a_stored_key_is_as_good_as_the_question(lookup: Lookup) -> None:
    stored = replace(lesson(NOT_TOLD), key=normalized_question(NOT_TOLD))
    learned = Taught([stored])

    assert told(lookup, NOT_TOLD, learned) == explain(lookup, NOT_TOLD, lesson(NOT_TOLD))
    learned.remove(lesson(NOT_TOLD))
    assert learned.read(Text(NOT_TOLD)) == []


def test_many_lessons_cost_little() -> None:
    lessons = _numbered(5_000)
    learned = Taught(lessons)
    least = min(_seconds(learned, Text(one.question)) for one in lessons[:50])

    # About 0.001 s on a quiet machine.
    assert least < 0.02


def _seconds(learned: Taught, text: Text) -> float:
    started = time.process_time()
    assert learned.read(text)[0].kind is Kind.TAUGHT
    return time.process_time() - started


def test_lessons_are_learned_while_others_ask() -> None:
    lessons = _numbered(400)
    learned = Taught(lessons[:1])
    failures: list[BaseException] = []

    def learn() -> None:
        for one in lessons[1:]:
            learned.add(one)
        for one in lessons[1:]:
            learned.remove(one)

    def ask() -> None:
        try:
            while writer.is_alive():
                assert learned.read(Text(lessons[0].question))[0].kind is Kind.TAUGHT
        except BaseException as failure:  # noqa: BLE001 - a thread's failure is the test's
            failures.append(failure)

    writer = threading.Thread(target=learn)
    writer.start()
    readers = [threading.Thread(target=ask) for _ in range(3)]
    for reader in readers:
        reader.start()
    for thread in (writer, *readers):
        thread.join()

    assert failures == []
    assert len(learned) == 1


def test_a_like_lesson_stands_before_what_is_said_of_several(lookup: Lookup) -> None:
    answer = explain(lookup, "踢不了人", lesson("踢不了人啊", "group-not-joined"))

    assert lookup.explain("踢不了人").verdict is Verdict.CANDIDATES
    assert (answer.verdict, errors(answer)) == (Verdict.MATCH, ["group-not-joined"])
