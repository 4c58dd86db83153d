"""Permanent refusals by Slack: no retry helps, only the operator of the server can."""

from __future__ import annotations

_SETTINGS = "https://api.slack.com/apps"
_GENERATE = (
    "Slack refuses SLACK_APP_TOKEN ({reason}). In the app's settings ({settings}), under Basic Information, App-Level Tokens, "
    "generate a token with the scope connections:write, set SLACK_APP_TOKEN to it, and start again."
)
_REINSTALL = (
    "Slack refuses the app ({reason}): it was removed from its workspace, or whoever installed it was. In the app's settings "
    "({settings}), under Install App, reinstall it, generate new tokens, set them, and start again."
)
_SWITCH_ON = (
    "Socket Mode is switched off in the app's settings ({reason}). Switch it on under Socket Mode ({settings}) and start "
    "again, or serve over HTTP: imerr serve --mode http."
)
_SENTENCES = {
    "account_inactive": _REINSTALL,
    "invalid_auth": _GENERATE,
    "link_disabled": _SWITCH_ON,
    "missing_scope": _GENERATE,
    "not_allowed_token_type": _GENERATE,
    "not_authed": _GENERATE,
    "team_disabled": _REINSTALL,
    "token_expired": _GENERATE,
    "token_revoked": _GENERATE,
    "user_removed_from_team": _REINSTALL,
}


class RefusedForGoodError(Exception):
    """Slack refuses every connection; the message says why and what to do."""


def check(reason: str) -> None:
    """Check that a refusal with one of Slack's error codes is temporary.

    Raises:
        RefusedForGoodError: the refusal is permanent.

    """
    sentence = _SENTENCES.get(reason)
    if sentence is not None:
        raise RefusedForGoodError(sentence.format(reason=reason, settings=_SETTINGS))
