"""The middleware that reads each payload into a record, or refuses it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeVar

from slack_bolt import BoltResponse
from slack_bolt.middleware.async_middleware import AsyncMiddleware

from bot.slack.payload.reader import MalformedError, Reader
from bot.slack.payload.records import Other, Request
from bot.slack.payload.response_urls import ForeignUrlError, ResponseUrls
from bot.slack.payload.words import word

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_bolt.context.async_context import AsyncBoltContext
    from slack_bolt.request.async_request import AsyncBoltRequest

R = TypeVar("R", bound=Request)

_log = logging.getLogger(__name__)

_RECORD = "record"
_RETRIES = "x-slack-retry-num"
_NO_RETRY = {"x-slack-no-retry": "1"}


class ReadPayload(AsyncMiddleware):
    """Reads payloads, and refuses malformed ones; the log has the type and the field.

    Not a plain function: for one, Bolt would read the payload first.
    """

    def __init__(self, api_url: str) -> None:
        """Trust the URLs of Slack, or of the other Slack at `api_url`."""
        self._reader = Reader(ResponseUrls(api_url))

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt passes it by this name
    ) -> BoltResponse | None:
        """Refuse a request, or continue with its record; return None, "unhandled" to Bolt, for other types."""
        del resp
        try:
            record = self._reader.read(req.body, is_redelivered=bool(req.headers.get(_RETRIES)))
        except MalformedError as error:
            _log.warning("malformed", extra={"type": error.kind, "field": error.field})
            # Slack would retry an event, which would be malformed again.
            return BoltResponse(status=400, body={"error": str(error)}, headers=dict(_NO_RETRY))
        except ForeignUrlError as error:
            _log.warning("foreign_url", extra={"field": error.field, "type": _type_of(req)})
            return BoltResponse(status=400, body={"error": str(error)})
        req.context[_RECORD] = record or Other(type=_type_of(req))
        return await next() if record is not None else None


def record_in(context: AsyncBoltContext) -> Request:
    """Return the record of a request; an `Other` if the request failed before it was read."""
    found = context.get(_RECORD)
    return found if isinstance(found, Request) else Other(type="unknown")


def record_of(kind: type[R], context: AsyncBoltContext) -> R:
    """Return the record of a request of a kind.

    Raises:
        TypeError: Bolt matched a record of another kind.

    """
    found = record_in(context)
    if not isinstance(found, kind):
        raise TypeError(f"{found.type} is no {kind.__name__}")
    return found


def _type_of(req: AsyncBoltRequest) -> str:
    return word(req.body.get("type") or req.body.get("command"))
