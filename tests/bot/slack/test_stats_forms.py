"""Which words ask for counts, and which stay a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.lookup.text import Text
from bot.memory.stats import MONTH, WEEK
from bot.slack.respond import Asking, Kind, Wanted, language_told_by, respond

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("stats", Wanted(WEEK)),
        ("Stats!", Wanted(WEEK)),
        ("stats week", Wanted(WEEK)),
        ("stats month", Wanted(MONTH)),
        ("stats #support", Wanted(WEEK, is_of_channel=True)),
        ("stats month #support", Wanted(MONTH, is_of_channel=True)),
        ("stats #support month", Wanted(MONTH, is_of_channel=True)),
        ("stats week <#C12345|support>", Wanted(WEEK, is_of_channel=True)),
        ("stats --zh", Wanted(WEEK)),
        ("统计", Wanted(WEEK)),
        ("统计 本月", Wanted(MONTH)),
        ("统计本周", Wanted(WEEK)),
        ("本月统计", Wanted(MONTH)),
        ("统计 #客服", Wanted(WEEK, is_of_channel=True)),
        ("stats year", Wanted(is_known=False)),
        ("stats #606", Wanted(is_known=False)),
        ("统计 去年", Wanted(is_known=False)),
    ],
)
def test_exact_forms_ask_for_counts(lookup: Lookup, typed: str, wanted: Wanted) -> None:
    outcome = respond(lookup, Asking(Text(typed), "en"))

    assert (outcome.kind, outcome.wanted) == (Kind.STATS, wanted)
    assert language_told_by(lookup, Text(typed)) in {None, "zh"}


@pytest.mark.parametrize(
    "typed",
    [
        "stats of connection?",
        "stats 603",
        "stats week month",
        "stats #support #sales",
        "stats GROUP_MEMBERS_FULL",
        "stats of this week please",
        "statsweek",
        "统计群组满了",
        "show stats",
    ],
)
def test_anything_else_stays_a_question(lookup: Lookup, typed: str) -> None:
    outcome = respond(lookup, Asking(Text(typed), "en"))

    assert (outcome.kind, outcome.wanted) == (Kind.EXPLANATION, None)


def test_the_label_of_a_linked_channel_is_no_word(lookup: Lookup) -> None:
    linked = Asking(Text("stats month Login"), "en", channel="login")

    assert respond(lookup, linked).wanted == Wanted(MONTH, is_of_channel=True)


def test_somebody_elses_message_asks_for_no_counts(lookup: Lookup) -> None:
    assert respond(lookup, Asking(Text("stats"), "en", is_quoted=True)).kind is Kind.EXPLANATION
