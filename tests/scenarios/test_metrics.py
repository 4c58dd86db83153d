"""Metrics, as Prometheus reads them from a running server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from local_slack.failures import broken, rate_limited, refuses
from tests.harness import plain_http
from tests.harness.installed import LocalSlack
from tests.harness.server import connected, free_port, serving
from tests.harness.starts import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

TOKEN = "0123456789abcdef01234567"
ON = {"IMERR_METRICS_TOKEN": TOKEN}
SECRET = "geheimnis"


def read(url: str, authorization: bytes | None = f"Bearer {TOKEN}".encode()) -> httpx.Response:
    headers = {} if authorization is None else {b"Authorization": authorization}
    return plain_http.get(f"{url}/metrics", headers=headers, timeout=10)


def values(url: str) -> dict[str, float]:
    """Return all samples by name and labels."""
    response = read(url)
    assert response.status_code == 200, response.text
    lines = [line for line in response.text.splitlines() if not line.startswith("#")]
    found = {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}
    assert len(found) == len(lines)
    return found


def test_questions_are_counted_by_surface_and_verdict(table_path: Path, tmp_path: Path) -> None:
    with LocalSlack() as slack, serving(table_path, slack, tmp_path / "log", **ON) as server:
        slack.deliver_to(f"{server.url}/slack/events")
        support = slack.channel("support")
        asker = slack.person("asker", locale="zh-CN")
        asker.types("/imerr 606", support)
        asker.types("/imerr 606", support)
        asker.types("/imerr help", support)
        asker.types(f"/imerr {SECRET} qwertyuiop", support)
        log = asker.says("@imerr 群组满了", support)
        asker.dm("616")
        asker.uses_shortcut("explain_error", on=log)
        asker.opens_home()
        slack.settle()
        asker.fills("home_search", "606", on=asker.home)
        slack.settle()
        slack.runs_step("explain_error", {"text": "606, 507"})
        found = values(server.url)
        told = read(server.url).text

    asked = {name: value for name, value in found.items() if name.startswith("imerr_questions_total")}
    assert asked == {
        f'imerr_questions_total{{surface="{surface}",verdict="{verdict}"}}': count
        for surface, verdict, count in [
            ("command", "exact", 2),
            ("command", "help", 1),
            ("command", "none", 1),
            ("mention", "match", 1),
            ("direct_message", "unknown_code", 1),
            ("explain_message", "match", 1),
            ("home_search", "exact", 1),
            ("step", "exact", 1),
        ]
    }
    assert found['imerr_answer_seconds_count{surface="command"}'] == 4
    assert found['imerr_answer_seconds_bucket{le="+Inf",surface="command"}'] == 4
    assert 0 < found['imerr_answer_seconds_sum{surface="mention"}'] < 10
    assert (SECRET in told, '"606"' in told) == (False, False)


def test_calls_to_slack_are_counted_with_their_retries(table_path: Path, tmp_path: Path) -> None:
    with LocalSlack() as slack, serving(table_path, slack, tmp_path / "log", **ON) as server:
        slack.deliver_to(f"{server.url}/slack/events")
        support = slack.channel("support")
        asker = slack.person("asker", locale="zh-CN")
        slack.fail_next_calls("chat.postMessage", rate_limited(0, times=1))
        slack.fail_next_calls("views.publish", broken(503, times=1))
        slack.fail_next_calls("users.info", refuses("internal_error", times=1))
        asker.says("@imerr 606", support)
        asker.sees("606 · ")
        asker.opens_home()
        asker.sees("查一个错误")
        asker.types("/imerr 606", support)
        asker.presses("share")
        slack.settle()
        found = values(server.url)

    def calls(method: str) -> dict[str, float]:
        pattern = re.compile(rf'imerr_slack_calls_total{{method="{re.escape(method)}",outcome="(.*)"}}')
        return {match[1]: value for name, value in found.items() if (match := pattern.fullmatch(name))}

    assert calls("chat.postMessage") == {"rate_limited": 1, "ok": 1}
    assert calls("views.publish") == {"server_error": 1, "ok": 1}
    assert calls("users.info")["refused"] == 1
    assert calls("response_url") == {"ok": 2}
    retries = {name: value for name, value in found.items() if name.startswith("imerr_slack_retries_total")}
    assert retries == {
        'imerr_slack_retries_total{method="chat.postMessage"}': 1,
        'imerr_slack_retries_total{method="views.publish"}': 1,
    }


def test_the_table_is_measured(table_path: Path, tmp_path: Path) -> None:
    with LocalSlack() as slack, serving(table_path, slack, tmp_path / "log", **ON) as server:
        found = values(server.url)
        ready = plain_http.get(f"{server.url}/readyz").json()

    assert found["imerr_table_codes"] == ready["codes"] > 100
    assert 0 <= found["imerr_table_age_seconds"] < 30 * 24 * 3600


def _has_started(line: dict[str, Any]) -> bool:
    return str(line["event"]).startswith("Started server process")


def test_every_process_tells_what_all_have_counted(table_path: Path, tmp_path: Path) -> None:
    with (
        LocalSlack() as slack,
        serving(table_path, slack, tmp_path / "log", WEB_CONCURRENCY="2", **ON) as server,
    ):
        slack.wait_for(lambda: sum(_has_started(line) for line in server.lines()) == 2, "the second process", within=60)
        for _ in range(20):
            server.command("606")
        told = [values(server.url) for _ in range(10)]

    assert {each['imerr_questions_total{surface="command",verdict="exact"}'] for each in told} == {20}
    assert {each['imerr_answer_seconds_count{surface="command"}'] for each in told} == {20}
    assert {each["imerr_table_codes"] for each in told} == {told[0]["imerr_table_codes"]}


def test_metrics_are_read_over_socket_mode_where_a_port_is_set(table_path: Path, tmp_path: Path) -> None:
    port = free_port()
    with LocalSlack() as slack, connected(table_path, slack, tmp_path / "log", PORT=str(port), **ON):
        slack.wait_connected()
        asker = slack.person("asker", locale="zh-CN")
        asker.types("/imerr 606", slack.channel("support"))
        found = values(f"http://127.0.0.1:{port}")

    assert found['imerr_questions_total{surface="command",verdict="exact"}'] == 1
    assert found['imerr_slack_calls_total{method="apps.connections.open",outcome="ok"}'] == 2


def test_only_the_token_opens_the_metrics(table_path: Path, tmp_path: Path) -> None:
    with LocalSlack() as slack, serving(table_path, slack, tmp_path / "log", **ON) as server:
        wrong = (None, TOKEN.encode(), f"Bearer {TOKEN}x".encode(), b"Bearer x", b"Bearer \xe9\xff")
        refused = [read(server.url, each) for each in wrong]
        log = server.log.read_text(encoding="utf-8")

    assert {response.status_code for response in refused} == {401}
    assert {response.headers["www-authenticate"] for response in refused} == {"Bearer"}
    assert "IMERR_METRICS_TOKEN" in refused[0].json()["error"]
    assert not any("imerr_" in response.text for response in refused)
    assert TOKEN not in log


def test_metrics_are_off_unless_switched_on(table_path: Path, tmp_path: Path) -> None:
    with LocalSlack() as slack, serving(table_path, slack, tmp_path / "log") as server:
        response = read(server.url)

    assert response.status_code == 404
    assert response.json() == {"error": "Metrics are off; IMERR_METRICS_TOKEN switches them on."}


def test_without_the_library_a_sentence_says_how_to_get_it(table_path: Path, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text('import sys\nsys.modules["prometheus_client"] = None\n', encoding="utf-8")
    without = {"PYTHONPATH": f"{hidden}:{ROOT}"}
    with LocalSlack() as slack, serving(table_path, slack, tmp_path / "log", **ON, **without) as server:
        response = read(server.url)
        answer = server.command("606")
        (warned,) = [line for line in server.lines() if line["event"] == "metrics_missing"]

    assert response.status_code == 404
    assert "pip install prometheus-client" in response.json()["error"]
    assert "pip install prometheus-client" in warned["reason"]
    assert answer["blocks"]


@pytest.mark.parametrize("token", ["short", "0123456789 abcdef01234567", "0123456789äbcdef01234567"])
def test_a_weak_token_stops_the_start(table_path: Path, tmp_path: Path, token: str) -> None:
    with (
        pytest.raises(AssertionError, match="IMERR_METRICS_TOKEN has to be 24 or more ASCII characters in one piece"),
        LocalSlack() as slack,
        serving(table_path, slack, tmp_path / "log", IMERR_METRICS_TOKEN=token),
    ):
        pass

    assert token not in (tmp_path / "log").read_text(encoding="utf-8")
