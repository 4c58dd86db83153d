"""The files of the source, and their digest."""

from __future__ import annotations

import hashlib
from pathlib import Path

SOURCE = Path(__file__).parent / "codes"
"""The source that imerr ships with."""
PACKAGED = Path(__file__).parent / "packaged.sqlite3"
"""The trained table that a wheel carries; a checkout has none. It is only ever read."""

PHRASINGS = Path(__file__).parent / "phrasings"
"""Phrasings of the shipped source; any other source keeps them in its own folder `phrasings`."""


def folder(recorded: str) -> Path:
    """Return the folder of a source as a table records it: empty for the shipped one."""
    return Path(recorded) if recorded else SOURCE


def recorded(source: Path) -> str:
    """Return a source as a table records it: as an absolute path, so that it is found from any folder."""
    return "" if source == SOURCE else str(source.resolve())


def phrasing_files(source: Path) -> list[Path]:
    """Return the phrasing files of a source, if it has any."""
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
            # Reading the source reports this fault; here the digest only has to differ.
            content = b""
        total.update(f"{path.name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()
