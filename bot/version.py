"""The version of imerr."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path


def version() -> str:
    """Return the version that is installed, else that of the checkout; empty where neither is known."""
    try:
        return importlib.metadata.version("imerr")
    except importlib.metadata.PackageNotFoundError:
        return _of_checkout(Path(__file__).parents[1] / "pyproject.toml")


def _of_checkout(project: Path) -> str:
    if not project.is_file():
        return ""
    import tomllib  # noqa: PLC0415 - an installed imerr does without it

    return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
