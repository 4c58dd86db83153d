"""An app's manifest: its name, its scopes and its subscriptions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Manifest:
    """The parts of a manifest that decide about requests and calls."""

    name: str
    """Display name of the bot user."""
    scopes: frozenset[str]
    events: frozenset[str]
    commands: frozenset[str]
    shortcuts: dict[str, str]
    """Callback id to type: `message` or `global`."""
    functions: dict[str, dict[str, Any]]
    """Callback id to definition of the steps for Workflow Builder."""
    prompts: tuple[str, ...]
    """Messages of the suggested prompts in the app's conversation."""


def read(manifest: Path | Mapping[str, Any], declined: Iterable[str] = ()) -> Manifest:
    """Return the parts of a manifest, a JSON file or its content, without `declined` scopes.

    Raise OSError or ValueError for an unreadable file, ValueError for a declined scope that is not optional.
    """
    document = json.loads(manifest.read_text(encoding="utf-8")) if isinstance(manifest, Path) else manifest
    scopes = document.get("oauth_config", {}).get("scopes", {})
    if required := set(declined) - set(scopes.get("bot_optional", ())):
        raise ValueError(f"The manifest does not list in bot_optional: {', '.join(sorted(required))}.")
    features, settings = document.get("features", {}), document.get("settings", {})
    return Manifest(
        name=features.get("bot_user", {}).get("display_name") or document["display_information"]["name"],
        scopes=frozenset(scopes.get("bot", ())) - set(declined),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        commands=frozenset(command["command"] for command in features.get("slash_commands", ())),
        shortcuts={shortcut["callback_id"]: shortcut["type"] for shortcut in features.get("shortcuts", ())},
        functions=document.get("functions", {}),
        prompts=tuple(prompt["message"] for prompt in features.get("agent_view", {}).get("suggested_prompts", ())),
    )
