"""Socket Mode's connections as Slack sees them: opened, held, renewed and given up."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from typing import TYPE_CHECKING

import pytest

from bot.slack.serve.sockets.opening import Opener
from bot.slack.serve.sockets.pool import Pool
from local_slack.failures import SOCKETS, Failure, broken, hangs_up, rate_limited, refuses
from tests.harness import starts
from tests.harness.installed import LocalSlack
from tests.harness.server import command_form, connected, environment, free_port, over_socket_mode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from slack_sdk.socket_mode.request import SocketModeRequest

    from local_slack.delivery import Reply

_OPEN = "apps.connections.open"
_SECRETS = ("ticket=", "xapp-", "xoxb-", "app_token")


@pytest.fixture
def local() -> Iterator[LocalSlack]:
    with LocalSlack(retry_waits=(0.0,)) as slack:
        yield slack


def _is_answered(slack: LocalSlack) -> bool:
    return slack.person("asker").types("/imerr 606", slack.channel("support")).startswith("# 606 · ")


def test_two_connections_are_held(table_path: Path, tmp_path: Path, local: LocalSlack) -> None:
    with connected(table_path, local, tmp_path / "log"):
        local.wait_connected(2)

        assert [_is_answered(local) for _ in range(4)] == [True] * 4
        assert len(local.handshakes) == 2


@pytest.mark.parametrize(
    "trouble", [broken(503, times=3), broken(403, times=3), hangs_up(times=3), refuses("warning", times=3)]
)
def test_a_failed_handshake_is_retried_with_a_fresh_url(
    table_path: Path, tmp_path: Path, local: LocalSlack, trouble: Failure
) -> None:
    local.fail_next_calls(SOCKETS, trouble)
    with connected(table_path, local, tmp_path / "log"):
        local.wait_connected(2, within=25)

        assert _is_answered(local)
    tickets = [handshake.ticket for handshake in local.handshakes]
    assert len(tickets) == len(set(tickets))


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "too_many_websockets", "surprise"])
def test_disconnects_right_after_hello_lengthen_the_backoff(
    table_path: Path, tmp_path: Path, local: LocalSlack, reason: str
) -> None:
    local.fail_next_calls(SOCKETS, refuses(reason))
    with connected(table_path, local, tmp_path / "log"):
        local.wait_for(lambda: len(local.handshakes) > 0, "the first handshake")
        time.sleep(5)
        in_five_seconds = len(local.handshakes)
        local.stop_failing()

        local.wait_connected(within=30)
        assert _is_answered(local)
    assert in_five_seconds <= 20


def test_the_replacement_opens_before_the_old_connection_ends(
    table_path: Path, tmp_path: Path, local: LocalSlack
) -> None:
    with connected(table_path, local, tmp_path / "log"):
        local.wait_connected(2)
        time.sleep(2.5)
        old = list(local.deliverer.sockets)
        local.refresh_connections("warning")
        late = {"envelope_id": "late", "type": "slash_commands", "payload": command_form("606")}
        local.run(old[0].send_str(json.dumps(late)))
        local.wait_connected(2)

        assert [socket.closed for socket in old] == [False, False]
        local.wait_for(lambda: any(ack["envelope_id"] == "late" for ack in local.deliverer.acks), "the late answer")
        local.wait_for(lambda: all(socket.closed for socket in old), "the end of the old ones", within=20)
        assert len(local.handshakes) == 4


def test_an_outage_is_over_within_fifteen_seconds(table_path: Path, tmp_path: Path) -> None:
    with LocalSlack() as slack:
        port = int(slack.url.rpartition(":")[2].partition("/")[0])
    with connected(table_path, slack, tmp_path / "log") as server:
        time.sleep(12)
        with LocalSlack(port=port) as back:
            back.wait_connected(within=15)

            assert _is_answered(back)
    unreachable = [line for line in server.lines() if line["level"] == "warning"]
    assert 0 < len(unreachable) <= 12


def test_retry_after_is_obeyed(table_path: Path, tmp_path: Path, local: LocalSlack) -> None:
    local.fail_next_calls(_OPEN, rate_limited(3, times=2))
    with connected(table_path, local, tmp_path / "log"):
        local.wait_connected()

        refused, opened = (
            [call.at for call in local.calls if call.method == _OPEN and bool(call.answer["ok"]) is went_well]
            for went_well in (False, True)
        )
        assert opened[0] - max(refused) >= 2.9


def test_a_dead_connection_is_noticed(table_path: Path, tmp_path: Path, local: LocalSlack) -> None:
    with connected(table_path, local, tmp_path / "log"):
        local.wait_connected(2)
        local.goes_deaf()

        local.wait_for(lambda: len(local.handshakes) >= 4, "the next connections", within=20)


@pytest.mark.parametrize("level", ["debug", "info"])
def test_no_token_and_no_ticket_stands_in_the_log(
    table_path: Path, tmp_path: Path, local: LocalSlack, level: str
) -> None:
    local.fail_next_calls(SOCKETS, broken(503, times=2))
    with connected(table_path, local, tmp_path / "log", IMERR_LOG_LEVEL=level) as server:
        local.wait_connected(2)
        asker = local.person("asker")
        question = asker.says("@imerr 606", local.channel("support"))
        asker.sees("606 · ")
        local.deliver_again(question, times=2)
        local.fail_next_calls("chat.postMessage", refuses("internal_error"))
        asker.dm("607")
        local.settle()
        local.fail_next_calls(SOCKETS, hangs_up(times=2))
        local.drop_connections()
        local.wait_connected(2)
        local.fail_next_calls(_OPEN, Failure(error="internal_error", times=2))
        local.drop_connections()
        local.wait_connected(2)
    log = server.log.read_text(encoding="utf-8")

    assert [secret for secret in _SECRETS if secret in log] == []
    assert [handshake.ticket for handshake in local.handshakes if handshake.ticket in log] == []


@pytest.mark.parametrize("told", [_OPEN, SOCKETS])
@pytest.mark.parametrize(
    "sentence",
    [
        "Slack refuses SLACK_APP_TOKEN (invalid_auth). In the app's settings",
        "Slack refuses SLACK_APP_TOKEN (not_authed). In the app's settings",
        "Slack refuses SLACK_APP_TOKEN (token_revoked). In the app's settings",
        "Slack refuses SLACK_APP_TOKEN (not_allowed_token_type). In the app's settings",
        "Slack refuses the app (account_inactive): it was removed from its workspace",
        "Socket Mode is switched off in the app's settings (link_disabled). Switch it on",
    ],
)
def test_a_permanent_refusal_stops_the_server_with_a_sentence(
    table_path: Path, tmp_path: Path, local: LocalSlack, sentence: str, told: str
) -> None:
    local.fail_next_calls(told, refuses(sentence.partition("(")[2].partition(")")[0]))
    ended = starts.run(
        [sys.executable, "-m", "bot", "serve", "--mode", "socket"],
        env=environment(table_path, local, 1, **over_socket_mode(local)),
        cwd=tmp_path,
        timeout=30,
    )

    assert ended.returncode == 2
    (told_last,) = [line for line in ended.stderr.splitlines() if line.startswith("imerr: ")]
    assert sentence in told_last
    assert "Traceback" not in ended.stderr


def test_switching_socket_mode_off_stops_a_running_server(table_path: Path, tmp_path: Path, local: LocalSlack) -> None:
    with connected(table_path, local, tmp_path / "log") as server:
        local.wait_connected(2)
        local.refresh_connections("link_disabled")

        assert server.process.wait(timeout=10) == 2
    log = server.log.read_text(encoding="utf-8")
    assert "imerr: Socket Mode is switched off in the app's settings (link_disabled)" in log
    assert "Traceback" not in log


def test_a_stop_does_not_wait_for_the_next_attempt(table_path: Path, tmp_path: Path, local: LocalSlack) -> None:
    local.fail_next_calls(_OPEN, rate_limited(30))
    with connected(table_path, local, tmp_path / "log") as server:
        local.wait_for(lambda: sum(call.method == _OPEN for call in local.calls) >= 2, "two refusals")
        time.sleep(0.3)
        asked = time.monotonic()

        assert server.stop() == 0
        assert time.monotonic() - asked < 5


def test_an_unreachable_slack_is_one_log_line_and_retried(table_path: Path, tmp_path: Path) -> None:
    port = free_port()
    with LocalSlack(port=port) as down:
        pass
    with connected(table_path, down, tmp_path / "log") as server:
        LocalSlack.wait_for(lambda: "disconnected" in [line["event"] for line in server.lines()], "the first failure")
        with LocalSlack(port=port) as slack:
            slack.wait_connected()

            assert _is_answered(slack)
        about_the_token = [line for line in server.lines() if line.get("method") == "auth.test"]
        assert [(line["event"], line["reason"]) for line in about_the_token] == [
            ("slack_unreachable", "ConnectionRefusedError")
        ]
        assert not server.log.read_text(encoding="utf-8").count("urlopen")


@pytest.mark.parametrize("trouble", [broken(503), broken(200), hangs_up(), refuses("internal_error")])
def test_a_failing_slack_is_one_log_line_without_its_response(
    table_path: Path, tmp_path: Path, local: LocalSlack, trouble: Failure
) -> None:
    local.fail_next_calls("auth.test", trouble)
    with connected(table_path, local, tmp_path / "log") as server:
        local.wait_connected(2)
    lines = server.log.read_text(encoding="utf-8").splitlines()

    assert sum("auth.test" in line for line in lines) == 1
    assert not any("upstream broke down" in line or "Traceback" in line for line in lines)
    assert [line["event"] for line in server.lines()][-1] == "stopped"


def test_the_longest_answer_goes_back_whole(local: LocalSlack) -> None:
    text = "字" * 1_000_000

    async def answer(request: SocketModeRequest) -> str:
        return json.dumps({"envelope_id": request.envelope_id, "payload": {"text": text}})

    async def ask() -> Reply:
        opener = Opener(local.url, local.app_token)
        pool = Pool(opener.open, answer)
        holding = asyncio.create_task(pool.hold())
        try:
            return await asyncio.to_thread(lambda: local.run(local.deliverer.send("command", {"command": "/imerr"})))
        finally:
            holding.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await holding
            await pool.close()
            await opener.close()

    reply = asyncio.run(ask())

    assert (reply.status, reply.body == {"text": text}) == (200, True)
