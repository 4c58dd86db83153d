"""What imerr says of the product whose errors its table holds: from the source, else from the table itself."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bot.wording import wording

if TYPE_CHECKING:
    from db.catalog import Catalog
    from db.entry import Lang, Where, Who

_SEVERAL = 2
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Examples:
    """Questions about a product, as they are typed: one of each kind."""

    code: str
    several: str
    described: str
    name: str
    pasted: str
    family: str
    questions: tuple[str, ...]
    """Questions to try where nothing was found."""

    def put_into(self, template: str) -> str:
        """Return a template with examples in its fields."""
        return template.format(**dataclasses.asdict(self))


def name(catalog: Catalog, lang: Lang) -> str:
    """Return the product's name, as in a title."""
    return (catalog.product.name or catalog.vendor.platform).in_(lang)


def name_in_text(catalog: Catalog, lang: Lang) -> str:
    """Return the product's name, as in a sentence."""
    named = catalog.product.in_text
    return named.in_(lang) if named else name(catalog, lang)


def name_in_full(catalog: Catalog, lang: Lang) -> str:
    """Return the product's name with its vendor, as in a sentence."""
    named = catalog.product.in_full
    return named.in_(lang) if named else name_in_text(catalog, lang)


def spaced(sentence: str, named: str) -> str:
    """Return a sentence about a product without spaces between a Chinese name and the Chinese characters around it."""
    name = re.escape(named)
    if _HAN.match(named):
        sentence = re.sub(f"(?<={_HAN.pattern}) (?={name})", "", sentence)
    if _HAN.match(named[-1:]):
        sentence = re.sub(f"(?<={name}) (?={_HAN.pattern})", "", sentence)
    return sentence


def has_text_codes(catalog: Catalog) -> bool:
    """Whether a code of the table is text: the workflow step then returns every code as text."""
    return any(isinstance(entry.code, str) for entry in catalog.entries)


def role(catalog: Catalog, who: Who, lang: Lang) -> str:
    """Return the words for who can do something about an error."""
    own = dict(catalog.product.roles).get(who)
    return own.in_(lang) if own else wording(lang).who.get(who, who)


def way(catalog: Catalog, where: Where, lang: Lang) -> str:
    """Return the words for how an error reaches an app."""
    own = dict(catalog.product.ways).get(where)
    return own.in_(lang) if own else wording(lang).where.get(where, where)


def examples(catalog: Catalog, lang: Lang) -> Examples:
    """Return questions about the product: those of the source, else from its usual entries."""
    told = catalog.product.examples
    usual = tuple({entry.key: entry for entry in (*catalog.usual, *islice(catalog.own, _SEVERAL))}.values())
    first, other = usual[0], usual[1 % len(usual)]
    code = first.code if told.code is None else told.code
    described = told.described.in_(lang) if told.described else first.title.in_(lang)
    constant = told.name or first.name
    several = told.several or tuple(entry.code for entry in usual[:_SEVERAL])
    written = f'"{code}"' if isinstance(code, str) else code
    return Examples(
        code=str(code),
        several=",".join(map(str, several)),
        described=described,
        name=constant,
        pasted=told.pasted or f'{{code: {written}, message: "…"}}',
        family=told.family or first.family,
        questions=tuple(question.in_(lang) for question in told.questions)
        or tuple(dict.fromkeys((str(code), described, constant, other.title.in_(lang)))),
    )
