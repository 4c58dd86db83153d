"""Socket Mode: `imerr serve` against a local endpoint that speaks Slack's envelopes."""

from __future__ import annotations

import queue
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.harness.fake_slack import FakeSlack
from tests.harness.server import action_payload, actions, command_form, environment, texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_WAIT = 10


@contextmanager
def _connected(table: Path, slack: FakeSlack, folder: Path) -> Iterator[subprocess.Popen[str]]:
    with (folder / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            env=environment(table, slack, 1, SLACK_APP_TOKEN="xapp-1-tests", SLACK_SIGNING_SECRET="", PORT=""),
            cwd=folder,
            stderr=log,
            text=True,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=20)


def _command(envelope_id: str, text: str) -> dict[str, Any]:
    return {
        "envelope_id": envelope_id,
        "type": "slash_commands",
        "accepts_response_payload": True,
        "payload": command_form(text),
    }


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as running:
        yield running


def test_a_command_is_answered_in_its_ack_and_a_button_after_it(
    table_path: Path, slack: FakeSlack, tmp_path: Path
) -> None:
    with _connected(table_path, slack, tmp_path):
        connection = slack.connection()
        slack.send(connection, _command("e1", "606"))
        answer = slack.acks.get(timeout=_WAIT)
        assert answer["envelope_id"] == "e1"
        assert "606 · 群组已满" in texts(answer["payload"])

        press = action_payload(actions(answer["payload"])["open:607"], slack.response_url(), ephemeral=True)
        slack.send(connection, {"envelope_id": "e2", "type": "interactive", "payload": press})
        assert slack.acks.get(timeout=_WAIT) == {"envelope_id": "e2"}
        assert "607 · " in texts(slack.responses.get(timeout=_WAIT))


def test_a_disconnect_and_a_dropped_connection_are_followed_by_a_new_connection(
    table_path: Path, slack: FakeSlack, tmp_path: Path
) -> None:
    with _connected(table_path, slack, tmp_path):
        first = slack.connection()
        slack.send(first, {"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
        second = slack.connection()
        slack.send(second, _command("e1", "603"))
        assert "603 · " in texts(slack.acks.get(timeout=_WAIT)["payload"])

        slack.close(second)
        third = slack.connection()
        slack.send(third, _command("e2", "604"))
        assert "604 · " in texts(slack.acks.get(timeout=_WAIT)["payload"])


def test_a_stop_closes_the_connection_and_leaves_with_status_zero(
    table_path: Path, slack: FakeSlack, tmp_path: Path
) -> None:
    with _connected(table_path, slack, tmp_path) as process:
        connection = slack.connection()
        slack.send(connection, _command("e1", "606"))
        slack.acks.get(timeout=_WAIT)

        process.terminate()

        assert process.wait(timeout=_WAIT) == 0
        for _ in range(100):
            if connection.closed:
                break
            time.sleep(0.05)
        assert connection.closed
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_an_envelope_that_makes_no_sense_does_not_end_the_connection(
    table_path: Path, slack: FakeSlack, tmp_path: Path
) -> None:
    with _connected(table_path, slack, tmp_path):
        connection = slack.connection()
        slack.send(connection, {"envelope_id": "e1", "type": "slash_commands", "payload": {"command": "/other"}})
        slack.send(connection, {"type": "surprise"})
        with pytest.raises(queue.Empty):
            slack.acks.get(timeout=0.5)
        slack.send(connection, _command("e2", "606"))
        assert slack.acks.get(timeout=_WAIT)["envelope_id"] == "e2"
