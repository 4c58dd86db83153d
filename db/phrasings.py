"""Phrasings of the errors: TOML files beside the codes, validated like them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StringConstraints, ValidationError, ValidationInfo, field_validator, model_validator

from db.checked import Checked, SourceError, parse, sentence
from db.entry import LANGS, Phrasing
from db.written_parts import WrittenCode, not_spoken

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from db.entry import Lang

_SEVERAL = 2
_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class _Lines(Checked):
    zh: list[_Line] = Field(default_factory=list)
    en: list[_Line] = Field(default_factory=list)

    @field_validator(*LANGS)
    @classmethod
    def _is_spoken(cls, lines: list[str], info: ValidationInfo) -> list[str]:
        if lines and info.context and info.field_name not in info.context["languages"]:
            raise ValueError(not_spoken(str(info.field_name)))
        return lines

    def texts(self) -> list[str]:
        return [*self.zh, *self.en]


class _OfCode(_Lines):
    code: WrittenCode


class _OfError(_Lines):
    id: str


class _Shared(_Lines):
    codes: list[WrittenCode] = Field(default_factory=list, max_length=6)
    errors: list[str] = Field(default_factory=list, max_length=6)

    @model_validator(mode="after")
    def _are_several(self) -> _Shared:
        if len(self.codes) + len(self.errors) < _SEVERAL:
            raise ValueError("it needs two or more of `errors` or `codes`")
        return self


class _File(Checked):
    codes: list[_OfCode] = Field(default_factory=list)
    errors: list[_OfError] = Field(default_factory=list)
    shared: list[_Shared] = Field(default_factory=list)
    none: _Lines = Field(default_factory=_Lines)

    def coded(self) -> frozenset[str]:
        """Return the errors that are named by their codes."""
        return frozenset(
            map(str, [*(one.code for one in self.codes), *(code for one in self.shared for code in one.codes)])
        )

    def phrasings(self) -> Iterator[Phrasing]:
        for one in self.codes:
            yield from (Phrasing(text, (str(one.code),)) for text in one.texts())
        for error in self.errors:
            yield from (Phrasing(text, (error.id,)) for text in error.texts())
        for several in self.shared:
            errors = tuple(sorted([*map(str, several.codes), *several.errors]))
            yield from (Phrasing(text, errors) for text in several.texts())
        yield from (Phrasing(text, ()) for text in self.none.texts())


def read(paths: Collection[Path], errors: Collection[str], languages: Collection[Lang] = LANGS) -> tuple[Phrasing, ...]:
    """Return the validated phrasings of the errors with the given ids, in the table's languages; duplicates but for case, width, spaces and punctuation are faults.

    Raises:
        SourceError: the files have faults.

    """
    faults: list[str] = []
    phrasings: list[Phrasing] = []
    seen: dict[str, tuple[str, Phrasing]] = {}
    for path in paths:
        where = f"phrasings/{path.name}"
        document = {}
        try:
            document = parse(path, where)
            file = _File.model_validate(document, context={"languages": languages})
        except SourceError as error:
            faults.extend(error.faults)
            continue
        except ValidationError as error:
            faults.extend(sentence(where, document, detail) for detail in error.errors())
            continue
        coded = file.coded()
        for phrasing in file.phrasings():
            phrasings.append(phrasing)
            faults.extend(
                f"{where}: entry {error}, {_NOT_THERE[error in coded]}."
                for error in phrasing.errors
                if error not in errors
            )
            first = seen.setdefault(alike(phrasing.text), (where, phrasing))
            if first[1] is not phrasing:
                faults.append(_repeated(where, phrasing, *first))
    if faults:
        raise SourceError(dict.fromkeys(faults))
    return tuple(phrasings)


_NOT_THERE = {True: "field code: it is not a code of the table", False: "field id: it is not an error of the table"}


def alike(text: str) -> str:
    """Return a text without case, width, spaces and punctuation: no two phrasings of a source are the same by that."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold()) or text


def _repeated(where: str, phrasing: Phrasing, first_where: str, first: Phrasing) -> str:
    return (
        f"{where}: entry {_named(phrasing)}, phrasing {phrasing.text!r}: it already stands under {_named(first)} "
        f"in {first_where}; put it under [[shared]] if it means both."
    )


def _named(phrasing: Phrasing) -> str:
    return ", ".join(phrasing.errors) or "none"
