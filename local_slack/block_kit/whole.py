"""Faults of a message or a view as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from local_slack.block_kit.tables import IN_MESSAGES_ONLY

if TYPE_CHECKING:
    from collections.abc import Iterator

_HELD = "child_blocks"
_CHART = "data_visualization"
_MOST_CHARTS = 2
"""Slack does not document it, but refuses a third one: github.com/vercel/chat/pull/696."""
_MOST_CHARACTERS = 13_200
"""In all blocks of a message. People measured it, and how Slack counts is not known: github.com/slackapi/bolt-js/issues/2509,
and 2867, where fewer were refused."""


class _Node(NamedTuple):
    """An object somewhere in a block."""

    path: str
    content: Mapping[str, Any]


class _Block(NamedTuple):
    """A block at any depth, with the objects in it that belong to no inner block; the first of them is the block itself."""

    kind: str
    nodes: Sequence[_Node]


def faults(blocks: object, surface: str) -> Iterator[str]:
    """Yield the faults of all blocks together on a surface: `message`, `modal` or `home`."""
    every = list(_blocks(blocks, "blocks"))
    nodes = [node for block in every for node in block.nodes]
    for block in every:
        if surface != "message" and block.kind in IN_MESSAGES_ONLY:
            yield f"{block.nodes[0].path}: {block.kind} does not stand in a {surface}"
        for path, content in block.nodes:
            if content.get("default_collapsed") and not content.get("is_collapsible"):
                yield f"{path}.default_collapsed: only with is_collapsible"
            if content.get("response_url_enabled") and (surface, block.kind) != ("modal", "input"):
                yield f"{path}.response_url_enabled: only in an input block of a modal"
    yield from _repeated(nodes, "block_id")
    for block in every:
        yield from _repeated(block.nodes, "action_id")
    charts = [block.nodes[0] for block in every if block.kind == _CHART]
    yield from (f"{chart.path}: a message has at most {_MOST_CHARTS} charts" for chart in charts[_MOST_CHARTS:])
    yield from _unlike_axis(nodes)
    focused = [node.path for node in nodes if node.content.get("focus_on_load")]
    yield from (f"{path}.focus_on_load: {focused[0]} has the focus" for path in focused[1:])
    length = sum(len(node.content["text"]) for node in nodes if isinstance(node.content.get("text"), str))
    if surface == "message" and length > _MOST_CHARACTERS:
        yield f"blocks: {length} characters over all of them, at most {_MOST_CHARACTERS}"


def _unlike_axis(nodes: Sequence[_Node]) -> Iterator[str]:
    """Yield the series of charts whose labels are not the categories of the axis, and axes with a category twice."""
    for path, content in nodes:
        if isinstance(axis := content.get("axis_config"), Mapping):
            categories = list(_items(axis.get("categories")))
            for at, series in enumerate(_items(content.get("series"))):
                points = _items(series.get("data")) if isinstance(series, Mapping) else ()
                if [point.get("label") for point in points if isinstance(point, Mapping)] != categories:
                    yield f"{path}.series[{at}].data: its labels are not the categories"
            if len(set(map(str, categories))) < len(categories):
                yield f"{path}.axis_config.categories: one stands there twice"


def has_input(blocks: object) -> bool:
    """Return whether there is an input block."""
    return any(block.kind == "input" for block in _blocks(blocks, "blocks"))


def _repeated(nodes: Sequence[_Node], name: str) -> Iterator[str]:
    seen: dict[str, str] = {}
    for path, content in nodes:
        identity = content.get(name)
        if isinstance(identity, str) and seen.setdefault(identity, path) != path:
            yield f"{path}.{name}: {identity!r} stands at {seen[identity]} already"


def _blocks(value: object, path: str) -> Iterator[_Block]:
    """Yield the blocks of a list, and those in containers."""
    for at, block in enumerate(_items(value)):
        if isinstance(block, Mapping):
            here = f"{path}[{at}]"
            own = {key: content for key, content in block.items() if key != _HELD}
            yield _Block(str(block.get("type")), list(_nodes(own, here)))
            yield from _blocks(block.get(_HELD), f"{here}.{_HELD}")


def _nodes(value: object, path: str) -> Iterator[_Node]:
    if isinstance(value, Mapping):
        yield _Node(path, value)
        for key, content in value.items():
            yield from _nodes(content, f"{path}.{key}")
    for at, item in enumerate(_items(value)):
        yield from _nodes(item, f"{path}[{at}]")


def _items(value: object) -> Sequence[object]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()
