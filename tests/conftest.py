"""What many tests share: a table built once from the shipped source, and a lookup on it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from bot import trained_table
from db import files, table
from tests.harness.databases import Files, Postgres
from tests.harness.terminal import Ended

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.lookup.explain import Lookup
    from db.catalog import Catalog

_ROOT = Path(__file__).parents[1]
_SLOW = (
    "tests/scenarios",
    "tests/bot/slack",
    "tests/bot/test_cli_",
    "tests/bot/lookup/test_linear_time.py",
    "tests/golden",
    "tests/local_slack/test_server.py",
    "tests/test_hostile.py",
    "tests/tools/websdk",
)
"""Where tests start servers, run commands or train: `pytest -m "not slow"` leaves them out."""
_QUICK = ("tests/bot/slack/payload", "tests/bot/slack/guard")
_FIRST = (
    "tests/test_hostile.py",
    "tests/tools/websdk/test_websdk_run.py",
    "tests/bot/test_cli_check_built.py",
    "tests/local_slack",
    "tests/bot/slack",
    "tests/scenarios",
    "tests/bot/test_cli_",
)
"""What workers take first, so that none is left alone with it. The first needs the table, the next ones can do without it."""
_APART = (
    "tests/bot/slack/serve/sockets/test_pool.py",
    "tests/bot/slack/serve/test_server.py",
    "tests/bot/slack/view/test_messages.py",
    "tests/bot/test_cli_check_built.py",
    "tests/bot/test_cli_damaged_table.py",
    "tests/bot/test_cli_demo_terminal.py",
    "tests/local_slack/test_delivery.py",
    "tests/scenarios/test_malformed.py",
    "tests/scenarios/test_malfunctions",
    "tests/scenarios/test_memory_faults.py",
    "tests/scenarios/test_restarts.py",
    "tests/scenarios/test_too_many_questions.py",
)
"""Long files whose tests share nothing: any worker takes any test. The tests of other files stay together, with their fixtures."""


def pytest_xdist_auto_num_workers() -> int:
    """Return four workers a core for `-n auto`: most of the time, a test waits for a server or a timeout."""
    return 4 * (os.cpu_count() or 1)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Return a scheduler that hands out files, and single tests of the longest ones; None where another kind was asked for."""
    from xdist.scheduler import LoadFileScheduling  # noqa: PLC0415 - one process needs no scheduler

    class Scheduling(LoadFileScheduling):  # type: ignore[misc] # xdist has no types
        def _split_scope(self, nodeid: str) -> str:
            return nodeid if nodeid.startswith(_APART) else str(super()._split_scope(nodeid))

    return Scheduling(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that are not for the inner loop; several workers take the long ones first."""
    for item in items:
        if item.nodeid.startswith(_SLOW) and not item.nodeid.startswith(_QUICK):
            item.add_marker("slow")
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _turn(item.nodeid))


def _turn(nodeid: str) -> int:
    return next((turn for turn, start in enumerate(_FIRST) if nodeid.startswith(start)), len(_FIRST))


def _fingerprint() -> str:
    """Return a digest of all that decides what is in the table: its source, and the code and data that read, train and build it."""
    code = [path for room in ("bot/lookup", "bot/cli") for path in (_ROOT / room).rglob("*.py")]
    code += (_ROOT / "db").glob("*.py")
    code += (_ROOT / "bot" / "lookup" / "data").iterdir()
    contents = b"".join(path.read_bytes() for path in sorted([*code, _ROOT / "bot" / "trained_table.py"]))
    return hashlib.sha256(files.digest(files.SOURCE).encode() + contents).hexdigest()[:16]


@pytest.fixture(scope="session")
def _built(pytestconfig: pytest.Config) -> Path:
    """A folder in which `imerr table build` was run once for all processes and runs, until something in the table changes."""
    assert pytestconfig.cache is not None
    tables = pytestconfig.cache.mkdir("table")
    folder = tables / _fingerprint()
    # Several processes run tests at once, and a build keeps a core busy for half a minute.
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / "ended.json").exists():
            for old in tables.iterdir():
                if old.is_dir():
                    shutil.rmtree(old, ignore_errors=True)
            _build(folder)
    return folder


def _build(folder: Path) -> None:
    for name in ("place", "cwd"):
        (folder / name).mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "table", "build"],
        cwd=folder / "cwd",
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(_ROOT),
            "PYTHONUTF8": "1",
            "IMERR_TABLE": str(folder / "place" / "imerr.sqlite3"),
        },
        capture_output=True,
        encoding="utf-8",
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ended = json.dumps([done.returncode, done.stdout, done.stderr])
    (folder / "ended.json").write_text(ended, encoding="utf-8")


@pytest.fixture(scope="session")
def built(_built: Path) -> tuple[Path, Ended]:
    """The table that `imerr table build` built from the shipped source, not to be written to, and how the command ended."""
    return _built / "place" / "imerr.sqlite3", Ended(*json.loads((_built / "ended.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def table_path(built: tuple[Path, Ended], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table built from the shipped source; not to be written to."""
    path = tmp_path_factory.mktemp("table") / "imerr.sqlite3"
    shutil.copy(built[0], path)
    return path


@pytest.fixture(scope="session")
def catalog(table_path: Path) -> Catalog:
    return table.load(table_path)


@pytest.fixture(scope="session")
def lookup(table_path: Path) -> Lookup:
    return trained_table.read(table_path)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with Postgres() as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Files | Postgres:
    """Where databases are made."""
    if request.param == "sqlite":
        return Files(tmp_path_factory.mktemp("databases"))
    server: Postgres = request.getfixturevalue("postgres")
    return server
