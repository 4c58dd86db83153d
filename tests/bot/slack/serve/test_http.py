"""Requests that the HTTP endpoint accepts and refuses."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest
from starlette.requests import Request

from bot.slack.serve.http import UNSIGNED, Bodies, TooMuchError
from local_slack.delivery import sign
from tests.harness import plain_http
from tests.harness.server import Server, command_form

if TYPE_CHECKING:
    import httpx

    from db.catalog import Catalog

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


def _refused(server: Server, response: httpx.Response, status: int, reason: str) -> None:
    assert (response.status_code, response.json()) == (status, {"error": reason})
    assert "exception" not in server.lines()[-1]


def test_a_wrong_signature_is_refused_without_logging_the_body(server: Server) -> None:
    body = urlencode(command_form("body-that-must-not-be-logged")).encode()
    response = server.post(body, {**FORM, **sign(body, secret="another")})

    _refused(server, response, 401, UNSIGNED)
    assert "must-not-be-logged" not in server.log.read_text(encoding="utf-8")


def test_a_request_without_a_signature_is_refused(server: Server) -> None:
    response = server.post(urlencode(command_form("606")).encode(), FORM)

    assert response.status_code == 401


def test_an_old_timestamp_is_refused_though_rightly_signed(server: Server) -> None:
    body = urlencode(command_form("606")).encode()
    response = server.post(body, {**FORM, **sign(body, at=time.time() - 301)})

    assert response.status_code == 401


@pytest.mark.parametrize("path", ["/", "/slack", "/slack/events/", "/nowhere", "/../etc/passwd"])
def test_an_unknown_path_is_refused(server: Server, path: str) -> None:
    body = urlencode(command_form("606")).encode()

    _refused(
        server,
        server.post(body, {**FORM, **sign(body)}, path=path),
        404,
        "Unknown path; Slack's requests go to /slack/events.",
    )


def test_another_method_is_refused(server: Server) -> None:
    _refused(server, plain_http.get(f"{server.url}/slack/events"), 405, "Use POST for /slack/events.")


def test_a_body_over_a_megabyte_is_refused(server: Server) -> None:
    body = b"text=" + b"x" * 1_000_000

    _refused(server, server.post(body, {**FORM, **sign(body)}), 413, "The body is over 1000000 bytes.")


def test_a_body_over_a_megabyte_of_unknown_length_is_refused(server: Server) -> None:
    response = plain_http.post(f"{server.url}/slack/events", content=iter([b"x" * 600_000] * 2), headers=FORM)

    _refused(server, response, 413, "The body is over 1000000 bytes.")


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"\xff\xfe", FORM),
        (b"payload=%7Bnot-json", FORM),
        (b"payload=%5B1%5D", FORM),
        (b"{not json", JSON),
        (b"[1, 2]", JSON),
        (b'"text"', JSON),
        (b"null", JSON),
    ],
)
def test_a_malformed_body_is_refused_though_rightly_signed(
    server: Server, body: bytes, headers: dict[str, str]
) -> None:
    response = server.post(body, {**headers, **sign(body)})

    _refused(server, response, 400, "The body is neither a form nor JSON as Slack sends them.")


@pytest.mark.parametrize("body", [b"", b"{}", b"a=b", b"command=", b'{"type": "event_callback"}'])
def test_a_well_formed_body_that_is_no_request_is_refused(server: Server, body: bytes) -> None:
    response = server.post(body, {**(JSON if body.startswith(b"{") else FORM), **sign(body)})

    assert (response.status_code, list(response.json())) == (404, ["error"])
    assert "exception" not in server.lines()[-1]


def test_slacks_check_of_the_address_is_answered(server: Server) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()

    assert server.post(body, {**JSON, **sign(body)}).json() == {"challenge": "abc"}


def test_slacks_check_of_the_certificate_is_answered(server: Server) -> None:
    body = b"ssl_check=1&token=x"

    assert server.post(body, {**FORM, **sign(body)}).status_code == 200


def test_health_and_readiness_answer(server: Server, catalog: Catalog) -> None:
    assert plain_http.get(f"{server.url}/healthz").text == "ok\n"
    assert plain_http.get(f"{server.url}/readyz").json() == {"ready": True, "codes": len(catalog.entries)}


def test_bytes_that_are_no_http_break_nothing(server: Server) -> None:
    at = urlsplit(server.url)
    with socket.create_connection((str(at.hostname), int(at.port or 0)), timeout=5) as connection:
        connection.sendall(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
        answer = connection.recv(100)

    assert answer.startswith(b"HTTP/1.1 400")
    assert server.command("606")["blocks"]


def test_large_unverified_bodies_are_limited_small_ones_pass() -> None:
    async def ask(bodies: Bodies, size: int, wait: asyncio.Event | None = None) -> int:
        async def receive() -> dict[str, object]:
            if wait is not None and sent:
                await wait.wait()
                return {"type": "http.request", "body": b"", "more_body": False}
            sent.append(size)
            return {"type": "http.request", "body": b"x" * size, "more_body": wait is not None}

        sent: list[int] = []
        request = Request({"type": "http", "method": "POST", "headers": []}, receive)
        try:
            return len(await bodies.read(request))
        except TooMuchError as error:
            return error.status

    async def play() -> tuple[list[int], list[int], list[int]]:
        bodies, end = Bodies(most_held=2_000_000), asyncio.Event()
        strangers = [asyncio.create_task(ask(bodies, 900_000, end)) for _ in range(4)]
        await asyncio.sleep(0.05)
        meanwhile = [await ask(bodies, 900_000), await ask(bodies, 2_000)]
        end.set()
        held = list(await asyncio.gather(*strangers))
        return held, meanwhile, [await ask(bodies, 900_000)]

    assert asyncio.run(play()) == ([900_000, 900_000, 503, 503], [503, 2_000], [900_000])
