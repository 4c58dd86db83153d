"""Messages and views as text, as a person reads them on the screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from local_slack.controls import FEEDBACK_BUTTONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from local_slack.state import Json

_NAMED = re.compile(r"<([@#])([A-Z0-9]+)(?:\|[^>]*)?>")
_LINK = re.compile(r"<(?![@#])([^<>|]+)(?:\|([^<>]*))?>")
_BOLD = re.compile(r"(?<!\u200b)\*([^*\n]+)\*(?!\u200b)")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d"))


def as_text(payload: Mapping[str, object], names: Mapping[str, str] | None = None) -> str:
    """Return the text of a message or a view; `names` are those of users and channels by their ids."""
    return _readable("\n".join(_lines(payload, names or {})), names or {})


def _lines(payload: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    if title := payload.get("title"):
        yield f"[ {title['text']} ]"
    values = payload.get("state", {}).get("values", {})
    for block in payload.get("blocks", ()):
        yield from _BLOCKS[block["type"]](block)
        yield from (f"  > {value}" for value in _filled_in(values.get(block.get("block_id"), {}), names))
    if not payload.get("blocks"):
        yield str(payload.get("text") or "")
    if footer := [f"[ {payload[name]['text']} ]" for name in ("close", "submit") if payload.get(name)]:
        yield "  ".join(footer)


def _readable(text: str, names: Mapping[str, str]) -> str:
    text = _NAMED.sub(lambda found: f"{found[1]}{names.get(found[2], found[2])}", text)
    text = _BOLD.sub(r"\1", _LINK.sub(lambda link: link[2] or link[1], text))
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text.translate(_INVISIBLE)


def _rich_text(block: Json) -> Iterator[str]:
    for element in block["elements"]:
        if element["type"] == "rich_text_section":
            yield _inline(element)
        else:
            for number, item in enumerate(element["elements"], start=1):
                yield f"  {f'{number}.' if element['style'] == 'ordered' else '•'} {_inline(item)}"


def _inline(section: Json) -> str:
    return "".join(part["text"] for part in section["elements"])


def _section(block: Json) -> list[str]:
    return [block["text"]["text"], *(f"  {_control(block[name])}" for name in ("accessory",) if name in block)]


def _container(block: Json) -> list[str]:
    return [block["title"]["text"], *(line for held in block["child_blocks"] for line in _BLOCKS[held["type"]](held))]


def _actions(block: Json) -> list[str]:
    return ["  " + "  ".join(map(_control, block["elements"]))]


def _control(element: Json) -> str:
    match element["type"]:
        case "button":
            return f"[{element['text']['text']}]"
        case "icon_button":
            return f"[🗑 {element['text']['text']}]"
        case "feedback_buttons":
            return "  ".join(f"[{element[thumb]['text']['text']}]" for thumb in FEEDBACK_BUTTONS)
        case kind:
            return f"({element.get('placeholder', {}).get('text', '')}{' ▾' if 'select' in kind else ''})"


def _chart(block: Json) -> Iterator[str]:
    yield f"({block['title']})"
    for series in block["chart"]["series"]:
        yield f"  {series['name']}: " + ", ".join(f"{point['label']} {point['value']}" for point in series["data"])


_BLOCKS: dict[str, Callable[[Json], Iterable[str]]] = {
    "actions": _actions,
    "container": _container,
    "context": lambda block: ["  " + "  ·  ".join(element["text"] for element in block["elements"])],
    "context_actions": _actions,
    "data_visualization": _chart,
    "divider": lambda _: ["-" * 40],
    "header": lambda block: [f"# {block['text']['text']}"],
    "input": lambda block: [f"{block['label']['text']}: {_control(block['element'])}"],
    "rich_text": _rich_text,
    "section": _section,
}


def _filled_in(actions: Json, names: Mapping[str, str]) -> Iterator[str]:
    for value in actions.values():
        if option := value.get("selected_option"):
            yield option["text"]["text"]
        elif chosen := value.get("selected_conversation"):
            yield f"#{names.get(chosen, chosen)}"
        elif typed := value.get("value"):
            yield typed
