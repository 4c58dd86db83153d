"""What only shows when a message or a view is looked at as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from local_slack.block_kit.blocks import HOLDS, SURFACES

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_CHARACTERS = {"": 13_200, "markdown": 12_000, "table": 10_000, "data_table": 10_000}
"""Of a message: in all its blocks, and in those of a kind. The former is what people measured, and how Slack counts is not
known: github.com/slackapi/bolt-js/issues/2509, and 2867, where fewer were refused."""
_MOST_OF = {"table": 1, "data_visualization": 2}
"""Of a message: blocks of a kind."""


class _Node(NamedTuple):
    """An object somewhere in a block."""

    path: str
    content: Mapping[str, Any]


class _Block(NamedTuple):
    """A block, wherever it stands, with the objects in it that stand in no block of its own; it is the first of them."""

    kind: str
    nodes: Sequence[_Node]


def faults(blocks: object, surface: str) -> Iterator[str]:
    """Give what is wrong with all the blocks of a surface together: `message`, `modal` or `home`."""
    every = list(_blocks(blocks, "blocks"))
    nodes = [node for block in every for node in block.nodes]
    yield from _misplaced(every, surface)
    yield from _repeated(nodes, "block_id")
    for block in every:
        yield from _repeated(block.nodes, "action_id")
    focused = [node.path for node in nodes if node.content.get("focus_on_load")]
    yield from (f"{path}.focus_on_load: {focused[0]} has the focus" for path in focused[1:])
    if surface == "message":
        yield from _too_much(every)


def has_input(blocks: object) -> bool:
    """Tell whether there is an input block."""
    return any(block.kind == "input" for block in _blocks(blocks, "blocks"))


def _misplaced(blocks: Sequence[_Block], surface: str) -> Iterator[str]:
    for block in blocks:
        for path, content in block.nodes:
            kind = str(content.get("type"))
            if surface not in SURFACES.get(kind, {surface}):
                yield f"{path}: {kind} does not stand in a {surface}"
            if content.get("response_url_enabled") and (surface, block.kind) != ("modal", "input"):
                yield f"{path}.response_url_enabled: only in an input block of a modal"


def _repeated(nodes: Sequence[_Node], name: str) -> Iterator[str]:
    seen: dict[str, str] = {}
    for path, content in nodes:
        identity = content.get(name)
        if isinstance(identity, str) and seen.setdefault(identity, path) != path:
            yield f"{path}.{name}: {identity!r} stands at {seen[identity]} already"


def _too_much(blocks: Sequence[_Block]) -> Iterator[str]:
    characters: Counter[str] = Counter()
    for block in blocks:
        length = sum(len(node.content["text"]) for node in block.nodes if isinstance(node.content.get("text"), str))
        characters.update({"": length, block.kind: length})
    for kind, most in _MOST_CHARACTERS.items():
        if characters[kind] > most:
            told = f"all {kind} blocks" if kind else "all of them"
            yield f"blocks: {characters[kind]} characters over {told}, at most {most}"
    counts = Counter(block.kind for block in blocks)
    for kind, most in _MOST_OF.items():
        if counts[kind] > most:
            yield f"blocks: {counts[kind]} of kind {kind}, at most {most}"


def _blocks(value: object, path: str) -> Iterator[_Block]:
    """Give all blocks of a list, and those that they hold."""
    for at, block in enumerate(_items(value)):
        if isinstance(block, Mapping):
            kind = str(block.get("type"))
            held = HOLDS.get(kind, "")
            here = f"{path}[{at}]"
            own = {key: content for key, content in block.items() if key != held}
            yield _Block(kind, list(_nodes(own, here)))
            yield from _blocks(block.get(held), f"{here}.{held}")


def _nodes(value: object, path: str) -> Iterator[_Node]:
    if isinstance(value, Mapping):
        yield _Node(path, value)
        for key, content in value.items():
            yield from _nodes(content, f"{path}.{key}")
    for at, item in enumerate(_items(value)):
        yield from _nodes(item, f"{path}[{at}]")


def _items(value: object) -> Sequence[object]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()
