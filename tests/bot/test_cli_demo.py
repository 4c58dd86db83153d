"""`imerr demo` as somebody types it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]


def _environment(table: Path, **more: str) -> dict[str, str]:
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "IMERR_TABLE": str(table)}
    return environ | more


def _demo(
    table: Path, folder: Path, lines: list[str], *arguments: str, **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "demo", *arguments],
        input="\n".join(lines) + "\n",
        env=_environment(table, **more),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def test_every_surface_can_be_tried(table_path: Path, tmp_path: Path) -> None:
    lines = [
        "/imerr 603",
        "@imerr 发消息报 507",
        "press delete",
        "onError {type: 504}",
        "> @imerr",
        "edit @imerr 605",
        "explain",
        "press share",
        "look up 群满",
        "post",
        "home",
        "search 704",
        "dm 607",
        "step 606",
        "press nothing",
        "quit",
        "/imerr 1",
    ]
    ended = _demo(table_path, tmp_path, lines)

    assert (ended.returncode, ended.stderr) == (0, "")
    for expected in (
        "--- imerr · #support, only you see this\n# 603 · ",
        "--- imerr · #support, in a thread\n# 507 · ",
        "--- imerr · #support, in a thread\n# 504 · ",
        "--- imerr · #support, in a thread\n# 605 · ",
        "--- dialog\n[ 查错误码 ]",
        "--- imerr · #support\n# 606 · ",
        "--- imerr's Home tab\n# imerr：查 IM SDK 错误码",
        "# 704 · ",
        "--- imerr · direct message, in a thread\n# 607 · ",
        "found: yes",
        "There is no 'nothing' for you to press, but: ",
    ):
        assert expected in ended.stdout
    assert "# 1 · " not in ended.stdout


def test_the_locale_is_that_of_the_person(table_path: Path, tmp_path: Path) -> None:
    ended = _demo(table_path, tmp_path, ["@imerr 606"], "--locale", "en-US")

    assert "606 · Group is full" in ended.stdout


def test_a_setting_that_stops_imerr_is_told_in_a_sentence(table_path: Path, tmp_path: Path) -> None:
    ended = _demo(table_path, tmp_path, [], IMERR_LANG="fr")

    assert ended.returncode == 2
    assert "IMERR_LANG has to be one of zh, en, and is 'fr'." in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_slack_alone_prints_the_settings_that_connect_to_it(table_path: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--slack-only"],
        env=_environment(table_path),
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        settings = dict(process.stdout.readline().rstrip().split("=", 1) for _ in range(4))
        headers = {"Authorization": f"Bearer {settings['SLACK_BOT_TOKEN']}"}
        answer = httpx.post(settings["SLACK_API_URL"] + "auth.test", headers=headers).json()
        process.stdin.close()
        assert process.wait(10) == 0

    assert answer["ok"] is True
    assert set(settings) == {"SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"}
