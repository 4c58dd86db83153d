"""Clients that never finish a request: timeouts, size limits and eviction."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.slack.serve.http_connection import MOST_FIELDS, MOST_HEAD_BYTES, Connection
from tests.harness import plain_http

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from tests.harness.server import Server

_HEAD = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\n"


class _Hasty(Connection):
    head_seconds = 0.5


@pytest.fixture
def port() -> Iterator[int]:
    with _serving() as port:
        yield port


@contextmanager
def _serving(most: int | None = None) -> Iterator[int]:
    async def answer(request: Request) -> PlainTextResponse:
        return PlainTextResponse(await request.body())

    async def think(request: Request) -> PlainTextResponse:
        await asyncio.sleep(0.4)
        return PlainTextResponse(await request.body())

    application = Starlette(routes=[Route("/", answer, methods=["POST"]), Route("/think", think, methods=["POST"])])
    config = uvicorn.Config(application, port=0, http=_Hasty, log_config=None, access_log=False, limit_concurrency=most)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(5)


def _is_closed(connection: socket.socket) -> bool:
    connection.settimeout(3)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("sent", [b"", b"P", b"POST / HTTP/1.1\r\n", _HEAD])
def test_half_a_head_times_out(port: int, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(sent)

        assert _is_closed(connection)


def test_a_dripping_head_has_the_same_timeout(port: int) -> None:
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        was_cut = _is_cut_while_sending(connection, b"x", pause=0.05)

    assert was_cut

    assert time.monotonic() - started < 3


def test_half_a_second_head_times_out_as_well(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(_HEAD + b"\r\nhi")
        assert b"200 OK" in connection.recv(1000)
        connection.sendall(b"POST /")

        assert _is_closed(connection)


def test_an_endless_head_is_cut_at_the_size_limit(port: int) -> None:
    line = b"X-Long: " + b"x" * (MOST_HEAD_BYTES // 8) + b"\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        assert _is_cut_while_sending(connection, _HEAD + line, pause=0.01)


def test_a_whole_request_is_served_however_long_its_body_takes(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(_HEAD + b"\r\nh")
        time.sleep(1)
        connection.sendall(b"i")

        assert connection.recv(1000).endswith(b"hi")


def test_trailers_of_a_chunked_body_end_the_connection(server: Server) -> None:
    with _connected(server) as connection:
        connection.sendall(b"POST /slack/events HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n")
        connection.sendall(b"a: b\r\n" * 10)

        assert _all_of(connection).startswith(b"HTTP/1.1 400")


def test_a_head_with_too_many_fields_is_refused(server: Server) -> None:
    with _connected(server) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: here\r\n" + b"a: b\r\n" * (MOST_FIELDS + 1) + b"\r\n")

        assert _all_of(connection).startswith(b"HTTP/1.1 400")


def test_a_few_pipelined_requests_are_answered_in_turn(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(b"".join(_HEAD + b"\r\n" + body for body in (b"ab", b"cd", b"ef")))

        answers = _all_of(connection).split(b"HTTP/1.1 200")[1:]
        assert [answer[-2:] for answer in answers] == [b"ab", b"cd", b"ef"]


def test_endless_pipelined_requests_end_the_connection(server: Server) -> None:
    with _connected(server) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n" * 1000)

        received = _all_of(connection)
        assert b"HTTP/1.1 400" in received
        assert received.count(b"HTTP/1.1 200") < 1000


@pytest.mark.parametrize("sent", [b"", _HEAD, _HEAD + b"\r\nh"], ids=["nothing", "half a head", "half a body"])
def test_the_longest_waiting_client_makes_room_for_a_request(sent: bytes) -> None:
    with _serving(most=5) as port:
        waiting = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(8)]
        for each in waiting:
            each.sendall(sent)
        time.sleep(0.1)
        answer = plain_http.post(f"http://127.0.0.1:{port}/", content=b"hi", timeout=5)
        for each in waiting:
            each.close()

    assert (answer.status_code, answer.content) == (200, b"hi")


def test_a_request_in_service_is_not_evicted() -> None:
    with _serving(most=5) as port, socket.create_connection(("127.0.0.1", port), timeout=5) as served:
        served.sendall(_HEAD.replace(b"POST /", b"POST /think") + b"\r\nhi")
        time.sleep(0.1)
        waiting = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(8)]
        answer = _all_of(served)
        for each in waiting:
            each.close()

    assert answer.endswith(b"hi")


def test_the_server_sheds_hundreds_of_half_requests(server: Server) -> None:
    at = urlsplit(server.url)
    halves = [socket.create_connection((str(at.hostname), int(at.port or 0)), timeout=5) for _ in range(200)]
    for half in halves[::2]:
        half.sendall(_HEAD)
    for half in halves[1::2]:
        # A complete head, signed or not, and half a body.
        half.sendall(_HEAD.replace(b"POST /", b"POST /slack/events") + b"\r\nh")
    assert plain_http.get(f"{server.url}/healthz", timeout=5).status_code == 200
    time.sleep(10.5)
    closed = sum(_ended(half) for half in halves)
    for half in halves:
        half.close()

    assert closed == len(halves)


def _connected(server: Server) -> socket.socket:
    at = urlsplit(server.url)
    return socket.create_connection((str(at.hostname), int(at.port or 0)), timeout=5)


def _all_of(connection: socket.socket) -> bytes:
    """Return all bytes until the other side closes, or is silent for a second."""
    connection.settimeout(1)
    received = b""
    try:
        while some := connection.recv(65_536):
            received += some
    except (TimeoutError, ConnectionResetError):
        pass
    return received


def _is_cut_while_sending(connection: socket.socket, piece: bytes, pause: float) -> bool:
    try:
        for _ in range(100):
            connection.sendall(piece)
            time.sleep(pause)
    except OSError:
        return True
    return False


def _ended(connection: socket.socket) -> bool:
    connection.settimeout(2)
    try:
        while received := connection.recv(1000):
            assert b"408" in received or b"within 10 seconds" in received
    except ConnectionResetError:
        pass
    except TimeoutError:
        return False
    return True
