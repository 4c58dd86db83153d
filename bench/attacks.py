"""Hostile requests against a running server: unsigned, forged, malformed, overlong, half sent, or too many."""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import socket
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bench.servers import HOST, PATH
from db import table
from local_slack.delivery import sign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.servers import Server
    from local_slack import LocalSlack
    from local_slack.state import Message

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
_MEGABYTE = 1024
_SEED = 20_26
_NO_ANSWER = 599


@dataclass
class Target:
    """The server under attack, the Slack that it talks to, and its log."""

    server: Server
    slack: LocalSlack
    pid: int
    log: Path
    table: Path
    channel: str

    def post(self, body: bytes, headers: dict[str, str], kind: str = FORM) -> int:
        """Post once; return the status, 599 where there is no answer."""
        connection = http.client.HTTPConnection(HOST, self.server.port, timeout=30)
        try:
            connection.putrequest("POST", PATH)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
                connection.putheader(name, value.encode() if not value.isascii() else value)
            connection.endheaders(body)
            return connection.getresponse().status
        except OSError:
            return _NO_ANSWER
        finally:
            connection.close()

    def signed(self, payload: dict[str, Any], kind: str = "payload") -> int:
        """Post a correctly signed payload as Slack does."""
        if kind == "event":
            body, content_type = json.dumps(payload).encode(), JSON
        else:
            fields = payload if kind == "command" else {"payload": json.dumps(payload)}
            body, content_type = urlencode(fields, errors="replace").encode(), FORM
        return self.post(body, sign(body), content_type)

    def memory(self) -> int:
        """Return the server's resident memory in MB; 0 where it is unknown."""
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines():
                if line.startswith("VmRSS"):
                    return int(line.split()[1]) // _MEGABYTE
        return 0

    def tracebacks(self) -> int:
        """Return how many tracebacks the log has so far."""
        return self.log.read_text(encoding="utf-8", errors="replace").count("Traceback (most recent call last)")


def command(text: str, user: str = "UHOSTILE") -> dict[str, str]:
    """Return the fields of `/imerr TEXT`."""
    return {
        "command": "/imerr",
        "text": text,
        "team_id": "T1",
        "channel_id": "C1",
        "user_id": user,
        "response_url": "https://hooks.slack.com/commands/T1/1/x",
        "trigger_id": "1.2.3",
    }


def press(response_url: str) -> dict[str, Any]:
    """Return a press of a button."""
    button = {"type": "button", "action_id": "back", "value": '{"l":"en"}', "block_id": "b", "action_ts": "1.2"}
    return {
        "type": "block_actions",
        "user": {"id": "UHOSTILE"},
        "team": {"id": "T1"},
        "channel": {"id": "C1"},
        "container": {"type": "message", "message_ts": "1.2", "channel_id": "C1", "is_ephemeral": True},
        "response_url": response_url,
        "trigger_id": "1.2.3",
        "actions": [button],
    }


def mention(text: str, number: int, channel: str) -> dict[str, Any]:
    """Return a mention of imerr in `channel`."""
    ts = f"{1_700_000_000 + number}.000100"
    event = {"type": "app_mention", "user": f"U{number}", "text": text, "ts": ts, "channel": channel, "event_ts": ts}
    return {"type": "event_callback", "team_id": "T1", "event_id": f"EvHOSTILE{number}", "event": event}


def unsigned(target: Target, times: int) -> Iterator[int]:
    """Post presses with every kind of wrong signature."""
    body = urlencode({"payload": json.dumps(press(f"{target.slack.url}collect"))}).encode()
    right = sign(body)
    name, mark = right.keys()
    wrong = "v0=" + "0" * 64
    timestamps = ("abc", "", "nan", "9" * 400, "9" * 5_000, "١٧٠٠", "-1", "1e9", right[name])
    headers: list[dict[str, str]] = [{name: timestamp, mark: wrong} for timestamp in timestamps]
    headers += [{name: right[name], mark: signature} for signature in ("v0=é", "", "v0=", "v1=" + "0" * 64)]
    headers += [
        {},
        {mark: right[mark]},
        {name: right[name]},
        sign(body, secret="1" * 32),
        sign(body, at=time.time() - 301),
    ]
    for number in range(times):
        yield target.post(body, headers[number % len(headers)])


def foreign_urls(target: Target, times: int) -> Iterator[int]:
    """Post correctly signed presses that would redirect imerr."""
    urls = (
        "http://127.0.0.1:9/x",
        "https://hooks.slack.com.example.org/",
        "https://hooks.slack.com@127.0.0.1/",
        "x",
        "",
    )
    for number in range(times):
        yield target.signed(press(urls[number % len(urls)]))


def _leaves(node: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in items:
        yield (*path, key)
        yield from _leaves(child, (*path, key))


def nonsense(target: Target, times: int) -> Iterator[int]:
    """Post correctly signed payloads with missing fields and wrong types."""
    chance = random.Random(_SEED)  # noqa: S311 - no secret
    odd: tuple[Any, ...] = (None, 5, -1.5, "", "x" * 20_000, [], [None], {}, {"id": None}, True, "\ud800")
    valid = [
        ("payload", press(f"{target.slack.url}of-nobody")),
        ("event", mention("<@U0IMERR> 606", 0, target.channel)),
        ("command", command("606")),
        (
            "payload",
            {"type": "view_submission", "user": {"id": "U1"}, "view": {"callback_id": "share_view", "state": {}}},
        ),
        (
            "payload",
            {"type": "message_action", "callback_id": "explain_error", "user": {"id": "U1"}, "message": {"text": "6"}},
        ),
        ("payload", {"type": "block_suggestion", "action_id": "lookup", "user": {"id": "U1"}, "value": "606"}),
    ]
    for _ in range(times):
        kind, whole = chance.choice(valid)
        payload = json.loads(json.dumps(whole))
        *way, last = chance.choice(list(_leaves(payload)))
        place = payload
        for key in way:
            place = place[key]
        place[last] = chance.choice(odd)
        yield target.signed(payload, kind)


TEXTS = ("500 ", "1-2 ", "12到", "\u0f71\u0f72", "603和", "GET /x 500\n", "群组满了，", "type: 603 ")


def long_commands(target: Target, times: int) -> Iterator[int]:
    """Ask commands as long as a megabyte allows."""
    for number in range(times):
        text = "x" + TEXTS[number % len(TEXTS)] * 10_000
        yield target.signed(command(text, user=f"ULONG{number // 20}"), "command")


def long_mentions(target: Target, times: int) -> Iterator[int]:
    """Mention imerr under texts as long as Slack allows."""
    support = target.slack.channel("support")
    for number in range(times):
        asker = target.slack.person(f"mentions-{number // 20}")
        question = asker.says("@imerr x" + TEXTS[number % len(TEXTS)] * 9_000, support)
        target.slack.wait_for(partial(_is_answered, target.slack, question), "the answer")
        yield 0


def _is_answered(slack: LocalSlack, question: Message) -> bool:
    return bool(slack.thread(question))


def flood(target: Target, times: int) -> Iterator[int]:
    """Ask as one person, as fast as possible."""
    for _ in range(times):
        yield target.signed(command("群组满了"), "command")


def hang_ups(target: Target, times: int) -> Iterator[int]:
    """Send whole and half requests, and hang up at once."""
    body = urlencode(command("606")).encode()
    head = [f"POST {PATH} HTTP/1.1", "Host: x", f"Content-Length: {len(body)}", f"Content-Type: {FORM}"]
    head += [f"{name}: {value}" for name, value in sign(body).items()]
    whole = "\r\n".join([*head, "", ""]).encode() + body
    for number in range(times):
        with socket.create_connection((HOST, target.server.port), timeout=10) as connection:
            connection.sendall(whole[: len(whole) * (number % 4 + 1) // 4])
        yield 0


def halves(target: Target, times: int) -> Iterator[int]:
    """Leave requests half sent, and check whether the server drops them."""
    held = [socket.create_connection((HOST, target.server.port), timeout=10) for _ in range(times)]
    for number, connection in enumerate(held):
        connection.sendall(f"POST {PATH} HTTP/1.1\r\nContent-Length: 9\r\n".encode() + b"\r\nx" * (number % 2))
    time.sleep(11)
    for connection in held:
        connection.settimeout(0.2)
        try:
            while connection.recv(1000):
                pass
            status = 0
        except TimeoutError:
            status = _NO_ANSWER
        except OSError:
            status = 0
        connection.close()
        yield status


def new_tables(target: Target, times: int) -> Iterator[int]:
    """Replace the served table with others."""
    catalog, learned = table.load(target.table), table.load_learned(target.table)
    for number in range(times):
        table.build(replace(catalog, digest=f"{number:064}"), target.table, learned)
        time.sleep(1.3)
        yield target.signed(command(f"群组满了 {number}", user=f"UTABLE{number}"), "command")
