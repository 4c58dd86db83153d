"""The manifest of the Slack app: over Socket Mode as it is shipped, over HTTP with the address of a server.

A table of another product gives it its own words.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot import product
from db.entry import LANGS

if TYPE_CHECKING:
    from db.catalog import Catalog

EVENTS_PATH = "/slack/events"
"""Path of the server to which Slack sends everything."""
_WATCHED = {"message.channels": "channels:history", "message.groups": "groups:history"}
"""The events of messages in public and private channels, with their scopes."""
INSTALL_PATH = "/slack/install"
"""Path of the page from which imerr is installed into a workspace."""
REDIRECT_PATH = "/slack/oauth_redirect"
"""Path to which Slack leads the installer back."""
_SEPARATOR = " / "
"""Stands between the English and the Chinese of a text in the manifest."""
_LONGEST_DESCRIPTION = 140
"""Slack's limit in characters."""
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


def with_watching(written: str) -> str:
    """Return a manifest with the events of watched channels: Slack then sends all messages of channels that imerr is in.

    Their scopes are optional in the shipped manifest, and not here.
    """
    document: dict[str, Any] = json.loads(written)
    document["settings"]["event_subscriptions"]["bot_events"] += list(_WATCHED)
    scopes = document["oauth_config"]["scopes"]
    scopes["bot_optional"] = [scope for scope in scopes["bot_optional"] if scope not in _WATCHED.values()]
    return _written(document)


def over_socket_mode(catalog: Catalog | None = None) -> str:
    """Return the manifest of an app that connects to Slack by itself, as JSON; with the words for the table's product."""
    shipped = path().read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(shipped)
    own = document if catalog is None else _of_product(document, catalog)
    return shipped if own == document else _written(own)


def over_http(server: str, catalog: Catalog | None = None) -> str:
    """Return the manifest of an app to which Slack sends its requests, as JSON; `server` is like `https://host`.

    Raises:
        AddressError: `server` is no such address.

    """
    origin = f"https://{_host(server)}"
    url = f"{origin}{EVENTS_PATH}"
    document: dict[str, Any] = json.loads(over_socket_mode(catalog))
    # Unused with the token of one workspace, and needed for many.
    document["oauth_config"] = {"redirect_urls": [f"{origin}{REDIRECT_PATH}"], **document["oauth_config"]}
    features, settings = document["features"], document["settings"]
    features["slash_commands"] = [_with(command, "url", url) for command in features["slash_commands"]]
    settings["event_subscriptions"] = {"request_url": url, **settings["event_subscriptions"]}
    settings["interactivity"] |= {"request_url": url, "message_menu_options_url": url}
    settings["socket_mode_enabled"] = False
    return _written(document)


def scopes() -> tuple[str, ...]:
    """Return the scopes that the app asks for."""
    return tuple(json.loads(path().read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"])


def _written(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _of_product(document: dict[str, Any], catalog: Catalog) -> dict[str, Any]:
    """Return a manifest that speaks of a table's product, in the table's languages."""
    first, last = catalog.spoken("en"), catalog.spoken("zh")
    named = product.name_in_text(catalog, last)
    told = {
        "en": f"Explains the error codes of {product.name_in_full(catalog, first)}",
        "zh": product.spaced(f"解释 {named} 错误码", named),
    }
    description = _SEPARATOR.join(told[lang] for lang in ("en", "zh") if lang in catalog.languages)
    own: dict[str, Any] = _only_in(document, catalog)
    own["display_information"]["description"] = description[:_LONGEST_DESCRIPTION]
    example = product.examples(catalog, last)
    prompts = own["features"]["agent_view"]["suggested_prompts"]
    if "en" in catalog.languages:
        prompts[0] = {"title": f"What is error {example.code}?", "message": f"what is error {example.code}"}
    else:
        prompts[0] = {"title": f"{example.code} 是什么错误？", "message": str(example.code)}
    prompts[1] = {"title": example.described, "message": example.described}
    for command in own["features"]["slash_commands"]:
        command["usage_hint"] = f"{example.code} | {example.described} | {example.name} | list | help"
    if product.has_text_codes(catalog):
        for step in own["functions"].values():
            step["output_parameters"]["code"]["type"] = "string"
    return own


def _only_in(value: Any, catalog: Catalog) -> Any:  # noqa: ANN401 - a piece of JSON
    """Return a piece of a manifest without the texts in a language that the table lacks."""
    if isinstance(value, dict):
        return {key: _only_in(piece, catalog) for key, piece in value.items()}
    if isinstance(value, list):
        return [_only_in(piece, catalog) for piece in value]
    if isinstance(value, str) and _SEPARATOR in value and catalog.languages != LANGS:
        english, chinese = value.split(_SEPARATOR)
        return chinese if catalog.languages[0] == "zh" else english
    return value


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
