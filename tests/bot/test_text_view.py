"""An answer as text, laid out for a terminal and in plain lines."""

from __future__ import annotations

import io
import re
from itertools import cycle, pairwise
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from rich.console import Console

from bot import text_view
from bot.card import asked_as, card
from bot.lookup.answer import Answer, Evidence, Match, Verdict
from bot.text_view import plain, plain_list, rich, rich_list
from db.entry import LANGS
from tests.harness.terminal import characters

if TYPE_CHECKING:
    from rich.console import RenderableType

    from bot.lookup.explain import Lookup
    from db.catalog import Catalog
    from db.entry import Lang

WIDTH = 40
WIDTHS = (40, 60, 80, 100, 120, 200)
XTERM = {"black": (0, 0, 0), "white": (255, 255, 255), "red": (205, 0, 0), "magenta": (205, 0, 205)}
"""The colours of xterm that imerr uses, and the backgrounds."""
LEGIBLE = 3.0
"""The least contrast of WCAG 2 for what is not small print."""


def _on_terminal(shown: RenderableType, width: int) -> list[str]:
    console = Console(width=width, file=io.StringIO(), highlight=False)
    console.print(shown)
    assert isinstance(console.file, io.StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def _asked(lookup: Lookup, question: str, lang: Lang, width: int) -> list[str]:
    return _on_terminal(rich(lookup.explain(question, lang), lookup.catalog, with_example=True), width)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("question", ["603", "601,602 603", "MEMBERS_FULL", "9999", "606 在安卓和小程序上一样吗"])
@pytest.mark.parametrize("lang", LANGS)
def test_no_width_cuts_anything_off(lookup: Lookup, question: str, lang: Lang, width: int) -> None:
    told = plain(lookup.explain(question, lang), lookup.catalog, with_example=True)
    shown = _asked(lookup, question, lang, width)

    assert max(map(cell_len, shown)) <= width
    assert characters("".join(shown)) == characters(told)


@pytest.mark.parametrize("lang", LANGS)
def test_no_entry_loses_a_character(catalog: Catalog, lang: Lang) -> None:
    for entry, width in zip(catalog.entries, cycle(WIDTHS), strict=False):
        answer = Answer(
            asked_as(catalog, entry), Verdict.EXACT, lang, (), (Match(entry, 1.0, Evidence.NAME_TYPO, "x"),)
        )
        shown = _on_terminal(rich(answer, catalog, with_example=True), width)

        assert characters("".join(shown)) == characters(plain(answer, catalog, with_example=True))
        assert max(map(cell_len, shown)) <= width


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", LANGS)
def test_a_list_loses_nothing_and_hangs(catalog: Catalog, lang: Lang, width: int) -> None:
    entries = catalog.by_family["group"]
    shown = _on_terminal(rich_list(entries, lang), width)

    assert characters("".join(shown)) == characters(plain_list(entries, lang))
    assert max(map(cell_len, shown)) <= width
    assert [line for line in shown if not re.match(r" {3,5}-?\d{1,4}  \S| {8}\S", line)] == []


@pytest.mark.parametrize("lang", LANGS)
def test_further_lines_of_an_item_hang_behind_its_mark(lookup: Lookup, lang: Lang) -> None:
    hanging = 0
    shown = _asked(lookup, "603", lang, WIDTH)
    for item, line in pairwise(shown[: shown.index("捕获示例" if lang == "zh" else "Catching it")]):
        mark = re.match(r"  (?:-|\d\.) ", item)
        if mark and line.startswith("    "):
            hanging += 1
            assert len(line) - len(line.lstrip()) == len(mark[0])
    assert hanging


def test_a_line_of_an_example_hangs_behind_its_indent(lookup: Lookup) -> None:
    wide, narrow = (_asked(lookup, "603", "en", width) for width in (200, WIDTH))
    example = wide[wide.index("Catching it") + 1 :]
    shown = narrow[narrow.index("Catching it") + 1 :]

    for line in example[: example.index("")]:
        indent = re.match(" +", line)
        assert indent
        taken = [shown.pop(0)]
        while characters("".join(taken)) != characters(line):
            taken.append(shown.pop(0))
        assert {len(one) - len(one.lstrip()) for one in taken} == {len(indent[0])}


def test_no_mark_of_an_item_is_of_ambiguous_width(lookup: Lookup) -> None:
    marks = {match[1] for line in _asked(lookup, "603", "zh", 200) if (match := re.match(r"  (\S+) ", line))}

    assert {"-", "1."} <= marks
    assert all(map(str.isascii, marks))


@pytest.mark.parametrize("lang", LANGS)
def test_no_confusable_names_its_code_twice(catalog: Catalog, lang: Lang) -> None:
    for entry in catalog.entries:
        for other in card(catalog, entry, lang).see_also:
            assert len(re.findall(rf"(?<![\w.]){other.entry.code}(?![\w.])", other.text)) == 1, other.text


def test_slack_gets_its_own_bullet(lookup: Lookup) -> None:
    told = plain(lookup.explain("603", "en"), lookup.catalog, on_terminal=False)

    assert "\n  • " in told
    assert "\n  - " not in told


def test_every_colour_is_legible_on_light_and_dark() -> None:
    styles = {value for name, value in vars(text_view).items() if name in {"_HEADER", "_CAUTION", "_REFUSAL"}}
    colours = {word for style in styles for word in style.split()} - {"bold"}

    assert len(styles) == 3
    for colour in colours:
        for background in ("black", "white"):
            dark, light = sorted((_luminance(XTERM[colour]), _luminance(XTERM[background])))
            assert (light + 0.05) / (dark + 0.05) >= LEGIBLE, (colour, background)


def _luminance(colour: tuple[int, int, int]) -> float:
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_what_is_meant_stands_above_the_general_error(lookup: Lookup) -> None:
    lines = plain(lookup.explain("房主自己退不出聊天室"), lookup.catalog).splitlines()

    assert lines[0] == (
        "看起来是“聊天室所有者不能离开”。小程序 / Web 4.x 没有单独的错误码，统一报 603；在 Android / iOS 等原生端上是 706。"
    )
    meant, general = (lines.index(line) for line in ("查看完整说明：imerr Android 706", "无权限，操作被拒绝"))
    assert 0 < meant < general
    assert any("allowChatroomOwnerLeave" in line for line in lines[:meant])
