"""Messages over Socket Mode's connections; well-formed requests are in tests/scenarios."""

from __future__ import annotations

import asyncio
import itertools
import json
from typing import TYPE_CHECKING, Any

import pytest

from local_slack import payloads
from local_slack.failures import slow
from tests.harness.installed import LocalSlack
from tests.harness.server import connected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local_slack.person import Person
    from tests.harness.server import Server

_PEOPLE = itertools.count()
_CONNECTIONS = 2


@pytest.fixture(scope="module")
def scene(table_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LocalSlack, Server]]:
    folder = tmp_path_factory.mktemp("socket")
    with LocalSlack(retry_waits=(0.0,)) as slack, connected(table_path, slack, folder / "log") as server:
        # Slack knows of a connection before imerr has written its line about it.
        slack.wait_for(
            lambda: [line["event"] for line in server.lines()].count("connected") == _CONNECTIONS, "the lines"
        )
        yield slack, server


def _somebody(slack: LocalSlack) -> Person:
    """Return a user who has not asked yet, because of the rate limit."""
    return slack.person(f"asker-{next(_PEOPLE)}")


def _envelope(**changes: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    whole = {"envelope_id": "e1", "type": "events_api", "payload": {"type": "event_callback"}} | changes
    return json.dumps({name: value for name, value in whole.items() if value != "left out"})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("", "unknown", id="empty"),
        pytest.param("<html>", "unknown", id="no JSON"),
        pytest.param("[" * 100_000, "unknown", id="deeper than can be read"),
        pytest.param("[1]", "unknown", id="a list"),
        pytest.param("null", "unknown", id="null"),
        pytest.param('{"type": "surprise"}', "surprise", id="a type that nobody knows"),
        pytest.param(_envelope(type=7), "unknown", id="a number as type"),
        pytest.param(_envelope(type="a\nforged line"), "unknown", id="two lines as type"),
        pytest.param(_envelope(envelope_id="left out"), "events_api", id="no envelope_id"),
        pytest.param(_envelope(envelope_id={"a": 1}), "events_api", id="an object as envelope_id"),
        pytest.param(_envelope(payload="left out"), "events_api", id="no payload"),
        pytest.param(_envelope(payload=None), "events_api", id="null as payload"),
        pytest.param(_envelope(payload="text"), "events_api", id="a string as payload"),
        pytest.param(_envelope(payload=[1]), "events_api", id="a list as payload"),
        pytest.param(_envelope(payload={"a": "x" * 2_000_000}), "events_api", id="over a megabyte"),
        pytest.param(_envelope(payload={"a": "x" * 6_000_000}), "events_api", id="over six megabytes"),
        pytest.param(_envelope(payload={}), "events_api", id="an empty payload"),
        pytest.param(_envelope(payload={"team": [], "event": 7}), "events_api", id="a number as event"),
        pytest.param(_envelope(type="interactive", payload={"user": "U1"}), "interactive", id="a string as user"),
    ],
)
def test_a_malformed_envelope_is_one_log_line_and_ends_nothing(
    scene: tuple[LocalSlack, Server], text: str, kind: str
) -> None:
    slack, server = scene
    before, sockets = len(server.lines()), list(slack.deliverer.sockets)
    slack.run(sockets[0].send_str(text))
    slack.wait_for(lambda: len(server.lines()) > before, "the line")

    for _ in sockets:
        assert _somebody(slack).types("/imerr 606", slack.channel("support")).startswith("# 606 · ")
    assert slack.deliverer.sockets == sockets
    told = [line for line in server.lines()[before:] if line["event"] != "command"]
    assert [(line["type"], "exception" in line) for line in told] == [(kind, False)]
    assert "Traceback" not in server.log.read_text(encoding="utf-8")


def test_a_binary_message_is_one_log_line(scene: tuple[LocalSlack, Server]) -> None:
    slack, server = scene
    before, sockets = len(server.lines()), list(slack.deliverer.sockets)
    slack.run(sockets[0].send_bytes(b"\x00"))
    slack.wait_for(lambda: len(server.lines()) > before, "the line")

    assert _somebody(slack).types("/imerr 606", slack.channel("support")).startswith("# 606 · ")
    assert slack.deliverer.sockets == sockets


def test_an_event_over_two_connections_is_answered_once(scene: tuple[LocalSlack, Server]) -> None:
    slack, _ = scene
    support, asker = slack.channel("support"), _somebody(slack)
    question = asker.says("@imerr 607", slack.channel("elsewhere", has_bot=False))
    question.channel = support
    inner = payloads.message_event(question) | {"type": "app_mention"}
    event = payloads.event(slack.workspace, inner)

    async def both() -> None:
        sending = [
            socket.send_str(_envelope(envelope_id=f"twice-{at}", payload=event))
            for at, socket in enumerate(slack.deliverer.sockets)
        ]
        assert len(sending) == 2
        await asyncio.gather(*sending)

    slack.run(both())
    asker.sees("607 · ")
    slack.settle()

    assert len(slack.thread(question)) == 1
    assert {ack["envelope_id"] for ack in slack.deliverer.acks} >= {"twice-0", "twice-1"}


def test_a_stop_closes_all_connections_with_exit_status_zero(table_path: Path, tmp_path: Path) -> None:
    with LocalSlack() as slack, connected(table_path, slack, tmp_path / "log") as server:
        slack.wait_connected(2)
        sockets = list(slack.deliverer.sockets)

        assert server.stop() == 0
        slack.wait_for(lambda: all(socket.closed for socket in sockets), "the end of the connections")
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_a_stop_finishes_the_answer_in_flight(table_path: Path, tmp_path: Path) -> None:
    with LocalSlack(retry_waits=()) as slack, connected(table_path, slack, tmp_path / "log") as server:
        slack.wait_connected(2)
        slack.fail_next_calls("chat.postMessage", slow(1.0))
        question = slack.person("asker").says("@imerr 606", slack.channel("support"))
        slack.wait_for(lambda: slack.server.calls_under_way > 0, "the post")

        assert server.stop() == 0
        assert len(slack.thread(question)) == 1
