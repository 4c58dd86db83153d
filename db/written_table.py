"""Schema of `table.toml`, the source's file about the table as a whole, and its conversion to the catalog's records."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, StringConstraints

from db.checked import Checked
from db.entry import LANGS, Limits, Text, Vendor
from db.product import Examples, Product
from db.written import TitleText  # noqa: TC001 - pydantic reads the annotations
from db.written_parts import Expression, InLanguages, WrittenCode

_Link = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
_Term = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class _Named(InLanguages):
    """Words that may be the same in all languages, like a name."""

    is_string_enough: ClassVar[bool] = True
    zh: _Words
    en: _Words

    def text(self) -> Text:
        return Text(self.zh, self.en)


class _Vendor(Checked):
    platform: TitleText
    link: _Link


class _Browse(Checked):
    families: Annotated[list[str], Field(min_length=1)]
    usual: list[WrittenCode] = Field(default_factory=list, max_length=20)


class _Product(Checked):
    name: _Named | None = None
    in_text: _Named | None = None
    in_full: _Named | None = None
    languages: Annotated[list[Literal["zh", "en"]], Field(min_length=1)] = Field(default_factory=lambda: list(LANGS))
    named_by: list[Expression] = Field(default_factory=list)
    is_chat: bool = False


class _Examples(Checked):
    code: WrittenCode | None = None
    several: list[WrittenCode] = Field(default_factory=list, max_length=5)
    described: _Named | None = None
    name: str = ""
    pasted: Annotated[str, StringConstraints(max_length=120)] = ""
    family: str = ""
    questions: list[_Named] = Field(default_factory=list, max_length=6)


def _are_limits(limits: dict[str, float]) -> dict[str, float]:
    known = {field.name for field in fields(Limits)}
    if unknown := sorted(limits.keys() - known):
        raise ValueError(f"imerr knows no limit {unknown[0]!r}")
    return limits


_Limits = Annotated[dict[str, Annotated[float, Field(gt=0, lt=1)]], AfterValidator(_are_limits)]


class TableFile(Checked):
    """The vendor, the product and the words for it, the browsing order, and the thresholds of answers."""

    vendor: _Vendor
    browse: _Browse
    product: _Product = Field(default_factory=_Product)
    roles: dict[_Term, TitleText] = Field(default_factory=dict)
    ways: dict[_Term, TitleText] = Field(default_factory=dict)
    examples: _Examples = Field(default_factory=_Examples)
    verdict: _Limits = Field(default_factory=dict)

    def origin(self) -> Vendor:
        """Return the catalog's record of the vendor."""
        return Vendor(self.vendor.platform.text(), self.vendor.link)

    def told(self) -> Product:
        """Return the catalog's record of the product."""
        names, examples = self.product, self.examples
        return Product(
            name=_text(names.name),
            in_text=_text(names.in_text),
            in_full=_text(names.in_full),
            languages=tuple(lang for lang in LANGS if lang in names.languages),
            named_by=tuple(names.named_by),
            is_chat=names.is_chat,
            roles=tuple((role, words.text()) for role, words in self.roles.items()),
            ways=tuple((way, words.text()) for way, words in self.ways.items()),
            examples=Examples(
                code=examples.code,
                several=tuple(examples.several),
                described=_text(examples.described),
                name=examples.name,
                pasted=examples.pasted,
                family=examples.family,
                questions=tuple(question.text() for question in examples.questions),
            ),
        )


def _text(named: _Named | None) -> Text | None:
    return named.text() if named else None
