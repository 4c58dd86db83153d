"""Messages and views as HTML that looks like Slack."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_USER = re.compile(r"&lt;@([A-Z0-9]+)(?:\|[^&]*)?&gt;")
_LINK = re.compile(r"&lt;((?:https?|mailto)[^&|]*(?:&amp;[^&|]*)*)\|([^&]*)&gt;")
_DATE = re.compile(r"&lt;!date\^\d+\^[^|]*\|([^&]*)&gt;")
_BLOCK = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_BOLD = re.compile(r"(?<!\u200b)\*([^*\n]+)\*(?!\u200b)")
_COLOURS = ("#1f4e79", "#d9a441", "#b5493b", "#5b8c5a")
_EMPTY = {"type": "plain_text", "text": ""}
_ITALIC = re.compile(r"(?<![\w\u200b])_([^_\n]+)_(?![\w\u200b])")
_SENT_ENTITIES = (("&amp;lt;", "&lt;"), ("&amp;gt;", "&gt;"), ("&amp;amp;", "&amp;"))

STYLE = """
* { box-sizing: border-box; }
body { font: 15px/1.47 "Noto Sans CJK SC", Lato, sans-serif; color: #1d1c1d; background: #fff; margin: 0; }
.page { width: 720px; padding: 16px 20px; }
.message { display: flex; gap: 10px; padding: 8px 0; }
.reply { margin-left: 46px; }
.face { width: 36px; height: 36px; border-radius: 8px; flex: none; color: #fff; background: #1f4e79; font-weight: 700;
  display: flex; align-items: center; justify-content: center; }
.face.person { background: #8b5e3c; }
.body { flex: 1; min-width: 0; }
.who { font-weight: 700; } .app { background: #e8e8e8; color: #616061; border-radius: 3px; font-size: 10px; font-weight: 700;
  padding: 1px 4px; margin-left: 4px; } .when { color: #616061; font-size: 12px; margin-left: 6px; }
.private { color: #616061; font-size: 13px; }
h2 { font-size: 18px; margin: 6px 0; } p { margin: 4px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.context { color: #616061; font-size: 13px; margin: 4px 0; display: flex; flex-wrap: wrap; gap: 2px 10px; }
pre { font: 12px/1.4 monospace; background: #f6f6f6; border: 1px solid #ddd; border-radius: 4px; padding: 6px 8px; margin: 4px 0; }
code { color: #c01343; background: #f6f6f6; border: 1px solid #ddd; border-radius: 3px; padding: 0 3px; font-size: 12px; }
.mention { color: #1264a3; background: #e8f5fa; border-radius: 3px; padding: 0 2px; }
a { color: #1264a3; text-decoration: none; }
ul, ol { margin: 2px 0 6px; padding-left: 26px; }
details { border: 1px solid #ddd; border-radius: 8px; padding: 6px 12px; margin: 8px 0; } summary { font-weight: 700; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
.button { border: 1px solid #c9c9ca; border-radius: 4px; padding: 3px 12px; font-weight: 700; font-size: 13px; background: #fff; }
.button.primary { background: #007a5a; border-color: #007a5a; color: #fff; }
.icon { color: #616061; font-size: 13px; }
.field { border: 1px solid #a0a0a2; border-radius: 4px; padding: 6px 12px; color: #616061; font-size: 14px; min-width: 280px; }
.field.filled { color: #1d1c1d; } .menu::after { content: " ▾"; }
.label { font-weight: 700; margin: 8px 0 4px; }
.beside { display: flex; justify-content: space-between; gap: 16px; align-items: flex-start; }
.chart { display: flex; gap: 10px; align-items: flex-end; } .bars { width: 60px; text-align: center; font-size: 12px; color: #616061; }
hr { border: 0; border-top: 1px solid #ddd; margin: 12px 0; }
.modal { border: 1px solid #bbb; border-radius: 8px; box-shadow: 0 6px 24px #0003; }
.bar { padding: 14px 20px; font-size: 20px; font-weight: 800; border-bottom: 1px solid #ddd; }
.inside { padding: 10px 20px; }
.foot { padding: 12px 20px; border-top: 1px solid #ddd; display: flex; justify-content: flex-end; gap: 8px; }
"""

_SVG = (
    '<svg width="14" height="14" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
    ' style="vertical-align: -2px">{}</svg>'
)
# Drawn here, because not every machine has a font with pictures.
_TRASH = _SVG.format('<path d="M3 6h18M8 6V3h8v3M6 6l1 15h10l1-15M10 10v7M14 10v7"/>')
_EYE = _SVG.format('<path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7z"/><circle cx="12" cy="12" r="3"/>')

Node = dict[str, Any]


class Drawing:
    """Draws blocks; `names` are those of users by their ids, `values` the state of a view."""

    def __init__(self, names: Mapping[str, str] | None = None, values: Mapping[str, Any] | None = None) -> None:
        """Take the names and values to draw."""
        self._names = names or {}
        self._values = values or {}
        self._drawn: dict[str, Callable[[Node], str]] = {
            "actions": self._actions,
            "container": self._container,
            "context": self._context,
            "context_actions": self._actions,
            "data_visualization": self._chart,
            "divider": self._divider,
            "header": self._header,
            "input": self._input,
            "rich_text": self._rich_text,
            "section": self._section,
        }

    def blocks(self, blocks: list[Node]) -> str:
        """Return blocks as HTML."""
        return "\n".join(self._drawn[block["type"]](block) for block in blocks)

    def text(self, text: Node) -> str:
        """Return a text object as HTML, its markup as Slack shows it."""
        if text["type"] == "plain_text":
            return escape(text["text"], quote=False)
        return self.markup(text["text"])

    def markup(self, text: str) -> str:
        """Return Slack's markup as HTML."""
        text = escape(text, quote=False)
        text = _USER.sub(
            lambda user: f'<span class="mention">@{escape(self._names.get(user[1], user[1]))}</span>', text
        )
        text = _DATE.sub(r"\1", text)
        text = _LINK.sub(r'<a href="\1">\2</a>', text)
        text = _BLOCK.sub(r"<pre>\1</pre>", text)
        text = _BOLD.sub(r"<b>\1</b>", _ITALIC.sub(r"<i>\1</i>", _CODE.sub(r"<code>\1</code>", text)))
        for sent, shown in _SENT_ENTITIES:
            text = text.replace(sent, shown)
        return text.replace("\u200b", "")

    @staticmethod
    def _divider(_: Node) -> str:
        return "<hr>"

    def _header(self, block: Node) -> str:
        return f"<h2>{self.text(block['text'])}</h2>"

    def _section(self, block: Node) -> str:
        text = f"<p>{self.text(block['text'])}</p>" if "text" in block else ""
        if "accessory" not in block:
            return text
        return f'<div class="beside"><div>{text}</div>{self._element(block["accessory"], block)}</div>'

    def _container(self, block: Node) -> str:
        # Slack shows it folded, but nobody can unfold a drawing.
        title, held = self.text(block["title"]), self.blocks(block["child_blocks"])
        return f"<details open><summary>{title}</summary>\n{held}\n</details>"

    def _context(self, block: Node) -> str:
        return f'<div class="context">{"".join(f"<span>{self.text(each)}</span>" for each in block["elements"])}</div>'

    def _actions(self, block: Node) -> str:
        return f'<div class="row">{"".join(self._element(each, block) for each in block["elements"])}</div>'

    def _input(self, block: Node) -> str:
        label = f'<div class="label">{self.text(block["label"])}</div>'
        hint = f'<div class="context">{self.text(block["hint"])}</div>' if "hint" in block else ""
        return f"{label}{self._element(block['element'], block)}{hint}"

    def _chart(self, block: Node) -> str:
        """Draw the bars of every series, those of one label above each other."""
        chart = block["chart"]
        colours = dict(zip((each["name"] for each in chart["series"]), _COLOURS, strict=False))
        legend = "".join(f'<span style="color: {colour}">■ {escape(name)}</span>' for name, colour in colours.items())
        stacks = [
            [each["data"][at]["value"] for each in chart["series"]]
            for at in range(len(chart["axis_config"]["categories"]))
        ]
        maximum = max(1, *map(sum, stacks))
        drawn = [
            "".join(
                f'<div style="height: {value / maximum * 120:.0f}px; background: {colour}"></div>'
                for value, colour in zip(stack, colours.values(), strict=True)
            )
            for stack in stacks
        ]
        bars = "".join(
            f'<div class="bars"><div>{bar}</div><span>{escape(label)}</span></div>'
            for bar, label in zip(drawn, chart["axis_config"]["categories"], strict=True)
        )
        return (
            f'<p><b>{escape(block["title"])}</b></p><div class="chart">{bars}</div><div class="context">{legend}</div>'
        )

    def _rich_text(self, block: Node) -> str:
        return "".join(self._rich(element) for element in block["elements"])

    def _rich(self, element: Node) -> str:
        if element["type"] == "rich_text_list":
            tag = "ol" if element["style"] == "ordered" else "ul"
            return f"<{tag}>{''.join(f'<li>{self._inline(item)}</li>' for item in element['elements'])}</{tag}>"
        return f"<p>{self._inline(element)}</p>"

    @staticmethod
    def _inline(section: Node) -> str:
        parts = []
        for part in section["elements"]:
            text = escape(str(part.get("text") or part.get("url") or ""), quote=False)
            style = part.get("style", {})
            text = f"<code>{text}</code>" if style.get("code") else text
            parts.append(f"<b>{text}</b>" if style.get("bold") else text)
        return "".join(parts)

    def _element(self, element: Node, block: Node) -> str:
        match element["type"]:
            case "button":
                style = " primary" if element.get("style") == "primary" else ""
                return f'<span class="button{style}">{self.text(element["text"])}</span>'
            case "icon_button":
                return f'<span class="icon">{_TRASH} {self.text(element["text"])}</span>'
            case "feedback_buttons":
                thumbs = (element["positive_button"], element["negative_button"])
                return "".join(f'<span class="button">{self.text(thumb["text"])}</span>' for thumb in thumbs)
            case kind:
                filled = self._filled(block, element)
                shown = escape(filled) if filled else self.text(element.get("placeholder", _EMPTY))
                menu = " menu" if "select" in kind else ""
                return f'<span class="field{menu}{" filled" if filled else ""}">{shown}</span>'

    def _filled(self, block: Node, element: Node) -> str:
        value = self._values.get(str(block.get("block_id")), {}).get(element.get("action_id"), {})
        option = value.get("selected_option")
        return str(option["text"]["text"] if option else value.get("value") or value.get("selected_conversation") or "")


def message(payload: Mapping[str, Any], who: str, *, names: Mapping[str, str] | None = None, note: str = "") -> str:
    """Return a message as HTML; `note` is the line over a private one."""
    drawing = Drawing(names)
    body = drawing.blocks(payload["blocks"]) if payload.get("blocks") else f"<p>{drawing.markup(payload['text'])}</p>"
    is_app = bool(payload.get("bot_id"))
    face = f'<div class="face{"" if is_app else " person"}">{escape(who[:1])}</div>'
    app = '<span class="app">APP</span>' if is_app else ""
    over = f'<div class="private">{_EYE} {escape(note)}</div>' if note else ""
    reply = " reply" if payload.get("thread_ts") not in {None, "", payload.get("ts")} else ""
    head = f'<span class="who">{escape(who)}</span>{app}'
    return f'<div class="message{reply}">{face}<div class="body">{over}<div>{head}</div>{body}</div></div>'


def view(payload: Mapping[str, Any], *, names: Mapping[str, str] | None = None) -> str:
    """Return a modal or an App Home as HTML."""
    drawing = Drawing(names, values=payload.get("state", {}).get("values"))
    blocks = drawing.blocks(payload["blocks"])
    if payload["type"] == "home":
        return blocks
    buttons = "".join(
        f'<span class="button{style}">{drawing.text(payload[name])}</span>'
        for name, style in (("close", ""), ("submit", " primary"))
        if name in payload
    )
    bar = f'<div class="bar">{drawing.text(payload["title"])}</div>'
    return f'<div class="modal">{bar}<div class="inside">{blocks}</div><div class="foot">{buttons}</div></div>'


def page(*parts: str) -> str:
    """Return a page of drawn parts."""
    return f'<!DOCTYPE html><meta charset="utf-8"><style>{STYLE}</style><div class="page">{"".join(parts)}</div>'
