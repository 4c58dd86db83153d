"""Helpers of the benchmarks: a clean environment, a built table, and a table to print."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

from bot import settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]


class BenchError(Exception):
    """The benchmark cannot go on; the message is a sentence that says why."""


def environment(own: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment without imerr's settings and proxies, updated with `own`."""
    set_by_us = {variable.name for variable in settings.variables()}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in set_by_us and not name.lower().endswith("_proxy")
    }
    return {**kept, **own}


def build_table(folder: Path) -> Path:
    """Build the shipped code table in `folder` with imerr's own command."""
    table = folder / "imerr.sqlite3"
    command = [sys.executable, "-m", "bot", "table", "build"]
    done = subprocess.run(  # noqa: S603 - our own command
        command,
        cwd=ROOT,
        env=environment({"IMERR_TABLE": str(table)}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchError(f"There is no table to measure with. {done.stderr.strip()}")
    return table


def show(header: Sequence[str], rows: Sequence[Sequence[str]], words: int) -> None:
    """Print a Markdown table in which the first `words` columns are text and the others numbers."""
    table = Table(box=box.MARKDOWN)
    for number, name in enumerate(header):
        table.add_column(name, justify="left" if number < words else "right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    # A fixed width: a pipe has none, and a truncated table is useless.
    Console(width=170, highlight=False, color_system=None).print(table)
