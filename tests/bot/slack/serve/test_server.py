"""Start and stop of the server: sentences for a failed start, and no request lost at a stop."""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx
import pytest

from bot.trained_table import rebuild
from local_slack.delivery import sign
from local_slack.failures import refuses
from tests.harness import plain_http, starts
from tests.harness.installed import LocalSlack
from tests.harness.server import command_form, environment, free_port, serving, texts
from tests.harness.small_source import edit, write_small_source
from tests.harness.starts import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def _start(folder: Path, environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return starts.run([sys.executable, "-m", "bot", "serve", *arguments], env=environ, cwd=folder, timeout=30)


@pytest.mark.parametrize(
    ("changes", "arguments", "sentences"),
    [
        (
            {"SLACK_BOT_TOKEN": "", "SLACK_SIGNING_SECRET": ""},
            [],
            [
                "Not set, and needed by `imerr serve`:\n  SLACK_BOT_TOKEN: Bot token",
                "  one of these two:\n    SLACK_APP_TOKEN, for Socket Mode: App-level token",
                "SLACK_SIGNING_SECRET, for HTTP: Signing secret",
                f"in a file .env (see {ROOT / '.env.example'}).",
            ],
        ),
        (
            {"SLACK_SIGNING_SECRET": ""},
            ["--mode", "http"],
            ["Not set, and needed over HTTP:\n  SLACK_SIGNING_SECRET: Signing secret"],
        ),
        ({"SLACK_SIGNING_SECRET": ""}, [], ["SLACK_SIGNING_SECRET", "Basic Information"]),
        ({}, ["--mode", "socket"], ["needed over Socket Mode", "SLACK_APP_TOKEN"]),
        (
            {"SLACK_BOT_TOKEN": "12345"},
            [],
            ["SLACK_BOT_TOKEN has to start with xoxb-, and does not. It is in the app's settings under"],
        ),
        ({"SLACK_APP_TOKEN": "xoxb-1"}, [], ["SLACK_APP_TOKEN has to start with xapp-"]),
        ({"PORT": "eighty"}, [], ["PORT has to be a whole number from 1 to 65535, and is 'eighty'."]),
        ({"PORT": "70000"}, [], ["PORT has to be a whole number from 1 to 65535"]),
        ({"WEB_CONCURRENCY": "0"}, [], ["WEB_CONCURRENCY has to be a whole number from 1 to 64"]),
        ({"IMERR_LANG": "fr"}, [], ["IMERR_LANG has to be one of zh, en, and is 'fr'."]),
        ({"SLACK_API_URL": "slack.com"}, [], ["SLACK_API_URL has to be an http:// or https:// address"]),
        ({"SLACK_API_URL": "http://slack.example.org/api/"}, [], ["SLACK_API_URL has to begin with https://"]),
        ({"SLACK_SIGNING_SECRET": " "}, [], ["SLACK_SIGNING_SECRET", "Basic Information"]),
        ({"SLACK_SIGNING_SECRET": "secret"}, [], ["SLACK_SIGNING_SECRET has to be 32 letters and digits"]),
        ({"SLACK_BOT_TOKEN": "xoxb-1\nxoxb-2"}, [], ["SLACK_BOT_TOKEN has to be one piece", "holds a space"]),
        (
            {"IMERR_TABLE": "~nosuchuser/table"},
            [],
            ["IMERR_TABLE begins with the home folder of a user that there is not"],
        ),
        ({"IMERR_LOG_LEVEL": "loud"}, [], ["IMERR_LOG_LEVEL has to be one of debug, info, warning, error"]),
    ],
)
def test_a_missing_or_wrong_setting_stops_the_start(
    table_path: Path, tmp_path: Path, changes: dict[str, str], arguments: list[str], sentences: list[str]
) -> None:
    ended = _start(tmp_path, environment(table_path, None, free_port(), **changes), *arguments)

    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    for sentence in sentences:
        assert sentence in ended.stderr


def test_an_error_about_a_secret_never_shows_it(table_path: Path, tmp_path: Path) -> None:
    ended = _start(tmp_path, environment(table_path, None, free_port(), SLACK_BOT_TOKEN="pasted-secret"))

    assert (ended.returncode, "pasted-secret" in ended.stderr) == (2, False)


def test_slack_settings_from_a_dotenv_file_are_logged(table_path: Path, tmp_path: Path) -> None:
    with LocalSlack() as slack:
        (tmp_path / ".env").write_text(f"SLACK_API_URL={slack.url}\nIMERR_LANG=en\n", encoding="utf-8")
        with serving(table_path, slack, tmp_path / "log", SLACK_API_URL="") as server:
            remarked = [line for line in server.lines() if line["event"] == "settings_from_file"]

    found = [(line["level"], line["settings"], line["file"]) for line in remarked]
    assert found == [("info", "SLACK_API_URL", str(tmp_path / ".env"))]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can run as root")
def test_running_as_root_is_warned_of_once(table_path: Path, tmp_path: Path) -> None:
    with LocalSlack() as slack, serving(table_path, slack, tmp_path / "log", WEB_CONCURRENCY="2") as server:
        events = [line["event"] for line in server.lines()]

    assert events.count("running_as_root") == 1


@pytest.mark.parametrize("reason", ["invalid_auth", "token_revoked", "account_inactive"])
def test_a_token_that_slack_refuses_stops_the_start(table_path: Path, tmp_path: Path, reason: str) -> None:
    with LocalSlack() as slack:
        slack.fail_next_calls("auth.test", refuses(reason))
        ended = _start(tmp_path, environment(table_path, slack, free_port()))

    assert ended.returncode == 2
    assert f"Slack refuses SLACK_BOT_TOKEN ({reason}). Bot token; in the app's settings" in ended.stderr


def test_a_port_in_use_stops_the_start(table_path: Path, tmp_path: Path, slack: LocalSlack) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = _start(tmp_path, environment(table_path, slack, port))

    assert ended.returncode == 2
    assert f"Port {port} of 127.0.0.1 cannot be listened on" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_settings_are_also_read_from_a_dotenv_file(table_path: Path, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("IMERR_LANG=fr\nPORT=\n", encoding="utf-8")
    ended = _start(tmp_path, environment(table_path, None, free_port()))

    assert "IMERR_LANG has to be one of zh, en, and is 'fr'." in ended.stderr


def test_slack_out_of_reach_does_not_stop_the_start(table_path: Path, tmp_path: Path, slack: LocalSlack) -> None:
    changes = {"SLACK_API_URL": f"http://127.0.0.1:{free_port()}/api/"}
    with serving(table_path, slack, tmp_path / "log", **changes) as server:
        assert "606 · " in texts(server.command("606"))
        assert "slack_unreachable" in [line["event"] for line in server.lines()]


def test_a_stop_lets_a_request_in_flight_finish(table_path: Path, slack: LocalSlack, tmp_path: Path) -> None:
    with serving(table_path, slack, tmp_path / "log") as server:
        body = urlencode(command_form("606")).encode()
        address = server.url.removeprefix("http://").split(":")
        head = "".join(f"{name}: {value}\r\n" for name, value in sign(body).items())
        with socket.create_connection((address[0], int(address[1])), timeout=10) as connection:
            connection.sendall(
                f"POST /slack/events HTTP/1.1\r\nHost: x\r\n{head}"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
                + body[:10]
            )
            time.sleep(0.3)
            stopping = threading.Thread(target=server.stop)
            stopping.start()
            time.sleep(0.3)
            connection.sendall(body[10:])
            answer = b""
            while part := connection.recv(65536):
                answer += part
            stopping.join(20)

    assert answer.startswith(b"HTTP/1.1 200")
    assert b"GROUP_MEMBERS_FULL" in answer
    assert server.process.returncode == 0
    assert server.lines()[-1]["event"] == "stopped"


def test_several_processes_share_the_port_and_stop_together(
    table_path: Path, slack: LocalSlack, tmp_path: Path
) -> None:
    with serving(table_path, slack, tmp_path / "log", WEB_CONCURRENCY="2") as server:
        for _ in range(20):
            assert "606 · " in texts(server.command("606"))
        server.stop()

    with pytest.raises(httpx.TransportError):
        plain_http.get(f"{server.url}/healthz", timeout=1)


def test_a_running_server_reloads_a_new_table_unless_it_is_bad(slack: LocalSlack, tmp_path: Path) -> None:
    source, table = write_small_source(tmp_path / "codes"), tmp_path / "table.sqlite3"
    rebuild(table, source)
    with serving(table, slack, tmp_path / "log") as server:
        assert "20 · 甲二十" in texts(server.command("ALPHA_TWENTY"))

        edit(source, "alpha.toml", '"甲二十"', '"第二十个甲"')
        rebuild(table, source)
        _until(lambda: "20 · 第二十个甲" in texts(server.command("ALPHA_TWENTY")))

        table.write_bytes(b"no table at all")
        _until(lambda: "table_kept" in [line["event"] for line in server.lines()])
        assert "20 · 第二十个甲" in texts(server.command("ALPHA_TWENTY"))


def _until(holds: object) -> None:
    assert callable(holds)
    for _ in range(100):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("still not so after 10 seconds")


@pytest.mark.parametrize("kind", ["web", "release"])
def test_the_lines_of_the_procfile_run_as_they_stand(
    table_path: Path, slack: LocalSlack, tmp_path: Path, kind: str
) -> None:
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines())
    port = free_port()
    # The shipped source takes the same line half a minute.
    source, table = write_small_source(tmp_path / "codes"), tmp_path / "released.sqlite3"
    built = {"release": (table, {"IMERR_SOURCE": str(source)}), "web": (table_path, {})}
    environ = environment(built[kind][0], slack, port, IMERR_HOST="127.0.0.1", **built[kind][1])
    environ["PATH"] = f"{shlex.quote(str(sys.prefix))}/bin:{environ['PATH']}"
    with subprocess.Popen(
        ["/bin/sh", "-c", f"exec {lines[kind]}"],
        env=environ,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        if kind == "web":
            _until(lambda: _answers(f"http://127.0.0.1:{port}/readyz"))
            process.terminate()
        output, _ = process.communicate(timeout=110)

    assert process.returncode == 0
    assert output.decode() == (f"3 codes in 2 families: {table}, from {source}\n" if kind == "release" else "")


def _answers(url: str) -> bool:
    try:
        return plain_http.get(url, timeout=1).status_code == 200
    except httpx.TransportError:
        return False


def test_a_platform_that_the_table_lacks_stops_the_start(table_path: Path, tmp_path: Path, slack: LocalSlack) -> None:
    ended = _start(tmp_path, environment(table_path, slack, free_port(), IMERR_PLATFORM="symbian"))

    assert ended.returncode == 2
    assert "IMERR_PLATFORM: The code table has no platform 'symbian'. It has: web, native, android" in ended.stderr
    assert "Traceback" not in ended.stderr
