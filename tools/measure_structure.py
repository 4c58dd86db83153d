"""Print how the rooms of `bot/slack` stand on each other, and how many lines the packages have.

A room is a module or a folder directly in `bot/slack`; an arrow is an import of one room by another, for types alone too; a
room's floor is one above the highest room that it imports.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
HOUSE = "bot.slack"
PACKAGES = ("bot", "db", "local_slack")
_RAW = re.compile(r'\.get\("|Mapping\[str, Any\]|dict\[str, Any\]')
_ALIAS = re.compile(r"^Json = dict\[str, Any\]$")
"""The type of a piece of a payload that imerr sends."""


@dataclass(frozen=True)
class Structure:
    """The rooms of a house, each with the rooms that it imports."""

    arrows: dict[str, frozenset[str]]

    @property
    def count(self) -> int:
        """The number of arrows."""
        return sum(map(len, self.arrows.values()))

    def floor(self, room: str) -> int:
        """Return a room's floor, from 1.

        Raises:
            RecursionError: rooms import each other in a circle.

        """
        return 1 + max((self.floor(below) for below in self.arrows[room]), default=0)


def structure(root: Path = ROOT, house: str = HOUSE) -> Structure:
    """Return the structure of a house in the checkout at `root`."""
    folder = root / Path(*house.split("."))
    arrows: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        room = path.relative_to(folder).parts[0].removesuffix(".py")
        if room == "__init__":
            continue
        below = arrows.setdefault(room, set())
        below |= {name for name in _imported(path, house) if name != room}
    return Structure({room: frozenset(below & set(arrows)) for room, below in arrows.items()})


def imports(path: Path) -> Iterator[str]:
    """Yield the full names of all that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def raw_reads(root: Path = ROOT) -> list[str]:
    """Return the lines of `bot/slack` outside `payload` that read a raw payload, or could."""
    folder = root / "bot" / "slack"
    return [
        f"{path.relative_to(root)}: {line.strip()}"
        for path in sorted(folder.rglob("*.py"))
        if "payload" not in path.relative_to(folder).parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if _RAW.search(line) and not _ALIAS.match(line)
    ]


def lines(package: str, root: Path = ROOT) -> tuple[int, int]:
    """Return how many lines a package's modules have, and how many of those are neither empty nor prose."""
    paths = list((root / package).rglob("*.py"))
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths), sum(map(_code_lines, paths))


def _imported(path: Path, house: str) -> Iterator[str]:
    for name in imports(path):
        if name.startswith(f"{house}."):
            yield name.removeprefix(f"{house}.").split(".")[0]


def _code_lines(path: Path) -> int:
    """Return how many lines hold code: no empty line, no comment, no docstring."""
    text = path.read_text(encoding="utf-8")
    prose: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            prose |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return sum(
        bool(line.strip()) and not line.strip().startswith("#") and number not in prose
        for number, line in enumerate(text.splitlines(), start=1)
    )


def main() -> None:
    """Print the figures."""
    house = structure()
    print(f"raw payloads read outside payload/: {len(raw_reads())}")
    print(f"rooms {len(house.arrows)}, floors {max(map(house.floor, house.arrows))}, arrows {house.count}")
    for room in sorted(house.arrows, key=lambda each: (-house.floor(each), each)):
        print(f"  {house.floor(room)}  {room:15} -> {', '.join(sorted(house.arrows[room]))}")
    for package in PACKAGES:
        if (ROOT / package).is_dir():
            total, code = lines(package)
            print(f"{package}: {total} lines, {code} of them code")


if __name__ == "__main__":
    main()
