"""What many tests share: a table built once from the shipped source, and a lookup on it."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot import trained_table
from db import files, table

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup
    from db.catalog import Catalog

_ROOT = Path(__file__).parents[1]


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
