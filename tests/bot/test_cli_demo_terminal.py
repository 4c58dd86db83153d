"""`imerr demo` on a terminal: editing, history, colours, widths, Ctrl-C and Ctrl-D, and its faults."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from bot.demo_terminal import MOST_HISTORY
from tests.harness.installed import LocalSlack
from tests.harness.terminal import Shell, characters, without_styles

if TYPE_CHECKING:
    from tests.harness.terminal import Typing

PROMPT = "\n> "
CTRL_D, UP = "\x04", "\x1b[A"


@pytest.fixture
def shell(tmp_path: Path, table_path: Path) -> Shell:
    shell = Shell(tmp_path, table_path)
    # No bracketed paste: its codes are no part of the text.
    (tmp_path / "inputrc").write_text("set enable-bracketed-paste off\n", encoding="ascii")
    shell.environ |= {"HOME": str(tmp_path), "INPUTRC": str(tmp_path / "inputrc")}
    return shell


def _history(shell: Shell) -> Path:
    return shell.folder / ".local" / "state" / "imerr" / "demo_history"


def _answer(typing: Typing, line: str) -> str:
    typing.types(f"{line}\n")
    return without_styles(typing.shown_until(PROMPT))


def _server_of(typing: Typing) -> int:
    (server,) = map(int, _children(typing.process.pid).split())
    return server


def _children(pid: int) -> str:
    return (_proc(pid) / "task" / str(pid) / "children").read_text(encoding="ascii")


def _command(pid: str) -> bytes:
    return (_proc(int(pid)) / "cmdline").read_bytes() if pid else b""


def _proc(pid: int) -> Path:
    return Path("/proc") / str(pid)


def test_an_answer_fits_a_narrow_terminal(shell: Shell) -> None:
    with shell.typing("demo", columns=40) as typing:
        help_shown = without_styles(typing.shown_until(PROMPT))
        typing.types("/imerr 606\n")
        answer = typing.shown_until(PROMPT)
        typing.types(CTRL_D)
        ended = typing.ended()

    lines = [line.rstrip() for line in [*help_shown.splitlines()[1:], *without_styles(answer).splitlines()]]
    assert max(map(cell_len, lines)) <= 40
    # Descriptions stand below their commands, and further lines of an item hang behind its mark.
    at = lines.index("  /imerr 603")
    assert lines[at + 1 : at + 3] == ["      the slash command; only you see", "      the answer"]
    at = next(number for number, line in enumerate(lines) if line.startswith("• 应用开发者：需要更大的群时"))
    assert lines[at + 1].startswith("  器调用修改群组信息的")
    assert characters("[分享到频道]  [添加笔记]  [关闭]") in characters(answer_text := without_styles(answer))
    assert "# 606 · 群组已满" in answer_text
    assert "\x1b[1;35m# 606 · " in answer
    assert (ended.status, ended.out) == (0, "\n")


def test_help_is_in_two_columns_where_there_is_room(shell: Shell) -> None:
    with shell.typing("demo", "--slack-only", columns=100, NO_COLOR="1") as typing:
        shown = typing.shown_until(PROMPT)
        typing.types("press\n")
        shown += typing.shown_until(PROMPT)

    columns = [
        cell_len(line[: line.index(text)])
        for line in shown.splitlines()
        for text in ("the slash command", "a mention", "correct your")
        if text in line
    ]
    assert columns == [columns[0]] * 3
    assert "\x1b" not in shown


def test_ctrl_c_clears_the_line_and_ctrl_d_leaves(shell: Shell) -> None:
    with shell.typing("demo", "--slack-only") as typing:
        typing.shown_until(PROMPT)
        typing.types("quit")
        typing.shown_until("quit")
        typing.interrupts()
        assert "Traceback" not in typing.shown_until(PROMPT)
        typing.types(CTRL_D)
        ended = typing.ended()

    assert (ended.status, ended.out) == (0, "\n")


def test_ctrl_c_leaves_imerr_running(shell: Shell) -> None:
    with shell.typing("demo") as typing:
        typing.shown_until(PROMPT)
        typing.interrupts()
        typing.shown_until(PROMPT)
        assert "# 603 · " in _answer(typing, "/imerr 603")
        # The answer has come by then; what is cut short is the wait for more.
        typing.types("/imerr 607\n")
        typing.shown_until("/imerr 607")
        typing.interrupts()
        assert "No longer waiting. Type `screen`" in typing.shown_until(PROMPT)
        os.kill(_server_of(typing), signal.SIGKILL)
        # A killed process takes a moment to end.
        LocalSlack.wait_for(lambda: "imerr has stopped." in _answer(typing, "/imerr 605"), "the end of the server")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_the_demo_and_its_server(shell: Shell, number: signal.Signals, status: int) -> None:
    with shell.typing("demo") as typing:
        typing.shown_until("imerr: starting")
        LocalSlack.wait_for(lambda: b"serve" in _command(_children(typing.process.pid)), "the server")
        server = _server_of(typing)
        typing.process.send_signal(number)
        ended = typing.ended()

    assert ended.status == status
    assert "Traceback" not in ended.out
    assert not _proc(server).exists()


def test_lines_come_back_from_the_last_run(shell: Shell) -> None:
    with shell.typing("demo", "--slack-only") as typing:
        typing.shown_until(PROMPT)
        typing.types("press 群组满了\n")
        typing.shown_until(PROMPT)
        typing.types("quit\n")
        assert typing.ended().status == 0
    with shell.typing("demo", "--slack-only") as typing:
        typing.shown_until(PROMPT)
        typing.types(UP + UP)
        typing.shown_until("press 群组满了")

    assert _history(shell).stat().st_mode & 0o077 == 0


def test_the_history_is_bounded(shell: Shell) -> None:
    _history(shell).parent.mkdir(parents=True)
    _history(shell).write_text("home\n" * (2 * MOST_HISTORY), encoding="ascii")
    with shell.typing("demo", "--slack-only") as typing:
        typing.shown_until(PROMPT)
        typing.types("quit\n")
        assert typing.ended().status == 0

    lines = _history(shell).read_text(encoding="ascii").splitlines()
    assert (len(lines), lines[-1]) == (MOST_HISTORY, "quit")


def test_a_demo_without_a_place_for_history_runs(shell: Shell) -> None:
    (shell.folder / ".local").write_text("a file, no folder", encoding="ascii")
    with shell.typing("demo", "--slack-only") as typing:
        typing.shown_until(PROMPT)
        typing.types("quit\n")
        ended = typing.ended()

    assert ended.status == 0
    assert "Traceback" not in ended.out


def test_a_port_in_use_is_told_in_a_sentence(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = shell.piped("demo", "--port", str(port))

    assert ended.status == 2
    assert ended.err == (
        f"imerr: Port {port} is in use by another program. Choose another --port, or leave it out to get a free one.\n"
    )


def test_a_file_that_is_no_table_is_told_in_a_sentence(shell: Shell) -> None:
    (shell.folder / "notes").write_text("mine", encoding="ascii")
    ended = shell.piped("demo", IMERR_TABLE=str(shell.folder / "notes"))

    assert ended.status == 2
    assert ended.err.startswith("imerr: There is no code table to answer from. ")
    assert ended.err.count("\n") == 1
