"""README.zh-CN.md says what README.md says: the same commands, tables, headings, links and figures."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
README = "README.md"
CHINESE = "README.zh-CN.md"
EACH = pytest.mark.parametrize("name", [README, CHINESE])
_BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]+`")
_LINK = re.compile(r"\]\(([^)\s]+)\)|<(https://[^>]+)>")
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _prose(name: str) -> str:
    """Return the text without its blocks of code."""
    return _BLOCK.sub("", _text(name))


def _blocks(name: str) -> list[tuple[str, ...]]:
    return _BLOCK.findall(_text(name))


def _headings(name: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", _prose(name), re.MULTILINE)]


def _rows(name: str) -> list[tuple[int, list[str], list[str]]]:
    """Return of each row of a table the number of its cells, its pieces of code and its figures."""
    rows = [line for line in _prose(name).splitlines() if line.startswith("|")]
    return [
        (len(re.findall(r"(?<!\\)\|", row)), sorted(_CODE.findall(row)), sorted(_FIGURE.findall(_CODE.sub("", row))))
        for row in rows
    ]


def _targets(name: str) -> list[str]:
    return [inline or bare for inline, bare in _LINK.findall(_prose(name))]


def _elsewhere(name: str) -> Counter[str]:
    """Return the targets of links, without those to the other README and within this one."""
    return Counter(
        target for target in _targets(name) if not target.startswith("#") and target not in {README, CHINESE}
    )


def _code(name: str) -> set[str]:
    return set(_CODE.findall(_prose(name)))


def _figures(name: str) -> Counter[str]:
    return Counter(
        _FIGURE.findall(_LINK.sub("", _CODE.sub("", re.sub(r"^ *\d+\. ", "", _prose(name), flags=re.MULTILINE))))
    )


def _pictures(name: str) -> list[str]:
    return re.findall(r"!\[[^\]]+\]\(([^)]+)\)", _prose(name))


@pytest.mark.parametrize("part", [_blocks, _headings, _rows, _elsewhere, _code, _figures, _pictures])
def test_both_have_the_same(part: Callable[[str], object]) -> None:
    assert part(README)
    assert part(CHINESE) == part(README)


@EACH
def test_each_leads_to_the_other(name: str) -> None:
    assert Counter(_targets(name))[CHINESE if name == README else README] == 1


@EACH
def test_links_within_lead_to_a_heading(name: str) -> None:
    headings = re.findall(r"^#+ (.+)$", _prose(name), re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    within = [target[1:] for target in _targets(name) if target.startswith("#")]

    assert within
    assert set(within) <= anchors


@EACH
def test_links_lead_to_what_there_is(name: str) -> None:
    files = [target for target in _targets(name) if not target.startswith(("https://", "#"))]

    assert files
    assert [file for file in files if not (ROOT / file).exists()] == []


@EACH
def test_the_first_picture_is_a_card_in_slack(name: str) -> None:
    assert _pictures(name)[0] == "docs/slack-command.png"
