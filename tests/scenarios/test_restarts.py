"""Several processes, restarts, stops and lost connections: each question still gets exactly one answer."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from local_slack.failures import slow
from tests.harness.installed import LocalSlack
from tests.harness.server import connected, serving

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def local() -> Iterator[LocalSlack]:
    with LocalSlack(retry_waits=(0.0, 0.2, 0.4)) as slack:
        yield slack


def test_a_storm_over_several_processes_gets_one_answer(table_path: Path, tmp_path: Path, local: LocalSlack) -> None:
    support, asker = local.channel("support"), local.person("asker")
    with serving(table_path, local, tmp_path / "log", WEB_CONCURRENCY="3") as server:
        local.deliver_to(f"{server.url}/slack/events")
        questions = []
        for _ in range(5):
            questions.append(asker.says("@imerr 606", support))
            local.deliver_again(questions[-1], times=20)
        local.settle()

    assert [len(local.thread(question)) for question in questions] == [1] * 5


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads a process's children from /proc")
def test_a_cleared_folder_and_lost_workers_stop_nothing(table_path: Path, tmp_path: Path, local: LocalSlack) -> None:
    support, asker = local.channel("support"), local.person("asker")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with serving(table_path, local, tmp_path / "log", WEB_CONCURRENCY="2", TMPDIR=str(temporary)) as server:
        local.deliver_to(f"{server.url}/slack/events")
        for folder in temporary.glob("imerr-*"):
            shutil.rmtree(folder)
        workers = _children(server.process.pid)
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        local.wait_for(lambda: len(set(_children(server.process.pid)) - set(workers)) > 1, "other workers", within=60)
        questions = [asker.says(f"@imerr {code}", support) for code in (603, 604, 605, 606)]
        local.settle()
        stopped = server.stop()

    assert [len(local.thread(question)) for question in questions] == [1] * 4
    assert (stopped, [line for line in server.lines() if "exception" in line]) == (0, [])


def _children(pid: int) -> list[int]:
    """Return the server processes that a process started, without Python's own resource tracker."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in found if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes()]


def test_a_redelivery_after_a_restart_gets_no_second_answer(
    table_path: Path, tmp_path: Path, local: LocalSlack
) -> None:
    support, asker = local.channel("support"), local.person("asker")
    with serving(table_path, local, tmp_path / "log") as server:
        local.deliver_to(f"{server.url}/slack/events")
        question, written = asker.says("@imerr 606", support), asker.dm("607")
        local.settle()
    with serving(table_path, local, tmp_path / "log") as server:
        local.deliver_to(f"{server.url}/slack/events")
        for event in [each.payload for each in local.deliveries if each.kind == "event"]:
            local.run(local.deliverer.send("event", event, 2, "http_timeout"))
        local.settle()

    assert [len(local.thread(each)) for each in (question, written)] == [1, 1]


def test_an_opened_answer_is_recognized_after_a_restart(table_path: Path, tmp_path: Path, local: LocalSlack) -> None:
    asker = local.person("asker")
    with serving(table_path, local, tmp_path / "log") as server:
        local.deliver_to(f"{server.url}/slack/events")
        question = asker.dm("MEMBERS_FULL")
        asker.presses("open:704", on=asker.sees("[Open]"))
        asker.sees("# 704 · ")
        local.settle()
    with serving(table_path, local, tmp_path / "log") as server:
        local.deliver_to(f"{server.url}/slack/events")
        event = next(each.payload for each in local.deliveries if each.kind == "event")
        local.run(local.deliverer.send("event", event, 2, "http_timeout"))
        local.settle()

    assert len(local.thread(question)) == 1


def test_a_late_edit_does_not_restore_a_dismissed_answer(table_path: Path, tmp_path: Path, local: LocalSlack) -> None:
    asker = local.person("asker")
    with serving(table_path, local, tmp_path / "log") as server:
        local.deliver_to(f"{server.url}/slack/events")
        question = asker.dm("605")
        asker.presses("dismiss", on=asker.sees("605 · "))
        local.settle()
    with serving(table_path, local, tmp_path / "log") as server:
        local.deliver_to(f"{server.url}/slack/events")
        local.forward(61)
        asker.edits(question, "606")
        local.settle()

    assert local.thread(question) == []


def test_an_edit_after_a_restart_corrects_the_answer_in_place(
    table_path: Path, tmp_path: Path, local: LocalSlack
) -> None:
    support, asker = local.channel("support"), local.person("asker")
    with serving(table_path, local, tmp_path / "log") as server:
        local.deliver_to(f"{server.url}/slack/events")
        question = asker.says("@imerr 605", support)
        asker.sees("605 · ")
    with serving(table_path, local, tmp_path / "log") as server:
        local.deliver_to(f"{server.url}/slack/events")
        asker.edits(question, "@imerr 606")
        asker.sees("# 606 · ")
        local.settle()

    assert len(local.thread(question)) == 1


def test_a_question_during_an_outage_is_answered_later(table_path: Path, tmp_path: Path, local: LocalSlack) -> None:
    support, asker = local.channel("support"), local.person("asker")
    local.deliverer.retry_waits = (0.5,) * 120
    with serving(table_path, local, tmp_path / "log") as server:
        address = server.url
        port = address.rpartition(":")[2]
    local.deliver_to(f"{address}/slack/events")
    question = asker.says("@imerr 606", support)
    with serving(table_path, local, tmp_path / "log", PORT=port) as server:
        assert server.url
        asker.sees("606 · ", within=60)
        local.settle()

    assert len(local.thread(question)) == 1


def test_a_stop_finishes_the_answer_in_flight(table_path: Path, tmp_path: Path, local: LocalSlack) -> None:
    support, asker = local.channel("support"), local.person("asker")
    with serving(table_path, local, tmp_path / "log") as server:
        local.deliver_to(f"{server.url}/slack/events")
        local.fail_next_calls("chat.postMessage", slow(1.0))
        question = asker.says("@imerr 606", support)
        local.wait_for(lambda: local.server.calls_under_way > 0, "the post")
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        stopping.join(20)

    assert server.process.returncode == 0
    assert len(local.thread(question)) == 1


@pytest.mark.parametrize("how", ["drop_connections", "refresh_connections"])
def test_a_lost_connection_is_reopened_and_loses_no_question(
    table_path: Path, tmp_path: Path, local: LocalSlack, how: str
) -> None:
    support, asker = local.channel("support"), local.person("asker")
    with connected(table_path, local, tmp_path / "log"):
        local.wait_connected()
        getattr(local, how)()
        question = asker.says("@imerr 606", support)

        asker.sees("606 · ", within=30)
        local.settle()

    assert len(local.thread(question)) == 1
