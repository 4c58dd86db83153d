"""The language in which `imerr` answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.cli.languages import of_locale
from tests.harness.terminal import Shell, without_styles

if TYPE_CHECKING:
    from db.entry import Lang

README = Path(__file__).parents[2] / "README.md"
ENGLISH = {"LANG": "en_US.UTF-8"}


@pytest.fixture
def shell(tmp_path: Path, table_path: Path) -> Shell:
    return Shell(tmp_path, table_path)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ({}, None),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.GB18030"}, "zh"),
        ({"LANG": "zh"}, "zh"),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "POSIX"}, None),
        ({"LANG": "fr_FR.UTF-8"}, None),
        ({"LC_ALL": "", "LC_MESSAGES": "en-GB", "LANG": "zh_CN"}, "en"),
        ({"LC_ALL": "zh_TW@x", "LC_MESSAGES": "en_GB", "LANG": "en_GB"}, "zh"),
        ({"LC_ALL": "C", "LANG": "en_US"}, None),
        ({"LC_CTYPE": "en_US.UTF-8"}, None),
    ],
)
def test_the_first_variable_of_the_locale_decides(locale: dict[str, str], expected: Lang | None) -> None:
    assert of_locale(locale) == expected


@pytest.mark.parametrize(
    ("arguments", "environment", "in_english"),
    [
        (["603"], {}, False),
        (["603"], ENGLISH, True),
        (["603"], ENGLISH | {"IMERR_LANG": "zh"}, False),
        (["603", "--lang", "en"], {"IMERR_LANG": "zh"}, True),
        (["603", "--zh"], ENGLISH | {"IMERR_LANG": "en"}, False),
        (["群组满了"], ENGLISH, False),
        (["list", "device"], ENGLISH, True),
        (["list", "device", "--zh"], ENGLISH, False),
    ],
)
def test_options_go_before_settings_and_these_before_the_locale(
    shell: Shell, arguments: list[str], environment: dict[str, str], *, in_english: bool
) -> None:
    ended = shell.piped(*arguments, **environment)

    assert (ended.status, any("一" <= character <= "鿿" for character in ended.out)) == (0, not in_english)


def test_the_readme_begins_with_an_answer_in_english(shell: Shell) -> None:
    (typed,) = re.findall(r"<!-- first command -->\n```sh\n.*?/imerr (.*?) && ", README.read_text(encoding="utf-8"))

    assert "Why it happens" in shell.piped(*typed.split(), LANG="C.UTF-8").out


def test_a_setting_in_a_file_goes_before_the_locale(shell: Shell) -> None:
    (shell.folder / ".env").write_text("IMERR_LANG=zh\n", encoding="utf-8")

    assert "为什么发生" in shell.piped("603", **ENGLISH).out


@pytest.mark.parametrize(
    ("arguments", "environment", "footer"),
    [
        (["603"], {}, "用英文回答：加 --en，或设 IMERR_LANG=en"),
        (["603"], ENGLISH, "In Chinese: add --zh, or set IMERR_LANG=zh"),
        (["603", "--en"], {}, ""),
        (["603"], {"IMERR_LANG": "zh"}, ""),
        (["603 是什么"], {}, ""),
    ],
)
def test_a_terminal_names_the_language_it_did_not_guess(
    shell: Shell, arguments: list[str], environment: dict[str, str], footer: str
) -> None:
    last = without_styles(shell.on_terminal(*arguments, columns=200, **environment).out).splitlines()[-1]

    assert last.rstrip() == footer if footer else "IMERR_LANG" not in last


def test_a_pipe_gets_no_footer(shell: Shell) -> None:
    assert "IMERR_LANG" not in shell.piped("603").out
