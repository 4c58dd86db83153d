"""Throughput and latency of `/imerr` over HTTP, compared with a bare Bolt handler and Bolt's default mode.

Starts three servers on 127.0.0.1, one process each: imerr as users start it, a Bolt handler with a constant reply, and
imerr's app in Bolt's default mode. Checks that each answers as it should, loads them in turn with wrk, and prints the
medians. Needs wrk (Debian, Ubuntu: `apt-get install wrk`).
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING

# Run as a script, the first entry is this folder, in which this very file would stand for Python's own `http`.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.apps import CONSTANT
from bench.common import BenchError, build_table, show
from bench.servers import HOST, PATH, command_body, post, running, signed
from bot import trained_table
from bot.lookup.text import Text
from bot.slack.respond import Asking, respond

if TYPE_CHECKING:
    from bench.servers import Server

QUESTIONS = ("606 --zh", "群组满了")
"""Each tells its language, so that nobody's locale is asked for."""
THE_CODE = "606"
"""The code that both questions are about."""
_WARM_UP_SECONDS = 1

_VARIANTS = 3000
"""More than any cache of imerr's holds: every sentence has to be looked up."""

_SCRIPT = """\
local given = {{ {given} }}
local requests = {{}}
function init(args)
  for at, one in ipairs(given) do
    requests[at] = wrk.format("POST", nil, one[1], one[2])
  end
end
local at = 0
function request()
  at = at % #requests + 1
  return requests[at]
end
function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout + errors.status
  io.write(string.format("measured %d %d %d %d %d\\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), failed))
end
"""


@dataclass(frozen=True)
class Round:
    """What wrk measured in one round."""

    per_second: float
    p50: float
    p99: float


@dataclass(frozen=True)
class Load:
    """The load that wrk generates."""

    wrk: str
    connections: int
    seconds: int

    def measure(self, server: Server, question: str, folder: Path, seconds: int | None = None) -> Round:
        """Load `server` with one question for one round; return the figures, latencies in milliseconds."""
        script = folder / "load.lua"
        script.write_text(_SCRIPT.format(given=",\n".join(starmap(_request, enumerate(_variants(question))))))
        duration = f"-d{seconds or self.seconds}s"
        command = [self.wrk, "-t1", f"-c{self.connections}", duration, f"-s{script}"]
        done = subprocess.run(  # noqa: S603 - our own command
            [*command, f"http://{HOST}:{server.port}{PATH}"], capture_output=True, text=True, check=False
        )
        found = [line.split()[1:] for line in done.stdout.splitlines() if line.startswith("measured ")]
        if done.returncode or not found:
            raise BenchError(f"wrk failed: {done.stderr.strip() or done.stdout.strip()}")
        requests, microseconds, p50, p99, failed = (int(number) for number in found[0])
        if failed or not requests:
            raise BenchError(f"{server.name}, {question}: {failed} of {requests} requests failed.")
        return Round(requests / microseconds * 1e6, p50 / 1e3, p99 / 1e3)


def _variants(question: str) -> list[str]:
    """Return the questions to ask in turn: a code is always the same code, a sentence is never the same sentence."""
    if question.startswith(THE_CODE):
        return [question] * _VARIANTS
    letters = random.Random(0)  # noqa: S311 - no secret
    return [f"{question} {''.join(letters.choices('abcdefghijklmnopqrstuvwxyz', k=4))}" for _ in range(_VARIANTS)]


def _request(number: int, question: str) -> str:
    """Return one signed request as a Lua table of headers and body; each is another user's, since users have a rate limit."""
    body = command_body(question, f"U0BENCH{number}")
    # A form body and these headers hold neither quotes nor backslashes, so they are Lua strings as they stand.
    headers = ", ".join(f'["{name}"] = "{value}"' for name, value in signed(body).items())
    return f'{{ {{ {headers} }}, "{body}" }}'


def check(server: Server, expected: dict[str, str]) -> None:
    """Check that `server` answers every question as expected, and a wrong signature with 401."""
    for question, content in expected.items():
        body = command_body(question)
        status, answer = post(server, body, signed(body))
        # The bare handler's constant goes out as text, imerr's messages as JSON.
        same = answer == content if content == CONSTANT else status == 200 and json.loads(answer) == json.loads(content)  # noqa: PLR2004 - HTTP's OK
        if status != 200 or not same:  # noqa: PLR2004 - as above
            raise BenchError(f"{server.name} answers {question} with {status} and not as expected: {answer[:300]}")
        status, _ = post(server, body, signed(body + "&forged=1"))
        if status != 401:  # noqa: PLR2004 - HTTP's Unauthorized
            raise BenchError(f"{server.name} answers a wrong signature with {status}, not 401.")


def expected_of_imerr(path: Path) -> dict[str, str]:
    """Return the expected response body of each question, with the table at `path`."""
    lookup = trained_table.read(path)
    bodies = {}
    for question in QUESTIONS:
        outcome = respond(lookup, Asking(Text(question), "zh"))
        message = outcome.message
        if outcome.name not in {"exact", "match"} or THE_CODE not in message.text:
            raise BenchError(
                f"The table does not answer {question} with {THE_CODE}, but with {outcome.name}: {message.text}"
            )
        content = {"text": message.text, "blocks": list(message.blocks), "response_type": "ephemeral"}
        bodies[question] = json.dumps(content)
    return bodies


def run(load: Load, rounds: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="imerr-bench-") as name:
        folder = Path(name)
        path = build_table(folder)
        ours = expected_of_imerr(path)
        with running(path, folder) as (imerr, bare, default):
            check(imerr, ours)
            check(bare, dict.fromkeys(QUESTIONS, CONSTANT))
            check(default, ours)
            servers = [imerr, bare, default]
            for server in servers:
                load.measure(server, QUESTIONS[0], folder, _WARM_UP_SECONDS)
            measured: dict[tuple[Server, str], list[Round]] = {
                (server, question): [] for question in QUESTIONS for server in servers
            }
            for number in range(rounds):
                # Each round begins with another server, so that none is always the first or the last.
                first = number % len(servers)
                for question in QUESTIONS:
                    for server in servers[first:] + servers[:first]:
                        measured[server, question].append(load.measure(server, question, folder))
                print(f"round {number + 1} of {rounds}", file=sys.stderr)
    _report(measured, bare, default)


def _report(measured: dict[tuple[Server, str], list[Round]], bare: Server, default: Server) -> None:
    def rate(server: Server, question: str) -> float:
        return statistics.median(one.per_second for one in measured[server, question])

    rows = []
    spread = 0.0
    for (server, question), rounds in measured.items():
        per_second = rate(server, question)
        spread = max(spread, *(abs(one.per_second / per_second - 1) for one in rounds))
        rows.append(
            (
                server.name,
                question,
                f"{per_second:,.0f}",
                f"{statistics.median(one.p50 for one in rounds):.2f}",
                f"{statistics.median(one.p99 for one in rounds):.2f}",
                f"{per_second / rate(bare, question):.2f}",
                f"{per_second / rate(default, question):.2f}",
            )
        )
    show(("server", "question", "req/s", "p50 ms", "p99 ms", "to bare", "to default mode"), rows, words=2)
    print(f"Medians; no single round's req/s is more than {spread:.0%} from its median.")


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="rounds for each server and question (default: 5)")
    parser.add_argument("--seconds", type=int, default=3, help="length of a round (default: 3)")
    parser.add_argument("--connections", type=int, default=8, help="connections that wrk keeps open (default: 8)")
    asked = parser.parse_args()
    if min(asked.rounds, asked.seconds, asked.connections) < 1:
        parser.error("--rounds, --seconds and --connections start at 1")
    wrk = shutil.which("wrk")
    if wrk is None:
        sys.exit("wrk is not installed; on Debian and Ubuntu `apt-get install wrk`, on macOS `brew install wrk`.")
    # So that a stopped benchmark stops its servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        run(Load(wrk, asked.connections, asked.seconds), asked.rounds)
    except BenchError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
