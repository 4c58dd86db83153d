"""Slack's rules for blocks: what slack_sdk's models check, and the limits and places that those leave unchecked.

Every fault is a line with its path, as Slack itself gives it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
_MOST_CHARACTERS = 13_200
"""Over all blocks of a message; measured, not documented."""
_LONGEST_FALLBACK = 4000
_LONGEST = {
    ("header", "text"): 150,
    ("section", "text"): 3000,
    ("section", "fields"): 2000,
    ("button", "text"): 75,
    ("icon_button", "text"): 75,
    ("input", "label"): 2000,
    ("input", "hint"): 2000,
    ("option", "text"): 75,
    ("option", "description"): 75,
    ("modal", "title"): 24,
    ("modal", "submit"): 24,
    ("modal", "close"): 24,
}
_LONGEST_PLACEHOLDER = 150
_LONGEST_PLAIN = {
    "action_id": 255,
    "block_id": 255,
    "callback_id": 255,
    "value": 2000,
    "url": 3000,
    "accessibility_label": 75,
    "private_metadata": 3000,
}
_LONGEST_OPTION_VALUE = 150
_MOST_ELEMENTS = {"context": 10, "actions": 25, "context_actions": 5, "fields": 10, "visible_to_user_ids": 10}
_MOST_OPTIONS = 100
_SELECTS = {"static_select", "external_select", "conversations_select", "channels_select", "users_select"}
_ELEMENTS_OF = {
    "actions": _SELECTS | {"button", "overflow", "datepicker", "checkboxes", "radio_buttons", "workflow_button"},
    "context": {"plain_text", "mrkdwn", "image"},
    "context_actions": {"icon_button", "feedback_buttons"},
    "accessory": _SELECTS | {"button", "overflow", "datepicker", "checkboxes", "radio_buttons", "image"},
    "input": _SELECTS | {"plain_text_input", "checkboxes", "radio_buttons", "datepicker", "number_input"},
}
_ONLY_ON = {
    "context_actions": {"message"},
    "table": {"message"},
    "markdown": {"message"},
    "card": {"message"},
    "carousel": {"message"},
    "alert": {"modal"},
}
"""Blocks that do not stand everywhere."""
_PLAIN_ONLY = {"header", "button", "icon_button", "option", "input", "modal"}
"""Whose texts have to be plain."""
_ICONS = {"trash"}


def message_faults(text: str, blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    """Give what Slack would refuse in a message, or cut."""
    found: list[str] = []
    if not text or len(text) > _LONGEST_FALLBACK:
        found.append(f"text: {len(text)} characters, from 1 to {_LONGEST_FALLBACK}")
    found += _faults(blocks, "message")
    characters = sum(map(len, _texts(list(blocks))))
    if characters > _MOST_CHARACTERS:
        found.append(f"blocks: {characters} characters over all of them, at most {_MOST_CHARACTERS}")
    return found


def view_faults(view: Mapping[str, Any]) -> list[str]:
    """Give what Slack would refuse in a modal or an App Home."""
    kind = str(view.get("type"))
    if kind not in {"modal", "home"}:
        return [f"type: {kind!r} is neither modal nor home"]
    found: list[str] = []
    try:
        View(**dict(view)).validate_json()
    except (SlackObjectFormationError, TypeError) as error:
        found.append(f"view: {error}")
    blocks = view.get("blocks") or ()
    if not blocks:
        found.append("blocks: at least one is needed")
    if kind == "modal":
        if "title" not in view:
            found.append("title: a modal needs one")
        if "submit" not in view and any(block.get("type") == "input" for block in blocks):
            found.append("submit: a modal with an input block needs one")
        found += _text_faults("modal", view, "")
    else:
        found += [f"{name}: a home has none" for name in ("title", "submit", "close") if name in view]
    found += _plain_faults(view, "")
    return found + _faults(blocks, kind)


def _faults(blocks: Sequence[Mapping[str, Any]], surface: str) -> list[str]:
    found: list[str] = []
    if len(blocks) > _MOST_BLOCKS[surface]:
        found.append(f"blocks: {len(blocks)} of them, at most {_MOST_BLOCKS[surface]}")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(ids)) != len(ids):
        found.append(f"blocks: the ids {ids} clash")
    focused = 0
    for at, block in enumerate(blocks):
        path = f"blocks[{at}]"
        found += _model_faults(block, path)
        found += _block_faults(block, path, surface)
        focused += sum(bool(element.get("focus_on_load")) for _, element in _elements(block))
    if focused > 1:
        found.append(f"blocks: {focused} elements have the focus")
    return found


def _model_faults(block: Mapping[str, Any], path: str) -> Iterator[str]:
    """Hold a block against slack_sdk's model of it."""
    try:
        parsed = Block.parse(dict(block))
        if parsed is None:
            yield f"{path}: there is no block of type {block.get('type')!r}"
            return
        parsed.validate_json()
        kept = parsed.to_dict()
    except (SlackObjectFormationError, TypeError) as error:
        yield f"{path}: {error}"
        return
    # What the model drops is something that Slack does not know.
    yield from _dropped(block, kept, path)


def _dropped(given: object, kept: object, path: str) -> list[str]:
    if isinstance(given, dict) and isinstance(kept, dict):
        found = [f"{path}.{key}: unknown" for key in given if key not in kept and given[key] not in ([], None)]
        return found + [
            each for key in given if key in kept for each in _dropped(given[key], kept[key], f"{path}.{key}")
        ]
    if isinstance(given, list) and isinstance(kept, list):
        return [
            each for at, pair in enumerate(zip(given, kept, strict=False)) for each in _dropped(*pair, f"{path}[{at}]")
        ]
    return []


def _block_faults(block: Mapping[str, Any], path: str, surface: str) -> Iterator[str]:
    kind = block.get("type", "")
    if surface not in _ONLY_ON.get(kind, {surface}):
        yield f"{path}: a {kind} block does not stand in a {surface}"
    if kind == "section" and "text" not in block and "fields" not in block:
        yield f"{path}: a section needs text or fields"
    yield from _text_faults(kind, block, path)
    yield from _plain_faults(block, path)
    elements = block.get("elements")
    if elements is not None and not 0 < len(elements) <= _MOST_ELEMENTS.get(kind, 1000):
        yield f"{path}.elements: {len(elements)} of them, from 1 to {_MOST_ELEMENTS.get(kind, 1000)}"
    if len(block.get("fields", ())) > _MOST_ELEMENTS["fields"]:
        yield f"{path}.fields: {len(block['fields'])} of them, at most {_MOST_ELEMENTS['fields']}"
    action_ids = [element["action_id"] for _, element in _elements(block) if "action_id" in element]
    if len(set(action_ids)) != len(action_ids):
        yield f"{path}: the action ids {action_ids} clash"
    for place, element in _elements(block):
        yield from _element_faults(element, place, f"{path}.{place}", surface, block)


def _elements(block: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give the elements of a block, each with its place in it."""
    if block.get("type") in {"rich_text", "table"}:
        return
    for at, element in enumerate(block.get("elements", ())):
        yield f"elements[{at}]", element
    for place in ("accessory", "element"):
        if place in block:
            yield place, block[place]


def _element_faults(
    element: Mapping[str, Any], place: str, path: str, surface: str, block: Mapping[str, Any]
) -> Iterator[str]:
    kind = element.get("type", "")
    allowed = _ELEMENTS_OF.get("accessory" if place == "accessory" else block["type"])
    if allowed is not None and kind not in allowed:
        yield f"{path}: a {kind} does not stand there"
    if block["type"] == "context":
        return
    yield from _text_faults(kind, element, path)
    yield from _plain_faults(element, path)
    if "placeholder" in element and len(element["placeholder"]["text"]) > _LONGEST_PLACEHOLDER:
        yield f"{path}.placeholder: {len(element['placeholder']['text'])} characters, at most {_LONGEST_PLACEHOLDER}"
    if kind == "static_select":
        yield from _option_faults(element.get("options", ()), path)
    if element.get("response_url_enabled") and (surface != "modal" or block["type"] != "input"):
        yield f"{path}.response_url_enabled: only in an input block of a modal"
    if kind == "icon_button":
        if element.get("icon") not in _ICONS:
            yield f"{path}.icon: {element.get('icon')!r} is none of {sorted(_ICONS)}"
        shown_to = element.get("visible_to_user_ids")
        if shown_to is not None and not 0 < len(shown_to) <= _MOST_ELEMENTS["visible_to_user_ids"]:
            yield f"{path}.visible_to_user_ids: {len(shown_to)} of them, from 1 to 10"


def option_faults(options: Sequence[Mapping[str, Any]]) -> list[str]:
    """Give what Slack would refuse in the answer to a request for options, which may be empty."""
    return list(_option_faults(options, "response")) if options else []


def _option_faults(options: Sequence[Mapping[str, Any]], path: str) -> Iterator[str]:
    if not 0 < len(options) <= _MOST_OPTIONS:
        yield f"{path}.options: {len(options)} of them, from 1 to {_MOST_OPTIONS}"
    for at, option in enumerate(options):
        yield from _text_faults("option", option, f"{path}.options[{at}]")
        if not 0 < len(option.get("value", "")) <= _LONGEST_OPTION_VALUE:
            yield f"{path}.options[{at}].value: {len(option.get('value', ''))} characters, from 1 to 150"


def _text_faults(kind: str, node: Mapping[str, Any], path: str) -> Iterator[str]:
    """Check the texts that are objects."""
    for name in ("text", "fields", "label", "hint", "title", "submit", "close", "description"):
        for text in _as_list(node.get(name)):
            if not isinstance(text, dict):
                continue
            longest = _LONGEST.get((kind, name), 3000)
            if not 0 < len(text.get("text", "")) <= longest:
                yield f"{path}.{name}: {len(text.get('text', ''))} characters, from 1 to {longest}"
            if kind in _PLAIN_ONLY and text.get("type") != "plain_text":
                yield f"{path}.{name}: has to be plain_text"
            if ("emoji" in text and text["type"] != "plain_text") or ("verbatim" in text and text["type"] != "mrkdwn"):
                yield f"{path}.{name}: emoji is for plain_text, verbatim for mrkdwn"


def _plain_faults(node: Mapping[str, Any], path: str) -> Iterator[str]:
    """Check the texts that are strings."""
    for name, longest in _LONGEST_PLAIN.items():
        if isinstance(node.get(name), str) and len(node[name]) > longest:
            yield f"{path}.{name}: {len(node[name])} characters, at most {longest}"


def _as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node["text"]
        for child in node.values():
            yield from _texts(child)
    elif isinstance(node, list):
        for child in node:
            yield from _texts(child)
