"""Unsigned requests have no effect, whatever their headers hold."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest

from bot.slack.serve.http import UNSIGNED
from local_slack.delivery import sign
from tests.harness import plain_http
from tests.harness.counterpart import Counterpart
from tests.harness.installed import LocalSlack
from tests.harness.server import serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.server import Server

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SIGNATURE = "v0=" + "0" * 64


def _press(response_url: str) -> bytes:
    payload = {
        "type": "block_actions",
        "user": {"id": "U123"},
        "channel": {"id": "C123"},
        "container": {"type": "message", "message_ts": "1.2", "channel_id": "C123", "is_ephemeral": True},
        "trigger_id": "1.2.3",
        "response_url": response_url,
        "actions": [
            {"type": "button", "action_id": "back", "value": '{"l":"en"}', "block_id": "b", "action_ts": "1.2"}
        ],
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


@pytest.mark.parametrize(
    ("timestamp", "signature"),
    [
        pytest.param(b"abc", SIGNATURE.encode(), id="letters"),
        pytest.param(b"", SIGNATURE.encode(), id="empty"),
        pytest.param(b"nan", SIGNATURE.encode(), id="not a number"),
        pytest.param(b"9" * 400, SIGNATURE.encode(), id="400 digits"),
        pytest.param(b"9" * 5000, SIGNATURE.encode(), id="5,000 digits"),
        pytest.param("١٧٠٠٠٠٠٠٠٠".encode(), SIGNATURE.encode(), id="Arabic digits"),
        pytest.param(b"-1", SIGNATURE.encode(), id="negative"),
        pytest.param(b"1e9", SIGNATURE.encode(), id="exponent"),
        pytest.param(b"now", "v0=é".encode(), id="signature with a letter that is not ASCII"),
        pytest.param(b"now", b"v0=", id="empty digest"),
        pytest.param(b"now", b"", id="empty signature"),
        pytest.param(b"now", SIGNATURE.encode(), id="wrong signature"),
        pytest.param(b"now", b"v1=" + b"0" * 64, id="another version"),
    ],
)
def test_an_unsigned_press_calls_nobody(server: Server, slack: LocalSlack, timestamp: bytes, signature: bytes) -> None:
    with Counterpart() as anybody:
        body, before = _press(anybody.url), len(slack.calls)
        now = sign(body)["X-Slack-Request-Timestamp"].encode()
        headers = [
            (b"Content-Type", FORM["Content-Type"].encode()),
            (b"X-Slack-Request-Timestamp", now if timestamp == b"now" else timestamp),
            (b"X-Slack-Signature", signature),
        ]
        response = plain_http.post(f"{server.url}/slack/events", content=body, headers=headers, timeout=10)
        slack.settle()

        assert (response.status_code, response.json()) == (401, {"error": UNSIGNED})
        assert (anybody.requests, slack.calls[before:]) == ([], [])
    assert "exception" not in server.lines()[-1]


def test_two_signatures_are_no_signature(server: Server) -> None:
    body = _press("https://hooks.slack.com/actions/1")
    signed = [(name, value) for name, value in sign(body).items()]
    response = plain_http.post(
        f"{server.url}/slack/events",
        content=body,
        headers=[*FORM.items(), *signed, ("X-Slack-Signature", SIGNATURE)],
    )

    assert response.status_code == 401


def test_ssl_check_does_not_bypass_the_signature(server: Server, slack: LocalSlack) -> None:
    before = len(slack.calls)
    body = urlencode({"ssl_check": "1", "command": "/imerr", "text": "606", "user_id": "U1"}).encode()
    response = server.post(body, FORM)

    assert (response.status_code, response.text) == (401, json.dumps({"error": UNSIGNED}, separators=(",", ":")))
    assert slack.calls[before:] == []


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.slack.com.example.org/actions/1",
        "https://hooks.slack.com@127.0.0.1/actions/1",
        "http://hooks.slack.com/actions/1",
        "https://hooks.slack.com:8443/actions/1",
        "file:///etc/passwd",
        "not an address",
        "",
    ],
)
def test_a_signed_press_with_a_foreign_response_url_is_refused(server: Server, slack: LocalSlack, url: str) -> None:
    body, before = _press(url), len(slack.calls)
    response = server.post(body, {**FORM, **sign(body)})
    slack.settle()

    assert (response.status_code, "response_url" in response.json()["error"]) == (400, True)
    assert slack.calls[before:] == []


def test_a_response_url_on_this_machine_is_never_called(server: Server, slack: LocalSlack) -> None:
    with Counterpart() as anybody:
        body, before = _press(anybody.url), len(slack.calls)
        response = server.post(body, {**FORM, **sign(body)})
        slack.settle()

        assert (response.status_code, anybody.requests, slack.calls[before:]) == (400, [], [])


@pytest.mark.parametrize("sent", [b"POST /slack/events HTTP/1.1\r\nHost: here\r\n\r\n", b"nonsense\r\n\r\n"])
def test_requests_without_a_signature_do_not_fill_the_log(table_path: Path, tmp_path: Path, sent: bytes) -> None:
    with LocalSlack() as slack, serving(table_path, slack, tmp_path / "log") as server:
        at = urlsplit(server.url)
        for _ in range(40):
            with socket.create_connection((str(at.hostname), int(at.port or 0)), timeout=5) as connection:
                connection.sendall(sent)
                assert connection.recv(1000).startswith(b"HTTP/1.1 4")
        told = [line.get("times", 1) for line in server.lines() if line["level"] == "warning" and "reason" not in line]
        told += [line.get("times", 1) for line in server.lines() if line["event"] == "refused"]

    assert told == [1, 2, 4, 8, 16, 32]
