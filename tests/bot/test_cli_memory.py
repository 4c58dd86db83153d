"""`imerr misses`, `imerr lessons`, `imerr stats` and `imerr forget`, as they are typed."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
import tomllib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from db.memory import asked, feedback, lessons, misses
from db.memory.asked import Asked
from db.memory.database import Database
from db.memory.feedback import Feedback
from db.memory.lessons import Teaching
from db.memory.misses import Hit, Missed, Status
from tests.harness.paylane import PAYLANE
from tests.harness.terminal import Shell, characters, without_styles

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.harness.databases import Files, Postgres

    Work = Callable[[Database], Awaitable[object]]

CODE = "AUTH-1"
DAY = 86400.0
NOW = time.time()
TODAY = datetime.fromtimestamp(NOW, UTC).date()


@pytest.fixture
def shell(place: Files | Postgres, tmp_path: Path) -> Shell:
    shell = Shell(tmp_path, tmp_path / "no table")
    shell.environ |= {"DATABASE_URL": place.empty(), "IMERR_LANG": "zh"}
    return shell


def _store(shell: Shell, work: Work) -> None:
    async def store() -> None:
        database = Database.open(shell.environ["DATABASE_URL"])
        await database.migrate()
        await work(database)
        await database.close()

    asyncio.run(store())


async def _misses(database: Database) -> None:
    """Leave a miss that was followed by a hit, an older one, a taught and an ignored one, and one of another team."""
    for at in (NOW - 130.0, NOW - 120.0, NOW - 110.0):
        await misses.record(database, "T1", Missed("红包\x1b[31m发不了", "none", "U1"), at=at)
    await misses.followed(database, "T1", Hit("U1", "group-full", "native"), at=NOW - 100.0)
    await misses.record(database, "T1", Missed("nobody gets in", "unknown_code", "U1"), at=NOW - 9 * DAY)
    for question, status in (("taught by then", Status.TAUGHT), ("no matter", Status.IGNORED)):
        digest = await misses.record(database, "T1", Missed(question, "none"), at=NOW)
        await misses.mark(database, "T1", digest, status)
    await misses.record(database, "T2", Missed("not for T1", "none"), at=NOW)


async def _lessons(database: Database) -> None:
    for at, question, error, platform in (
        (NOW - 9 * DAY, "the room is packed", "group-full", "native"),
        (NOW - 2.0, "群里\x1b塞不下人了", "group-full", ""),
    ):
        await lessons.teach(database, "T1", Teaching(question, error, "U1", platform), at=at)
    await lessons.teach(database, "T2", Teaching("not for T1", "group-full", "U2"), at=NOW)


async def _asked(database: Database) -> None:
    for days, verdicts in (
        (0, ("exact", "match", "match", "candidates")),
        (2, ("none", "unknown_code")),
        (8, ("exact",)),
    ):
        for verdict in verdicts:
            error = "" if verdict in {"none", "unknown_code"} else "group-full"
            await asked.record(
                database, "T1", Asked("C1", verdict, error, "native" if error else ""), at=NOW - days * DAY
            )
    for user, is_helpful in (("U1", True), ("U2", True), ("U3", False)):
        await feedback.put(database, "T1", Feedback("A1", user, is_helpful=is_helpful, at=NOW))
    await asked.record(database, "T2", Asked("C1", "exact", "blocked", "web"), at=NOW)


def test_open_misses_are_listed_most_frequent_first(shell: Shell) -> None:
    _store(shell, _misses)

    ended = shell.piped("misses", "--team", "T1")

    assert (ended.status, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        f"3  红包 [31m发不了 · none, last on {_day_at(NOW - 110.0)} · then found 604 群组已满 (group-full, native)",
        f"1  nobody gets in · unknown code, last on {_day_at(NOW - 9 * DAY)}",
    ]


def _day_at(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()


@pytest.mark.parametrize(
    ("since", "questions"),
    [
        ("9d", ["红包\x1b[31m发不了"]),
        ("10d", ["红包\x1b[31m发不了", "nobody gets in"]),
        ((TODAY - timedelta(days=3)).isoformat(), ["红包\x1b[31m发不了"]),
        ("99999d", ["红包\x1b[31m发不了", "nobody gets in"]),
        ("2999-01-01", []),
    ],
)
def test_misses_since_a_day_are_there_for_programs(shell: Shell, since: str, questions: list[str]) -> None:
    _store(shell, _misses)

    found = json.loads(shell.piped("misses", "--team", "T1", "--json", "--since", since).out)

    assert [miss["question"] for miss in found] == questions
    if questions:
        assert found[0] == {
            "question": questions[0],
            "count": 3,
            "verdict": "none",
            "first_seen": datetime.fromtimestamp(NOW - 130.0, UTC).isoformat(timespec="seconds"),
            "last_seen": datetime.fromtimestamp(NOW - 110.0, UTC).isoformat(timespec="seconds"),
            "suggested": {"error": "group-full", "platform": "native"},
        }


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("misses", "--team", "T1", "--since", "yesterday"), "'yesterday' is neither a day like 2026-11-01 nor"),
        (("misses", "--team", "T1", "--since", "0d"), "'0d' is neither"),
        (("misses", "--team", "acme"), "'acme' is no id of a workspace"),
        (("misses", "--team", "T1", "--json", "--phrasings"), "--phrasings is TOML"),
        (("lessons", "--team", ""), "'' is no id of a workspace"),
        (("stats",), "Missing option '--team'"),
        (("forget", "--team", "T1", "--user", "", "--yes"), "'' is no id of a person"),
        (("forget", "--yes"), "Missing option '--team'"),
    ],
)
def test_a_wrong_call_is_told_and_does_nothing(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    shell = Shell(tmp_path, tmp_path / "no table")

    ended = shell.piped(*arguments, DATABASE_URL=f"sqlite:///{tmp_path / 'memory'}")

    assert (ended.status, ended.out) == (2, "")
    assert told in ended.err
    assert not (tmp_path / "memory").exists()


def test_what_was_taught_becomes_lines_to_review(shell: Shell) -> None:
    async def work(database: Database) -> None:
        await _misses(database)
        await _lessons(database)
        for question, error in (("已在群！", "group-full"), ('room full of \x7f"', "group-full"), ("gone", "no-such")):
            await lessons.teach(database, "T1", Teaching(question, error, "U1"), at=NOW)
        # The source has it already.
        await lessons.teach(database, "T1", Teaching("已经是群成员", "group-already-joined", "U1"), at=NOW)

    _store(shell, work)

    ended = shell.piped("misses", "--team", "T1", "--phrasings")

    assert (ended.status, ended.err) == (0, "")
    assert tomllib.loads(ended.out) == {
        "errors": [
            {
                "id": "group-full",
                "zh": ["群里\x1b塞不下人了", "红包\x1b[31m发不了"],
                "en": ['room full of \x7f"', "the room is packed"],
            }
        ]
    }
    assert '"the room is packed",  # taught, on native\n' in ended.out
    assert '发不了",  # missed 3 times, on native\n' in ended.out
    assert '# "已在群！" (taught) is group-full, and stands under group-already-joined already.\n' in ended.out
    assert '# "gone" (taught) is no-such, which the table lacks.\n' in ended.out
    assert "U1" not in ended.out


def test_the_lines_to_review_fit_into_a_source(shell: Shell) -> None:
    source = shell.folder / "paylane"
    shutil.copytree(PAYLANE, source)
    shell.environ["IMERR_SOURCE"] = str(source)
    teaching = Teaching("the shopper's wallet was too thin", CODE, "U1")
    _store(shell, lambda database: lessons.teach(database, "T1", teaching, at=NOW))

    added = shell.piped("misses", "--team", "T1", "--phrasings").out
    (source / "phrasings" / "team.toml").write_text(added, encoding="utf-8")
    checked = shell.piped("table", "check")

    assert "wallet" in added
    assert (checked.status, checked.err) == (0, "")
    assert "wallet" not in shell.piped("misses", "--team", "T1", "--phrasings").out


def test_lines_since_a_day_leave_out_older_lessons(shell: Shell) -> None:
    _store(shell, _lessons)

    recent = tomllib.loads(shell.piped("misses", "--team", "T1", "--phrasings", "--since", "2d").out)

    assert recent == {"errors": [{"id": "group-full", "zh": ["群里\x1b塞不下人了"]}]}
    assert tomllib.loads(shell.piped("misses", "--team", "T3", "--phrasings").out) == {}


def test_lessons_say_what_was_taught_by_whom_and_when(shell: Shell) -> None:
    _store(shell, _lessons)

    listed = shell.piped("lessons", "--team", "T1")
    found = json.loads(shell.piped("lessons", "--team", "T1", "--json").out)

    assert (listed.status, listed.err) == (0, "")
    assert listed.out.splitlines() == [
        f"{_day_at(NOW - 2.0)}  群里 塞不下人了 · 群组已满 (group-full) · taught by U1",
        f"{_day_at(NOW - 9 * DAY)}  the room is packed · 604 群组已满 (group-full, native) · taught by U1",
    ]
    assert found[1] == {
        "question": "the room is packed",
        "error": "group-full",
        "platform": "native",
        "how": "taught",
        "people": ["U1"],
        "at": datetime.fromtimestamp(NOW - 9 * DAY, UTC).isoformat(timespec="seconds"),
    }
    assert len(found) == 2


def test_stats_tell_shares_thumbs_and_the_trend(shell: Shell) -> None:
    _store(shell, _asked)

    ended = shell.piped("stats", "--team", "T1")

    assert (ended.status, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        f"T1, {TODAY - timedelta(days=6)} to {TODAY} (UTC): 6 answers",
        "Thumbs: 2 up, 1 down",
        "",
        "Verdicts",
        "  firm        3   50%  ##########",
        "  candidates  1   17%  ###",
        "  unknown     1   17%  ###",
        "  none        1   17%  ###",
        "",
        "Most frequent errors",
        "  4  604 群组已满 (group-full, native)",
        "",
        "By day, with the share of firm answers",
        f"  {TODAY - timedelta(days=2)}  2    0%  ##########",
        f"  {TODAY - timedelta(days=1)}  0",
        f"  {TODAY}  4   75%  ####################",
    ]


def test_stats_since_a_day_are_there_for_programs(shell: Shell) -> None:
    _store(shell, _asked)

    found = json.loads(shell.piped("stats", "--team", "T1", "--json", "--since", "9d").out)
    days = found.pop("days")

    assert found == {
        "team": "T1",
        "from": (TODAY - timedelta(days=8)).isoformat(),
        "to": TODAY.isoformat(),
        "answers": 7,
        "verdicts": {"firm": 4, "candidates": 1, "unknown": 1, "none": 1},
        "shares": {"firm": 0.5714, "candidates": 0.1429, "unknown": 0.1429, "none": 0.1429},
        "thumbs": {"up": 2, "down": 1},
        "top": [{"error": "group-full", "platform": "native", "count": 5}],
    }
    assert [day["answers"] for day in days] == [1, 0, 0, 0, 0, 0, 2, 0, 4]
    assert days[-1] == {
        "day": TODAY.isoformat(),
        "answers": 4,
        "verdicts": {"firm": 3, "candidates": 1, "unknown": 0, "none": 0},
    }


@pytest.mark.parametrize("command", ["misses", "lessons", "stats"])
@pytest.mark.parametrize("columns", [40, 100])
def test_terminals_show_the_same_characters_as_a_pipe(shell: Shell, command: str, columns: int) -> None:
    async def work(database: Database) -> None:
        for store in (_misses, _lessons, _asked):
            await store(database)

    _store(shell, work)

    screen = without_styles(shell.on_terminal(command, "--team", "T1", columns=columns).out)

    assert characters(screen) == characters(shell.piped(command, "--team", "T1").out)
    assert "\x1b" not in screen
    assert max(map(cell_len, screen.splitlines())) <= columns


@pytest.mark.parametrize(
    ("command", "told"),
    [("misses", "No question is open."), ("lessons", "Nothing is taught."), ("stats", ": 0 answers")],
)
def test_a_workspace_without_anything_is_a_sentence(shell: Shell, command: str, told: str) -> None:
    ended = shell.piped(command, "--team", "T1")

    assert (ended.status, ended.err) == (0, "")
    assert told in ended.out
    assert json.loads(shell.piped(command, "--team", "T1", "--json").out) is not None


def test_a_person_is_forgotten_and_others_stay(shell: Shell) -> None:
    _store(shell, _asked)

    ended = [shell.piped("forget", "--team", "T1", "--user", "U1", "--yes").out for _ in range(2)]

    assert ended == ["1 row removed or changed.\n", "0 rows removed or changed.\n"]
    assert json.loads(shell.piped("stats", "--team", "T1", "--json").out)["thumbs"] == {"up": 1, "down": 1}


def test_a_workspace_is_forgotten_and_others_stay(shell: Shell) -> None:
    _store(shell, _misses)

    ended = shell.piped("forget", "--team", "T1", "--yes")

    assert (ended.status, ended.err) == (0, "")
    assert ended.out == "9 rows removed.\n"
    assert json.loads(shell.piped("misses", "--team", "T1", "--json").out) == []
    assert len(json.loads(shell.piped("misses", "--team", "T2", "--json").out)) == 1


def test_nothing_is_forgotten_unless_somebody_is_sure(shell: Shell) -> None:
    _store(shell, _lessons)

    piped = shell.piped("forget", "--team", "T1", given="y\n")
    with shell.typing("forget", "--team", "T1") as typing:
        typing.shown_until("Remove everything of workspace T1 for good? [y/N]: ")
        typing.types("\n")
        refused = typing.ended()
    kept = len(json.loads(shell.piped("lessons", "--team", "T1", "--json").out))
    with shell.typing("forget", "--team", "T1") as typing:
        typing.shown_until("[y/N]: ")
        typing.types("y\n")
        sure = typing.ended()

    assert (piped.status, piped.out) == (2, "")
    assert piped.err == "imerr: This removes everything of workspace T1 for good. Add --yes to do it.\n"
    assert (refused.status, kept) == (1, 2)
    assert sure.out.endswith(" rows removed.\n")
    assert json.loads(shell.piped("lessons", "--team", "T1", "--json").out) == []
