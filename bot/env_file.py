"""The file `.env`: read whole, or refused with a sentence that names file and line.

The sentences show nothing of a line, which may hold a secret.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from dotenv.parser import Original

_LIKE_OURS = re.compile(r"(?:IMERR|SLACK)_[A-Z0-9_]+", re.ASCII | re.IGNORECASE)
_NEAR = 65
"""How much alike two names have to be, of 100: IMERR_LANGUAGE is IMERR_LANG."""
_WIDE = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
"""Marks at the beginning of a file, as Windows' editors and PowerShell write them."""


class EnvFileError(ValueError):
    """The file is unreadable; the message names it, the line and the reason."""


def read(path: Path, names: Collection[str]) -> dict[str, str | None]:
    """Return the variables of a `.env` file; none where there is no file. `names` are those that imerr reads.

    Raises:
        EnvFileError: a line is no setting, or the file is unreadable.

    """
    try:
        content = path.read_bytes() if path.is_file() else b""
    except OSError as error:
        raise EnvFileError(
            f"{path} cannot be read: {error.strerror}. Make it readable, or start imerr in another folder."
        ) from error
    if not content:
        return {}
    text = _decoded(content, path)
    # Most starts have no such file.
    from dotenv import dotenv_values  # noqa: PLC0415
    from dotenv.parser import parse_stream  # noqa: PLC0415

    for binding in parse_stream(io.StringIO(text)):
        if binding.error or (binding.value is None and binding.key in names):
            raise EnvFileError(
                f"{path}, line {_line(binding.original)}: not a setting. Write NAME=value, close every quotation mark, and begin a comment with #."
            )
    return dotenv_values(stream=io.StringIO(text))


def misspelt(path: Path, names: Collection[str]) -> list[str]:
    """Return a sentence for each name of a `.env` file that looks like one of imerr's and is none of `names`.

    Raises:
        EnvFileError: the file is unreadable.

    """
    if not read(path, names):
        return []
    from dotenv.parser import parse_stream  # noqa: PLC0415 - as above
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - as above

    told = []
    for binding in parse_stream(io.StringIO(_decoded(path.read_bytes(), path))):
        # Anything else may hold a secret.
        name = binding.key if binding.key and _LIKE_OURS.fullmatch(binding.key) else None
        if name and name not in names:
            near = process.extractOne(name, names, scorer=fuzz.ratio, processor=_own_part, score_cutoff=_NEAR)
            meant = f" Did you mean {near[0]}?" if near else ""
            told.append(f"{path}, line {_line(binding.original)}: imerr has no setting {name}.{meant}")
    return told


def _own_part(name: str) -> str:
    """Return a name without what all have in common."""
    return name.upper().removeprefix("IMERR_").removeprefix("SLACK_")


def _line(written: Original) -> int:
    """Return the line of a setting; it is read with the blank lines before it."""
    return written.line + _line_ends(written.string[: len(written.string) - len(written.string.lstrip())])


def _decoded(content: bytes, path: Path) -> str:
    for mark, encoding in _WIDE.items():
        if content.startswith(mark):
            raise EnvFileError(f"{path}, line 1: the file is {encoding}. Save it as UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _line_ends(content[: error.start].decode("utf-8-sig", "replace")) + 1
        raise EnvFileError(f"{path}, line {line}: the file is not UTF-8. Save it as UTF-8.") from error
    before, found, _ = text.partition("\0")
    if found:
        raise EnvFileError(f"{path}, line {_line_ends(before) + 1}: holds a NUL character. Save the file as UTF-8.")
    return text


def _line_ends(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
