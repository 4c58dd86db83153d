"""The fields of a submitted modal, and routes in values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.slack.view.modals import LOOKUP, SETTING
from bot.slack.view.route import Route, RouteError, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.slack.payload.shapes import View

_MENTIONS = {"user": "user_id", "usergroup": "usergroup_id"}
"""The field with the id, by type of an element of rich text."""


def unpacked(value: str | None) -> Route | None:
    """Return the route in a value; None if there is none, or another version made it."""
    try:
        return unpack(value or "")
    except RouteError:
        return None


def picked(view: View) -> Route | None:
    """Return the route of the option picked in a look-up modal."""
    options = (field.get("selected_option") for field in _named(view, LOOKUP))
    routes = (unpacked(str(option.get("value"))) for option in options if isinstance(option, dict))
    return next((route for route in routes if route), None)


def filled_in(view: View, action_id: str) -> str:
    """Return the text in a field; empty where there is none."""
    typed = (field.get("value") for field in _named(view, action_id))
    return next((text for text in typed if isinstance(text, str)), "")


def settings(view: View) -> tuple[tuple[str, str], ...]:
    """Return the names of the fields in a form of settings, with what was chosen; empty where nothing was."""
    return tuple((name.removeprefix(SETTING), _value(field)) for name, field in _all(view) if name.startswith(SETTING))


def _value(field: dict[str, Any]) -> str:
    option = field.get("selected_option")
    found = (
        field.get("value"),
        option.get("value") if isinstance(option, dict) else None,
        field.get("selected_conversation"),
        _mention_in(field.get("rich_text_value")),
    )
    return next((value.strip() for value in found if isinstance(value, str)), "")


def _mention_in(text: object) -> str | None:
    """Return the id of the first user or user group in rich text, else what stands there in quotes; None if it is empty."""
    parts = list(_parts(text))
    mentioned = (str(part.get(_MENTIONS[kind])) for kind, part in parts if kind in _MENTIONS)
    leaves = [(kind, part) for kind, part in parts if not isinstance(part.get("elements"), list)]
    written = "".join(str(part.get("text")) if kind == "text" else kind for kind, part in leaves).strip()
    # In quotes, since a word such as SUPPORT could be the id of a user group.
    return next(mentioned, f"“{written}”" if written else None)


def _parts(part: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the elements of rich text, with their types."""
    if isinstance(part, dict):
        yield str(part.get("type")), part
        inside = part.get("elements")
        for each in inside if isinstance(inside, list) else ():
            yield from _parts(each)


def _named(view: View, action_id: str) -> Iterator[dict[str, Any]]:
    """Yield the states of the fields with an action id."""
    return (field for name, field in _all(view) if name == action_id)


def _all(view: View) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the action ids of all fields, with their states."""
    for block in ((view.state.values if view.state else None) or {}).values():
        if isinstance(block, dict):
            yield from ((name, field) for name, field in block.items() if isinstance(field, dict))
