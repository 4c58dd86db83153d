"""`/slack/install` and `/slack/oauth_redirect`: installation into a workspace, by Bolt's OAuth flow."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urljoin

from slack_bolt import BoltResponse
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from starlette.routing import Route

from bot import manifest
from bot.slack.payload.words import word
from bot.slack.send.failures import FAILURES, reason_of
from bot.slack.serve import install_pages
from db.memory.database import MemoryStoreError
from db.memory.installations import Installation as Stored
from db.memory.oauth_states import STATE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_bolt.oauth.async_callback_options import AsyncFailureArgs, AsyncSuccessArgs
    from slack_bolt.request.async_request import AsyncBoltRequest
    from slack_sdk.oauth.installation_store import Installation
    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse
    from starlette.requests import Request
    from starlette.responses import Response

    from bot.installations import Installations
    from db.entry import Lang

_log = logging.getLogger(__name__)

_AUTHORIZE_PATH = "/oauth/v2/authorize"
_AWAY = "storage_error"
"""The reason where the database is out of reach, as Bolt's flow calls it."""


def routes(installations: Installations, lang: Lang) -> list[Route]:
    """Return the routes of the install page and of the callback, in a language."""
    flow = _Flow(installations, lang)

    def answered_by(
        handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]],
    ) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                response = to_starlette_response(await handle(to_async_bolt_request(request, b"")))
            except MemoryStoreError as error:
                _log.warning("installations_away", extra={"reason": str(error)})
                response = to_starlette_response(BoltResponse(status=503, body=install_pages.failed(lang, _AWAY)))
            response.headers.update(install_pages.HEADERS)
            return response

        return endpoint

    return [
        Route(manifest.INSTALL_PATH, answered_by(flow.handle_installation), methods=["GET"]),
        Route(manifest.REDIRECT_PATH, answered_by(flow.handle_callback), methods=["GET"]),
    ]


class _Flow(AsyncOAuthFlow):
    """Bolt's flow, with pages and a log of its own: Bolt's log holds the code."""

    def __init__(self, installations: Installations, lang: Lang) -> None:
        quiet = logging.getLogger(f"{__name__}.bolt")
        quiet.disabled = True
        settings = AsyncOAuthSettings(
            client_id=installations.credentials.client_id,
            client_secret=installations.credentials.client_secret,
            scopes=manifest.scopes(),
            user_scopes=(),
            install_path=manifest.INSTALL_PATH,
            redirect_uri_path=manifest.REDIRECT_PATH,
            authorization_url=urljoin(installations.client.base_url, _AUTHORIZE_PATH),
            state_store=_States(installations),
            state_expiration_seconds=STATE_SECONDS,
            logger=quiet,
        )

        def page(status: int, body: str) -> BoltResponse:
            # The state of this browser is used up.
            return BoltResponse(
                status=status, body=body, headers={"Set-Cookie": settings.state_utils.build_set_cookie_for_deletion()}
            )

        async def succeed(arguments: AsyncSuccessArgs) -> BoltResponse:
            made = arguments.installation
            team = "" if made.is_enterprise_install else made.team_id or ""
            return page(200, install_pages.done(lang, made.app_id or "", team))

        async def refuse(arguments: AsyncFailureArgs) -> BoltResponse:
            reason = word(arguments.reason)
            _log.warning("not_installed", extra={"reason": reason})
            return page(arguments.suggested_status_code, install_pages.failed(lang, reason))

        settings.callback_options = AsyncCallbackOptions(success=succeed, failure=refuse)
        super().__init__(client=cast("AsyncWebClient", _Client(installations.client)), logger=quiet, settings=settings)
        self._installations = installations
        self._lang = lang

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:
        """Return the page with the link to Slack."""
        del request
        return install_pages.start(self._lang, url)

    async def run_installation(self, code: str) -> Installation | None:
        """Return the installation that a code stands for; None if Slack refuses the code or is out of reach."""
        try:
            return await super().run_installation(code)
        except FAILURES:
            return None

    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:
        """Store the bot's token, and nothing of who installed it.

        Raises:
            BoltError: the installation has no bot, or cannot be stored.

        """
        del request
        bot = installation.to_bot()
        if not bot.bot_token:
            raise BoltError("The installation has no bot.")
        team, enterprise = "" if bot.is_enterprise_install else bot.team_id or "", bot.enterprise_id or ""
        stored = Stored(bot.bot_token, bot.bot_refresh_token or "", bot.bot_token_expires_at, bot.installed_at)
        try:
            await self._installations.save(team, enterprise, stored)
        except MemoryStoreError as error:
            _log.warning("installations_away", extra={"reason": str(error)})
            raise BoltError("The installation cannot be stored.") from error
        _log.info("installed", extra={"team": word(team or enterprise)})


@dataclass(frozen=True)
class _States(AsyncOAuthStateStore):
    """The states of the flow."""

    installations: Installations

    async def async_issue(self, *_: object, **__: object) -> str:
        return await self.installations.issue_state()

    async def async_consume(self, state: str) -> bool:
        return await self.installations.consume_state(state)


@dataclass(frozen=True)
class _Client:
    """The client of the flow, which logs Slack's word for a refusal: Bolt keeps it to itself."""

    client: AsyncWebClient

    async def oauth_v2_access(self, **arguments: Any) -> AsyncSlackResponse:  # noqa: ANN401 - Slack's arguments
        return await self._heard(self.client.oauth_v2_access(**arguments))

    async def auth_test(self, *, token: str) -> AsyncSlackResponse:
        return await self._heard(self.client.auth_test(token=token))

    async def _heard(self, call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
        try:
            return await call
        except FAILURES as error:
            _log.warning("installation_refused", extra={"reason": word(reason_of(error))})
            raise
