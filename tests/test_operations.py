"""What the papers for operators say is so: the image's files, its health check, the events of the log."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.harness.installed import LocalSlack
from tests.harness.server import free_port, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness.server import Server

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def server(table_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with LocalSlack() as slack, serving(table_path, slack, tmp_path_factory.mktemp("operations") / "log") as running:
        yield running


def test_the_image_copies_what_there_is_and_ignores_the_rest() -> None:
    copied = {name for line in re.findall(r"^COPY (.*) \S+$", DOCKERFILE, re.MULTILINE) for name in line.split()}
    let_in = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE))

    assert copied == let_in
    assert [name for name in copied if not (ROOT / name).exists()] == []


def _health_check(port: int) -> int:
    command = re.search(r"HEALTHCHECK .*\\\n\s+CMD python (.*)", DOCKERFILE)
    assert command is not None
    checked = subprocess.run(
        [sys.executable, *shlex.split(command[1])],
        env={**os.environ, "PORT": str(port)},
        capture_output=True,
        check=False,
    )
    return checked.returncode


def test_the_image_health_check_tells_a_ready_server_from_none(server: Server) -> None:
    port = int(server.url.rpartition(":")[2])

    assert _health_check(port) == 0
    assert _health_check(free_port()) != 0


def test_the_events_in_the_papers_are_logged_somewhere() -> None:
    logs = OPERATIONS.partition("\n## Logs\n")[2].partition("\n## ")[0]
    told = {
        event
        for row in re.findall(r"^\| (`[a-z_]+`.*?) \|", logs, re.MULTILINE)
        for event in re.findall(r"`([a-z_]+)`", row)
    }
    sources = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "db").rglob("*.py")]
    logged = {
        event for path in sources for event in re.findall(r'_log\.\w+\("([a-z_]+)"', path.read_text(encoding="utf-8"))
    }

    assert {"failed", "slack_unreachable"} <= told
    assert told - logged == set()


def test_what_is_asked_most_is_read_from_the_log(server: Server) -> None:
    for question in ("606", "安卓 606", "606", "601, 606", "qwertyuiop", "help", "616"):
        server.command(question)
    (script,) = re.findall(r"^python3 -c '\n(.*?)' < imerr.log$", OPERATIONS, re.MULTILINE | re.DOTALL)
    printed = subprocess.run(
        [sys.executable, "-c", script],
        input=server.log.read_text(encoding="utf-8"),
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert sorted(printed.splitlines()) == ["1 601", "1 native:606", "3 606"]
    assert printed.startswith("3 606\n")


def test_the_papers_list_the_metrics_that_are_written() -> None:
    source = (ROOT / "bot" / "metrics.py").read_text(encoding="utf-8")
    told = set(re.findall(r"`(imerr_[a-z_]+?)(?:_total)?(?:\{[a-z, ]+\})?`", OPERATIONS))

    assert told == set(re.findall(r"imerr_[a-z_]+", source))


def test_the_papers_name_only_files_that_there_are() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", OPERATIONS)

    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
