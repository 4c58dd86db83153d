"""`imerr` on terminals of every width, and piped."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from bot.cli import main
from tests.harness.terminal import Shell, characters, without_styles

if TYPE_CHECKING:
    from pathlib import Path

    from bot.cli.calls import Group

WIDTHS = (40, 60, 80, 100, 120, 200)
CALLS = {
    "answer in Chinese": (["--full", "603", "--zh"], (40, 80, 200)),
    "answer in English": (["--full", "iOS", "210", "--en"], (60, 100)),
    "choice": (["MEMBERS_FULL", "--lang", "zh"], (40, 120)),
    "list": (["table", "list", "--lang", "zh"], (40, 80)),
    "family": (["list", "group"], (60, 200)),
    "help": (["--help"], WIDTHS),
    "help of a command": (["explain", "--help"], (40, 80)),
    "help of a group": (["table", "--help"], (40, 120)),
}


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory, table_path: Path) -> Shell:
    return Shell(tmp_path_factory.mktemp("cwd"), table_path)


@pytest.mark.parametrize("call", CALLS)
def test_every_width_shows_the_same_characters(shell: Shell, call: str) -> None:
    arguments, widths = CALLS[call]
    with ThreadPoolExecutor(2) as pool:
        piped = pool.submit(shell.piped, *arguments)
        shown = list(pool.map(lambda columns: shell.on_terminal(*arguments, columns=columns), widths))

    assert piped.result().err == ""
    for columns, ended in zip(widths, shown, strict=True):
        screen = without_styles(ended.out)
        assert (ended.status, characters(screen)) == (piped.result().status, characters(piped.result().out))
        assert max(cell_len(line.rstrip()) for line in screen.splitlines()) <= columns


@pytest.mark.parametrize("group", [main, main.commands["table"]], ids=["imerr", "table"])
def test_the_help_of_a_group_cuts_no_sentence(group: Group) -> None:
    shown = CliRunner().invoke(group, ["--help"], env={"COLUMNS": "40"}).output

    for command in group.commands.values():
        assert command.help
        assert characters(command.help.split(". ")[0].split("\n\n")[0].rstrip(".")) in characters(shown)


def test_colour_is_for_terminals_that_want_it(shell: Shell) -> None:
    assert "\x1b[1;35m603  PERMISSION_DENIED" in shell.on_terminal("603").out
    assert "\x1b" not in shell.on_terminal("603", NO_COLOR="1").out
    assert "\x1b" not in shell.on_terminal("603", TERM="dumb").out
    assert "\x1b" not in shell.piped("603").out
