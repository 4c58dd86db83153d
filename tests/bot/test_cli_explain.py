"""`imerr` on the command line, in a process of its own."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.harness import starts, trained
from tests.harness.starts import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

COMMAND = [sys.executable, "-m", "bot"]


@pytest.fixture
def environ(table_path: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "IMERR_TABLE": str(table_path), "COLUMNS": "80"}


def _run(
    environ: dict[str, str], folder: Path, *arguments: str, given: str = "", command: Sequence[str] = COMMAND
) -> subprocess.CompletedProcess[str]:
    return starts.run([*command, *arguments], env=environ, cwd=folder, given=given)


@pytest.mark.parametrize(
    ("arguments", "status", "first_line"),
    [
        (["603"], 0, "603  PERMISSION_DENIED  ·  小程序 / Web 4.x"),
        (["explain", "603"], 0, "603  PERMISSION_DENIED  ·  小程序 / Web 4.x"),
        (["群组满了"], 0, "606  GROUP_MEMBERS_FULL  ·  小程序 / Web 4.x"),
        (["安卓群组满了"], 0, "604  GROUP_MEMBERS_FULL  ·  Android / iOS 等原生端"),
        (["iOS", "606"], 0, "606  GROUP_NOT_EXIST  ·  Android / iOS 等原生端"),
        (["iOS 报 604，web 报 606"], 0, "是同一个错误，2 端的编号分别是"),
        (["-2"], 0, "-2  REQUEST_UNKNOWN  ·  小程序 / Web 4.x"),
        (["explain", "-2"], 0, "-2  REQUEST_UNKNOWN  ·  小程序 / Web 4.x"),
        (["explain", "--", "-2"], 0, "-2  REQUEST_UNKNOWN  ·  小程序 / Web 4.x"),
        (["group", "members", "full"], 0, "606  GROUP_MEMBERS_FULL  ·  Mini-program / Web 4.x"),
        (["601,602 603"], 0, "这段内容说到了 3 个错误"),
        (["MEMBERS_FULL"], 1, "可能是下面几个中的一个，你指的是哪个？"),
        (["9999"], 1, "小程序 / Web 4.x 没有错误码 9999"),
        (["iOS", "9999"], 1, "iOS 没有错误码 9999"),
        (["qwertyuiop zxcvbnm"], 1, "No error in the table fits this"),
    ],
)
def test_a_question_is_answered_and_the_status_tells_how(
    environ: dict[str, str], tmp_path: Path, arguments: list[str], status: int, first_line: str
) -> None:
    ended = _run(environ, tmp_path, *arguments)

    assert (ended.returncode, ended.stdout.splitlines()[0], ended.stderr) == (status, first_line, "")


@pytest.mark.parametrize(
    ("arguments", "heading"),
    [
        (["603"], "为什么发生"),
        (["603", "--en"], "Why it happens"),
        (["603", "--lang", "en"], "Why it happens"),
        (["explain", "--lang", "zh", "what is 603"], "为什么发生"),
        (["what is 603"], "Why it happens"),
    ],
)
def test_the_language_can_be_chosen(
    environ: dict[str, str], tmp_path: Path, arguments: list[str], heading: str
) -> None:
    assert heading in _run(environ, tmp_path, *arguments).stdout.splitlines()


@pytest.mark.parametrize(
    ("word", "command"),
    [
        ("help", ["--help"]),
        ("list", ["table", "list"]),
        ("list group", ["table", "list", "--family", "group"]),
    ],
)
def test_slacks_short_commands_mean_the_same_here(
    environ: dict[str, str], tmp_path: Path, word: str, command: list[str]
) -> None:
    ended = _run(environ, tmp_path, *word.split())

    assert ended.returncode == 0
    assert ended.stdout == _run(environ, tmp_path, *command).stdout


def test_the_setting_decides_for_a_bare_code(environ: dict[str, str], tmp_path: Path) -> None:
    assert "Why it happens" in _run({**environ, "IMERR_LANG": "en"}, tmp_path, "603").stdout


def test_json_gives_verdict_and_matches_on_one_line(environ: dict[str, str], tmp_path: Path) -> None:
    ended = _run(environ, tmp_path, "explain", "--json", "601,602")
    answer = json.loads(ended.stdout)

    assert ended.stdout.count("\n") == 1
    assert (answer["query"], answer["verdict"]) == ("601,602", "exact")
    assert [(match["code"], match["name"], match["score"]) for match in answer["matches"]] == [
        (601, "GROUP_ALREADY_JOINED", 1.0),
        (602, "GROUP_NOT_JOINED", 1.0),
    ]


def test_stdin_answers_line_by_line_in_order(environ: dict[str, str], tmp_path: Path) -> None:
    questions = ["603", "9999", "first line\ncode: 606", '"', "", "qwertyuiop", "half a ? pair, code: 606"]
    half_a_pair = '"half a \\ud83d pair, code: 606"'
    given = "\n".join(["603", "9999", json.dumps(questions[2]), *questions[3:6], half_a_pair]) + "\n"
    ended = _run(environ, tmp_path, "explain", "--json", "--stdin", given=given)
    answers = [json.loads(line) for line in ended.stdout.splitlines()]

    assert ended.returncode == 0
    assert [answer["query"] for answer in answers] == questions
    assert [answer["verdict"] for answer in answers] == [
        "exact",
        "unknown_code",
        "exact",
        "none",
        "none",
        "none",
        "exact",
    ]
    assert len(answers[5]["matches"]) == 10


def test_stdin_flushes_each_answer_before_the_next_question(environ: dict[str, str], tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "explain", "--json", "--stdin"],
        env=environ,
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdin
        assert process.stdout
        for code in (603, 606):
            process.stdin.write(f"{code}\n")
            process.stdin.flush()
            ready, _, _ = select.select([process.stdout], [], [], 20)
            assert ready
            assert json.loads(process.stdout.readline())["matches"][0]["code"] == code
        process.stdin.close()
        assert process.wait(timeout=20) == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["explain"], "imerr: What is the question? For example: imerr 603, or imerr 群组满了."),
        (["explain", "  "], "imerr: What is the question? For example: imerr 603, or imerr 群组满了."),
        (["explain", "--stdin"], "imerr: --stdin goes with --json, and without a question on the command line."),
        (["explain", "--json", "--stdin", "603"], "imerr: --stdin goes with --json, and without"),
        (["table", "list", "--family", "nowhere"], "imerr: There is no family 'nowhere'. The families are: login, "),
        (["table", "build", "--source", "nowhere"], "Directory 'nowhere' does not exist."),
    ],
)
def test_wrong_use_gets_a_sentence_and_status_two(
    environ: dict[str, str], tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    ended = _run(environ, tmp_path, *arguments)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_table_is_built_where_it_is_missing(environ: dict[str, str], tmp_path: Path, table_path: Path) -> None:
    environ["IMERR_TABLE"] = str(tmp_path / "new" / "table.sqlite3")
    ended = _run(environ, tmp_path, "603", command=trained.command(table_path))

    assert (ended.returncode, ended.stderr) == (0, "")
    assert (tmp_path / "new" / "table.sqlite3").exists()


def test_a_terminal_that_knows_only_ascii_gets_an_answer(environ: dict[str, str], tmp_path: Path) -> None:
    ended = _run({**environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}, tmp_path, "603", "--en")

    assert (ended.returncode, ended.stdout[:22]) == (0, "603  PERMISSION_DENIED")


def test_bytes_that_are_no_utf8_are_answered_all_the_same(environ: dict[str, str], tmp_path: Path) -> None:
    ended = subprocess.run(
        [*COMMAND, "explain", "--json", "--stdin"],
        env=environ,
        cwd=tmp_path,
        input=b"\xff\xfe 603\n",
        capture_output=True,
        timeout=110,
        check=False,
    )

    assert json.loads(ended.stdout)["matches"][0]["code"] == 603


def test_a_very_long_text_is_read_at_its_ends_and_says_so(environ: dict[str, str], tmp_path: Path) -> None:
    asked = _run(environ, tmp_path, "type: 606\n" + "so it goes\n" * 3_000)

    assert asked.stdout.startswith("This text is very long: only its beginning and its end were read.\n")
    assert "606" in asked.stdout


@pytest.mark.parametrize("arguments", [["603"], ["serve"]])
def test_a_binary_settings_file_is_named_without_a_traceback(
    environ: dict[str, str], tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / ".env").write_bytes("IMERR_LANG=en\n".encode("utf-16"))
    ended = _run(environ, tmp_path, *arguments)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "imerr: .env, line 1: the file is UTF-16. Save it as UTF-8.\n"


def test_the_platform_setting_is_the_default_of_questions(environ: dict[str, str], tmp_path: Path) -> None:
    ended = _run({**environ, "IMERR_PLATFORM": " iOS "}, tmp_path, "606")

    assert ended.stdout.splitlines()[0] == "606  GROUP_NOT_EXIST  ·  Android / iOS 等原生端"


@pytest.mark.parametrize("arguments", [["603"], ["table", "list"]])
def test_an_unknown_platform_is_refused_with_the_known_ones(
    environ: dict[str, str], tmp_path: Path, arguments: list[str]
) -> None:
    ended = _run({**environ, "IMERR_PLATFORM": "symbian"}, tmp_path, *arguments)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(
        "imerr: IMERR_PLATFORM: The code table has no platform 'symbian'. It has: web, native, "
    )


def test_the_code_that_catches_an_error_is_shown_in_full_alone(environ: dict[str, str], tmp_path: Path) -> None:
    short, full = _run(environ, tmp_path, "603").stdout, _run(environ, tmp_path, "--full", "603").stdout

    assert "代码示例：imerr --full 603" in short
    assert "捕获示例" not in short
    assert full[full.index("捕获示例") :].splitlines()[1].startswith("    ")
    assert "--full" not in full


def test_a_card_tells_of_the_number_and_the_error_elsewhere(environ: dict[str, str], tmp_path: Path) -> None:
    told = _run(environ, tmp_path, "606").stdout

    assert "Android / iOS 等原生端、Web SDK 5：606 是“群组不存在”" in told
    assert "各端编号：小程序 / Web 4.x 606；Android / iOS 等原生端 604；Web SDK 5 604" in told


def test_json_names_the_platform_of_each_entry(environ: dict[str, str], tmp_path: Path) -> None:
    answer = json.loads(_run(environ, tmp_path, "explain", "--json", "iOS 604 vs web 606").stdout)

    assert [(shown["platform"], shown["code"], shown["as"]) for shown in answer["shown"]] == [
        ("native", 604, "answer"),
        ("web", 606, "answer"),
    ]
    assert [(match["platform"], match["code"]) for match in answer["matches"]][:2] == [("native", 604), ("web", 606)]


def test_a_bare_code_does_not_pay_for_large_libraries(table_path: Path) -> None:
    imports = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "explain", "603"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "IMERR_TABLE": str(table_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stderr

    assert " bot.lookup.explain\n" in imports
    large = (
        "alembic",
        "cryptography",
        "mcp",
        "numpy",
        "pydantic",
        "slack_sdk",
        "sqlalchemy",
        "sqlite_utils",
        "bot.lookup.team.taught",
        "bot.lookup.team.noted",
    )
    assert [name for name in large if f" {name}\n" in imports] == []
