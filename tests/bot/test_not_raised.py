"""What is said of a code that is no error where the question asks, on the command line."""

from __future__ import annotations

import json
import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from db.entry import LANGS
from tests.harness import starts
from tests.harness.paylane import PAYLANE
from tests.harness.small_source import edit
from tests.harness.starts import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from db.catalog import Catalog

OF_CONSTANT = "In that SDK such a code is only a constant. "
CHECK = "Check whether another platform's SDK or your own code reports it: what it means on each platform is below."


@pytest.fixture
def asked(table_path: Path, tmp_path: Path) -> Callable[..., list[str]]:
    """Return a function of the arguments that returns the lines of the answer."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "IMERR_TABLE": str(table_path)}

    def run(*arguments: str, **more: str) -> list[str]:
        return starts.run([sys.executable, "-m", "bot", *arguments], env=env | more, cwd=tmp_path).stdout.splitlines()

    return run


@pytest.mark.parametrize("code", [100, 103, 201, 202, 300, 301, 400])
def test_a_number_of_a_constant_is_not_called_missing(
    asked: Callable[..., list[str]], catalog: Catalog, code: int
) -> None:
    said = asked(str(code), "--en")

    assert said[:4] == [
        f"Mini-program / Web 4.x never raises {code}",
        OF_CONSTANT + CHECK,
        "",
        "On each platform this number is:",
    ]
    assert catalog.by_key[code].name in said[-1]


def test_it_is_said_in_chinese_too(asked: Callable[..., list[str]]) -> None:
    assert asked("web 3")[:4] == [
        "小程序 / Web 4.x 不会抛出 3",
        "这样的编号在那个 SDK 里只是一个常量。核对一下是其他端的 SDK 还是自己的代码报的：各端的含义列在下面。",
        "",
        "在各端，这个编号是：",
    ]


def test_beside_a_number_that_the_table_lacks_both_are_said(asked: Callable[..., list[str]]) -> None:
    assert asked("web 300 and 9999", "--en")[0] == (
        "Mini-program / Web 4.x has no 9999; Mini-program / Web 4.x never raises 300"
    )


def test_words_beside_such_a_number_are_still_read(asked: Callable[..., list[str]]) -> None:
    said = asked("login fails with code 202", "--en")

    assert said[0] == "It could be one of these. Which one do you mean?"
    assert said[1].startswith("  202 Login authentication failed")
    assert "Android, iOS and other native SDKs" in said[1]


def test_programs_get_it_as_before(asked: Callable[..., list[str]]) -> None:
    answer = json.loads(asked("202", "--json")[0])

    assert (answer["verdict"], answer["unknown"]) == ("unknown_code", [202])


def test_beside_an_answer_it_is_said_what_the_number_is(asked: Callable[..., list[str]]) -> None:
    assert asked("login fails with 204 and then 202")[-3:] == [
        "Also in the text, but never raised on Mini-program / Web 4.x: 202.",
        "Android, iOS and other native SDKs, Web SDK 5: 202 is “Login authentication failed”",
        "Mini-program / Web 4.x: 202 is “Browser cannot download (unused constant)”",
    ]
    assert asked("登录先报204，然后 202")[-3] == "文中还有 202，小程序 / Web 4.x 不会抛出。"


def test_a_missing_number_is_told_beside_an_answer(asked: Callable[..., list[str]]) -> None:
    assert asked("login fails with 204 and then 202 and error code 9999")[-4:-2] == [
        "Also in the text, but not in the code table: 9999.",
        "Also in the text, but never raised on Mini-program / Web 4.x: 202.",
    ]


def test_what_a_number_is_elsewhere_is_no_meaning_of_words(asked: Callable[..., list[str]]) -> None:
    said = asked("web 和 android 202", "--en")

    assert "On each platform this number is:" in said
    assert "What the words beside it could mean" not in said
    assert said[-1] == "Also in the text, but never raised on Mini-program / Web 4.x: 202."


def test_a_table_without_platforms_says_it_too(asked: Callable[..., list[str]], tmp_path: Path) -> None:
    source = tmp_path / "paylane"
    shutil.copytree(PAYLANE, source)
    edit(source, "payout.toml", 'name = "PAYOUT_PAUSED"', 'name = "PAYOUT_PAUSED"\nis_raised = false')
    own = {"IMERR_TABLE": str(tmp_path / "own.sqlite3"), "IMERR_SOURCE": str(source)}

    assert asked("the app shows error code E302", **own)[:5] == [
        "Nothing raises E302",
        "In that SDK such a code is only a constant, listed below. Check whether your own code reports it.",
        "",
        "The constant with this code:",
        "  E302 Payouts are paused  PAYOUT_PAUSED",
    ]
    assert (
        asked("error code E301, then the app shows error code E302", **own)[-2]
        == "Also in the text, but only a constant that nothing raises: E302."
    )


@pytest.mark.parametrize("lang", LANGS)
def test_no_code_of_the_table_is_said_to_be_missing(lang: str, asked: Callable[..., list[str]]) -> None:
    wrong = {"zh": "没有错误码", "en": "has no"}[lang]

    assert wrong not in "".join(asked("web 404", f"--{lang}"))
