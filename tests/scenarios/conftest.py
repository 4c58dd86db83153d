"""Fixtures of the scenarios: a local Slack with imerr connected to it, over HTTP or over Socket Mode."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.harness.installed import LocalSlack
from tests.harness.server import connected, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local_slack.person import Person
    from local_slack.state import Channel
    from tests.harness.server import Server


@contextmanager
def _scene(table: Path, folder: Path, over: str) -> Iterator[tuple[LocalSlack, Server]]:
    with LocalSlack(retry_waits=(0.0, 0.2, 0.4)) as slack:
        if over == "http":
            with serving(table, slack, folder / "log") as server:
                slack.deliver_to(f"{server.url}/slack/events")
                yield slack, server
        else:
            with connected(table, slack, folder / "log") as server:
                slack.wait_connected()
                yield slack, server


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the modules that ask for it over both transports, the others over HTTP."""
    if "scene" in metafunc.fixturenames:
        both = getattr(metafunc.module, "BOTH_TRANSPORTS", False)
        metafunc.parametrize("scene", ["http", "socket"] if both else ["http"], indirect=True)


@pytest.fixture(scope="session")
def http_scene(table_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LocalSlack, Server]]:
    with _scene(table_path, tmp_path_factory.mktemp("scene"), "http") as playing:
        yield playing


@pytest.fixture(scope="session")
def socket_scene(table_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LocalSlack, Server]]:
    with _scene(table_path, tmp_path_factory.mktemp("scene"), "socket") as playing:
        yield playing


@pytest.fixture
def scene(request: pytest.FixtureRequest) -> tuple[LocalSlack, Server]:
    """A Slack, and imerr's server in a process of its own, connected over `request.param`: one of each in a test process."""
    playing: tuple[LocalSlack, Server] = request.getfixturevalue(f"{request.param}_scene")
    return playing


@pytest.fixture
def slack(scene: tuple[LocalSlack, Server]) -> Iterator[LocalSlack]:
    local = scene[0]
    yield local
    local.stop_failing()
    local.settle()


@pytest.fixture
def server(scene: tuple[LocalSlack, Server]) -> Server:
    return scene[1]


@pytest.fixture
def support(slack: LocalSlack, request: pytest.FixtureRequest) -> Channel:
    """A channel that no other test uses."""
    return slack.channel(f"support-{request.node.nodeid}")


@pytest.fixture
def asker(slack: LocalSlack, support: Channel, request: pytest.FixtureRequest) -> Person:
    """A user of no other test, whose Slack is in Chinese."""
    return slack.person(f"asker-{request.node.nodeid}", locale="zh-CN", channels=[support])


@pytest.fixture
def colleague(slack: LocalSlack, support: Channel, request: pytest.FixtureRequest) -> Person:
    """Another user, whose Slack is in English."""
    return slack.person(f"colleague-{request.node.nodeid}", locale="en-US", channels=[support])
