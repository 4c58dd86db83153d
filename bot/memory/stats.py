"""What a workspace asked in a period: answers by group and day, thumbs, the most frequent errors, and the trend."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from db.memory import asked, feedback
from db.memory.days import Period

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from db.memory.asked import Top
    from db.memory.database import Database
    from db.memory.feedback import Thumbs

WEEK, MONTH = 7, 28
"""Days of a period. A month has four whole weeks, so that two of them compare."""


class Group(StrEnum):
    """How a question was answered, as far as it matters to people."""

    FIRM = "firm"
    CHOICE = "choice"
    MISSED = "missed"


_GROUPS = {"exact": Group.FIRM, "match": Group.FIRM, "candidates": Group.CHOICE}
"""The groups of verdicts; any other verdict is a miss."""


@dataclass(frozen=True, slots=True)
class Span:
    """The answers of a day, or of a week in a longer period."""

    first: date
    last: date
    groups: Mapping[Group, int]

    @property
    def answers(self) -> int:
        """The count of all answers."""
        return sum(self.groups.values())


@dataclass(frozen=True, slots=True)
class Stats:
    """The counts of a period, in spans without gaps, and the answers of the period before of the same length."""

    period: Period
    spans: tuple[Span, ...]
    before: int
    thumbs: Thumbs
    top: tuple[Top, ...]

    @property
    def groups(self) -> dict[Group, int]:
        """The answers by group."""
        return {group: sum(span.groups[group] for span in self.spans) for group in Group}

    @property
    def answers(self) -> int:
        """The count of all answers: one for each error that a question was answered with."""
        return sum(span.answers for span in self.spans)

    @property
    def days(self) -> int:
        """The length of the period."""
        return length(self.period)


def length(period: Period) -> int:
    """Return how many days a period has."""
    return (period.last - period.first).days + 1


def last_days(last: date, days: int, channel: str = "") -> Period:
    """Return the period of so many days that ends with a day."""
    return Period(last - timedelta(days=days - 1), last, channel)


def before(period: Period) -> Period:
    """Return the period of the same length before one."""
    days = timedelta(days=length(period))
    return replace(period, first=period.first - days, last=period.last - days)


def spans(period: Period, verdicts: Mapping[date, Mapping[str, int]]) -> tuple[Span, ...]:
    """Return the answers of a period by day, or by week in one that is longer than a week."""
    every = [period.first + timedelta(days=past) for past in range(length(period))]
    step = 1 if len(every) <= WEEK else WEEK
    parts = (every[at : at + step] for at in range(0, len(every), step))
    return tuple(
        Span(part[0], part[-1], _grouped([verdicts[day] for day in part if day in verdicts])) for part in parts
    )


async def read(database: Database, team: str, period: Period, *, limit: int) -> Stats:
    """Return the counts of a workspace, with at most `limit` errors."""
    return Stats(
        period,
        spans(period, await asked.trend(database, team, period)),
        sum((await asked.verdicts(database, team, before(period))).values()),
        await feedback.total(database, team, period),
        await asked.top(database, team, period, limit=limit),
    )


def _grouped(days: list[Mapping[str, int]]) -> dict[Group, int]:
    counts: Counter[Group] = Counter()
    for verdicts in days:
        for verdict, count in verdicts.items():
            counts[_GROUPS.get(verdict, Group.MISSED)] += count
    return {group: counts[group] for group in Group}
