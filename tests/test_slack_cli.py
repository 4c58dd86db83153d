"""The files by which the Slack CLI creates and runs the app: `slack run` calls the hooks in `.slack/hooks.json`."""

from __future__ import annotations

import json
import os
import shlex
import struct
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.harness.installed import LocalSlack
from tests.harness.server import environment
from tests.harness.starts import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

HOOKS: dict[str, Any] = json.loads((ROOT / ".slack" / "hooks.json").read_text(encoding="utf-8"))
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def start(name: str, *arguments: str, folder: Path, environ: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start a hook as the CLI does, with its arguments behind the command."""
    return subprocess.Popen(
        [*shlex.split(HOOKS["hooks"][name]), *arguments],
        cwd=folder,
        env={**environ, "PATH": PATH, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def test_the_manifest_hook_prints_the_manifest(tmp_path: Path) -> None:
    hook = start("get-manifest", f"--source={ROOT}", folder=tmp_path, environ={})
    out, err = hook.communicate(timeout=60)

    assert (hook.returncode, err) == (0, "")
    assert json.loads(out) == json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))


def test_slack_run_starts_an_app_that_answers(table_path: Path, tmp_path: Path) -> None:
    with LocalSlack() as slack:
        # The CLI hands over the two tokens of the app that it has installed.
        given = environment(table_path, slack, 1, SLACK_APP_TOKEN=slack.app_token, SLACK_SIGNING_SECRET="", PORT="")
        running = start("start", folder=tmp_path, environ=given)
        try:
            slack.wait_connected()
            support = slack.channel("support")
            asker = slack.person("asker", locale="zh-CN")

            assert asker.types("/imerr 群满了", support).startswith("# 606 · ")
        finally:
            running.terminate()
            running.communicate(timeout=30)


def test_the_cli_leaves_the_connection_to_the_app() -> None:
    assert HOOKS["config"]["sdk-managed-connection-enabled"] is True
    assert json.loads((ROOT / ".slack" / "config.json").read_text(encoding="utf-8")) == {
        "manifest": {"source": "local"}
    }


def test_the_watched_files_are_there() -> None:
    watched = [path for group in HOOKS["config"]["watch"].values() for path in group["paths"]]

    assert watched
    assert [path for path in watched if not (ROOT / path).exists()] == []


def test_the_icon_is_a_square_that_slack_takes() -> None:
    content = (ROOT / "assets" / "icon.png").read_bytes()
    width, height = struct.unpack(">II", content[16:24])

    assert content.startswith(b"\x89PNG\r\n")
    assert width == height
    assert 512 <= width <= 2000
