"""`/mcp`: the tool for coding agents over Streamable HTTP, for whoever holds the token. It has no sessions."""

from __future__ import annotations

import hmac
import logging
import time
from typing import TYPE_CHECKING

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.requests import Request

from bot import mcp_server
from bot.slack.serve.http import MOST_BYTES, refuse

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from starlette.types import Receive, Scope, Send

    from bot.lookup.answer import Answer
    from bot.slack.desk import Desk
    from db.entry import Lang

_log = logging.getLogger(__name__)


class Agents:
    """The ASGI endpoint, which refuses everything without the token before it reads the body."""

    def __init__(self, desk: Desk, token: str) -> None:
        """Answer from `desk` whoever sends `token`."""
        self._desk = desk
        self._authorization = f"Bearer {token}".encode()
        # The token stands in for a check of Host and Origin: no page that a browser shows can send it.
        self._manager = StreamableHTTPSessionManager(
            mcp_server.build(self._explain, desk.live.current.catalog),
            json_response=True,
            stateless=True,
            max_request_body_size=MOST_BYTES,
        )

    def running(self) -> AbstractAsyncContextManager[None]:
        """Return the context in which requests can be answered."""
        return self._manager.run()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        sent = request.headers.getlist("authorization")
        if len(sent) != 1 or not hmac.compare_digest(sent[0].encode("latin-1"), self._authorization):
            refusal = refuse(401, "Send IMERR_MCP_TOKEN as a bearer token.", is_last=True)
            refusal.headers["WWW-Authenticate"] = "Bearer"
            await refusal(scope, receive, send)
        elif request.method != "POST":
            # A stream for messages of the server's own accord, or the end of a session: there are neither.
            refusal = refuse(405, "Use POST for /mcp.")
            refusal.headers["Allow"] = "POST"
            await refusal(scope, receive, send)
        else:
            await self._manager.handle_request(scope, receive, send)

    def _explain(self, question: str, wanted: Lang | None) -> Answer:
        started = time.perf_counter()
        answer = self._desk.lookup.explain(question, self._desk.lang, wanted)
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        _log.info("mcp", extra={"outcome": answer.verdict.value, "ms": milliseconds})
        return answer
