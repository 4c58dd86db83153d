"""The house style of test names and docstrings."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SHIPPED = ("bot", "db", "local_slack")
LONGEST_TEST_NAME = 59


def _sources(folder: str) -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def _test_names(source: str) -> list[str]:
    functions = (
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return [function.name for function in functions if function.name.startswith("test_")]


def _docstrings(source: str) -> Iterator[tuple[int, str]]:
    """Yield the docstrings of modules, classes, functions and attributes, each with its line."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text))):
                yield node.lineno, text


def test_every_test_name_is_short() -> None:
    names = [(path, name) for path, source in _sources("tests") for name in _test_names(source)]

    assert ("tests/test_english.py", "test_every_test_name_is_short") in names
    assert [f"{path}: {name}" for path, name in names if len(name) > LONGEST_TEST_NAME] == []


@pytest.mark.parametrize("folder", SHIPPED)
def test_no_docstring_begins_with_give(folder: str) -> None:
    found = [(path, *docstring) for path, source in _sources(folder) for docstring in _docstrings(source)]

    assert [f"{path}:{line}" for path, line, text in found if text.startswith("Give")] == []


def test_docstrings_of_attributes_count_too() -> None:
    source = '"""A module."""\nLIMIT = 3\n"""Give a limit."""\n'

    assert list(_docstrings(source)) == [(1, "A module."), (3, "Give a limit.")]
