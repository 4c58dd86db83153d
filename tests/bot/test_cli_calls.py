"""What is typed after `imerr`: commands, questions, and slips of the keyboard."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.cli.mistyped import meant
from tests.harness.terminal import Shell

if TYPE_CHECKING:
    from pathlib import Path

    from db.catalog import Catalog

LOG = "GET /rooms 200\nonError {type: 606}\n"


@pytest.fixture(autouse=True)
def place(table_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMERR_TABLE", str(table_path))
    monkeypatch.setenv("IMERR_LANG", "zh")
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory, table_path: Path) -> Shell:
    return Shell(tmp_path_factory.mktemp("cwd"), table_path)


def call(*arguments: str, given: str = "") -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, list(arguments), input=given)


@pytest.mark.parametrize(
    ("arguments", "first_line"),
    [
        ([], "606  GROUP_MEMBERS_FULL  ·  Mini-program / Web 4.x"),
        (["-"], "606  GROUP_MEMBERS_FULL  ·  Mini-program / Web 4.x"),
        (["--zh"], "606  GROUP_MEMBERS_FULL  ·  小程序 / Web 4.x"),
        (["explain", "-", "--lang", "zh"], "606  GROUP_MEMBERS_FULL  ·  小程序 / Web 4.x"),
    ],
)
def test_what_is_piped_in_is_the_question(shell: Shell, arguments: list[str], first_line: str) -> None:
    ended = shell.piped(*arguments, given=LOG)

    assert (ended.status, ended.out.splitlines()[0], ended.err) == (0, first_line, "")


def test_json_answers_all_that_is_piped_in_at_once() -> None:
    ended = call("--json", given=LOG)

    assert (ended.exit_code, json.loads(ended.stdout)["query"]) == (0, LOG)


def test_a_very_long_input_is_read_at_both_ends() -> None:
    ended = call(given="code: 601\n" + "nothing of interest\n" * 100_000 + "code: 602\n")

    assert ended.stdout.startswith("This text is very long: only its beginning and its end were read.\n")
    assert "  601 " in ended.stdout
    assert "  602 " in ended.stdout


@pytest.mark.parametrize("arguments", [[], ["-"], ["explain"], ["--json"]])
def test_an_empty_input_is_no_question(arguments: list[str]) -> None:
    ended = call(*arguments, given="\n")

    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr == "imerr: What is the question? For example: imerr 603, or imerr 群组满了.\n"


def test_input_is_left_alone_where_a_question_is_typed() -> None:
    assert call("603", given=LOG).stdout.startswith("603 ")


def test_nothing_typed_on_a_terminal_shows_the_help(shell: Shell) -> None:
    assert shell.on_terminal().out.startswith("Usage: imerr [OPTIONS] COMMAND")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--", "-1 what is this"], -1),
        (["-1 what is this"], -1),
        (["-2 how to fix"], -2),
        (["-2 how to fix", "--en"], -2),
        (["-2", "how", "to", "fix"], -2),
        (["--", "--jsno", "603"], 603),
        (["tail --lines 5: onError {type: 606}"], 606),
    ],
)
def test_a_question_may_begin_with_a_dash(arguments: list[str], code: int) -> None:
    ended = call("--json", *arguments)

    assert (ended.exit_code, json.loads(ended.stdout)["matches"][0]["code"]) == (0, code)


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (["--jsno"], "'--json'"),
        (["--jsno", "603"], "'--json'"),
        (["603", "--jsno"], "'--json'"),
        (["explain", "-json", "603"], "'--json'"),
        (["603", "--lagn", "en"], "'--lang'"),
        (["603", "--englsh"], "'--en'"),
        (["603", "--english"], "'--en'"),
        (["--chinese", "603"], "'--zh'"),
        (["--lagn=en", "603"], "'--lang'"),
        (["--verison"], "'--version'"),
        (["--hlep"], "'--help'"),
        (["list", "--jsno"], "'--json'"),
        (["serve", "--hots", "x"], "'--host'"),
        (["table", "lsit"], "'list'"),
        (["misses", "--tema", "T1"], "'--team'"),
    ],
)
def test_a_mistyped_option_names_the_one_meant(arguments: list[str], near: str) -> None:
    ended = call(*arguments)

    assert (ended.exit_code, ended.stdout) == (2, "")
    assert f"Did you mean {near}?" in ended.stderr


def test_what_is_near_no_option_stays_a_part_of_the_question() -> None:
    assert json.loads(call("603", "--verbose", "--json").stdout)["query"] == "603 --verbose"


def test_a_question_that_is_a_file_is_told_how_to_read_it(tmp_path: Path) -> None:
    (tmp_path / "the app.log").write_text(LOG, encoding="utf-8")

    assert call("the app.log", "--en").stderr == "imerr: To read the file: imerr < 'the app.log'\n"
    assert call("the app.log", "--zh", "--json").stderr == "imerr: 要读取这个文件：imerr < 'the app.log'\n"
    assert not call("other app.log", "--en").stderr
    assert not call("a" * 5000).stderr


def test_a_question_that_is_answered_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "603").write_text(LOG, encoding="utf-8")

    assert not call("603").stderr


@pytest.mark.parametrize("option", ["--frobnicate", "-v"])
def test_an_unknown_option_is_refused(option: str) -> None:
    ended = call(option, "603")

    assert (ended.exit_code, ended.stdout) == (2, "")
    assert f"No such option '{option}'." in ended.stderr


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tabel list", "table list!"),
        ("table list", "table list!"),
        ("TABLE LIST", "table list!"),
        ("tabel lits group", "table list group!"),
        ("tabel export --format csv", "table export --format csv!"),
        ("tabl", "table"),
        ("lits", "list"),
        ("lsit gruop", "list group!"),
        ("serv --mode http", "serve --mode http!"),
        ("dmeo", "demo"),
        ("versoin", "version"),
        ("hlep", "help"),
        ("explian 603", "explain 603"),
        ("lost", None),
        ("lost connection", None),
        ("last message failed", None),
        ("memo", None),
        ("server error", None),
        ("stable build crashes with 603", None),
        ("table is full", None),
        ("603", None),
        ("群组满了", None),
    ],
)
def test_only_what_fits_a_command_is_meant_as_one(catalog: Catalog, typed: str, expected: str | None) -> None:
    found = meant(typed.split(), main.commands, catalog.by_family)

    assert (found and f"{found.typed}{'!' if found.is_sure else ''}") == expected


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["tabel", "list"], 2, "imerr: There is no command 'tabel'. Did you mean `imerr table list`?\n"),
        (["lits", "group"], 2, "imerr: There is no command 'lits'. Did you mean `imerr list group`?\n"),
        (["versoin"], 1, "imerr: Did you mean `imerr version`?\n"),
        (["explian", "603"], 0, ""),
        (["explain", "tabel list"], 1, ""),
        (["--", "-1"], 0, ""),
    ],
)
def test_a_mistyped_command_names_the_one_meant(arguments: list[str], status: int, sentence: str) -> None:
    ended = call(*arguments)

    assert (ended.exit_code, ended.stderr) == (status, sentence)


@pytest.mark.parametrize("arguments", [["version"], ["--version"], ["-V"]])
def test_the_version_can_be_asked_for_each_way(arguments: list[str]) -> None:
    ended = call(*arguments)

    assert (ended.exit_code, ended.stdout[:15]) == (0, "imerr, version ")


@pytest.mark.parametrize(
    ("arguments", "command"),
    [(["help"], []), (["help", "list"], ["list"]), (["help", "table", "build"], ["table", "build"])],
)
def test_help_of_a_command_can_be_asked_for_either_way(arguments: list[str], command: list[str]) -> None:
    assert call(*arguments).stdout == call(*command, "--help").stdout


def test_help_with_an_error_is_a_question() -> None:
    assert call("help", "me", "with", "603").stdout.startswith("603 ")


@pytest.mark.parametrize("command", [["list"], ["table", "list"]])
def test_a_family_is_listed_with_every_option(catalog: Catalog, command: list[str]) -> None:
    group = catalog.codes_by_family["group"]
    as_json = call(*command, "group", "--json")
    in_english = call(*command, "--lang", "en", "group")

    assert [row["title"] for row in json.loads(as_json.stdout)] == [entry.title.zh for entry in group]
    assert in_english.stdout.count("\n") == len(group)
    assert group[0].title.en in in_english.stdout
    assert in_english.stdout == call(*command, "--family", "group", "--en").stdout
    assert "FAMILY" in call(*command, "--help").stdout


def test_a_mistyped_family_names_the_one_meant() -> None:
    assert "There is no family 'gruop'. Did you mean group? The families are: login," in call("list", "gruop").stderr


def test_a_list_in_words_is_a_question() -> None:
    assert call("list", "all", "group", "errors").exit_code == 1


@pytest.mark.parametrize("command", ["forget", "lessons", "misses", "stats"])
def test_a_command_with_words_behind_it_is_a_question(command: str) -> None:
    assert json.loads(call("--json", command, "606").stdout)["query"] == f"{command} 606"
    assert json.loads(call(command, "606", "--json").stdout)["query"] == f"{command} 606"
    assert "Missing option '--team'" in call(command).stderr
