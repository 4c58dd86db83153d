"""A pool of WebSockets: while one is reopened, the others go on.

Slack allows an app up to ten, and sends each request over any one of them. When it announces the end of one, the
replacement is opened first, and the old one is read until Slack has closed it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from aiohttp import ClientError, WSMsgType
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.slack.payload.envelopes import Disconnect, Hello, Nonsense, read
from bot.slack.serve.sockets import refusals
from bot.slack.serve.sockets.backoff import Backoff, Cause, End
from bot.slack.serve.sockets.opening import STEP_SECONDS, NotOpenedError
from bot.slack.serve.sockets.refusals import RefusedForGoodError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from aiohttp import ClientWebSocketResponse

    Open = Callable[[], Awaitable[ClientWebSocketResponse]]
    Answer = Callable[[SocketModeRequest], Awaitable[str | None]]

_log = logging.getLogger(__name__)

CONNECTIONS = 2
"""Size of the pool. Two are enough to lose nothing during a renewal, when there may be four."""
_LINGER_SECONDS = 10.0
"""Timeout for reading an old connection after its replacement is open. It is at most as long as the connection lived:
connections that end as soon as they are open must not pile up."""
_RENEWALS = {"warning", "refresh_requested"}


class Connection:
    """One WebSocket, from its opening to its end."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        """Wrap a newly opened WebSocket."""
        self.said_hello = asyncio.Event()
        self.is_ending = asyncio.Event()
        """Set when Slack has announced the end, or it has come."""
        self._socket = socket
        self._since = time.monotonic()
        self._lived = 0.0
        self._last_word = ""

    @property
    def end(self) -> End:
        """The end of the connection, past or expected."""
        cause = Cause.RENEWAL if self._last_word in _RENEWALS else Cause.REFUSED if self._last_word else Cause.LOST
        return End(cause, self._last_word or "closed", self._lived)

    @property
    def is_open(self) -> bool:
        """Whether it can still send."""
        return not self._socket.closed

    async def read(self, take: Callable[[SocketModeRequest], object]) -> None:
        """Read until the WebSocket is closed, and pass every request to `take`."""
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    self._read(message.data, take)
                elif message.type is WSMsgType.BINARY:
                    _log.warning("refused", extra={"type": "binary", "reason": "it is no text"})
        finally:
            self._ends()

    async def send(self, text: str) -> None:
        """Send a text.

        Raises:
            ClientError, OSError: the WebSocket is closed.

        """
        await self._socket.send_str(text)

    async def close(self) -> None:
        """Close the WebSocket."""
        await self._socket.close()

    async def let_go(self, seconds: float) -> None:
        """Close the WebSocket after `seconds`, unless Slack has closed it."""
        await asyncio.sleep(seconds)
        await self.close()

    def _read(self, text: str, take: Callable[[SocketModeRequest], object]) -> None:
        match read(text):
            case Hello():
                self._since = time.monotonic()
                self.said_hello.set()
            case Disconnect(reason):
                self._last_word = self._last_word or reason
                self._ends()
            case Nonsense(kind, reason):
                _log.warning("refused", extra={"type": kind, "reason": reason})
            case SocketModeRequest() as request:
                take(request)

    def _ends(self) -> None:
        if not self.is_ending.is_set():
            self._lived = time.monotonic() - self._since if self.said_hello.is_set() else 0.0
            self.is_ending.set()


class Pool:
    """Holds connections, and answers the requests that arrive over them."""

    def __init__(self, open_one: Open, answer: Answer, connections: int = CONNECTIONS) -> None:
        """Prepare to hold `connections`; `answer` returns the ack of a request, None for no ack, and never raises."""
        self._open_one = open_one
        self._answer = answer
        self._connections = connections
        self._live: set[Connection] = set()
        self._reading: set[asyncio.Task[None]] = set()
        self._answering: set[asyncio.Task[None]] = set()
        self._told_failures = 0
        """Highest number of failures in a row that was logged since a connection was last open."""

    @property
    def open_connections(self) -> int:
        """The number of connections over which Slack has said hello."""
        return sum(each.is_open and each.said_hello.is_set() for each in self._live)

    async def hold(self) -> None:
        """Hold the connections until cancelled; they stay open then.

        Raises:
            RefusedForGoodError: Slack refuses them permanently.

        """
        holding = [asyncio.create_task(self._hold()) for _ in range(self._connections)]
        try:
            await asyncio.gather(*holding)
        finally:
            for each in holding:
                each.cancel()
            await asyncio.gather(*holding, return_exceptions=True)

    async def close(self) -> None:
        """Finish the requests in flight, then close every connection."""
        while self._answering:
            await asyncio.wait(set(self._answering))
        await asyncio.gather(*(connection.close() for connection in self._live), return_exceptions=True)
        for reading in list(self._reading):
            reading.cancel()

    async def _hold(self) -> None:
        backoff = Backoff()
        old: Connection | None = None
        while True:
            try:
                connection = await self._opened()
            except NotOpenedError as error:
                end = error.end
            else:
                if old is not None:
                    self._start(old.let_go(min(_LINGER_SECONDS, old.end.lived)), self._reading)
                await connection.is_ending.wait()
                end, old = connection.end, connection
                refusals.check(end.reason)
                if end.cause is Cause.REFUSED:
                    # Such as too_many_websockets: Slack counts open connections.
                    await connection.close()
            wait = backoff.wait(end)
            self._tell(end, backoff.failures, wait)
            await asyncio.sleep(wait)

    async def _opened(self) -> Connection:
        """Return a connection that is ready to use, or has ended already."""
        try:
            connection = Connection(await self._open_one())
        except (NotOpenedError, RefusedForGoodError):
            raise
        except Exception as error:  # noqa: BLE001 - after any failure, the next attempt may succeed
            raise NotOpenedError(End(Cause.REFUSED, type(error).__name__)) from None
        self._start(self._read(connection), self._reading)
        try:
            async with asyncio.timeout(STEP_SECONDS):
                await _first(connection.said_hello, connection.is_ending)
        except TimeoutError:
            await connection.close()
            raise NotOpenedError(End(Cause.UNREACHABLE, "no_hello")) from None
        if not connection.is_ending.is_set():
            self._told_failures = 0
            _log.info("connected")
        return connection

    async def _read(self, connection: Connection) -> None:
        self._live.add(connection)
        try:
            await connection.read(lambda request: self._start(self._respond(connection, request), self._answering))
        finally:
            self._live.discard(connection)

    async def _respond(self, connection: Connection, request: SocketModeRequest) -> None:
        answer = await self._answer(request)
        if answer is None:
            return
        # The ack of a request may go over another connection if its own has ended.
        for each in (connection, *self._live):
            if each.is_open:
                try:
                    await each.send(answer)
                except (ClientError, OSError):
                    continue
                return
        _log.warning("ack_lost", extra={"type": request.type})

    def _tell(self, end: End, failures: int, wait: float) -> None:
        extra = {"reason": end.reason, "failures": failures, "next_in": round(wait, 1)}
        if not failures:
            _log.info("renewing", extra=extra)
        elif failures & (failures - 1) == 0 and failures > self._told_failures:
            # Log the 1st, 2nd, 4th failure in a row, and so on, of all connections together: a long outage must not fill the log.
            self._told_failures = failures
            _log.warning("disconnected", extra=extra)

    def _start(self, work: Coroutine[None, None, None], among: set[asyncio.Task[None]]) -> None:
        task = asyncio.create_task(work)
        among.add(task)
        task.add_done_callback(among.discard)


async def _first(*events: asyncio.Event) -> None:
    """Wait for the first of several events."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()
