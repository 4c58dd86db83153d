"""Modals and App Homes: the methods that open and change them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from local_slack import block_kit
from local_slack.controls import elements
from local_slack.errors import ApiError, invalid
from local_slack.state import TRIGGER_SECONDS, Json, View

if TYPE_CHECKING:
    from collections.abc import Callable

    from local_slack.calls import Call
    from local_slack.state import Workspace

_MOST_BYTES = 250_000
_VALUES = {
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "external_select": ("selected_option", "initial_option"),
    "plain_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
}
"""Field of an element's value in the state, and field of its initial value, by type."""


def replace(workspace: Workspace, view: View, content: Json) -> None:
    """Replace a view's content, but keep the values of fields with the same ids; raise ApiError if Slack would refuse it."""
    with workspace.lock:
        new = _new(workspace, view.user, content, str(view.content["type"]))
        for block_id, actions in new.values.items():
            actions |= {name: value for name, value in view.values.get(block_id, {}).items() if name in actions}
        view.content, view.hash, view.values = new.content, new.hash, new.values
        workspace.touch(view)


def missing(view: View) -> list[str]:
    """Return the labels of the required fields that are empty."""
    return [
        str(block["label"]["text"])
        for block, element in _stateful(view.blocks)
        if block["type"] == "input"
        and not block.get("optional")
        and not view.values[block["block_id"]][element["action_id"]].get(_VALUES[element["type"]][0])
    ]


def _new(workspace: Workspace, user_id: str, content: Json, kind: str) -> View:
    if len(json.dumps(content).encode()) > _MOST_BYTES:
        raise ApiError("view_too_large")
    faults = block_kit.view_faults(content)
    if content.get("type") != kind:
        faults.append(f"type: {content.get('type')!r} is no {kind}")
    if faults:
        raise invalid("invalid_arguments", faults)
    content = content | {"blocks": workspace.with_ids(content["blocks"])}
    values: dict[str, Json] = {}
    for block, element in _stateful(content["blocks"]):
        name, initial = _VALUES[element["type"]]
        state = {"type": element["type"], name: element.get(initial)}
        values.setdefault(block["block_id"], {})[element["action_id"]] = state
    number = workspace.number()
    return View(f"V{number:06d}", user_id, content, f"{int(workspace.now())}.{number:08x}", values, team=workspace.team)


def _stateful(blocks: list[Json]) -> list[tuple[Json, Json]]:
    """Return the elements that hold a value, each after its block."""
    return [(block, element) for block, element in elements(blocks) if element["type"] in _VALUES]


def _user_of_trigger(call: Call) -> str:
    (trigger_id,) = call.need("trigger_id")
    known = call.workspace.triggers.get(trigger_id)
    if known is None:
        raise ApiError("invalid_trigger_id")
    user_id, made_at, is_used = known
    if call.workspace.now() - made_at > TRIGGER_SECONDS:
        raise ApiError("expired_trigger_id")
    if is_used:
        raise ApiError("exchanged_trigger_id")
    call.workspace.triggers[trigger_id] = (user_id, made_at, True)
    return user_id


def _content(call: Call) -> Json:
    (content,) = call.need("view")
    if not isinstance(content, dict):
        raise invalid("invalid_arguments", ["view: must be an object"])
    return content


def _open(call: Call) -> Json:
    view = _new(call.workspace, _user_of_trigger(call), _content(call), "modal")
    call.workspace.modals[view.user] = view
    call.workspace.touch(view)
    return {"view": view.payload()}


def _update(call: Call) -> Json:
    (view_id,) = call.need("view_id")
    for view in call.workspace.modals.values():
        if view.id == view_id:
            return _changed(call, view)
    raise ApiError("not_found")


def _publish(call: Call) -> Json:
    (user_id,) = call.need("user_id")
    if user_id not in call.workspace.users:
        raise ApiError("user_not_found")
    home = call.workspace.homes.get(user_id)
    if home is not None:
        return _changed(call, home)
    home = call.workspace.homes[user_id] = _new(call.workspace, user_id, _content(call), "home")
    call.workspace.touch(home)
    return {"view": home.payload()}


def _changed(call: Call, view: View) -> Json:
    replace(call.workspace, view, _content(call))
    return {"view": view.payload()}


METHODS: dict[str, Callable[[Call], Json]] = {"views.open": _open, "views.publish": _publish, "views.update": _update}
