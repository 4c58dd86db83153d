"""`imerr stats`: a workspace's most frequent errors, verdicts, thumbs, and the trend by day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from bot.cli.calls import Command
from bot.cli.common import load_settings
from bot.cli.workspace import AS_JSON, SINCE, TEAM, Line, Names, counted, print_json, print_lines, run, today

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from db.memory.asked import Top
    from db.memory.database import Database
    from db.memory.days import Period
    from db.memory.feedback import Thumbs

_FIRM = "firm"
_GROUPS = {"exact": _FIRM, "match": _FIRM, "unknown_code": "unknown"}
"""Verdicts that are told under another name; any other one stands for itself."""
_ALWAYS = (_FIRM, "candidates", "unknown", "none")
_BAR = 20


@dataclass(frozen=True, slots=True)
class _Stats:
    """The counts of a workspace in a period; `days` has every day from the first with a question on."""

    period: Period
    verdicts: Mapping[str, int]
    thumbs: Thumbs
    top: tuple[Top, ...]
    days: Mapping[date, Mapping[str, int]]

    @property
    def answers(self) -> int:
        """The count of all answers."""
        return sum(self.verdicts.values())


@click.command(cls=Command)
@TEAM
@click.option(
    "--since",
    type=SINCE,
    metavar="DAY",
    default="7d",
    show_default=True,
    help="Since a day of UTC, like 2026-11-01, or for so many days with today, like 30d.",
)
@AS_JSON
def stats(team: str, since: date, as_json: bool) -> None:  # noqa: FBT001 - click calls it by keyword
    """Show the most frequent errors of a workspace, shares of verdicts, thumbs, and the trend by day.

    A question about two errors counts as two answers.
    """
    from db.memory.days import Period

    period = Period(since, today())
    found = run(lambda database: _read(database, team, period))
    if as_json:
        print_json({"team": team, **_for_programs(found)})
    else:
        print_lines([*_lines(team, found, Names(load_settings()))])


async def _read(database: Database, team: str, period: Period) -> _Stats:
    from db.memory import asked, feedback

    verdicts = await asked.verdicts(database, team, period)
    thumbs = await feedback.total(database, team, period)
    top = await asked.top(database, team, period)
    days = {day: _grouped(told) for day, told in (await asked.trend(database, team, period)).items()}
    return _Stats(period, _grouped(verdicts), thumbs, top, _without_gaps(days, period))


def _grouped(verdicts: Mapping[str, int]) -> dict[str, int]:
    """Return counts by group, those that there always are first."""
    groups = dict.fromkeys(_ALWAYS, 0)
    for verdict, count in verdicts.items():
        group = _GROUPS.get(verdict, verdict)
        groups[group] = groups.get(group, 0) + count
    return groups


def _without_gaps(days: Mapping[date, Mapping[str, int]], period: Period) -> dict[date, Mapping[str, int]]:
    if not days:
        return {}
    first = min(days)
    each = (first + timedelta(days=past) for past in range((period.last - first).days + 1))
    return {day: days.get(day) or _grouped({}) for day in each}


def _for_programs(found: _Stats) -> dict[str, Any]:
    return {
        "from": found.period.first.isoformat(),
        "to": found.period.last.isoformat(),
        "answers": found.answers,
        "verdicts": dict(found.verdicts),
        "shares": {group: round(_share(count, found.answers), 4) for group, count in found.verdicts.items()},
        "thumbs": {"up": found.thumbs.up, "down": found.thumbs.down},
        "top": [{"error": top.error, "platform": top.platform, "count": top.count} for top in found.top],
        "days": [
            {"day": day.isoformat(), "answers": sum(verdicts.values()), "verdicts": dict(verdicts)}
            for day, verdicts in found.days.items()
        ],
    }


def _lines(team: str, found: _Stats, names: Names) -> Iterator[Line]:
    period = f"{team}, {found.period.first} to {found.period.last} (UTC)"
    yield Line(f"{period}: {counted(found.answers, 'answer', 'answers')}", style="bold")
    yield Line(f"Thumbs: {found.thumbs.up:,} up, {found.thumbs.down:,} down")
    if not found.answers:
        return
    yield from _heading("Verdicts")
    name, number = max(map(len, found.verdicts)), len(f"{max(found.verdicts.values()):,}")
    for group, count in found.verdicts.items():
        bar = _bar(count, found.answers)
        yield Line(f"{count:>{number},}  {_share(count, found.answers):>4.0%}  {bar}".rstrip(), f"  {group:<{name}}  ")
    if found.top:
        yield from _heading("Most frequent errors")
        number = len(f"{found.top[0].count:,}")
        for top in found.top:
            yield Line(names.of(top.error, top.platform), f"  {top.count:>{number},}  ")
    yield from _heading("By day, with the share of firm answers")
    totals = Counter({day: sum(verdicts.values()) for day, verdicts in found.days.items()})
    most = max(totals.values())
    for day, verdicts in found.days.items():
        share = f"{_share(verdicts[_FIRM], totals[day]):>4.0%}" if totals[day] else " " * 4
        told = f"{totals[day]:>{len(f'{most:,}')},}  {share}  {_bar(totals[day], most)}"
        yield Line(told.rstrip(), f"  {day}  ")


def _heading(text: str) -> tuple[Line, Line]:
    return Line(""), Line(text, style="bold")


def _share(count: int, of: int) -> float:
    return count / of if of else 0.0


def _bar(count: int, of: int) -> str:
    """Return a bar of ASCII, which is as wide on every terminal; anything but nothing is seen."""
    return "#" * max(round(_BAR * _share(count, of)), count > 0)
