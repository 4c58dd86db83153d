"""Which files the source is made of, and what tells one version of them from another."""

from __future__ import annotations

import hashlib
from pathlib import Path

SOURCE = Path(__file__).parent / "codes"
"""The source that imerr ships with."""


def source_files(source: Path) -> list[Path]:
    """Give the source's TOML files in a fixed order."""
    return sorted(source.glob("*.toml"))


def digest(source: Path = SOURCE) -> str:
    """Give a digest of every source file's name and content, in hexadecimal."""
    total = hashlib.sha256()
    for path in source_files(source):
        content = path.read_bytes()
        total.update(f"{path.relative_to(source).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()
