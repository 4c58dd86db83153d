"""Modals and App Homes: the methods that open and change them, and the rules those share with answers to submissions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from local_slack import block_kit
from local_slack.calls import ApiError
from local_slack.state import TRIGGER_SECONDS, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from local_slack.calls import Call
    from local_slack.state import Workspace

_MOST_VIEWS = 3
_MOST_BYTES = 250_000
_VALUES = {
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "external_select": ("selected_option", "initial_option"),
    "plain_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
}
"""Type of an element that holds a value to where its state has it, and to where the app says what it is at first."""

Answer = dict[str, Any]


def check(workspace: Workspace, view: dict[str, Any], kind: str) -> None:
    """Check what is to become a view of a kind.

    Raises:
        ApiError: Slack would refuse it.

    """
    if len(json.dumps(view).encode()) > _MOST_BYTES:
        raise ApiError("view_too_large")
    faults = block_kit.view_faults(view)
    if view.get("type") != kind:
        faults.append(f"type: {view.get('type')!r} is no {kind}")
    if faults:
        raise ApiError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {fault}" for fault in faults]})
    external_id = view.get("external_id")
    if external_id and any(each.content.get("external_id") == external_id for each in _all(workspace)):
        raise ApiError("duplicate_external_id")


def push(workspace: Workspace, user_id: str, content: dict[str, Any]) -> View:
    """Put another modal over the open one.

    Raises:
        ApiError: Slack would refuse it, or there are three already.

    """
    with workspace.lock:
        stack = workspace.modals.setdefault(user_id, [])
        if len(stack) >= _MOST_VIEWS:
            raise ApiError("push_limit_reached")
        view = _new(workspace, user_id, content, "modal")
        view.below = stack[-1] if stack else None
        stack.append(view)
        workspace.touch(view)
        return view


def replace(workspace: Workspace, view: View, content: dict[str, Any]) -> None:
    """Show something else in a view; what was typed stays in fields whose block and action ids are still there.

    Raises:
        ApiError: Slack would refuse it.

    """
    with workspace.lock:
        external_id, view.content = view.content.get("external_id"), view.content | {"external_id": None}
        try:
            new = _new(workspace, view.user, content, str(view.content["type"]))
        except ApiError:
            view.content["external_id"] = external_id
            raise
        for block_id, actions in new.values.items():
            actions |= {name: value for name, value in view.values.get(block_id, {}).items() if name in actions}
        view.content, view.hash, view.values = new.content, new.hash, new.values
        workspace.touch(view)


def missing(view: View) -> list[str]:
    """Give the labels of the fields without which Slack submits no modal."""
    return [
        str(block["label"]["text"])
        for block, element in _stateful(view.blocks)
        if block["type"] == "input"
        and not block.get("optional")
        and not view.values[block["block_id"]][element["action_id"]].get(_VALUES[element["type"]][0])
    ]


def _new(workspace: Workspace, user_id: str, content: dict[str, Any], kind: str) -> View:
    check(workspace, content, kind)
    content = content | {"blocks": workspace.with_ids(content["blocks"])}
    values: dict[str, dict[str, Any]] = {}
    for block, element in _stateful(content["blocks"]):
        name, initial = _VALUES[element["type"]]
        state = {"type": element["type"], name: element.get(initial)}
        values.setdefault(block["block_id"], {})[element["action_id"]] = state
    number = workspace.number()
    return View(f"V{number:06d}", user_id, content, f"{int(workspace.now())}.{number:08x}", values)


def _stateful(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Give the elements that hold a value, each with its block."""
    for block in blocks:
        for element in (*block.get("elements", ()), block.get("element"), block.get("accessory")):
            if isinstance(element, dict) and element.get("type") in _VALUES and element.get("action_id"):
                yield block, element


def _all(workspace: Workspace) -> Iterator[View]:
    for stack in workspace.modals.values():
        yield from stack
    yield from workspace.homes.values()


def _trigger(call: Call) -> str:
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


def _content(call: Call) -> dict[str, Any]:
    (content,) = call.need("view")
    if not isinstance(content, dict):
        raise ApiError("invalid_arguments", response_metadata={"messages": ["[ERROR] view: must be an object"]})
    return content


def _open(call: Call) -> Answer:
    view = _new(call.workspace, _trigger(call), _content(call), "modal")
    call.workspace.modals[view.user] = [view]
    call.workspace.touch(view)
    return {"view": view.payload()}


def _push(call: Call) -> Answer:
    return {"view": push(call.workspace, _trigger(call), _content(call)).payload()}


def _update(call: Call) -> Answer:
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if not view_id and not external_id:
        call.need("view_id")
    modals = [view for stack in call.workspace.modals.values() for view in stack]
    for view in modals:
        if view.id == view_id or (external_id and view.content.get("external_id") == external_id):
            return _changed(call, view)
    raise ApiError("not_found")


def _publish(call: Call) -> Answer:
    (user_id,) = call.need("user_id")
    if user_id not in call.workspace.users:
        raise ApiError("user_not_found")
    home = call.workspace.homes.get(user_id)
    if home is not None:
        return _changed(call, home)
    home = call.workspace.homes[user_id] = _new(call.workspace, user_id, _content(call), "home")
    call.workspace.touch(home)
    return {"view": home.payload()}


def _changed(call: Call, view: View) -> Answer:
    if call.text("hash") not in {"", view.hash}:
        raise ApiError("hash_conflict")
    replace(call.workspace, view, _content(call))
    return {"view": view.payload()}


METHODS: dict[str, Callable[[Call], Answer]] = {
    "views.open": _open,
    "views.publish": _publish,
    "views.push": _push,
    "views.update": _update,
}
