"""Resistance to hostile requests: plays them against a running server, and prints the outcomes.

`python bench/hostile.py` takes under two minutes, `--short` half a minute. One row an attack: how many requests, how many were
answered with a 5xx or not at all, tracebacks in the log, calls to Slack or to anybody else that an unsigned or forged request
caused, the slowest answer to the attack, and the longest that somebody else waited for `/imerr 606` meanwhile. Last, the
server's memory before and after.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

# Run as a script, the first entry is this folder, in which http.py would stand for Python's own `http`.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import attacks
from bench.attacks import Target, command
from bench.common import ROOT, build_table, show
from bench.servers import HOST, PATH, Server, free_port, process
from local_slack import LocalSlack
from local_slack.delivery import SIGNING_SECRET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SERVER_ERROR = 500
_PAUSE_SECONDS = 0.05
_OWN_CALLS = {"users.info", "auth.test"}
"""Calls to Slack that no request causes to act: the asker's language, and the server's own health check."""


@dataclass
class Outcome:
    """The outcome of one attack."""

    name: str
    statuses: list[int] = field(default_factory=list)
    worst_seconds: float = 0.0
    worst_wait: float = 0.0
    tracebacks: int = 0
    acted_on: int = 0

    def row(self) -> tuple[str, ...]:
        """Return the row of the table."""
        failed = sum(status >= SERVER_ERROR for status in self.statuses)
        return (
            self.name,
            str(len(self.statuses)),
            str(failed),
            str(self.tracebacks),
            str(self.acted_on),
            f"{self.worst_seconds:.2f}",
            f"{self.worst_wait:.2f}",
        )


HEADINGS = ("attack", "requests", "5xx or none", "tracebacks", "unsigned acted on", "worst s", "others wait s")


class Bystander:
    """People who ask `/imerr 606 是什么` all the while, each for the first time; remembers the longest wait."""

    def __init__(self, target: Target) -> None:
        """Start asking."""
        self._target = target
        self._stop = threading.Event()
        self.worst = 0.0
        self._number = 0
        self._thread = threading.Thread(target=self._ask, daemon=True)
        self._thread.start()

    def _ask(self) -> None:
        while not self._stop.is_set():
            self._number += 1
            started = time.perf_counter()
            self._target.signed(command("606 是什么", user=f"UBYSTANDER{self._number}"), "command")
            self.worst = max(self.worst, time.perf_counter() - started)
            time.sleep(_PAUSE_SECONDS)

    def stop(self) -> float:
        """Stop asking; return the longest wait in seconds."""
        self._stop.set()
        self._thread.join()
        return self.worst


def play(target: Target, name: str, attack: Callable[[Target, int], Iterator[int]], times: int) -> Outcome:
    """Play one attack while others ask; return its outcome."""
    outcome = Outcome(name)
    tracebacks, calls = target.tracebacks(), len(target.slack.calls)
    bystander = Bystander(target)
    requests = attack(target, times)
    while True:
        started = time.perf_counter()
        status = next(requests, None)
        if status is None:
            break
        outcome.statuses.append(status)
        outcome.worst_seconds = max(outcome.worst_seconds, time.perf_counter() - started)
    outcome.worst_wait = bystander.stop()
    target.slack.settle()
    if attack in {attacks.unsigned, attacks.foreign_urls}:
        outcome.acted_on = sum(1 for call in target.slack.calls[calls:] if call.method not in _OWN_CALLS)
        outcome.acted_on += sum(status < 400 for status in outcome.statuses)  # noqa: PLR2004 - anything but a refusal
    outcome.tracebacks = target.tracebacks() - tracebacks
    return outcome


@contextlib.contextmanager
def attacked(folder: Path, table_to_copy: Path | None) -> Iterator[Target]:
    """Run a server and a Slack to attack, on a copy of a built table, or on one built now."""
    built = folder / "imerr.sqlite3"
    if table_to_copy is None:
        build_table(folder)
    else:
        shutil.copy(table_to_copy, built)
    server = Server("imerr", free_port())
    with LocalSlack(ROOT / "manifest.json", retry_waits=()) as slack:
        slack.deliver_to(f"http://{HOST}:{server.port}{PATH}")
        own = {
            "IMERR_TABLE": str(built),
            "SLACK_API_URL": slack.url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "PORT": str(server.port),
            "PYTHONPATH": str(ROOT),
        }
        with process(server, ["bot", "serve", "--mode", "http"], own, folder) as pid:
            yield Target(server, slack, pid, folder / f"{server.port}.log", built, slack.channel("support").id)


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="a tenth of the requests")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON, for programs")
    parser.add_argument("--table", type=Path, help="a built table to serve a copy of, instead of building one")
    asked = parser.parse_args()
    share = 10 if asked.short else 1
    planned = (
        ("unsigned presses", attacks.unsigned, 2_000),
        ("foreign addresses", attacks.foreign_urls, 500),
        ("nonsense, signed", attacks.nonsense, 2_000),
        ("very long commands", attacks.long_commands, 80),
        ("very long mentions", attacks.long_mentions, 80),
        ("one person's flood", attacks.flood, 2_000),
        ("hang-ups", attacks.hang_ups, 1_000),
        ("half requests", attacks.halves, 300),
        ("new tables", attacks.new_tables, 20),
    )
    with tempfile.TemporaryDirectory() as folder, attacked(Path(folder), asked.table) as target:
        list(attacks.flood(target, 50))
        before = target.memory()
        outcomes = [play(target, name, attack, max(times // share, 3)) for name, attack, times in planned]
        after = target.memory()
    if asked.json:
        print(
            json.dumps(
                {
                    "before": before,
                    "after": after,
                    "rows": [dict(zip(HEADINGS, one.row(), strict=True)) for one in outcomes],
                }
            )
        )
        return
    show(HEADINGS, [one.row() for one in outcomes], words=1)
    print(f"Memory: {before} MB before, {after} MB after. {os.cpu_count()} processors.")


if __name__ == "__main__":
    main()
