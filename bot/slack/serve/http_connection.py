"""An HTTP connection with timeouts and size limits for a request's head, which uvicorn itself lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    from asyncio import TimerHandle, Transport

HEAD_SECONDS = 10.0
"""Timeout of a request's head, from the connection's start or the first byte of a further request."""
MOST_HEAD_BYTES = 65_536
"""Size limit of a request's head. Slack's stay below two thousand."""
MOST_FIELDS = 100
"""Limit on the header fields of a request. Slack sends a dozen, and proxies add some."""
_MOST_AHEAD = 8
"""Limit on pipelined requests. Slack waits for each response."""


class _RefusedError(Exception):
    """A request goes on in a way that none of Slack's does; the parser catches this and has a 400 sent."""


class Connection(HttpToolsProtocol):
    """Closes when a request's head is late or too long, and when a new connection needs the room."""

    head_seconds = HEAD_SECONDS
    _deadline: TimerHandle | None = None
    _head_bytes = 0
    _is_served = False
    _is_in_head = False
    waits_since: float | None = None
    """Time since when the client owes the rest of a request; None while it owes nothing."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Start the timeout for the first request."""
        super().connection_made(transport)
        self.waits_since = self.loop.time()
        self._make_room()
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Receive bytes; while no request is served, they belong to the head of one."""
        if not self._is_served and self._deadline is None:
            self._wait()
        super().data_received(data)
        if self._deadline is not None:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self.give_up()

    def on_message_begin(self) -> None:
        """Begin to read a request; refuse too many pipelined ones."""
        if len(self.pipeline) >= _MOST_AHEAD:
            raise _RefusedError
        super().on_message_begin()
        self._is_in_head = True

    def on_header(self, name: bytes, value: bytes) -> None:
        """Receive a header field; refuse trailers behind a chunked body, which would be kept without limit."""
        if not self._is_in_head or len(self.headers) >= MOST_FIELDS:
            raise _RefusedError
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to serve the request: from here on the body's own limits apply."""
        self._end_wait()
        self._is_served = True
        self._is_in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Note that the request is complete."""
        super().on_message_complete()
        self.waits_since = None

    def on_response_complete(self) -> None:
        """Expect the head of the next request, unless that is there already."""
        self._is_served = bool(self.pipeline)
        if not self._is_served:
            self.waits_since = self.loop.time()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the timeout for a lost client."""
        self._end_wait()
        super().connection_lost(exc)

    def give_up(self) -> None:
        """Abort the connection."""
        self._end_wait()
        if not self.transport.is_closing():
            self.transport.abort()

    def _make_room(self) -> None:
        """At the connection limit, close the connection whose client has kept the server waiting longest.

        Otherwise a few hundred silent clients would keep Slack out.
        """
        if self.limit_concurrency is None or len(self.connections) < self.limit_concurrency:
            return
        waiting = [
            (other.waits_since, id(other), other)
            for other in self.connections
            if isinstance(other, Connection) and other is not self and other.waits_since is not None
        ]
        if waiting:
            *_, longest = min(waiting)
            # uvicorn counts this set, and removes a connection from it only once it is lost.
            self.connections.discard(longest)
            longest.give_up()

    def _wait(self) -> None:
        self._head_bytes = 0
        self._deadline = self.loop.call_later(self.head_seconds, self.give_up)

    def _end_wait(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
