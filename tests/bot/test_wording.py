"""What imerr itself says, and how it puts together what the table says."""

from __future__ import annotations

import ast
import dataclasses
import string
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

import bot
from bot.lookup.answer import Evidence
from bot.wording import sentences, told_apart, wording
from db.entry import LANGS, Retryable
from db.product import ROLES, WAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.catalog import Catalog
    from db.entry import Lang

_PLACES = {field.name: field.type for field in dataclasses.fields(sentences.Wording)}
_FILES = [path for path in Path(bot.__file__).parent.rglob("*.py") if "wording" not in path.parent.parts]


def _leaves(value: object, at: str) -> Iterator[tuple[str, str]]:
    """Yield every text in a sentence's value, with its place."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _leaves(one, f"{at}.{key}")
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _leaves(one, f"{at}.{number}")


def _texts(lang: Lang) -> dict[str, str]:
    words = wording(lang)
    return dict(leaf for name in _PLACES for leaf in _leaves(getattr(words, name), name))


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _templates() -> dict[str, set[str]]:
    """Return the fields of the sentences that are filled where they are used."""
    said = vars(wording("en"))
    return {name: fields for name, text in said.items() if isinstance(text, str) and (fields := _fields(text))}


def _is_wording(node: ast.AST) -> bool:
    name = node.func if isinstance(node, ast.Call) else node
    return isinstance(name, ast.Name) and name.id == ("wording" if isinstance(node, ast.Call) else "words")


def test_both_languages_have_every_sentence() -> None:
    zh, en = (_texts(lang) for lang in LANGS)

    assert zh.keys() == en.keys()
    assert all(text.strip() for text in [*zh.values(), *en.values()])


def test_both_languages_name_the_same_fields() -> None:
    zh, en = _texts("zh"), _texts("en")
    literal = {at for at in en if at.startswith("help_ways.")}

    assert {at: _fields(zh[at]) for at in zh.keys() - literal} == {at: _fields(en[at]) for at in en.keys() - literal}


@pytest.mark.parametrize("lang", LANGS)
def test_every_value_of_the_table_has_its_words(lang: Lang) -> None:
    words = wording(lang)

    assert set(words.who) == set(ROLES)
    assert set(words.where) == set(WAYS)
    assert set(words.retry_helps) == set(get_args(Retryable))
    assert set(words.evidence) == set(Evidence)


@pytest.mark.parametrize("lang", LANGS)
def test_titles_and_buttons_are_within_slacks_limits(lang: Lang) -> None:
    kinds = {"Modal": sentences.Modal, "Button": sentences.Button, "Placeholder": sentences.Placeholder}
    limited = {name: get_args(kinds[kind])[1] for name, kind in _PLACES.items() if kind in kinds}

    assert {"share_title": 24, "close": 24, "open": 75, "lookup_hint": 150}.items() <= limited.items()
    assert {name: text for name in limited if len(text := getattr(wording(lang), name)) > limited[name]} == {}


def test_every_template_is_filled_with_its_own_fields() -> None:
    templates, filled, used = _templates(), set(), set()
    for path in _FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in templates and _is_wording(node.value):
                used.add((path.name, node.lineno, node.attr))
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"):
                continue
            called = node.func.value
            if isinstance(called, ast.Attribute) and called.attr in templates and _is_wording(called.value):
                filled.add((path.name, called.lineno, called.attr))
                assert {keyword.arg for keyword in node.keywords} == templates[called.attr], (path, called.lineno)

    assert len(used) >= 15
    assert used == filled


def test_every_sentence_is_said_somewhere() -> None:
    named = {
        node.attr
        for path in [*_FILES, Path(sentences.__file__), Path(bot.__file__).parent / "wording" / "__init__.py"]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }

    assert _PLACES.keys() - named == set()


@pytest.mark.parametrize(
    ("codes", "lang", "sentences"),
    [
        (
            (601, 602, 603),
            "zh",
            [
                "602 与 601 相比，正好相反：用户不在群组内，却在里面发消息或做操作。",
                "603 与 601 相比，Web SDK 4.x 上重复调用 `joinGroup` 报的是这个无权限错误。",
            ],
        ),
        ((28, 700), "zh", ["28 与 700 相比，同一次调用在 `onError` 里报的是那个错误；它还包括登录时 token 不对。"]),
        ((1300, 1301), "en", ["1300, compared with 1301: The opposite: the thread of the operation was not found."]),
        ((601, 800), "zh", []),
        ((601,), "zh", []),
        ((601, 602, 603, 604), "zh", []),
    ],
)
def test_each_two_of_a_few_entries_are_told_apart_once(
    catalog: Catalog, codes: tuple[int, ...], lang: Lang, sentences: list[str]
) -> None:
    assert told_apart([catalog.by_key[code] for code in codes], lang) == sentences


@pytest.mark.parametrize("lang", LANGS)
def test_every_comparison_tells_which_code_it_is_about(catalog: Catalog, lang: Lang) -> None:
    for one in catalog.entries:
        for other, _ in catalog.see_also(one):
            for sentence in told_apart([one, other], lang):
                assert str(one.code) in sentence or str(other.code) in sentence


def test_a_list_of_codes_is_cut_with_how_many_there_are() -> None:
    codes = tuple(range(8000, 8030))

    assert wording("zh").unknown(codes, "") == "错误码表里没有 8000、8001、8002、8003、8004 等 30 个编号"
    assert wording("en").unknown(codes, "") == "The code table has no 8000, 8001, 8002, 8003, 8004 and 25 more"
    assert wording("zh").also_unknown(codes[:20]).count("80") == 20
    assert "等" not in wording("zh").also_unknown(codes[:20])


@pytest.mark.parametrize("lang", LANGS)
def test_one_candidate_is_introduced_as_one(lang: Lang) -> None:
    words = wording(lang)

    assert words.candidates(1) != words.candidates(2)
    assert "20" not in words.several(3, 3)
    assert "20" in words.several(23, 20)
