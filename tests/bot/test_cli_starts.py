"""Most tests fork imerr's processes from one that has imported it; a fresh process does the same."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.harness import starts
from tests.harness.terminal import Shell

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

SURROUNDINGS = """\
import os, signal, sys, threading
print(sys.argv, sys.path[0], os.getcwd(), __name__, sorted(os.environ))
print([(one.encoding, one.errors, one.isatty(), one.line_buffering) for one in (sys.stdin, sys.stdout, sys.stderr)])
print([signal.getsignal(number) for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM)], threading.active_count())
print(sorted(os.listdir("/proc/self/fd"))[:4], sys.stdin.read())
sys.exit(3)
"""
ENDS = [
    "print('said')",
    "import sys; print('said', flush=True); sys.exit('a sentence')",
    "import sys; sys.exit(259)",
    "import atexit; atexit.register(print, 'last')",
    "import threading, time; threading.Thread(target=lambda: (time.sleep(0.1), print('later'))).start()",
    "import os; os._exit(7)",
    "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
    "raise SystemExit from ValueError",
    "1 / 0",
]


def _run(folder: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {"PYTHONPATH": str(starts.ROOT), "PYTHONUTF8": "1", "LESS": "more"}
    return starts.run([sys.executable, "-c", code, *arguments], env=env, cwd=folder, given="typed\n")


@pytest.mark.parametrize("code", [SURROUNDINGS, *ENDS])
def test_a_fork_is_set_up_and_ends_as_a_fresh_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    forked = _run(tmp_path, code, "a", "b")
    monkeypatch.setenv("IMERR_TESTS_START", "fresh")
    fresh = _run(tmp_path, code, "a", "b")

    assert (forked.returncode, forked.stdout) == (fresh.returncode, fresh.stdout)
    # A traceback begins where the fork was made.
    assert forked.stderr.splitlines()[-1:] == fresh.stderr.splitlines()[-1:]


def test_what_python_reads_at_its_start_gets_a_fresh_process(tmp_path: Path) -> None:
    env = {"PYTHONPATH": str(starts.ROOT), "PYTHONUTF8": "1", "PYTHONOPTIMIZE": "1"}
    ended = starts.run([sys.executable, "-c", "import sys; print(sys.flags.optimize)"], env=env, cwd=tmp_path)

    assert ended.stdout == "1\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["群组满了"],
        ["explain", "--json", "603"],
        ["list"],
        ["table", "check"],
        ["manifest"],
        ["memory", "upgrade"],
        ["notes", "import", "--team", "T1", "-"],
        ["stats", "--team", "T1"],
        ["misses", "--team", "T1"],
        ["lessons", "--team", "T1"],
        ["forget", "--team", "T1", "--yes"],
    ],
    ids=" ".join,
)
def test_each_command_imports_what_it_needs(
    table_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    shell = Shell(tmp_path, table_path)
    shell.environ["DATABASE_URL"] = f"sqlite:///{tmp_path / 'memory.sqlite3'}"
    shell.piped("memory", "upgrade")
    forked = shell.piped(*arguments)
    monkeypatch.setenv("IMERR_TESTS_START", "fresh")
    fresh = shell.piped(*arguments)

    assert (fresh.status, fresh.out != "", fresh.err) == (0, True, "")
    assert forked == fresh
