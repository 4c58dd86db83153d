"""What many tests share: a table built once from the shipped source, and a lookup on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import tables
from db import table

if TYPE_CHECKING:
    from pathlib import Path

    from bot.lookup.explain import Lookup
    from db.catalog import Catalog


@pytest.fixture(scope="session")
def table_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table built from the shipped source; not to be written to."""
    path = tmp_path_factory.mktemp("table") / "imerr.sqlite3"
    tables.rebuild(path)
    return path


@pytest.fixture(scope="session")
def catalog(table_path: Path) -> Catalog:
    return table.load(table_path)


@pytest.fixture(scope="session")
def lookup(table_path: Path) -> Lookup:
    return tables.read(table_path)
