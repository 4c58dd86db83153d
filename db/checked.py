"""Strict validation of the source's TOML files, with one sentence for each fault."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from pydantic_core import ErrorDetails

_WRITTEN = {
    "name": "in capitals, digits and underscores, like GROUP_MEMBERS_FULL",
    "id": "in small letters, digits and hyphens, like chat-room",
    "link": "an address that begins with https://",
}
"""Descriptions of the patterns, by field."""


PLAIN_TEXT, NO_TERM = "plain_text", "no_term"
"""Types of validation errors: a text without languages where there are two, and an unknown role or way."""


class SourceError(Exception):
    """The source has faults; `faults` holds one sentence for each."""

    def __init__(self, faults: Iterable[str]) -> None:
        """Keep the faults, at least one."""
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class Checked(BaseModel):
    """Base of the source's records: unknown fields and wrong types are faults."""

    model_config = ConfigDict(extra="forbid", strict=True)


def parse(path: Path, where: str) -> dict[str, Any]:
    """Return the content of a TOML file; `where` names it in faults.

    Raises:
        SourceError: the file cannot be read, or is no TOML.

    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        problem = f"this is not valid TOML: {error}"
    except UnicodeDecodeError as error:
        problem = f"byte {error.start} is not UTF-8; save the file as UTF-8"
    except RecursionError:
        problem = "it is nested too deeply"
    except OSError as error:
        problem = f"the file cannot be read: {error.strerror}"
    raise SourceError([f"{where}: {problem}."])


def sentence(file: str, document: Mapping[str, Any], detail: ErrorDetails) -> str:
    """Return a validation error as a sentence: file, entry, field, problem."""
    location = detail["loc"]
    where = file
    if len(location) > 1 and str(location[0]) in _ENTRIES and isinstance(location[1], int):
        where += f": {_ENTRIES[str(location[0])]} {_label(document[str(location[0])], location[1])}"
        location = location[2:]
    elif location[0:1] and location[0] in _PARTS and len(location) > 1:
        where += f": {location[0]}"
        location = location[1:]
    if not location:
        return f"{where}: {_NO_TABLE}."
    field = ".".join(str(part + 1) if isinstance(part, int) else part for part in location)
    return f"{where}, field {field}: {_problem(detail, str(location[-1]))}."


def _problem(detail: ErrorDetails, field: str) -> str:
    """Return what is wrong with a field, in words of the source and not of the library that validates it."""
    written, context = detail["input"], detail.get("ctx", {})
    unquoted = ", without quotes" if isinstance(written, str) else ""
    return {
        "missing": "it is missing",
        "extra_forbidden": "imerr knows no field of this name",
        "string_too_short": "it is empty",
        "string_too_long": f"it may have {context.get('max_length')} characters at most, and has {_length(written)}",
        "too_short": "there has to be at least one",
        "too_long": f"there may be {context.get('max_length')} at most, and there are {_length(written)}",
        "string_pattern_mismatch": f"{written!r} has to be {_WRITTEN.get(field, 'written otherwise')}",
        "string_type": "it has to be text in quotes",
        "int_type": f"it has to be a whole number{unquoted}",
        "float_type": f"it has to be a number{unquoted}",
        "bool_type": f"it has to be true or false{unquoted}",
        "list_type": "it has to be a list in brackets",
        "dict_type": _NO_TABLE,
        "model_type": _NO_TABLE,
        "literal_error": f"{written!r} has to be {context.get('expected')}",
        "greater_than": f"it has to be more than {_plain(context.get('gt'))}",
        "less_than": f"it has to be less than {_plain(context.get('lt'))}",
        "value_error": str(context.get("error", "")),
    }.get(detail["type"], detail["msg"][:1].lower() + detail["msg"][1:])


def _length(written: object) -> int:
    return len(written.strip()) if isinstance(written, str) else len(written) if isinstance(written, list) else 0


def _plain(limit: object) -> str:
    return f"{limit:g}" if isinstance(limit, float) else str(limit)


_NO_TABLE = "it has to be a table with fields, not a single value"
_PARTS = {"family", "vendor", "browse", "product", "roles", "ways", "examples"}
"""The tables of a file that are named in faults."""
_ENTRIES = {"codes": "entry", "errors": "entry", "platforms": "platform"}
"""The lists of a file, and the name of one item in faults."""


def _label(entries: Sequence[Any], index: int) -> str:
    raw = entries[index]
    if not isinstance(raw, dict):
        return f"number {index + 1}"
    code, name = raw.get("code", raw.get("id")), raw.get("name")
    return f"{code if code is not None else f'number {index + 1}'}" + (
        f" ({' '.join(str(name).split())})" if name else ""
    )
