"""The table in use, for what is said before any question: help, usage faults, the demo's own help."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.product import Examples
    from db.catalog import Catalog
    from db.entry import Lang

_NO_PRODUCT, _NO_CODE, _NO_WORDS = "a product", "CODE", "'WHAT HAPPENS'"
"""What help says where neither the table nor its source can be read."""


class InUse:
    """What the table in use says of its product; where there is none yet, what its source says."""

    @cached_property
    def catalog(self) -> Catalog | None:
        """The table in use, or its source's catalog; None where neither is readable."""
        from bot.settings import SettingsError, load  # noqa: PLC0415 - only help and faults get here
        from db import store, table  # noqa: PLC0415 - as above

        try:
            settings = load()
        except SettingsError:
            return None
        try:
            return table.load(settings.table)
        except table.TableError:
            pass
        from db.checked import SourceError  # noqa: PLC0415 - pydantic takes 100 ms to import
        from db.source import read  # noqa: PLC0415 - as above

        try:
            return read(settings.source or store.source_of(settings.table))
        except SourceError:
            return None

    @property
    def has_one_language(self) -> bool:
        """Whether there is nothing to choose a language from."""
        return self.catalog is not None and len(self.catalog.languages) == 1

    @property
    def lang(self) -> Lang:
        """The first language of the table."""
        return self.catalog.languages[0] if self.catalog else "en"

    @property
    def examples(self) -> Examples | None:
        """Questions about the product; None where no table is readable."""
        from bot.product import examples  # noqa: PLC0415 - as above

        return examples(self.catalog, self.lang) if self.catalog else None

    def put_into(self, template: str) -> str:
        """Return a template with the product, a code and a description in its fields; any other text as it is."""
        if "{" not in template:
            return template
        from bot.product import name_in_full  # noqa: PLC0415 - as above

        asked = self.examples
        return template.format(
            product=name_in_full(self.catalog, self.catalog.spoken("en")) if self.catalog else _NO_PRODUCT,
            code=asked.code if asked else _NO_CODE,
            described=asked.described if asked else _NO_WORDS,
        )
