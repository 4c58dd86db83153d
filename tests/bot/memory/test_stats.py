"""Counts of a period: its spans, its groups, and the period before."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.memory import stats
from bot.memory.stats import MONTH, WEEK, Group, Stats, last_days
from db.memory import asked, feedback
from db.memory.asked import Asked, Top
from db.memory.database import Database
from db.memory.days import Period, start_of
from db.memory.feedback import Feedback, Thumbs

if TYPE_CHECKING:
    from tests.harness.databases import Files, Postgres

TODAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("days", "first", "before"),
    [
        (1, date(2026, 5, 20), (date(2026, 5, 19), date(2026, 5, 19))),
        (WEEK, date(2026, 5, 14), (date(2026, 5, 7), date(2026, 5, 13))),
        (MONTH, date(2026, 4, 23), (date(2026, 3, 26), date(2026, 4, 22))),
    ],
)
def test_the_period_before_is_as_long(days: int, first: date, before: tuple[date, date]) -> None:
    period = last_days(TODAY, days, "C1")

    assert period == Period(first, TODAY, "C1")
    assert stats.before(period) == Period(*before, "C1")
    assert stats.length(period) == days


@pytest.mark.parametrize(
    ("verdicts", "groups"),
    [
        ({}, (0, 0, 0)),
        ({"exact": 2, "match": 3}, (5, 0, 0)),
        ({"candidates": 4}, (0, 4, 0)),
        ({"unknown_code": 1, "none": 2}, (0, 0, 3)),
        ({"a verdict of a later version": 1}, (0, 0, 1)),
    ],
)
def test_verdicts_fall_into_three_groups(verdicts: dict[str, int], groups: tuple[int, int, int]) -> None:
    (span,) = stats.spans(Period(TODAY, TODAY), {TODAY: verdicts})

    assert tuple(span.groups[group] for group in (Group.FIRM, Group.CHOICE, Group.MISSED)) == groups


@pytest.mark.parametrize(
    ("days", "spans"),
    [
        (WEEK, [(date(2026, 5, day), date(2026, 5, day)) for day in range(14, 21)]),
        (
            MONTH,
            [
                (date(2026, 4, 23), date(2026, 4, 29)),
                (date(2026, 4, 30), date(2026, 5, 6)),
                (date(2026, 5, 7), date(2026, 5, 13)),
                (date(2026, 5, 14), date(2026, 5, 20)),
            ],
        ),
    ],
)
def test_a_week_is_told_by_day_and_more_by_week(days: int, spans: list[tuple[date, date]]) -> None:
    found = stats.spans(last_days(TODAY, days), {date(2026, 5, 14): {"exact": 2}, date(2026, 5, 20): {"none": 1}})

    assert [(span.first, span.last) for span in found] == spans
    assert sum(span.answers for span in found) == 3


def test_counts_are_those_of_the_period_and_the_channel(place: Files | Postgres) -> None:
    async def play() -> list[Stats]:
        database = Database.open(url)
        full, closed = ("group-full", "web"), ("closed", "web")
        for day, channel, verdict, about, count in (
            (20, "C1", "exact", full, 3),
            (14, "C1", "match", closed, 1),
            (20, "C2", "candidates", ("", ""), 2),
            (13, "C1", "exact", full, 5),
            (7, "C2", "none", ("", ""), 1),
            (6, "C1", "exact", full, 100),
        ):
            at = start_of(date(2026, 5, day)) + 60
            await asked.record(database, "T1", Asked(channel, verdict, *about), at=at, count=count)
        at = start_of(TODAY)
        await asked.record(database, "T2", Asked("C1", "exact", *full), at=at, count=1000)
        await feedback.put(database, "T1", Feedback("A1", "U1", is_helpful=True, at=at, channel="C1"))
        await feedback.put(database, "T1", Feedback("A1", "U2", is_helpful=False, at=at, channel="C2"))
        found = [
            await stats.read(database, "T1", last_days(TODAY, WEEK, channel), limit=limit)
            for channel, limit in (("", 1), ("C1", 9))
        ]
        await database.close()
        return found

    url = place.migrated()
    whole, of_channel = asyncio.run(play())

    assert whole.groups == {Group.FIRM: 4, Group.CHOICE: 2, Group.MISSED: 0}
    assert (whole.answers, whole.before, whole.days) == (6, 6, 7)
    assert whole.top == (Top("group-full", "web", 3),)
    assert whole.thumbs == Thumbs(1, 1)
    assert (of_channel.answers, of_channel.before, of_channel.thumbs) == (4, 5, Thumbs(1, 0))
    assert [top.error for top in of_channel.top] == ["group-full", "closed"]
