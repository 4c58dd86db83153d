"""Installation of the app into workspaces by OAuth v2, and tokens that expire."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from local_slack.errors import ApiError, ResponseError
from local_slack.state import APP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local_slack.state import Json, Workspace

ACCESS = "oauth.v2.access"
CLIENT_ID = "1000.2000"
CLIENT_SECRET = "0c11e27c11e27c11e27c11e27c11e270"  # noqa: S105 - of the stand-in alone
_BASIC = "Basic " + b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()


class OAuth:
    """Hands out codes for approvals, and tokens for codes; with `token_seconds` tokens expire and come with a refresh token."""

    def __init__(self, scopes: frozenset[str]) -> None:
        """Grant an app its scopes."""
        self.token_seconds = 0
        self._scopes = ",".join(sorted(scopes))
        self._codes: dict[str, Workspace] = {}
        self._refreshing: dict[str, Workspace] = {}

    def approve(self, workspace: Workspace, url: str) -> dict[str, str]:
        """Let somebody approve the app at the URL of its button; return the query with which Slack leads them back."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        if query.get("client_id") != CLIENT_ID or not query.get("scope"):
            raise ResponseError(f"Slack would refuse this URL: {url}")
        code = f"code-{workspace.number()}"
        self._codes[code] = workspace
        return {"code": code, "state": query.get("state", "")}

    def access(self, arguments: Mapping[str, Any], authorization: str) -> Json:
        """Return the answer of `oauth.v2.access`; raise ApiError if Slack would refuse the call."""
        if authorization != _BASIC:
            raise ApiError("bad_client_secret")
        if arguments.get("grant_type") == "refresh_token":
            workspace = self._refreshing.pop(str(arguments.get("refresh_token")), None)
            if workspace is None or not workspace.token:
                raise ApiError("invalid_refresh_token")
        else:
            workspace = self._codes.pop(str(arguments.get("code")), None)
            if workspace is None:
                raise ApiError("invalid_code")
        return self._granted(workspace)

    def _granted(self, workspace: Workspace) -> Json:
        number = workspace.number()
        workspace.token = f"{'xoxe.' * bool(self.token_seconds)}xoxb-{workspace.team}-{number}"
        workspace.token_until = float("inf")
        granted: Json = {
            "ok": True,
            "app_id": APP,
            "token_type": "bot",
            "access_token": workspace.token,
            "bot_user_id": workspace.bot.id,
            "scope": self._scopes,
            "team": {"id": workspace.team, "name": workspace.team.lower()},
            "enterprise": None,
            "is_enterprise_install": False,
            "authed_user": {"id": f"U{number}INSTALLER"},
        }
        if self.token_seconds:
            workspace.token_until = workspace.now() + self.token_seconds
            refresh = f"xoxe-1-{workspace.team}-{number}"
            self._refreshing[refresh] = workspace
            granted |= {"refresh_token": refresh, "expires_in": self.token_seconds}
        return granted
