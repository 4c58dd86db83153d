"""`imerr misses` and `imerr lessons`: a workspace's open questions and its lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.cli.calls import Command
from bot.cli.common import Fault, load_settings, write
from bot.cli.workspace import (
    ALL,
    AS_JSON,
    SINCE,
    TEAM,
    Line,
    Names,
    counted,
    moment_of,
    print_json,
    print_lines,
    printable,
    run,
)
from db.memory.days import day_of, start_of

if TYPE_CHECKING:
    from datetime import date

    from db.memory.database import Database
    from db.memory.lessons import Lesson
    from db.memory.misses import Miss


@click.command(cls=Command)
@TEAM
@click.option(
    "--since",
    type=SINCE,
    metavar="DAY",
    help="Since a day of UTC, like 2026-11-01, or for so many days with today, like 7d. Default: all that is kept.",
)
@AS_JSON
@click.option(
    "--phrasings",
    is_flag=True,
    help="Write lessons and misses with a suggested error instead, as TOML for a table's phrasings.",
)
def misses(team: str, since: date | None, as_json: bool, phrasings: bool) -> None:  # noqa: FBT001 - click calls it by keyword
    """List the questions of a workspace without a firm answer, the most frequent first.

    Taught and ignored ones are left out.
    """
    if as_json and phrasings:
        raise Fault("--phrasings is TOML: it does not go with --json.")
    start = start_of(since) if since else 0.0
    if phrasings:
        _print_phrasings(team, start)
        return
    missed = run(lambda database: _missed(database, team, start))
    if as_json:
        print_json([_miss(one) for one in missed])
        return
    names = Names(load_settings())
    width = len(f"{missed[0].count:,}") if missed else 0
    print_lines(
        [Line(_told(miss, names), f"{miss.count:>{width},}  ") for miss in missed]
        or [Line("No question is open.", style="dim")]
    )


@click.command(cls=Command)
@TEAM
@AS_JSON
def lessons(team: str, as_json: bool) -> None:  # noqa: FBT001 - click calls it by keyword
    """List the lessons of a workspace, the newest first: question, error, how, who and when."""
    taught = run(lambda database: _taught(database, team))
    if as_json:
        print_json([_lesson(one) for one in taught])
        return
    names = Names(load_settings())
    print_lines(
        [
            Line(
                f"{printable(lesson.question)} · {names.of(lesson.error, lesson.platform)}"
                f" · {lesson.how.value} by {', '.join(lesson.people) or 'somebody'}",
                f"{day_of(lesson.at)}  ",
            )
            for lesson in taught
        ]
        or [Line("Nothing is taught.", style="dim")]
    )


async def _missed(database: Database, team: str, since: float) -> tuple[Miss, ...]:
    from db.memory import misses

    return await misses.most_frequent(database, team, since, limit=ALL)


async def _taught(database: Database, team: str) -> tuple[Lesson, ...]:
    from db.memory import lessons

    return (await lessons.page(database, team, limit=ALL)).lessons


def _told(miss: Miss, names: Names) -> str:
    verdict = miss.verdict.replace("_", " ")
    followed = (
        f" · then found {names.of(miss.suggested_error, miss.suggested_platform)}" if miss.suggested_error else ""
    )
    return f"{printable(miss.question)} · {verdict}, last on {day_of(miss.last_seen)}{followed}"


def _miss(miss: Miss) -> dict[str, Any]:
    suggested = {"error": miss.suggested_error, "platform": miss.suggested_platform}
    return {
        "question": miss.question,
        "count": miss.count,
        "verdict": miss.verdict,
        "first_seen": moment_of(miss.first_seen),
        "last_seen": moment_of(miss.last_seen),
        "suggested": suggested if miss.suggested_error else None,
    }


def _lesson(lesson: Lesson) -> dict[str, Any]:
    return {
        "question": lesson.question,
        "error": lesson.error,
        "platform": lesson.platform,
        "how": lesson.how.value,
        "people": list(lesson.people),
        "at": moment_of(lesson.at),
    }


def _print_phrasings(team: str, since: float) -> None:
    """Write lessons and misses with a suggested error, without those that the table's source has."""
    from bot.cli.phrasings import Proposed, as_toml, written
    from bot.cli.tables import source_in_use

    async def read(database: Database) -> tuple[tuple[Lesson, ...], tuple[Miss, ...]]:
        return await _taught(database, team), await _missed(database, team, since)

    taught, missed = run(read)
    proposed = [
        *(Proposed(one.question, one.error, one.platform, one.how.value) for one in taught if one.at >= since),
        *(
            Proposed(
                miss.question,
                miss.suggested_error,
                miss.suggested_platform,
                f"missed {counted(miss.count, 'time', 'times')}",
            )
            for miss in missed
            if miss.suggested_error
        ),
    ]
    write(f"{line}\n" for line in as_toml(team, proposed, written(source_in_use(load_settings()))))
