"""Whether the settings about OAuth go together: installation into many workspaces, or the token of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.settings import SettingsError

if TYPE_CHECKING:
    from bot.settings import Settings

_WHERE = "in the app's settings under Basic Information, App Credentials"


def check(settings: Settings, *, socket: bool) -> None:
    """Check that the settings for many workspaces are complete, and do not contradict the others.

    Raises:
        SettingsError: they do not; the message says which, and what to do.

    """
    if not settings.client_id and not settings.client_secret:
        return
    if not settings.client_secret:
        raise SettingsError(f"SLACK_CLIENT_ID is set without SLACK_CLIENT_SECRET. It is {_WHERE}.")
    if not settings.client_id:
        raise SettingsError(f"SLACK_CLIENT_SECRET is set without SLACK_CLIENT_ID. It is {_WHERE}.")
    if settings.bot_token:
        raise SettingsError(
            "SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set. With the first imerr answers in one workspace, with the second "
            "in all that install it: unset one of them."
        )
    if socket:
        raise SettingsError(
            "SLACK_CLIENT_ID is set, and imerr would connect over Socket Mode. Slack lets an app be installed into many "
            "workspaces over HTTP alone: unset SLACK_APP_TOKEN, or call `imerr serve --mode http`."
        )
    if settings.memory == "off":
        raise SettingsError(
            "SLACK_CLIENT_ID is set with IMERR_MEMORY=off. The workspaces' tokens are kept in the database: unset one of them."
        )
