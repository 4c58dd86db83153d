"""The file `.env`: read whole, or refused with a sentence that names file and line.

The sentences show nothing of a line, which may hold a secret.
"""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

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
            blank = len(binding.original.string) - len(binding.original.string.lstrip())
            line = binding.original.line + _line_ends(binding.original.string[:blank])
            raise EnvFileError(
                f"{path}, line {line}: not a setting. Write NAME=value, close every quotation mark, and begin a comment with #."
            )
    return dotenv_values(stream=io.StringIO(text))


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
