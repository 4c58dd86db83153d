"""What a source leaves out about its product, and what imerr says instead: no faults, but worth knowing."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from db.product import ROLES, WAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.catalog import Catalog


def remarks(catalog: Catalog) -> Iterator[str]:
    """Yield a sentence for everything that `table.toml` leaves out."""
    product = catalog.product
    if product.name is None:
        called = catalog.vendor.platform.in_(catalog.languages[0])
        yield f"table.toml: product, field name is not there; imerr calls the product {called!r}."
    if not product.named_by:
        yield (
            "table.toml: product, field named_by is not there; a question that names another system is never taken "
            "to be about this product as well."
        )
    examples = dataclasses.asdict(product.examples)
    if missing := [name for name, value in examples.items() if value in (None, "", ())]:
        yield f"table.toml: examples, without {', '.join(missing)}; imerr takes these from the codes in `usual`."
    used = {action.who for entry in catalog.entries for action in entry.error.actions}
    if plain := sorted(used & set(ROLES) - dict(product.roles).keys()):
        yield f"table.toml: roles, without {', '.join(plain)}; imerr has general words for them."
    used = {way for entry in catalog.entries for way in entry.behaviour.arrives}
    if plain := sorted(used & set(WAYS) - dict(product.ways).keys()):
        yield f"table.toml: ways, without {', '.join(plain)}; imerr has general words for them."
