"""Parts of the source's TOML files whose validation depends on `table.toml`, or is shared by several records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, PlainValidator, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from db import code, product
from db.checked import NO_TERM, PLAIN_TEXT, Checked
from db.entry import LANGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HIGHEST = 999_999_999
_UNTOLD = "-"
"""Stands for the language that a table does not have, until its texts are validated."""


def context(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return what of `table.toml`, not yet validated, the validation of all files depends on: languages, roles, ways."""
    parts = {name: part if isinstance(part := table.get(name), dict) else {} for name in ("product", "roles", "ways")}
    languages = parts["product"].get("languages")
    known = tuple(lang for lang in LANGS if isinstance(languages, list) and lang in languages)
    return {
        "languages": known or LANGS,
        "roles": tuple(dict.fromkeys([*product.ROLES, *parts["roles"]])),
        "ways": tuple(dict.fromkeys([*product.WAYS, *parts["ways"]])),
    }


def not_spoken(lang: str) -> str:
    """Return the fault of a text in a language that the table does not have."""
    return f"it is in {lang!r}, which is none of the languages of [product] in table.toml"


def _known(info: ValidationInfo, name: str) -> tuple[str, ...]:
    known: tuple[str, ...] = (info.context or context({}))[name]
    return known


class InLanguages(Checked):
    """A text in each language of the table; in a table of one language, a string is enough."""

    is_string_enough: ClassVar[bool] = False
    """Whether a string stands for the same text in all languages."""

    @model_validator(mode="before")
    @classmethod
    def _written(cls, written: object, info: ValidationInfo) -> object:
        languages = _known(info, "languages")
        if isinstance(written, str) and (cls.is_string_enough or len(languages) == 1):
            written = dict.fromkeys(languages, written)
        if isinstance(written, str):
            raise PydanticCustomError(
                PLAIN_TEXT,
                'it needs { zh = "…", en = "…" }; a table in one language says so in table.toml: '
                '[product] languages = ["en"]',
            )
        if not isinstance(written, dict):
            return written
        if other := next((lang for lang in LANGS if lang in written and lang not in languages), None):
            raise ValueError(not_spoken(other))
        return {lang: _UNTOLD for lang in LANGS if lang not in languages} | written

    @model_validator(mode="after")
    def _alike(self, info: ValidationInfo) -> Self:
        languages = _known(info, "languages")
        for lang in LANGS:
            if lang not in languages:
                setattr(self, lang, getattr(self, languages[0]))
        return self


def named_in(name: str) -> Callable[[str, ValidationInfo], str]:
    """Return the validation of a role or way: one of those that there are."""

    def check(value: str, info: ValidationInfo) -> str:
        known = _known(info, name)
        if value not in known:
            told = f"{value!r} is none of {', '.join(known)}; table.toml can add it under [{name}]"
            raise PydanticCustomError(NO_TERM, "{told}", {"told": told})
        return value

    return check


def _code(written: object) -> code.Code:
    if isinstance(written, int) and not isinstance(written, bool):
        if not -_HIGHEST <= written <= _HIGHEST:
            raise ValueError(f"it has to be a number from {-_HIGHEST} to {_HIGHEST}")
        return written
    if not isinstance(written, str) or re.fullmatch(r"-?[0-9]+", written.strip()):
        raise ValueError(_instead_of(written))
    if len(written) > code.LONGEST or not code.WRITTEN.fullmatch(written):
        raise ValueError(
            f"{written!r} has to be a whole number, or letters and digits with hyphens, underscores or dots "
            f"between them, like E100 or AUTH-4, at most {code.LONGEST} characters"
        )
    return written


def _instead_of(written: object) -> str:
    """Return what is wrong with a value that is no code."""
    if isinstance(written, str):
        return "it has to be a whole number, without quotes"
    if isinstance(written, float):
        return f"{written} is no whole number"
    return 'it has to be a whole number, or text in quotes like "E100"'


WrittenCode = Annotated[int | str, PlainValidator(_code)]
"""A code of the table, or a reference to one."""


def _is_expression(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
    return pattern


Expression = Annotated[str, AfterValidator(_is_expression)]
