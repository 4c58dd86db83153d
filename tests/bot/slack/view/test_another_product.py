"""Every message, Home tab and dialog with another product's table: none says a word of the shipped one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from bot.card import card
from bot.slack.view import browse
from bot.slack.view.route import Route, unpack
from bot.slack.view.surface import PRIVATE
from db.source import read
from tests.harness import rendered
from tests.harness.paylane import PAYLANE, foreign_in
from tests.harness.small_source import edit, write_small_source

if TYPE_CHECKING:
    from pathlib import Path

    from db.catalog import Catalog

_PRESSED = re.compile(r'"value": "((?:[^"\\]|\\.)*)"')


@pytest.fixture(scope="module")
def own() -> Catalog:
    return read(PAYLANE)


@pytest.fixture(scope="module")
def everything(own: Catalog) -> list[str]:
    """All that can be seen, as JSON."""
    seen = [
        *(shown for surface in rendered.SURFACES.values() for shown in rendered.messages(own, "en", surface)),
        *rendered.shared_messages(own, "en"),
    ]
    views = [*rendered.homes(own, "en"), *rendered.dialogs(own, "en")]
    return [
        *(json.dumps([shown.text, shown.blocks], ensure_ascii=False) for shown in seen),
        *(json.dumps(view["blocks"], ensure_ascii=False) for view in views),
    ]


def test_nothing_says_a_word_of_the_shipped_product(everything: list[str]) -> None:
    assert len(everything) > 200
    said = (text.replace(rendered.LONG, "").replace(rendered.LONG[:150], "") for text in everything)

    assert [(found, text[:200]) for text in said if (found := foreign_in(re.sub("长+", "", text)))] == []


def test_a_chinese_name_stands_without_spaces(tmp_path: Path) -> None:
    source = write_small_source(tmp_path / "own")
    edit(source, "alpha.toml", "code = 20", "code = 404")
    own = read(source)
    shown = [*rendered.homes(own, "zh"), browse.help_(own, Route("zh"), PRIVATE).blocks]
    said = str([*shown, card(own, own.by_key[404], "zh").not_http])

    assert re.findall("[\u4e00-\u9fff] 某平台|某平台 [\u4e00-\u9fff]", said) == []
    for expected in ("imerr：查某平台错误码", "某平台的 3 种错误", "这是某平台的错误码"):
        assert expected in said


def test_nothing_offers_another_language(everything: list[str]) -> None:
    assert [text for text in everything if "home_language" in text] == []


def test_every_button_leads_where_it_says(own: Catalog, everything: list[str]) -> None:
    values = {json.loads(f'"{value}"') for text in everything for value in _PRESSED.findall(text)}
    routes = [unpack(value) for value in values if value.startswith("{")]

    assert {route.code for route in routes if route.code is not None} == set(own.by_key)


@pytest.mark.parametrize("key", ["E100", "AUTH-4", "HOOK_TIMEOUT", "1E5", "native:E100", "web5:AUTH-4:group-full"])
def test_a_code_that_is_text_survives_a_press(key: str) -> None:
    assert unpack(Route("en", code=key, codes=(key, 603)).pack()) == Route("en", code=key, codes=(key, 603))
