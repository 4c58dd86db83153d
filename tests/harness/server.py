"""imerr's server as users start it: `imerr serve` in its own process, over real sockets."""

from __future__ import annotations

import itertools
import json
import os
import signal
import socket
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx

from local_slack.calls import BOT_TOKEN
from local_slack.delivery import SIGNING_SECRET, sign
from tests.harness import plain_http, starts
from tests.harness.starts import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local_slack import LocalSlack

_START_SECONDS = 30
_PEOPLE = itertools.count(1)


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(table: Path, slack: LocalSlack | None, port: int, **changes: str) -> dict[str, str]:
    """Return the environment of a well-configured server, with changes; an empty value unsets."""
    values = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "IMERR_TABLE": str(table),
        "IMERR_MEMORY": "off",
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": slack.url if slack else "http://127.0.0.1:9/api/",
        "PORT": str(port),
        **changes,
    }
    return {name: value for name, value in values.items() if value}


@dataclass
class Server:
    """A running server and its address."""

    process: starts.Process
    url: str
    log: Path

    def post(self, body: bytes, headers: dict[str, str], path: str = "/slack/events") -> httpx.Response:
        """Post a raw body."""
        return plain_http.post(self.url + path, content=body, headers=headers, timeout=10)

    def post_form(self, form: dict[str, str]) -> httpx.Response:
        """Post a signed form, as Slack does."""
        body = urlencode(form).encode()
        return self.post(body, {"Content-Type": "application/x-www-form-urlencoded", **sign(body)})

    def command(self, text: str, **more: str) -> dict[str, Any]:
        """Send `/imerr TEXT`; return the message in the response."""
        response = self.post_form(command_form(text, **more))
        assert response.status_code == 200, response.text
        message: dict[str, Any] = response.json()
        return message

    def lines(self) -> list[dict[str, Any]]:
        """Return the log of the server so far."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]

    def stop(self) -> int:
        """Stop the server; return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)


def command_form(text: str, **more: str) -> dict[str, str]:
    """Return a slash command as Slack posts it."""
    return {
        "command": "/imerr",
        "text": text,
        "team_id": "T1",
        "channel_id": "C1",
        # Another user each time, because of the rate limit.
        "user_id": f"U{next(_PEOPLE)}",
        "api_app_id": "A1",
        "response_url": "https://hooks.slack.com/commands/T1/1/x",
        "trigger_id": "1.2.3",
        **more,
    }


@contextmanager
def serving(table: Path, slack: LocalSlack, log: Path, *arguments: str, **changes: str) -> Iterator[Server]:
    """Run `imerr serve` over HTTP until the block ends."""
    port = int(changes.pop("PORT", "0")) or free_port()
    with log.open("w", encoding="utf-8") as sink:
        process = starts.start(
            [sys.executable, "-m", "bot", "serve", *arguments],
            env=environment(table, slack, port, **changes),
            cwd=log.parent,
            stderr=sink,
            stdout=sink,
        )
        server = Server(process, f"http://127.0.0.1:{port}", log)
        try:
            _wait_until_ready(server)
            yield server
        finally:
            if process.poll() is None:
                server.stop()


def over_socket_mode(slack: LocalSlack) -> dict[str, str]:
    """Return the changes to the environment for Socket Mode."""
    return {"SLACK_APP_TOKEN": slack.app_token, "SLACK_SIGNING_SECRET": "", "PORT": ""}


@contextmanager
def connected(table: Path, slack: LocalSlack, log: Path, **changes: str) -> Iterator[Server]:
    """Run `imerr serve` over Socket Mode until the block ends."""
    with log.open("w", encoding="utf-8") as sink:
        process = starts.start(
            [sys.executable, "-m", "bot", "serve"],
            env=environment(table, slack, 1, **(over_socket_mode(slack) | changes)),
            cwd=log.parent,
            stderr=sink,
            stdout=sink,
        )
        server = Server(process, "", log)
        try:
            yield server
        finally:
            if process.poll() is None:
                server.stop()


def _wait_until_ready(server: Server) -> None:
    for _ in range(_START_SECONDS * 20):
        assert server.process.poll() is None, server.log.read_text(encoding="utf-8")
        try:
            if plain_http.get(f"{server.url}/readyz", timeout=1).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise TimeoutError(server.log.read_text(encoding="utf-8"))


def texts(message: dict[str, Any]) -> str:
    """Return every text in a message's blocks, joined: the text that a user can read."""
    found: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            text = node.get("text")
            if isinstance(text, str):
                found.append(text)
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(message.get("blocks", []))
    return "\n".join(found)


def actions(message: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the buttons and menus of a message by action id, ready to be pressed."""
    found: dict[str, dict[str, Any]] = {}
    blocks = message.get("blocks", [])
    for block in [*blocks, *(held for outer in blocks for held in outer.get("child_blocks", []))]:
        for element in [*block.get("elements", []), block.get("accessory", {})]:
            if action_id := element.get("action_id"):
                found[action_id] = {
                    key: element[key] for key in ("type", "action_id", "value", "options", "text") if key in element
                }
    return found
