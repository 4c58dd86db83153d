"""A server and a Slack beside it, shared by the tests of the HTTP door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness.fake_slack import FakeSlack
from tests.harness.server import Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as running:
        yield running


@pytest.fixture(scope="session")
def server(table_path: Path, slack: FakeSlack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(table_path, slack, tmp_path_factory.mktemp("server") / "log") as running:
        yield running
