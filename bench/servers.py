"""The measured servers, each a process of its own on loopback, and the Slack that imerr calls at its start."""

from __future__ import annotations

import contextlib
import http.client
import http.server
import json
import secrets
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from bench.common import ROOT, BenchError, environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

HOST = "127.0.0.1"
PATH = "/slack/events"
_START_SECONDS = 30
_STOP_SECONDS = 15
_SECRET = secrets.token_hex(16)


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    name: str
    port: int
    pid: int = 0


def command_body(text: str, user: str = "U0BENCH") -> str:
    """Return the form that Slack posts for `/imerr TEXT`."""
    return urlencode(
        {
            "token": "unused",
            "team_id": "T0BENCH",
            "team_domain": "bench",
            "channel_id": "C0BENCH",
            "channel_name": "support",
            "user_id": user,
            "user_name": "asker",
            "command": "/imerr",
            "text": text,
            "api_app_id": "A0BENCH",
            "is_enterprise_install": "false",
            "response_url": "https://hooks.slack.com/commands/T0BENCH/1/x",
            "trigger_id": "1.2.3",
        }
    )


def signed(body: str) -> dict[str, str]:
    """Return the headers of a request with `body`, signed now; signatures are valid for five minutes."""
    timestamp = str(int(time.time()))
    signature = SignatureVerifier(_SECRET).generate_signature(timestamp=timestamp, body=body)
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature or "",
    }


def post(server: Server, body: str, headers: Mapping[str, str]) -> tuple[int, str]:
    """Post once; return the status and the body of the response."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=10)
    try:
        connection.request("POST", PATH, body, dict(headers))
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


@contextlib.contextmanager
def running(table: Path, folder: Path) -> Iterator[tuple[Server, Server, Server]]:
    """Yield imerr, the bare handler and imerr in Bolt's default mode once they answer; stop them at the end."""
    commands = {
        "imerr": ["bot", "serve", "--mode", "http"],
        "bare Bolt": ["bench.apps", "bare"],
        "imerr, default mode": ["bench.apps", "default"],
    }
    with contextlib.ExitStack() as stack:
        slack = stack.enter_context(stub_slack())
        imerr, bare, default = (
            stack.enter_context(serving(name, command, table, slack, folder)) for name, command in commands.items()
        )
        yield imerr, bare, default


@contextlib.contextmanager
def serving(name: str, command: list[str], table: Path, slack: int, folder: Path, **more: str) -> Iterator[Server]:
    """Yield one of our servers once it answers; without a memory, unless `more` of its environment says otherwise."""
    server = Server(name, free_port())
    own = {
        "IMERR_TABLE": str(table),
        "IMERR_MEMORY": "off",
        "SLACK_API_URL": f"http://{HOST}:{slack}/api/",
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": _SECRET,
        "PORT": str(server.port),
        "PYTHONPATH": str(ROOT),
        **more,
    }
    port = [str(server.port)] if command[0] == "bench.apps" else []
    with process(server, [*command, *port], own, folder) as pid:
        yield replace(server, pid=pid)


@contextlib.contextmanager
def process(server: Server, command: list[str], own: Mapping[str, str], folder: Path) -> Iterator[int]:
    """Run one of our servers until the block ends; yield its process id. It logs into `PORT.log` in `folder`."""
    log = folder / f"{server.port}.log"
    with log.open("wb") as output:
        # In the temporary folder: the repository may hold a .env.
        started = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", *command], cwd=folder, env=environment(own), stdout=output, stderr=output
        )
    try:
        _await(server, started, log)
        yield started.pid
    finally:
        started.terminate()
        try:
            started.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def _await(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection((HOST, server.port), 1):
            return
        time.sleep(0.05)
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    raise BenchError(f"The server {server.name!r} did not start. The end of its log:\n{tail}")


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


class _AuthTest(http.server.BaseHTTPRequestHandler):
    """Answers every method as Slack answers `auth.test` for a valid token."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        content = json.dumps({"ok": True, "team_id": "T0BENCH", "user_id": "U0IMERR", "bot_id": "B0IMERR"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@contextlib.contextmanager
def stub_slack() -> Iterator[int]:
    """Yield the port of a Slack that takes every token."""
    with http.server.ThreadingHTTPServer((HOST, 0), _AuthTest) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
