"""Starting and stopping: check settings, table and token, then serve over HTTP or Socket Mode until a signal."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot import oauth_settings
from bot import settings as environment
from bot.slack.payload.responses import error_in
from bot.slack.payload.words import word
from bot.slack.serve import http_server, logs, socket_server
from bot.slack.serve.health import REFUSALS
from bot.slack.serve.start import ServerError, agents_for, desk_for

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.slack.serve.start import Build

_log = logging.getLogger(__name__)

_AUTH_SECONDS = 5
_AUTH_TEST = "auth.test"


def run(settings: Settings, build: Build, *, socket: bool, host: str) -> None:
    """Serve the app that `build` returns, until SIGTERM or SIGINT.

    Raises:
        SettingsError: a setting that Slack needs is missing.
        ServerError: the table, the token or the port is unusable.

    """
    oauth_settings.check(settings, socket=socket)
    environment.require_slack(settings, socket=socket)
    logs.set_up(settings)
    _remark_on_surroundings()
    if settings.client_id and not settings.secret_keys:
        _log.warning("tokens_in_plain_text", extra={"reason": "set IMERR_SECRET_KEY to encrypt the workspaces' tokens"})
    desk = desk_for(settings)
    agents_for(settings, desk)  # a missing library stops the start, before any process
    if settings.bot_token:
        _check_token(settings)
    # The table and the imports stay: to look through them for garbage would hold up all who ask for a tenth of a second.
    gc.collect()
    gc.freeze()
    if socket:
        asyncio.run(socket_server.serve(settings, desk, build(settings, desk), host))
    else:
        http_server.serve(settings, build, host, desk)


def _remark_on_surroundings() -> None:
    """Log once where settings come from that decide whom imerr obeys, and a warning of a likely mistake."""
    if names := environment.trusted_from():
        _log.info("settings_from_file", extra={"file": str(Path(".env").absolute()), "settings": " ".join(names)})
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        _log.warning("running_as_root", extra={"reason": "imerr needs no rights; run it as a user of its own"})


def _check_token(settings: Settings) -> None:
    """Check the bot token with Slack: a wrong token stops the start, an unreachable Slack does not.

    The first connection checks the app-level token: Slack limits such checks to about one a minute.
    """
    from slack_sdk import WebClient  # noqa: PLC0415 - only the start needs the blocking client

    # The SDK would log Slack's response and its own failure.
    quiet = logging.getLogger(f"{__name__}.sdk")
    quiet.disabled = True
    client = WebClient(base_url=settings.api_url, timeout=_AUTH_SECONDS, logger=quiet)
    try:
        client.api_call(_AUTH_TEST, headers={"Authorization": f"Bearer {settings.bot_token}"})
    except SlackApiError as error:
        reason = word(error_in(error.response))
        if reason not in REFUSALS:
            status = error.response.status_code
            _log.warning("slack_unsure", extra={"method": _AUTH_TEST, "status": status, "reason": reason})
            return
        where = next(variable.help for variable in environment.variables() if variable.name == "SLACK_BOT_TOKEN")
        raise ServerError(f"Slack refuses SLACK_BOT_TOKEN ({reason}). {where}") from error
    except Exception as error:  # noqa: BLE001 - no failure of the SDK may stop the start
        cause = getattr(error, "reason", None)
        reason = type(cause if isinstance(cause, Exception) else error).__name__
        _log.warning("slack_unreachable", extra={"method": _AUTH_TEST, "reason": reason})
