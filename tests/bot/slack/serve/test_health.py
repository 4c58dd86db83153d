"""Whether imerr says truly that it can answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest

from bot.slack.send.client import for_checks
from bot.slack.serve.health import Health
from tests.harness import plain_http
from tests.harness.counterpart import Counterpart
from tests.harness.installed import LocalSlack
from tests.harness.server import connected, free_port

if TYPE_CHECKING:
    from pathlib import Path


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def _health(url: str, clock: _Clock, token: str) -> Health:
    return Health(for_checks(url, token), clock=clock)


def test_a_refused_token_is_told_until_it_is_taken() -> None:
    clock = _Clock()
    with LocalSlack() as slack:
        refused, taken = _health(slack.url, clock, "xoxb-wrong"), _health(slack.url, clock, slack.bot_token)
        asyncio.run(refused.check())
        asyncio.run(taken.check())

        assert refused.fault == "Slack refuses the bot token (invalid_auth)."
        assert taken.fault == ""

    refused.reached()
    assert refused.fault == ""


def test_a_slack_out_of_reach_is_borne_for_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    clock = _Clock()
    health = _health(f"http://127.0.0.1:{free_port()}/api/", clock, "xoxb-any")
    for _ in range(3):
        asyncio.run(health.check())

    assert health.fault == ""
    clock.now = 61
    assert health.fault == "Slack has been out of reach for 61 seconds (ClientConnectorError)."
    assert [record.message for record in caplog.records] == ["slack_unreachable"]


@pytest.mark.parametrize("status", [500, 503])
def test_a_slack_that_breaks_down_counts_as_out_of_reach(status: int) -> None:
    clock = _Clock()
    with Counterpart(status) as broken:
        health = _health(f"{broken.url}/api/", clock, "xoxb-any")
        asyncio.run(health.check())

    clock.now = 61
    assert health.fault.startswith("Slack has been out of reach for 61 seconds")


def test_over_socket_mode_a_connection_has_to_be_open() -> None:
    clock, open_now = _Clock(), [0]
    health = Health(for_checks("http://127.0.0.1:9/api/", "xoxb-any"), lambda: open_now[0], clock)
    assert health.fault == "No connection to Slack is open yet."

    open_now[0] = 2
    assert health.fault == ""
    open_now[0], clock.now = 0, 59
    assert health.fault == ""
    clock.now = 61
    assert health.fault == "No connection to Slack has been open for 61 seconds."


def test_socket_mode_answers_health_checks_on_its_port(table_path: Path, tmp_path: Path) -> None:
    port = free_port()
    with LocalSlack() as slack, connected(table_path, slack, tmp_path / "log", PORT=str(port)):
        slack.wait_connected()
        LocalSlack.wait_for(lambda: _ready(port), "a server that is ready")
        told = plain_http.get(f"http://127.0.0.1:{port}/readyz").json()

    assert told["ready"] is True
    assert told["connections"] >= 1


def _ready(port: int) -> bool:
    try:
        return plain_http.get(f"http://127.0.0.1:{port}/readyz", timeout=1).status_code == 200
    except httpx.HTTPError:
        return False
