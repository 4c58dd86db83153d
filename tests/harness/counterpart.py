"""A counterpart of the local Slack: an app with scripted responses that records its requests."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType


class Counterpart:
    """Responds with the next of `statuses`, or the last one, each after `seconds`, with `body` and `headers`."""

    def __init__(
        self,
        *statuses: int,
        seconds: float = 0.0,
        body: bytes = b"",
        kind: str = "text/plain",
        headers: dict[str, str] | None = None,
    ) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        waiting = list(statuses) or [200]
        requests = self.requests

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                requests.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
                status = waiting.pop(0) if len(waiting) > 1 else waiting[0]
                time.sleep(seconds)
                if status:
                    self.send_response(status)
                    for name, value in ({"Content-Type": kind} | (headers or {})).items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Log nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/slack/events"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
