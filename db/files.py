"""Which files the source is made of, and what tells one version of them from another."""

from __future__ import annotations

import hashlib
from pathlib import Path

SOURCE = Path(__file__).parent / "codes"
"""The source that imerr ships with."""


PHRASINGS = Path(__file__).parent / "phrasings"
"""How people say the errors of the shipped source; any other source has them in a folder `phrasings` of its own."""


def phrasing_files(source: Path) -> list[Path]:
    """Return the files that say how people say the errors of a source; none where it has none."""
    return source_files(PHRASINGS if source == SOURCE else source / "phrasings")


def source_files(source: Path) -> list[Path]:
    """Return the source's TOML files in a fixed order, without an editor's hidden lock and backup files."""
    return sorted(path for path in source.glob("*.toml") if not path.name.startswith("."))


def digest(source: Path = SOURCE) -> str:
    """Return a digest of every source file's name and content, in hexadecimal."""
    total = hashlib.sha256()
    for path in [*source_files(source), *phrasing_files(source)]:
        try:
            content = path.read_bytes()
        except OSError:
            # Reading the source names what is wrong with this file; here it only has to differ from a good one.
            content = b""
        total.update(f"{path.name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()
