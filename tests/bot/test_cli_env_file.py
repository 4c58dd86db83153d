"""The file `.env`, as editors on every system save it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.harness.starts import ROOT
from tests.harness.terminal import Shell

if TYPE_CHECKING:
    from pathlib import Path

NO_SETTING = "not a setting. Write NAME=value, close every quotation mark, and begin a comment with #."


@pytest.fixture
def shell(tmp_path: Path, table_path: Path) -> Shell:
    return Shell(tmp_path, table_path)


@pytest.mark.parametrize(
    "content",
    [
        b"IMERR_LANG=en\n",
        b"\xef\xbb\xbfIMERR_LANG=en\n",
        b"# \xe4\xb8\xad\xe6\x96\x87\r\n\r\nexport IMERR_LANG = 'en'  # as the team has it\r\n",
        b"OTHER\nIMERR_LANG=en",
        b"\xef\xbb\xbf\r\nIMERR_LANG=\"en\"\r\nNOTE='two\r\nlines'\r\n",
    ],
    ids=["plain", "byte order mark", "CRLF", "another tool's bare name", "value over two lines"],
)
def test_a_file_of_any_editor_is_read(shell: Shell, content: bytes) -> None:
    (shell.folder / ".env").write_bytes(content)
    ended = shell.piped("606")

    assert (ended.status, ended.err) == (0, "")
    assert ended.out.splitlines()[0] == "606  GROUP_MEMBERS_FULL  ·  Mini-program / Web 4.x"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("IMERR_LANG=en\n# 中文\n".encode("gbk"), ".env, line 2: the file is not UTF-8. Save it as UTF-8."),
        (b"\xef\xbb\xbfA=1\r\nB=2\r\nC=\xff\r\n", ".env, line 3: the file is not UTF-8. Save it as UTF-8."),
        ("IMERR_LANG=en\n".encode("utf-16"), ".env, line 1: the file is UTF-16. Save it as UTF-8."),
        ("A=1\nB=2\n".encode("utf-16-be"), ".env, line 1: holds a NUL character. Save the file as UTF-8."),
        (b"SLACK_BOT_TOKEN: xoxb-secret\n", f".env, line 1: {NO_SETTING}"),
        (b"IMERR_LANG=en\n\n\n  SLACK_BOT_TOKEN xoxb-secret\n", f".env, line 4: {NO_SETTING}"),
        (b"IMERR_LANG=en\r\n\r\nSLACK_BOT_TOKEN\r\n", f".env, line 3: {NO_SETTING}"),
        (b'A=1\nSLACK_BOT_TOKEN="xoxb-secret\nIMERR_LANG=en\n', f".env, line 2: {NO_SETTING}"),
        (b'A="1" xoxb-secret\n', f".env, line 1: {NO_SETTING}"),
        (b"=xoxb-secret\n", f".env, line 1: {NO_SETTING}"),
    ],
    ids=[
        "GBK",
        "Latin-1",
        "UTF-16",
        "UTF-16 unmarked",
        "YAML",
        "no sign",
        "name alone",
        "open quote",
        "rest",
        "no name",
    ],
)
def test_a_bad_line_is_named_and_not_shown(shell: Shell, content: bytes, said: str) -> None:
    (shell.folder / ".env").write_bytes(content)
    ended = shell.piped("serve")

    assert (ended.status, ended.out, ended.err) == (2, "", f"imerr: {said}\n")
    assert "secret" not in ended.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("IMERR_LNG=en\n", ["line 1: imerr has no setting IMERR_LNG. Did you mean IMERR_LANG?"]),
        ("\n\nexport IMERR_LANGUAGE=en\n", ["line 3: imerr has no setting IMERR_LANGUAGE. Did you mean IMERR_LANG?"]),
        ("imerr_lang=en\n", ["line 1: imerr has no setting imerr_lang. Did you mean IMERR_LANG?"]),
        ("IMERR_PORT=80\n", ["line 1: imerr has no setting IMERR_PORT. Did you mean PORT?"]),
        ("SLACK_WEBHOOK=x\nA=1\n", ["line 1: imerr has no setting SLACK_WEBHOOK."]),
        ("IMERR_QQ\n", ["line 1: imerr has no setting IMERR_QQ."]),
        ("SLACK_BOT_TOKEN-xoxb-secret\nLANG=en\n", []),
    ],
)
def test_a_name_that_is_no_setting_is_remarked_on(shell: Shell, content: str, said: list[str]) -> None:
    (shell.folder / ".env").write_text(content, encoding="utf-8")
    ended = shell.piped("606")

    assert (ended.status, ended.err.splitlines()) == (0, [f"imerr: .env, {sentence}" for sentence in said])
    assert ended.out.startswith("606  GROUP_MEMBERS_FULL")


def test_a_misspelt_name_is_remarked_on_before_what_is_missing(shell: Shell) -> None:
    (shell.folder / ".env").write_text("SLACK_BOT_TOKN=xoxb-hunter2\n", encoding="utf-8")
    ended = shell.piped("serve")

    assert ended.status == 2
    assert ended.err.startswith(
        "imerr: .env, line 1: imerr has no setting SLACK_BOT_TOKN. Did you mean SLACK_BOT_TOKEN?\n"
        "imerr: Not set, and needed by `imerr serve`:\n"
    )
    assert "hunter2" not in ended.err


def test_an_example_of_the_file_has_no_misspelt_name(shell: Shell) -> None:
    shutil.copy(ROOT / ".env.example", shell.folder / ".env")

    assert shell.piped("606").err == ""
