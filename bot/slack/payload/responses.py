"""Responses of the Web API, validated like payloads."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from bot.slack.payload.message import mark_of, text_of
from bot.slack.payload.shapes import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slack_sdk.web.async_slack_response import AsyncSlackResponse


_LINK = re.compile(r"https://[!-;=?-{}~]{1,500}")
"""An address without characters that end a link in mrkdwn."""


class _Person(BaseModel):
    locale: str | None = None
    is_admin: bool | None = None
    is_owner: bool | None = None


class _UserInfo(BaseModel):
    user: _Person | None = None


class _Token(BaseModel):
    team_id: str | None = None
    is_enterprise_install: bool | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A message of a thread."""

    ts: str
    text: str
    """The text of the message."""
    mark: str
    """The mark of an answer; empty if it is none of imerr's."""


def ts_of(posted: AsyncSlackResponse) -> str:
    """Return the `ts` of a posted message."""
    return str(posted.get("ts") or "")


def locale_in(answer: AsyncSlackResponse) -> str:
    """Return a user's locale, like `zh-CN`; empty if the response has none."""
    try:
        found = _UserInfo.model_validate(answer.data)
    except ValidationError:
        return ""
    return (found.user.locale if found.user else None) or ""


def is_admin_in(answer: AsyncSlackResponse) -> bool:
    """Return whether a user is an admin or an owner of the workspace."""
    try:
        found = _UserInfo.model_validate(answer.data)
    except ValidationError:
        return False
    return bool(found.user and (found.user.is_admin or found.user.is_owner))


def installation_in(answer: AsyncSlackResponse) -> tuple[str, bool]:
    """Return the workspace of a token, and whether it is for all workspaces of an organization."""
    try:
        found = _Token.model_validate(answer.data)
    except ValidationError:
        return "", False
    return found.team_id or "", bool(found.is_enterprise_install)


def permalink_in(answer: AsyncSlackResponse) -> str:
    """Return the link in an answer of `chat.getPermalink`; empty where it is none that can stand in a message."""
    found = str(answer.get("permalink") or "")
    return found if _LINK.fullmatch(found) else ""


def replies_in(answer: AsyncSlackResponse) -> Iterator[Reply]:
    """Yield the messages of a thread in order, without malformed ones."""
    messages: Any = answer.get("messages")
    for each in messages if isinstance(messages, list) else ():
        try:
            message = Message.model_validate(each)
        except ValidationError:
            continue
        yield Reply(ts=message.ts, text=text_of(message), mark=mark_of(message))


def error_in(response: object) -> str:
    """Return Slack's error code for a failed call; empty if Slack broke down and sent no JSON."""
    data = getattr(response, "data", None)
    named = data.get("error") if isinstance(data, dict) else None
    return str(named or "")


def is_ok(body: object) -> bool:
    """Return whether Slack did what was asked, by the body of its response."""
    return isinstance(body, dict) and body.get("ok") is True


def status_of(response: object) -> int:
    """Return the HTTP status of a failed call; without JSON, the SDK passes on aiohttp's response, not its own."""
    found: object = getattr(response, "status_code", None) or getattr(response, "status", None)
    return found if isinstance(found, int) else 0


def method_of(error: Exception) -> str:
    """Return the Web API method that failed; empty if the exception is of no call."""
    url = getattr(getattr(error, "response", None), "api_url", None)
    return url.rpartition("/")[2] if isinstance(url, str) else ""


def word_in(body: str) -> str:
    """Return Slack's error code in the response of a `response_url`, and nothing else of it."""
    try:
        found = json.loads(body).get("error")
    except (ValueError, AttributeError, RecursionError):
        found = body.strip()
    return str(found) if str(found).isidentifier() else ""


def opened_in(body: bytes) -> tuple[str, str]:
    """Return the URL from `apps.connections.open`, or Slack's error code; each may be empty."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(found, dict):
        return "", ""
    address = found.get("url")
    reason = found.get("error")
    return (address if found.get("ok") is True and isinstance(address, str) else ""), str(reason or "")


def retry_after_in(headers: Mapping[str, str]) -> float:
    """Return the seconds of `Retry-After`; 0 if Slack asks for none."""
    asked = headers.get("Retry-After", "")
    return float(asked) if asked.isascii() and asked.isdecimal() else 0.0
