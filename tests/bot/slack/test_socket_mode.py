"""Socket Mode's connection; what comes over it is in tests/scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.demo.local_slack import LocalSlack
from tests.harness.server import connected

if TYPE_CHECKING:
    from pathlib import Path


def test_a_stop_closes_the_connection_and_leaves_with_status_zero(table_path: Path, tmp_path: Path) -> None:
    with LocalSlack() as slack, connected(table_path, slack, tmp_path / "log") as server:
        slack.wait_connected()
        (socket,) = slack.deliverer.sockets

        assert server.stop() == 0
        slack.wait_for(lambda: socket.closed, "the end of the connection")
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_an_envelope_that_makes_no_sense_does_not_end_the_connection(table_path: Path, tmp_path: Path) -> None:
    with LocalSlack() as slack, connected(table_path, slack, tmp_path / "log"):
        slack.wait_connected()
        (socket,) = slack.deliverer.sockets
        for envelope in (
            {"envelope_id": "e1", "type": "slash_commands", "payload": {"command": "/other"}},
            {"type": "surprise"},
        ):
            slack.run(socket.send_json(envelope))

        assert slack.person("asker").types("/imerr 606", slack.channel("support")).startswith("# 606 · ")
        assert slack.deliverer.sockets == [socket]


def test_a_slack_that_is_out_of_reach_at_the_start_is_tried_again(table_path: Path, tmp_path: Path) -> None:
    with LocalSlack() as down:
        address = down.url
    port = int(address.rsplit(":", 1)[1].split("/")[0])
    with connected(table_path, down, tmp_path / "log"), LocalSlack(port=port) as slack:
        slack.wait_connected()

        assert slack.person("asker").types("/imerr 606", slack.channel("support")).startswith("# 606 · ")
