"""What imerr says of the product whose errors it explains: its name, whom to ask, and questions to try."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle, islice
from typing import TYPE_CHECKING

from bot.wording import wording

if TYPE_CHECKING:
    from db.catalog import Catalog
    from db.entry import Lang

_CODES, _CONSTANTS, _WORDS = 4, 2, 2


@dataclass(frozen=True, slots=True)
class ProductWords:
    """Words about a product in one language."""

    name: str
    support: str
    """What an action of the vendor's begins with."""
    codes: tuple[str, str, str, str]
    constants: tuple[str, str]
    family: str
    words: tuple[str, str]
    """Sentences that describe an error each."""

    @property
    def examples(self) -> tuple[str, ...]:
        """Questions to try, one of each kind."""
        return self.codes[0], self.words[0], self.constants[1], self.words[1]

    def fill(self, sentence: str) -> str:
        """Return a sentence of the wording with this product's name and examples."""
        code, one, other, pasted = self.codes
        return sentence.format(
            product=self.name,
            code=code,
            codes=f"{one},{other}",
            pasted=pasted,
            constant=self.constants[0],
            words=self.words[0],
            family=self.family,
        )


def product_words(catalog: Catalog, lang: Lang) -> ProductWords:
    """Return what the table's source says of the product; where it is silent, what its usual entries tell."""
    product, usual = catalog.product, catalog.usual or catalog.entries
    codes = [str(code) for code in product.codes] or [str(entry.code) for entry in usual]
    constants = product.constants or [entry.name for entry in usual]
    said = [text.in_(lang) for text in product.words] or [entry.title.in_(lang) for entry in usual]
    one, two, three, four = islice(cycle(codes), _CODES)
    constant, other_constant = islice(cycle(constants), _CONSTANTS)
    sentence, other_sentence = islice(cycle(said), _WORDS)
    return ProductWords(
        name=(product.name or catalog.vendor.platform).in_(lang),
        support=product.support.in_(lang) if product.support else wording(lang).who["vendor"],
        codes=(one, two, three, four),
        constants=(constant, other_constant),
        family=product.family or catalog.families[0].id,
        words=(sentence, other_sentence),
    )
