"""The manifest of the Slack app: over Socket Mode as it is shipped, over HTTP with the address of a server."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

EVENTS_PATH = "/slack/events"
"""Path of the server to which Slack sends everything."""
_EXAMPLE = "https://imerr.example.com"
_HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")
_IN_ONE_PIECE = re.compile(r"[!-~]+")


class AddressError(ValueError):
    """The address of a server is unusable; the message says why."""


def path() -> Path:
    """Return the manifest's file: in an installed package inside of it, in a checkout at its root."""
    here = Path(__file__).parent
    packaged = here / "manifest.json"
    return packaged if packaged.exists() else here.parent / "manifest.json"


def over_socket_mode() -> str:
    """Return the manifest of an app that connects to Slack by itself, as JSON."""
    return path().read_text(encoding="utf-8")


def over_http(server: str) -> str:
    """Return the manifest of an app to which Slack sends its requests, as JSON; `server` is like `https://host`.

    Raises:
        AddressError: `server` is no such address.

    """
    url = f"https://{_host(server)}{EVENTS_PATH}"
    document: dict[str, Any] = json.loads(over_socket_mode())
    features, settings = document["features"], document["settings"]
    features["slash_commands"] = [_with(command, "url", url) for command in features["slash_commands"]]
    settings["event_subscriptions"] = {"request_url": url, **settings["event_subscriptions"]}
    settings["interactivity"] |= {"request_url": url, "message_menu_options_url": url}
    settings["socket_mode_enabled"] = False
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _with(command: dict[str, Any], name: str, value: str) -> dict[str, Any]:
    """Return a command of the manifest with one more field, right behind its name."""
    return {"command": command["command"], name: value, **command}


def _host(server: str) -> str:
    """Return the host of a server's address, with its port where it has one."""
    try:
        parts = urlsplit(server)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise AddressError(f"has to be an address like {_EXAMPLE}") from None
    if parts.scheme == "http":
        raise AddressError("has to begin with https://: Slack sends nothing over plain http")
    if (
        not _IN_ONE_PIECE.fullmatch(server)
        or parts.scheme != "https"
        or parts.username is not None
        or not _HOST.fullmatch(host)
    ):
        raise AddressError(f"has to be an address like {_EXAMPLE}")
    if server.lower() != f"https://{parts.netloc.lower()}":
        raise AddressError(
            f"has to end with the host, without a slash or a path, like https://{parts.netloc}: imerr adds {EVENTS_PATH}"
        )
    return parts.netloc
