"""Fixtures of the HTTP tests: a server and a local Slack beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness.installed import LocalSlack
from tests.harness.server import Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture(scope="session")
def server(table_path: Path, slack: LocalSlack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(table_path, slack, tmp_path_factory.mktemp("server") / "log") as running:
        yield running
