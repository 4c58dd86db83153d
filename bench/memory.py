"""Cost of a team's notes: `/imerr 606` with none, with many and with a million of them, in SQLite and in PostgreSQL.

Starts a bare Bolt handler, imerr without a memory, and for each database one imerr for each number of notes, all of one
workspace and spread over all errors. Loads them in turn with wrk: while nothing changes, and while another process adds
notes all the time. Prints the medians, also of the time that the server's process computes for an answer, which a busy
machine hardly changes. Needs Linux, wrk, and the development requirements for PostgreSQL.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import os
import shutil
import signal
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

# Run as a script, the first entry is this folder, whose `http.py` would stand for Python's own.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import insert

from bench.common import BenchError, build_table, show
from bench.http import THE_CODE, Load
from bench.servers import command_body, post, serving, signed, stub_slack
from bot import trained_table
from db.memory import changes, notes
from db.memory.changes import Topic
from db.memory.database import Database
from db.memory.notes import Draft
from db.memory.tables import NOTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from bench.http import Round
    from bench.servers import Server

QUESTION = f"{THE_CODE} --en"
_TEAM = "T0BENCH"
_COUNTS = (0, 10_000, 1_000_000)
_SMALL = (0, 1_000, 10_000)
_BATCH = 5_000
_TEXT = "Customer X: their **maxusers** was `200`, raised on 3 May; ask the IM group."
_IMERR = ["bot", "serve", "--mode", "http"]
_BARE, _OFF = "bare Bolt", "memory off"
_WARM_UP_SECONDS = 1


@dataclass(frozen=True)
class Case:
    """A measured server; `url` is its database, if it has one."""

    server: Server
    place: str = ""
    count: int = 0
    url: str = ""


@dataclass(frozen=True)
class Measured:
    """One round, and the milliseconds that the server's process computed for each answer."""

    round: Round
    cpu: float


async def fill(url: str, count: int, errors: list[str]) -> None:
    """Create the tables, and add `count` notes, about each error in turn."""
    database = Database.open(url)
    await database.migrate()
    for start in range(0, count, _BATCH):
        batch = range(start, min(count, start + _BATCH))

        def add(connection: Connection, batch: range = batch) -> None:
            changes.count(connection, _TEAM, Topic.NOTES)
            connection.execute(insert(NOTES), [_row(number, errors) for number in batch])

        await database.write(add)
    await database.close()


def _row(number: int, errors: list[str]) -> dict[str, Any]:
    return {
        "team": _TEAM,
        "id": uuid4().hex,
        "error": errors[number % len(errors)],
        "platform": "",
        "author": f"U{number % 500}",
        "text": _TEXT,
        "made": 1.7e9 + number,
        "edited": None,
        "editor": "",
        "revision": 1,
        "permalink": "",
        "source_author": "",
    }


def add_notes(url: str, pause: float, errors: list[str]) -> None:
    """Add notes, as another machine would, until the process is ended."""

    async def add() -> None:
        database = Database.open(url)
        number = 0
        while True:
            draft = Draft(errors[number % len(errors)], "U0OTHER", _TEXT)
            await notes.add(database, _TEAM, draft, at=time.time())
            number += 1
            await asyncio.sleep(pause)

    asyncio.run(add())


@contextlib.contextmanager
def changing(case: Case, pause: float, errors: list[str]) -> Iterator[None]:
    """Let another process add a note every `pause` seconds; none where a server has no database."""
    if not case.url:
        yield
        return
    adding = multiprocessing.get_context("spawn").Process(target=add_notes, args=(case.url, pause, errors))
    adding.start()
    # Until Python has started, and the first note is there.
    time.sleep(1.0)
    try:
        yield
    finally:
        adding.terminate()
        adding.join()


def check(case: Case) -> None:
    """Check that a server answers with as many notes as there are about the error."""
    for _ in range(40):
        body = command_body(QUESTION, "U0CHECK")
        status, answer = post(case.server, body, signed(body))
        if status != 200:  # noqa: PLR2004 - HTTP's OK
            raise BenchError(f"{case.server.name} answers with {status}: {answer[:300]}")
        if not case.count or "All notes (" in json.dumps(json.loads(answer)):
            return
        # The first read of a million notes may be late.
        time.sleep(3.0)
    raise BenchError(f"{case.server.name} shows no notes: {answer[:300]}")


def run(load: Load, rounds: int, counts: tuple[int, ...], pause: float, *, one_error: bool) -> None:
    """Measure and print."""
    from tests.harness.databases import Files, Postgres  # noqa: PLC0415 - imports what only developers have

    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="imerr-bench-")))
        table = build_table(folder)
        entries = trained_table.read(table).catalog.entries
        the_error = next(entry.error.id for entry in entries if str(entry.key) == THE_CODE)
        errors = [the_error] if one_error else sorted({entry.error.id for entry in entries})
        slack = stack.enter_context(stub_slack())
        places: dict[str, Callable[[], str]] = {
            "SQLite": Files(folder).empty,
            "PostgreSQL": stack.enter_context(Postgres(folder.name)).empty,
        }
        cases = [
            Case(stack.enter_context(serving(_BARE, ["bench.apps", "bare"], table, slack, folder))),
            Case(stack.enter_context(serving(_OFF, _IMERR, table, slack, folder))),
        ]
        for place, empty in places.items():
            for count in counts:
                url = empty()
                asyncio.run(fill(url, count, errors))
                more = {"IMERR_MEMORY": "on", "DATABASE_URL": url}
                server = stack.enter_context(serving(place, _IMERR, table, slack, folder, **more))
                cases.append(Case(server, place, count, url))
                print(f"{place}: {count:,} notes, {count // len(errors):,} about {THE_CODE}", file=sys.stderr)
        for case in cases:
            check(case)
            load.measure(case.server, QUESTION, folder, _WARM_UP_SECONDS)
        still = _measured(load, rounds, cases, folder, lambda _: contextlib.nullcontext())
        moving = _measured(load, rounds, cases, folder, lambda case: changing(case, pause, errors))
    _report(cases, still, "nothing changes")
    _report(cases, moving, f"a note every {pause:g} s from another machine")


def _measured(
    load: Load,
    rounds: int,
    cases: list[Case],
    folder: Path,
    meanwhile: Callable[[Case], contextlib.AbstractContextManager[None]],
) -> list[list[Measured]]:
    """Return the rounds of each case; each round begins with another one, so that none is always the first."""
    measured: list[list[Measured]] = [[] for _ in cases]
    for number in range(rounds):
        for turn in range(len(cases)):
            at = (number + turn) % len(cases)
            case = cases[at]
            with meanwhile(case):
                before = _cpu_seconds(case.server)
                one = load.measure(case.server, QUESTION, folder)
                spent = _cpu_seconds(case.server) - before
            measured[at].append(Measured(one, spent / (one.per_second * load.seconds) * 1e3))
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
    return measured


def _cpu_seconds(server: Server) -> float:
    """Return how long a process and its threads have computed."""
    fields = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _report(cases: list[Case], measured: list[list[Measured]], when: str) -> None:
    rates = [statistics.median(one.round.per_second for one in rounds) for rounds in measured]
    costs = [statistics.median(one.cpu for one in rounds) for rounds in measured]
    at = {(case.server.name, case.count): number for number, case in enumerate(cases)}
    bare, off = at[_BARE, 0], at[_OFF, 0]
    rows = []
    for case, rounds, rate, cost in zip(cases, measured, rates, costs, strict=True):
        empty = costs[at[case.place, 0]] if case.place else 0.0
        rows.append(
            (
                case.server.name,
                f"{case.count:,}" if case.place else "",
                f"{rate:,.0f}",
                f"{rate / rates[bare]:.2f}",
                f"{statistics.median(one.round.p99 for one in rounds):.1f}",
                f"{cost:.3f}",
                f"{cost / empty:.2f}" if empty else "",
                f"{cost / costs[off]:.2f}",
                f"{costs[bare] / cost:.2f}",
            )
        )
    print(f"\n/imerr {THE_CODE} while {when}:")
    header = ("server", "notes", "req/s", "to bare", "p99 ms", "CPU ms", "to empty", "to memory off", "bare to it")
    show(header, rows, words=1)


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="rounds for each server (default: 5)")
    parser.add_argument("--seconds", type=int, default=3, help="length of a round (default: 3)")
    parser.add_argument("--connections", type=int, default=8, help="connections that wrk keeps open (default: 8)")
    parser.add_argument("--pause", type=float, default=0.5, help="seconds between two added notes (default: 0.5)")
    parser.add_argument("--small", action="store_true", help="at most 10,000 notes: filling a million takes minutes")
    parser.add_argument("--one-error", action="store_true", help=f"all notes about {THE_CODE}: the worst case")
    asked = parser.parse_args()
    if min(asked.rounds, asked.seconds, asked.connections) < 1 or asked.pause <= 0:
        parser.error("--rounds, --seconds and --connections start at 1, and --pause is more than 0")
    wrk = shutil.which("wrk")
    if wrk is None:
        sys.exit("wrk is not installed; on Debian and Ubuntu `apt-get install wrk`, on macOS `brew install wrk`.")
    # So that a stopped benchmark stops its servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    load = Load(wrk, asked.connections, asked.seconds)
    try:
        run(load, asked.rounds, _SMALL if asked.small else _COUNTS, asked.pause, one_error=asked.one_error)
    except BenchError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
