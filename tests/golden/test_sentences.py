"""Numbers in sentences: whatever the code, one that is called an error is answered, and one that is something else is not."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup

_SENTENCES: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))
_CODES = (39, 206, 507, 512, 603, 1101)
"""Of the Web: small, as a status of HTTP, as a size in a program, as an amount, and with four digits."""


@pytest.mark.parametrize("sentence", _SENTENCES["answered"])
def test_a_number_that_is_called_an_error_is_answered(lookup: Lookup, sentence: str) -> None:
    answers = {code: lookup.explain(sentence.replace("{}", str(code))) for code in _CODES}

    assert [code for code, one in answers.items() if not one.verdict.answered or one.shown[0].entry.key != code] == []


@pytest.mark.parametrize("sentence", _SENTENCES["seen"])
def test_a_number_that_is_asked_about_is_seen(lookup: Lookup, sentence: str) -> None:
    screens = {code: lookup.explain(sentence.replace("{}", str(code))).on_screen for code in _CODES}

    assert [code for code, screen in screens.items() if code not in {match.entry.key for match, _ in screen}] == []


@pytest.mark.parametrize("sentence", _SENTENCES["silent"])
def test_a_number_that_is_something_else_is_not_explained(lookup: Lookup, sentence: str) -> None:
    answers = {code: lookup.explain(sentence.replace("{}", str(code))) for code in _CODES}

    assert [code for code, one in answers.items() if one.verdict.answered] == []
