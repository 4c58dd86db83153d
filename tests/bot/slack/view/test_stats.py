"""Counts as messages: in words everywhere, and as a chart where Slack draws one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.memory.stats import MONTH, WEEK, Group, Span, Stats, spans
from bot.slack.view import stats
from bot.slack.view.surface import DIRECT, HOME, PRIVATE, UserId, public
from db.entry import LANGS
from db.memory.asked import Top
from db.memory.days import Period
from db.memory.feedback import Thumbs
from local_slack.block_kit import view_faults
from local_slack.screen import as_text
from tests.harness.block_kit import faults
from tests.harness.rendered import stats_of, team_pages

if TYPE_CHECKING:
    from bot.slack.view.surface import Surface
    from db.catalog import Catalog
    from db.entry import Lang

TODAY = date(2026, 5, 20)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("days", [WEEK, MONTH])
@pytest.mark.parametrize("surface", [PRIVATE, DIRECT, public(UserId("U1")), HOME])
def test_every_message_of_counts_fits_slack(catalog: Catalog, lang: Lang, days: int, surface: Surface) -> None:
    found = stats_of(catalog, days, "C1")
    nothing = replace(found, spans=spans(found.period, {}), top=())
    messages = [stats.stats_message(catalog, each, lang, surface) for each in (found, nothing)]

    assert [faults(message) for message in messages] == [[], []]
    assert [block["type"] for block in messages[0].blocks].count("data_visualization") == (surface != HOME)


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_about_the_team_fits_slack(catalog: Catalog, lang: Lang) -> None:
    assert [view_faults(page) for page in team_pages(catalog, lang)] == [[], []]


def test_words_and_fallback_hold_every_number(catalog: Catalog) -> None:
    message = stats.stats_message(catalog, stats_of(catalog, WEEK), "en")
    read = as_text({"blocks": [block for block in message.blocks if block["type"] != "data_visualization"]})
    named = f"{catalog.entries[0].code} {catalog.entries[0].title.en} ({catalog.entries[0].name})"

    for text in (read, message.text):
        for expected in (
            "Asked in the last 7 days",
            "10 answers, 3 more than in the period before",
            "Firm answer: 6 (60%)",
            "Several to pick from: 2 (20%)",
            "Not found: 2 (20%)",
            "Thumbs: 5 up, 1 down",
            named,
            "asked 12 times",
            "By day: 05-14: 2; 05-15: 0; 05-16: 0; 05-17: 0; 05-18: 0; 05-19: 0; 05-20: 8",
        ):
            assert expected in text


def test_a_chart_has_a_bar_for_each_group_and_week(catalog: Catalog) -> None:
    chart = stats.chart(stats_of(catalog, MONTH), "en")["chart"]

    assert chart["axis_config"]["categories"] == ["04-23–04-29", "04-30–05-06", "05-07–05-13", "05-14–05-20"]
    assert {each["name"]: [point["value"] for point in each["data"]] for each in chart["series"]} == {
        "Firm answer": [0, 0, 0, 6],
        "Several to pick from": [0, 0, 0, 2],
        "Not found": [2, 0, 0, 0],
    }


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (1, "4 answers, 3 more than in the period before"),
        (4, "4 answers, as many as in the period before"),
        (9, "4 answers, 5 fewer than in the period before"),
    ],
)
def test_the_trend_is_told_in_words(catalog: Catalog, before: int, told: str) -> None:
    span = Span(TODAY, TODAY, {Group.FIRM: 4, Group.CHOICE: 0, Group.MISSED: 0})
    week = Stats(Period(date(2026, 5, 14), TODAY), (span,), before, Thumbs(), ())

    assert told in stats.words_of(catalog, week, "en")


def test_an_error_that_left_the_table_keeps_its_id(catalog: Catalog) -> None:
    gone = replace(stats_of(catalog, WEEK), top=(Top("gone-error", "web", 1),))

    assert "gone-error: asked once" in stats.stats_message(catalog, gone, "en").text
