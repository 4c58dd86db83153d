"""Baselines for imerr's server: a bare Bolt handler, and imerr's own app in Bolt's default mode.

`python -m bench.apps bare PORT` and `python -m bench.apps default PORT` serve one of them the way `bot.slack.serve.server` does.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.routing import Route

from bot import settings as environment
from bot import trained_table
from bot.slack import app as bolt
from bot.slack.desk import Desk
from bot.slack.send.client import for_checks
from bot.slack.serve import http, logs
from bot.slack.serve.health import Health
from bot.slack.serve.signature import Signatures

if TYPE_CHECKING:
    from slack_bolt.context.ack.async_ack import AsyncAck
    from starlette.requests import Request
    from starlette.responses import Response

CONSTANT = "The group is full."
"""The bare handler's only answer."""


def bare() -> Starlette:
    """Build the minimal app that answers `/imerr`: signature checked, a constant reply, no logging."""
    settings = environment.load()

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=settings.bot_token)

    app = AsyncApp(signing_secret=settings.signing_secret, authorize=authorize, process_before_response=True)

    @app.command("/imerr")
    async def on_command(ack: AsyncAck) -> None:
        await ack(CONSTANT)

    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"])])


def default() -> Starlette:
    """Build imerr's own app, then switch it to Bolt's default mode: listeners run aside and their ack is polled for."""
    settings = environment.load()
    logs.set_up(settings)
    desk = Desk(trained_table.ready(settings.table, whole=True, platform=settings.platform), settings.lang)
    app = bolt.build(settings, desk)
    # The runner decides at every request; adapters read the app's own copy of the flag.
    app.listener_runner.process_before_response = False
    app._process_before_response = False  # noqa: SLF001 - read-only outside, and it should not contradict the runner
    health = Health(for_checks(settings.api_url, settings.bot_token))
    return http.build(app, desk, Signatures(settings.signing_secret), health)


def main() -> None:
    """Serve one of the two until stopped."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("app", choices=["bare", "default"])
    parser.add_argument("port", type=int)
    asked = parser.parse_args()
    uvicorn.run(
        f"bench.apps:{asked.app}",
        factory=True,
        host="127.0.0.1",
        port=asked.port,
        log_config=None,
        access_log=False,
        server_header=False,
    )


if __name__ == "__main__":
    main()
