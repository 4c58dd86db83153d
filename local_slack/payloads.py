"""Payloads that Slack sends to an app, in the shapes of its reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_slack.state import APP, View

if TYPE_CHECKING:
    from local_slack.state import Channel, Json, Message, Step, User, Workspace


def _channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name}


def _interaction(kind: str, user: User, **more: object) -> Json:
    return {
        "type": kind,
        "team": {"id": user.team, "domain": "local"},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team},
        "api_app_id": APP,
        **more,
    }


def command(typed: tuple[str, str], user: User, channel: Channel, trigger_id: str, response_url: str) -> dict[str, str]:
    """Return a slash command as the fields of a form; `typed` is the command and its text."""
    return {
        "team_id": user.team,
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


def event(workspace: Workspace, inner: Json) -> Json:
    """Return an event in its envelope, with a new event id."""
    channel, team = workspace.channels.get(str(inner.get("channel"))), workspace.team
    return {
        "team_id": team,
        "api_app_id": APP,
        "event": inner,
        "type": "event_callback",
        "event_id": f"Ev{workspace.number():08d}",
        "event_time": int(workspace.now()),
        "is_ext_shared_channel": bool(channel and channel.is_shared),
        "authorizations": [{"enterprise_id": None, "team_id": team, "user_id": workspace.bot.id, "is_bot": True}],
    }


def message_event(message: Message) -> Json:
    """Return the event of a new message."""
    kind = message.channel.kind
    return message.payload() | {"channel": message.channel.id, "channel_type": kind, "event_ts": message.ts}


def mention_event(message: Message) -> Json:
    """Return the event of a mention; Slack sends another one, with `edited`, after an edit."""
    whole = message.payload() | {"type": "app_mention", "channel": message.channel.id}
    return whole | {"event_ts": message.edited_ts or message.ts}


def changed_event(before: Json, message: Message, event_ts: str) -> Json:
    """Return the event of an edited message."""
    return _about(message, "message_changed", event_ts) | {"message": message.payload(), "previous_message": before}


def deleted_event(before: Json, message: Message, event_ts: str) -> Json:
    """Return the event of a deleted message."""
    return _about(message, "message_deleted", event_ts) | {"deleted_ts": message.ts, "previous_message": before}


def _about(message: Message, subtype: str, event_ts: str) -> Json:
    return {
        "type": "message",
        "subtype": subtype,
        "channel": message.channel.id,
        "channel_type": message.channel.kind,
        "ts": event_ts,
        "event_ts": event_ts,
        "hidden": True,
    }


def home_opened(user: User, channel: Channel, tab: str, home: View | None, event_ts: str) -> Json:
    """Return the event of an opened tab of the app."""
    opened = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": tab, "event_ts": event_ts}
    return opened | ({"view": home.payload()} if home and tab == "home" else {})


def function_executed(step: Step, inputs: Json, event_ts: str, token: str) -> Json:
    """Return the event of a workflow that reached the app's step."""
    return {
        "type": "function_executed",
        "function": {
            "id": "Fn0LOCAL",
            "callback_id": step.callback_id,
            "type": "app",
            "app_id": APP,
        },
        "inputs": inputs,
        "function_execution_id": step.id,
        "workflow_execution_id": "Wx0LOCAL",
        "event_ts": event_ts,
        "bot_access_token": token,
    }


def message_press(user: User, message: Message, action: Json, trigger_id: str, response_url: str) -> Json:
    """Return the press of a button in a message; Slack sends no content of an ephemeral one."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel.id,
        "is_ephemeral": bool(message.only_for),
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    pressed = _interaction("block_actions", user, trigger_id=trigger_id) | {
        "container": container,
        "channel": _channel(message.channel),
        "response_url": response_url,
        "state": {"values": {}},
        "actions": [action],
    }
    return pressed if message.only_for else pressed | {"message": message.payload()}


def view_press(user: User, view: View, action: Json, trigger_id: str) -> Json:
    """Return the press of a button, or a choice, in a view."""
    pressed = _interaction("block_actions", user, trigger_id=trigger_id, actions=[action])
    return pressed | {"container": {"type": "view", "view_id": view.id}, "view": view.payload()}


def suggestion(user: User, inside: Message | View, asked: Json) -> Json:
    """Return the request for the options of an `external_select`; `asked` holds its ids and the text typed."""
    whole = _interaction("block_suggestion", user, **asked)
    if isinstance(inside, View):
        return whole | {"container": {"type": "view", "view_id": inside.id}, "view": inside.payload()}
    container = {"type": "message", "message_ts": inside.ts, "channel_id": inside.channel.id}
    return whole | {"container": container, "channel": _channel(inside.channel), "message": inside.payload()}


def submission(user: User, view: View, trigger_id: str, response_urls: list[Json]) -> Json:
    """Return the submission of a modal."""
    submitted = _interaction("view_submission", user, trigger_id=trigger_id, is_enterprise_install=False)
    return submitted | {"view": view.payload(), "response_urls": response_urls}


def global_shortcut(user: User, callback_id: str, trigger_id: str) -> Json:
    """Return a global shortcut."""
    return _interaction("shortcut", user, trigger_id=trigger_id, callback_id=callback_id, action_ts="1.1")


def message_shortcut(user: User, message: Message, callback_id: str, trigger_id: str, response_url: str) -> Json:
    """Return a message shortcut."""
    used = _interaction("message_action", user, trigger_id=trigger_id, callback_id=callback_id, action_ts="1.1")
    return used | {
        "message_ts": message.ts,
        "channel": _channel(message.channel),
        "message": message.payload(),
        "response_url": response_url,
    }
