"""A Slack out of reach costs a line of the log a failure, over either transport."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness.installed import LocalSlack
from tests.harness.server import connected, free_port, serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.server import Server

MOST_BYTES = 250
"""Of one line."""


@pytest.mark.parametrize("level", ["info", "debug"])
@pytest.mark.parametrize("over", ["http", "socket"])
def test_a_start_without_slack_logs_one_line_about_it(table_path: Path, tmp_path: Path, over: str, level: str) -> None:
    log = tmp_path / "log"
    changes = {"SLACK_API_URL": f"http://127.0.0.1:{free_port()}/api/", "IMERR_LOG_LEVEL": level}
    start = serving if over == "http" else connected
    awaited = "listening" if over == "http" else "disconnected"
    with LocalSlack() as slack, start(table_path, slack, log, **changes) as server:
        LocalSlack.wait_for(lambda: awaited in [line["event"] for line in server.lines()], awaited)
        lines = server.lines()

    (unreachable,) = [line for line in lines if line["event"] == "slack_unreachable"]
    assert unreachable["reason"] == "ConnectionRefusedError"
    assert all("exception" not in line for line in lines)
    assert "Traceback" not in log.read_text(encoding="utf-8")


def test_an_outage_is_counted_once_for_all_connections(table_path: Path, tmp_path: Path) -> None:
    changes = {"SLACK_API_URL": f"http://127.0.0.1:{free_port()}/api/"}
    with LocalSlack() as slack, connected(table_path, slack, tmp_path / "log", **changes) as server:
        LocalSlack.wait_for(lambda: 2 in _failures(server), "two failures")
        counts = _failures(server)

    assert counts == sorted(set(counts))


def test_a_question_without_slack_logs_short_lines(table_path: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with (
        LocalSlack(retry_waits=()) as slack,
        serving(table_path, slack, log, SLACK_API_URL=f"http://127.0.0.1:{free_port()}/api/") as server,
    ):
        slack.deliver_to(f"{server.url}/slack/events")
        started = len(log.read_bytes())
        slack.person("asker").says("@imerr 606", slack.channel("support"))
        LocalSlack.wait_for(lambda: "untold" in [line["event"] for line in server.lines()], "the failure", within=30)
        told = log.read_bytes()[started:].splitlines()

    assert max(map(len, told)) < MOST_BYTES
    # The locale, the answer, its thread, and two ways to tell the asker.
    assert len(told) <= 8


def _failures(server: Server) -> list[int]:
    return [line["failures"] for line in server.lines() if line["event"] == "disconnected"]
