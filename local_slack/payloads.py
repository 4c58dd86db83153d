"""What Slack sends to an app, in the shapes of its reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local_slack.calls import BOT_TOKEN
from local_slack.state import APP, TEAM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local_slack.state import Channel, Message, Step, User, View, Workspace

Payload = dict[str, Any]


def _who(user: User) -> Payload:
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM}


def _where(channel: Channel) -> Payload:
    return {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name}


def _base(kind: str, user: User, trigger_id: str) -> Payload:
    return {
        "type": kind,
        "token": "unused",
        "team": {"id": TEAM, "domain": "local"},
        "user": _who(user),
        "api_app_id": APP,
        "trigger_id": trigger_id,
    }


def command(typed: tuple[str, str], user: User, channel: Channel, trigger_id: str, response_url: str) -> dict[str, str]:
    """Give a slash command, as the fields of a form; `typed` is the command and what stands after it."""
    return {
        "token": "unused",
        "team_id": TEAM,
        "team_domain": "local",
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": typed[0],
        "text": typed[1],
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def event(workspace: Workspace, inner: Payload) -> Payload:
    """Wrap an event as Slack delivers it, with an id of its own."""
    return {
        "token": "unused",
        "team_id": TEAM,
        "api_app_id": APP,
        "event": inner,
        "type": "event_callback",
        "event_id": f"Ev{workspace.number():08d}",
        "event_time": int(workspace.now()),
        "authorizations": [
            {"enterprise_id": None, "team_id": TEAM, "user_id": workspace.bot.id, "is_bot": True},
        ],
    }


def message_event(message: Message) -> Payload:
    """Give a message as the event that tells of it."""
    return message.payload() | {
        "channel": message.channel.id,
        "channel_type": message.channel.kind,
        "event_ts": message.ts,
    }


def mention_event(message: Message) -> Payload:
    """Give a message that mentions the app; once it was edited Slack sends another, with `edited`."""
    whole = message.payload() | {"type": "app_mention", "channel": message.channel.id}
    return whole | {"event_ts": message.edited_ts or message.ts}


def changed_event(before: Payload, message: Message, event_ts: str) -> Payload:
    """Give the event of a message that was edited."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "channel": message.channel.id,
        "channel_type": message.channel.kind,
        "ts": event_ts,
        "event_ts": event_ts,
        "hidden": True,
        "message": message.payload(),
        "previous_message": before,
    }


def deleted_event(before: Payload, message: Message, event_ts: str) -> Payload:
    """Give the event of a message that was deleted."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "channel": message.channel.id,
        "channel_type": message.channel.kind,
        "ts": event_ts,
        "event_ts": event_ts,
        "hidden": True,
        "deleted_ts": message.ts,
        "previous_message": before,
    }


def home_opened(user: User, channel: Channel, tab: str, home: View | None, event_ts: str) -> Payload:
    """Give the event of somebody who opens a tab of the app's."""
    opened = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": tab, "event_ts": event_ts}
    return opened | ({"view": home.payload()} if home and tab == "home" else {})


def function_executed(step: Step, definition: Mapping[str, Any], inputs: Payload, event_ts: str) -> Payload:
    """Give the event of a workflow that came to the app's step."""
    return {
        "type": "function_executed",
        "function": {
            "id": "Fn0LOCAL",
            "callback_id": step.callback_id,
            "title": definition.get("title", ""),
            "type": "app",
            "app_id": APP,
        },
        "inputs": inputs,
        "function_execution_id": step.id,
        "workflow_execution_id": "Wx0LOCAL",
        "event_ts": event_ts,
        "bot_access_token": BOT_TOKEN,
    }


def message_press(user: User, message: Message, action: Payload, trigger_id: str, response_url: str) -> Payload:
    """Give the press of a button under a message; of an ephemeral one Slack sends no content."""
    container: Payload = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel.id,
        "is_ephemeral": bool(message.only_for),
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    pressed = _base("block_actions", user, trigger_id) | {
        "container": container,
        "channel": _where(message.channel),
        "response_url": response_url,
        "state": {"values": {}},
        "actions": [action],
    }
    return pressed if message.only_for else pressed | {"message": message.payload()}


def view_press(user: User, view: View, action: Payload, trigger_id: str) -> Payload:
    """Give the press of a button, or a choice, in a view."""
    return _base("block_actions", user, trigger_id) | {
        "container": {"type": "view", "view_id": view.id},
        "view": view.payload(),
        "actions": [action],
    }


def suggestion(user: User, view: View | None, message: Message | None, asked: Payload) -> Payload:
    """Give the request for options of an `external_select`; `asked` has its ids and what was typed."""
    whole = {"type": "block_suggestion", "token": "unused", "team": {"id": TEAM, "domain": "local"}}
    whole |= {"user": _who(user), "api_app_id": APP, **asked}
    if view is not None:
        return whole | {"container": {"type": "view", "view_id": view.id}, "view": view.payload()}
    if message is not None:
        where = {"type": "message", "message_ts": message.ts, "channel_id": message.channel.id}
        return whole | {"container": where, "channel": _where(message.channel), "message": message.payload()}
    return whole


def submission(user: User, view: View, trigger_id: str, response_urls: list[Payload]) -> Payload:
    """Give the submission of a modal."""
    return _base("view_submission", user, trigger_id) | {
        "view": view.payload(),
        "response_urls": response_urls,
        "is_enterprise_install": False,
    }


def view_closed(user: User, view: View) -> Payload:
    """Give what tells of a modal that was closed, where it asked for that; there is no trigger in it."""
    whole = _base("view_closed", user, "") | {"view": view.payload(), "is_cleared": False}
    return {name: value for name, value in whole.items() if name != "trigger_id"}


def global_shortcut(user: User, callback_id: str, trigger_id: str) -> Payload:
    """Give a global shortcut."""
    return _base("shortcut", user, trigger_id) | {"callback_id": callback_id, "action_ts": "1.1"}


def message_shortcut(user: User, message: Message, callback_id: str, trigger_id: str, response_url: str) -> Payload:
    """Give a message shortcut."""
    return _base("message_action", user, trigger_id) | {
        "callback_id": callback_id,
        "action_ts": "1.1",
        "message_ts": message.ts,
        "channel": _where(message.channel),
        "message": message.payload(),
        "response_url": response_url,
    }
