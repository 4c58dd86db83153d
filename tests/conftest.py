"""What many tests share: a table built once from the shipped source, and a lookup on it."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from bot import trained_table
from db import files, table

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup
    from db.catalog import Catalog

_ROOT = Path(__file__).parents[1]
_SLOW = (
    "tests/scenarios",
    "tests/bot/slack",
    "tests/bot/test_cli_",
    "tests/bot/lookup/test_linear_time.py",
    "tests/golden",
    "tests/test_hostile.py",
    "tests/tools/websdk",
)
"""Where tests start servers, run commands or train: `pytest -m "not slow"` leaves them out."""
_QUICK = ("tests/bot/slack/payload", "tests/bot/slack/guard")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that are not for the inner loop."""
    for item in items:
        if item.nodeid.startswith(_SLOW) and not item.nodeid.startswith(_QUICK):
            item.add_marker("slow")


def _fingerprint() -> str:
    """Return a digest of all that decides what is in the table: its source, and the code that reads and trains it."""
    code = sorted(path for room in ("bot/lookup", "db") for path in (_ROOT / room).rglob("*.py"))
    contents = b"".join(path.read_bytes() for path in code)
    return hashlib.sha256(files.digest(files.SOURCE).encode() + contents).hexdigest()[:16]


@pytest.fixture(scope="session")
def table_path(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """A table built from the shipped source; not to be written to. Kept between runs for as long as nothing in it changes."""
    assert pytestconfig.cache is not None
    built = pytestconfig.cache.mkdir("table") / f"{_fingerprint()}.sqlite3"
    # Several processes run tests at once, and a build takes both cores for a while.
    with FileLock(built.with_suffix(".lock")):
        if not built.exists():
            for old in built.parent.glob("*.sqlite3"):
                old.unlink(missing_ok=True)
            trained_table.rebuild(built)
    path = tmp_path_factory.mktemp("table") / "imerr.sqlite3"
    shutil.copy(built, path)
    return path


@pytest.fixture(scope="session")
def catalog(table_path: Path) -> Catalog:
    return table.load(table_path)


@pytest.fixture(scope="session")
def lookup(table_path: Path) -> Lookup:
    return trained_table.read(table_path)
