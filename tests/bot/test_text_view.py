"""An answer as text, laid out for a terminal and in plain lines."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from rich.console import Console

from bot.text_view import plain, rich
from db.entry import LANGS

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup
    from db.entry import Lang

WIDTH = 40


def _on_terminal(lookup: Lookup, question: str, lang: Lang, width: int) -> list[str]:
    console = Console(width=width, file=io.StringIO(), highlight=False)
    console.print(rich(lookup.explain(question, lang), lookup.catalog, with_example=True))
    assert isinstance(console.file, io.StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


@pytest.mark.parametrize("question", ["603", "601,602 603", "MEMBERS_FULL", "9999"])
@pytest.mark.parametrize("lang", LANGS)
def test_a_narrow_terminal_cuts_nothing_off(lookup: Lookup, question: str, lang: Lang) -> None:
    told = plain(lookup.explain(question, lang), lookup.catalog, with_example=True)
    shown = _on_terminal(lookup, question, lang, WIDTH)

    assert max(map(cell_len, shown)) <= WIDTH
    assert re.sub(r"\s", "", "".join(shown)) == re.sub(r"\s", "", re.sub("^  •", "-", told, flags=re.MULTILINE))


@pytest.mark.parametrize("lang", LANGS)
def test_further_lines_of_an_item_hang_behind_its_mark(lookup: Lookup, lang: Lang) -> None:
    hanging = 0
    shown = _on_terminal(lookup, "603", lang, WIDTH)
    for item, line in pairwise(shown):
        mark = re.match(r"  (?:-|\d\.) ", item)
        if mark and line.startswith("    "):
            hanging += 1
            assert len(line) - len(line.lstrip()) == len(mark[0])
    assert hanging


def test_no_mark_of_an_item_is_of_ambiguous_width(lookup: Lookup) -> None:
    marks = {match[1] for line in _on_terminal(lookup, "603", "zh", 200) if (match := re.match(r"  (\S+) ", line))}

    assert {"-", "1."} <= marks
    assert all(map(str.isascii, marks))
