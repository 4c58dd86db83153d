"""Words that only a team's note has lead to its error, as one to pick."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.lookup.answer import Evidence, Verdict
from bot.lookup.explain import Team
from bot.lookup.team.noted import Note

if TYPE_CHECKING:
    from bot.lookup.answer import Answer
    from bot.lookup.explain import Lookup

NOTES = [
    Note("group-full", "客户星辰科技：他们的上限是 200，五月三日提高了"),
    Note("login-failed", "acme-prod uses its own login server, ask Ann"),
    Note("muted", "the lighthouse bot mutes everybody on Fridays"),
]


def explain(lookup: Lookup, question: str, *notes: Note) -> Answer:
    return lookup.explain(question, told=lookup.told_by(Team(notes=notes or NOTES), question))


def errors(answer: Answer) -> list[str]:
    return [match.entry.error.id for match in answer.shown]


@pytest.mark.parametrize(
    ("question", "error"),
    [
        ("星辰科技又来了", "group-full"),
        ("星辰科技", "group-full"),
        ("anything with ACME-prod today?", "login-failed"),
        ("lighthouse", "muted"),
    ],
)
def test_a_word_of_a_note_alone_leads_to_its_error(lookup: Lookup, question: str, error: str) -> None:
    answer = explain(lookup, question)

    assert lookup.explain(question).verdict is Verdict.NONE
    assert (answer.verdict, errors(answer)) == (Verdict.CANDIDATES, [error])
    assert (answer.shown[0].evidence, answer.is_learned) == (Evidence.NOTED, True)


def test_words_of_the_table_lead_to_no_note(lookup: Lookup) -> None:
    for question in ("what is the server limit", "他们的上限是多少", "everybody uses login", "五月", "打印机断线了"):
        assert explain(lookup, question) == lookup.explain(question)


@pytest.mark.parametrize("question", ["606", "the group is full", "GROUP_MEMBERS_FULL", "用户未登录"])
def test_a_note_changes_no_firm_answer(lookup: Lookup, question: str) -> None:
    note = Note("muted", "northwind")
    asked = f"northwind: {question}"

    assert lookup.explain(asked).verdict.answered
    assert errors(explain(lookup, asked, note)) == errors(lookup.explain(asked))


def test_a_note_is_the_last_of_a_choice(lookup: Lookup) -> None:
    question = "星辰科技说登录失败"
    before, after = lookup.explain(question), explain(lookup, question)

    assert before.verdict is Verdict.CANDIDATES
    assert (after.verdict, errors(after)[:2]) == (Verdict.CANDIDATES, errors(before)[:2])
    assert after.shown[-1].evidence is Evidence.NOTED


def test_a_note_stands_under_an_unknown_code(lookup: Lookup) -> None:
    answer = explain(lookup, "lighthouse 错误码 98765")

    assert answer.verdict is Verdict.UNKNOWN_CODE
    assert [match.evidence for match in answer.offered][:1] == [Evidence.NOTED]


def test_the_words_to_search_notes_for_are_few_and_telling(lookup: Lookup) -> None:
    telling = lookup.vocabulary.telling

    assert telling("the lighthouse of ACME-prod cannot log in, error 603") == ("acme-prod", "lighthouse")
    assert telling("群满了怎么办") == ()
    assert len(telling(" ".join(f"zz{chr(97 + at % 26)}q{chr(97 + at // 26)}x" for at in range(500)))) <= 32


def test_a_note_about_another_platform_does_not_hold(lookup: Lookup) -> None:
    note = Note("group-full", "lighthouse", "native")

    assert explain(lookup, "小程序 lighthouse", note).verdict is Verdict.NONE
    assert explain(lookup, "lighthouse", note).shown[0].entry.key == "native:604"
