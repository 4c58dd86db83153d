"""What a source's `table.toml` says of its product: names, languages, roles, and questions that serve as examples."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from db.entry import LANGS, Text

if TYPE_CHECKING:
    from db.code import Code
    from db.entry import Lang

ROLES = ("developer", "user", "admin", "vendor")
"""Roles that every table has; a source may add its own, and words of its own for these."""
WAYS = ("promise", "fail", "console")
"""Ways of an error into an app that every table has, likewise."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Questions that imerr shows as examples; empty or None where the source leaves them out."""

    code: Code | None = None
    several: tuple[Code, ...] = ()
    described: Text | None = None
    name: str = ""
    pasted: str = ""
    family: str = ""
    questions: tuple[Text, ...] = ()
    """Questions to try, shown where nothing was found."""


@dataclass(frozen=True, slots=True)
class Product:
    """The product that a table's errors are of; empty or None where the source leaves something out."""

    name: Text | None = None
    """Its name, as in a title."""
    in_text: Text | None = None
    """Its name, as in a sentence: with an article where it takes one."""
    in_full: Text | None = None
    """The same with its vendor."""
    languages: tuple[Lang, ...] = LANGS
    """The languages of all texts."""
    named_by: tuple[str, ...] = ()
    """Regular expressions that name it in a question."""
    is_chat: bool = False
    """Whether it is for chatting: then what a boiler or a bank calls an error is none of its errors."""
    roles: tuple[tuple[str, Text], ...] = ()
    """Words for who can do something about an error, by role."""
    ways: tuple[tuple[str, Text], ...] = ()
    """Words for how an error reaches an app, by way."""
    examples: Examples = field(default_factory=Examples)


def product_of(row: dict[str, Any]) -> Product:
    """Return a product that was stored as JSON."""
    examples = row["examples"]
    return Product(
        **{name: _text(row[name]) for name in ("name", "in_text", "in_full")},
        languages=tuple(row["languages"]),
        named_by=tuple(row["named_by"]),
        is_chat=row["is_chat"],
        roles=tuple((role, Text(**words)) for role, words in row["roles"]),
        ways=tuple((way, Text(**words)) for way, words in row["ways"]),
        examples=Examples(
            code=examples["code"],
            several=tuple(examples["several"]),
            described=_text(examples["described"]),
            name=examples["name"],
            pasted=examples["pasted"],
            family=examples["family"],
            questions=tuple(Text(**question) for question in examples["questions"]),
        ),
    )


def _text(row: dict[str, str] | None) -> Text | None:
    return Text(**row) if row else None
