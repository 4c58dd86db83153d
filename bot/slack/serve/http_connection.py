"""An HTTP connection that holds no more than a request of Slack's needs: uvicorn itself waits for ever, and keeps whatever comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    from asyncio import TimerHandle, Transport

HEAD_SECONDS = 10.0
"""From a connection's start, or from the first byte of a further request on it, to the end of the request's head."""
MOST_HEAD_BYTES = 65_536
"""Of a request's head. Slack's stay below two thousand."""
MOST_FIELDS = 100
"""Of a request's head. Slack sends a dozen, and what stands between adds some."""
_MOST_AHEAD = 8
"""Requests that came before the answer to an earlier one. Slack waits for each answer."""


class _RefusedError(Exception):
    """A request goes on in a way that none of Slack's does; raised to the parser, which gives up and has a 400 sent."""


class Connection(HttpToolsProtocol):
    """Closes where a request's head is not there in time or too long, and where somebody else needs the room more."""

    head_seconds = HEAD_SECONDS
    _deadline: TimerHandle | None = None
    _head_bytes = 0
    _is_served = False
    _is_in_head = False
    waits_since: float | None = None
    """Since when the client owes the rest of a request; None while it owes nothing."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Start to wait for the first request."""
        super().connection_made(transport)
        self.waits_since = self.loop.time()
        self._make_room()
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take bytes; where no request is being served, they belong to the head of one."""
        if not self._is_served and self._deadline is None:
            self._wait()
        super().data_received(data)
        if self._deadline is not None:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self.give_up()

    def on_message_begin(self) -> None:
        """Begin to read a request, of which few may come before the answers to earlier ones."""
        if len(self.pipeline) >= _MOST_AHEAD:
            raise _RefusedError
        super().on_message_begin()
        self._is_in_head = True

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a field of the head; those behind a body in chunks would be kept without end."""
        if not self._is_in_head or len(self.headers) >= MOST_FIELDS:
            raise _RefusedError
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to serve the request: from here on the body's own limits hold."""
        self._end_wait()
        self._is_served = True
        self._is_in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Note that all of the request is there."""
        super().on_message_complete()
        self.waits_since = None

    def on_response_complete(self) -> None:
        """Take what comes next for the head of another request, unless that is there already."""
        self._is_served = bool(self.pipeline)
        if not self._is_served:
            self.waits_since = self.loop.time()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting for a client that is gone."""
        self._end_wait()
        super().connection_lost(exc)

    def give_up(self) -> None:
        """Close at once."""
        self._end_wait()
        if not self.transport.is_closing():
            self.transport.abort()

    def _make_room(self) -> None:
        """Where there are as many connections as may be, close the one whose client has left us waiting for longest.

        Otherwise a few hundred that say nothing would keep Slack out.
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
            # uvicorn counts what is in here, and takes it out only once it is lost.
            self.connections.discard(longest)
            longest.give_up()

    def _wait(self) -> None:
        self._head_bytes = 0
        self._deadline = self.loop.call_later(self.head_seconds, self.give_up)

    def _end_wait(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
