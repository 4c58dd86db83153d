"""An HTTP connection that is closed when the head of a request takes too long: uvicorn itself waits for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    from asyncio import TimerHandle, Transport

HEAD_SECONDS = 10.0
"""From a connection's start, or from the first byte of a further request on it, to the end of the request's head."""
MOST_HEAD_BYTES = 65_536
"""Of a request's head. Slack's stay below two thousand."""


class Connection(HttpToolsProtocol):
    """Closes where a request's head is not there in time, or too long."""

    head_seconds = HEAD_SECONDS
    _deadline: TimerHandle | None = None
    _head_bytes = 0
    _is_served = False

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Start to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take bytes; where no request is being served, they belong to the head of one."""
        if not self._is_served and self._deadline is None:
            self._wait()
        super().data_received(data)
        if self._deadline is not None:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self._give_up()

    def on_headers_complete(self) -> None:
        """Begin to serve the request: from here on the body's own limits hold."""
        self._end_wait()
        self._is_served = True
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Take what comes next for the head of another request."""
        self._is_served = False
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting for a client that is gone."""
        self._end_wait()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._head_bytes = 0
        self._deadline = self.loop.call_later(self.head_seconds, self._give_up)

    def _end_wait(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._end_wait()
        if not self.transport.is_closing():
            self.transport.abort()
