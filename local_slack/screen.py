"""Messages and views as text: what a person reads on the screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_USER = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_LINK = re.compile(r"<(?!@)([^<>|]+)(?:\|([^<>]*))?>")
_BOLD = re.compile(r"(?<!\u200b)\*([^*\n]+)\*(?!\u200b)")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d"))

Node = dict[str, Any]


def as_text(payload: Mapping[str, Any], names: Mapping[str, str] | None = None) -> str:
    """Give what a person reads of a message or a view; `names` are those of users and channels, by their ids."""
    lines: list[str] = []
    if title := payload.get("title"):
        lines.append(f"[ {_plain(title, names)} ]")
    blocks = payload.get("blocks") or ()
    values = payload.get("values") or {}
    for block in blocks:
        lines += [_readable(line, names) for line in _drawn(block)]
        lines += [f"  {value}" for value in _filled_in(values.get(block.get("block_id")), names)]
    if not blocks:
        lines.append(_readable(str(payload.get("text") or ""), names))
    footer = [f"[ {_plain(payload[name], names)} ]" for name in ("close", "submit") if payload.get(name)]
    if footer:
        lines.append("  ".join(footer))
    return "\n".join(lines)


def _drawn(block: Node) -> Iterator[str]:
    draw = _BLOCKS.get(block["type"])
    if draw is not None:
        yield from draw(block)


def _readable(text: str, names: Mapping[str, str] | None) -> str:
    text = _USER.sub(lambda user: f"@{(names or {}).get(user[1], user[1])}", text)
    text = _BOLD.sub(r"\1", _LINK.sub(lambda link: link[2] or link[1], text))
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text.translate(_INVISIBLE)


def _plain(text: Node, names: Mapping[str, str] | None) -> str:
    return _readable(str(text["text"]), names)


def _header(block: Node) -> Iterator[str]:
    yield f"# {block['text']['text']}"


def _section(block: Node) -> Iterator[str]:
    if "text" in block:
        yield block["text"]["text"]
    for field in block.get("fields", ()):
        yield field["text"]
    if "accessory" in block:
        yield f"  {_control(block['accessory'])}"


def _container(block: Node) -> Iterator[str]:
    yield block["title"]["text"]
    for held in block["child_blocks"]:
        yield from _drawn(held)


def _context(block: Node) -> Iterator[str]:
    yield "  " + "  ·  ".join(str(element.get("text") or element.get("alt_text")) for element in block["elements"])


def _actions(block: Node) -> Iterator[str]:
    yield "  " + "  ".join(_control(element) for element in block["elements"])


def _divider(_: Node) -> Iterator[str]:
    yield "-" * 40


def _input(block: Node) -> Iterator[str]:
    yield f"{block['label']['text']}: {_control(block['element'])}"


def _rich_text(block: Node) -> Iterator[str]:
    for element in block["elements"]:
        if element["type"] == "rich_text_list":
            for number, item in enumerate(element["elements"], start=1):
                mark = f"{number}." if element["style"] == "ordered" else "•"
                yield f"  {mark} {_inline(item)}"
        else:
            yield _inline(element)


def _inline(node: Node) -> str:
    return "".join(str(part.get("text") or part.get("url") or f"<@{part.get('user_id')}>") for part in node["elements"])


def _control(element: Node) -> str:
    match element["type"]:
        case "button":
            return f"[{element['text']['text']}]"
        case "icon_button":
            return f"[🗑 {element['text']['text']}]"
        case _:
            placeholder = element.get("placeholder", {}).get("text", "")
            return f"({placeholder} ▾)" if "select" in element["type"] else f"({placeholder})"


def _filled_in(actions: Mapping[str, Any] | None, names: Mapping[str, str] | None) -> Iterator[str]:
    for value in (actions or {}).values():
        if option := value.get("selected_option"):
            yield f"> {option['text']['text']}"
        elif chosen := value.get("selected_conversation"):
            yield f"> #{(names or {}).get(chosen, chosen)}"
        elif typed := value.get("value"):
            yield f"> {typed}"


_BLOCKS: dict[str, Callable[[Node], Iterator[str]]] = {
    "actions": _actions,
    "container": _container,
    "context": _context,
    "context_actions": _actions,
    "divider": _divider,
    "header": _header,
    "input": _input,
    "rich_text": _rich_text,
    "section": _section,
}
