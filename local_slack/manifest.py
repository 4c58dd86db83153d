"""What an app's manifest asks Slack for, as the stand-in needs it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATH = Path(__file__).parents[1] / "manifest.json"
"""imerr's own."""


@dataclass(frozen=True)
class Manifest:
    """The parts of a manifest that decide what an app may do, and what it is sent."""

    scopes: frozenset[str]
    events: frozenset[str]
    commands: frozenset[str]
    shortcuts: dict[str, str]
    """Callback id to type: `message` or `global`."""
    functions: dict[str, dict[str, Any]]
    """Callback id to definition, of the steps for Workflow Builder."""
    prompts: tuple[str, ...]
    """What the suggested prompts of the app's conversation send."""
    name: str


def read(path: Path = PATH) -> Manifest:
    """Read a manifest.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no JSON.

    """
    document = json.loads(path.read_text(encoding="utf-8"))
    features = document.get("features", {})
    settings = document.get("settings", {})
    return Manifest(
        scopes=frozenset(document.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        commands=frozenset(command["command"] for command in features.get("slash_commands", ())),
        shortcuts={shortcut["callback_id"]: shortcut["type"] for shortcut in features.get("shortcuts", ())},
        functions=document.get("functions", {}),
        prompts=tuple(prompt["message"] for prompt in features.get("agent_view", {}).get("suggested_prompts", ())),
        name=document["display_information"]["name"],
    )
