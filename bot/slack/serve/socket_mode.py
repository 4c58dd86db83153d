"""Socket Mode: requests arrive over WebSockets that imerr opens, and are answered over them."""

from __future__ import annotations

import json
import logging
import traceback
from typing import TYPE_CHECKING

from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app

from bot.slack.serve.sockets.opening import Opener
from bot.slack.serve.sockets.pool import Pool

if TYPE_CHECKING:
    from slack_bolt import BoltResponse
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.socket_mode.request import SocketModeRequest

_log = logging.getLogger(__name__)

_ACKNOWLEDGED = 200
_CONTENT_TYPE = "content-type"


class SocketMode:
    """A Bolt app over Socket Mode; finishes requests in flight before it closes."""

    def __init__(self, app: AsyncApp, api_url: str, app_token: str) -> None:
        """Prepare the connections, in a running loop; `hold` opens them."""
        self._app = app
        self._opener = Opener(api_url, app_token)
        self._pool = Pool(self._opener.open, self._answer)

    async def hold(self) -> None:
        """Hold connections until cancelled, and reopen lost ones.

        Raises:
            RefusedForGoodError: Slack refuses them permanently.

        """
        await self._pool.hold()

    @property
    def open_connections(self) -> int:
        """The number of WebSockets over which Slack can send."""
        return self._pool.open_connections

    async def close(self) -> None:
        """Finish the requests in flight, then close the connections."""
        try:
            await self._pool.close()
        finally:
            await self._opener.close()

    async def _answer(self, request: SocketModeRequest) -> str | None:
        """Return the ack of a request, as JSON; None for no ack."""
        try:
            response: BoltResponse = await run_async_bolt_app(self._app, request)
            return _ack(request, response)
        except Exception as error:  # noqa: BLE001 - no failure here may end the connection
            # Listeners' failures are logged elsewhere, with a traceback. Bolt itself fails only on unreadable payloads.
            at = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{at.filename}:{at.lineno}"
            _log.error("failed", extra={"type": request.type, "reason": type(error).__name__, "where": where})
            return None


def _ack(request: SocketModeRequest, response: BoltResponse) -> str | None:
    if response.status != _ACKNOWLEDGED:
        return None
    ack: dict[str, object] = {"envelope_id": request.envelope_id}
    if response.body:
        is_json = _is_json(response)
        ack["payload"] = json.loads(response.body) if is_json else {"text": response.body}
    return json.dumps(ack)


def _is_json(response: BoltResponse) -> bool:
    return any(value.startswith("application/json") for value in response.headers.get(_CONTENT_TYPE, ()))
