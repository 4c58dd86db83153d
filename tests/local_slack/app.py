"""A small app for the tests of the local Slack: its manifest, its calls, and shorthands for blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from local_slack import LocalSlack

Json = dict[str, Any]

MANIFEST: Json = {
    "display_information": {"name": "Helper"},
    "features": {
        "bot_user": {"display_name": "helper"},
        "slash_commands": [{"command": "/help-me"}],
        "shortcuts": [
            {"name": "Explain", "type": "message", "callback_id": "explain"},
            {"name": "Look up", "type": "global", "callback_id": "look_up"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "users:read", "channels:history", "im:history"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_mention", "message.im", "app_home_opened", "function_executed"]}
    },
}


def call(slack: LocalSlack, method: str, token: str | None = None, **arguments: object) -> Json:
    token = slack.bot_token if token is None else token
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer: Json = httpx.post(slack.url + method, json=arguments, headers=headers).json()
    return answer


def error(slack: LocalSlack, method: str, token: str | None = None, **arguments: object) -> str:
    answer = call(slack, method, token, **arguments)
    assert answer["ok"] is False
    return str(answer["error"])


def plain(text: str = "x", **more: object) -> Json:
    return {"type": "plain_text", "text": text, **more}


def mrkdwn(text: str = "x", **more: object) -> Json:
    return {"type": "mrkdwn", "text": text, **more}


def button(action_id: str = "a", label: str = "x", **more: object) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(label), **more}


def actions(*elements: Json, **more: object) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def section(text: str = "x", **more: object) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def container(*blocks: Json, **more: object) -> Json:
    return {"type": "container", "title": plain("more"), "child_blocks": list(blocks), **more}


def field(label: str = "x", *, optional: bool = False, **more: object) -> Json:
    element = {"type": "plain_text_input", "action_id": "field", **more}
    return {"type": "input", "label": plain(label), "optional": optional, "element": element}


def modal(*blocks: Json, **more: object) -> Json:
    return {"type": "modal", "title": plain("title"), "submit": plain("go"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: object) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


def chart(*labels: str, series: int = 1, **more: object) -> Json:
    points = [{"label": label, "value": 1} for label in labels]
    plotted = [{"name": f"{number}", "data": points} for number in range(series)]
    drawn = {"type": "bar", "series": plotted, "axis_config": {"categories": list(labels), **more}}
    return {"type": "data_visualization", "title": "x" * 50, "chart": drawn}
