"""`GET /metrics`: what Prometheus reads, with a token alone."""

from __future__ import annotations

import hmac
import logging
import time
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import metrics

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.slack.desk import Desk

_log = logging.getLogger(__name__)

_HEADER = "authorization"
_OFF = "Metrics are off; IMERR_METRICS_TOKEN switches them on."
_NOT_INSTALLED = "Metrics need the library prometheus-client: pip install prometheus-client, then start imerr again."
_NO_TOKEN = "Metrics need the header Authorization: Bearer, with the value of IMERR_METRICS_TOKEN."  # noqa: S105 - a sentence


def start(token: str) -> None:
    """Begin to count in this process where a token is set; without the library, log a warning."""
    if not token:
        return
    try:
        metrics.start()
    except ImportError:
        _log.warning("metrics_missing", extra={"reason": _NOT_INSTALLED})


def route(desk: Desk, token: str) -> Route:
    """Return the route of the metrics; an empty token switches them off."""
    expected = f"Bearer {token}".encode()

    async def read(request: Request) -> Response:
        if not token:
            return JSONResponse({"error": _OFF}, status_code=404)
        if not metrics.is_installed():
            return JSONResponse({"error": _NOT_INSTALLED}, status_code=404)
        given = request.headers.get(_HEADER, "").encode()
        if not hmac.compare_digest(given, expected):
            _log.warning("refused", extra={"status": 401, "reason": _NO_TOKEN})
            return JSONResponse({"error": _NO_TOKEN}, status_code=401, headers={"WWW-Authenticate": "Bearer"})
        written = desk.live.written
        age = None if written is None else max(0.0, time.time() - written)
        content, kind = metrics.exposition(len(desk.catalog.entries), age)
        return Response(content, media_type=kind)

    return Route("/metrics", read)
