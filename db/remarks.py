"""What a source leaves out about its product or of its phrasings, and what imerr does instead: no faults, but worth knowing."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from db.coverage import ENOUGH, lacking, needed
from db.product import ROLES, WAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.catalog import Catalog
    from db.entry import Phrasing

_MOST_NAMED = 20


def remarks(catalog: Catalog, phrasings: Sequence[Phrasing] = ()) -> Iterator[str]:
    """Yield a sentence for everything that `table.toml` leaves out, and for what is not among the phrasings."""
    yield from _of_product(catalog)
    yield from _of_phrasings(catalog, phrasings)
    if all(phrasing.errors for phrasing in phrasings):
        yield (
            "phrasings: no lines under [none]; what shares words with an error and is none, like a greeting, "
            "may be answered with it."
        )


def _of_phrasings(catalog: Catalog, phrasings: Sequence[Phrasing]) -> Iterator[str]:
    if not any(phrasing.errors for phrasing in phrasings):
        yield "phrasings: none for any error; all are found by their names, titles and sentences."
    elif without := lacking(catalog, phrasings):
        named = ", ".join(str(entry.code) for entry in without[:_MOST_NAMED])
        more = f" and {len(without) - _MOST_NAMED} more" if len(without) > _MOST_NAMED else ""
        yield f"phrasings: none for {named}{more}; these are found by their names, titles and sentences."
    least, errors = needed(catalog)
    enough = errors - len(lacking(catalog, phrasings, ENOUGH))
    if enough < least:
        yield (
            f"phrasings: {enough} of {errors} errors have {ENOUGH} or more; from {least} on a model is trained on them, "
            "until then a question is compared with each line."
        )


def _of_product(catalog: Catalog) -> Iterator[str]:
    product = catalog.product
    if product.name is None:
        called = catalog.vendor.platform.in_(catalog.languages[0])
        yield f"table.toml: [product] has no name; imerr calls the product {called!r}."
    if not product.named_by:
        yield (
            "table.toml: [product] has no named_by; a question that names another system is never taken "
            "to be about this product as well."
        )
    examples = dataclasses.asdict(product.examples)
    if missing := [name for name, value in examples.items() if value in (None, "", ())]:
        yield f"table.toml: [examples] has no {_listed(missing, 'or')}; imerr takes these from the codes in `usual`."
    used = {action.who for entry in catalog.entries for action in entry.error.actions}
    if plain := sorted(used & set(ROLES) - dict(product.roles).keys()):
        yield f"table.toml: [roles] has no words for {_listed(plain)}; the general ones are shown."
    used = {way for entry in catalog.entries for way in entry.behaviour.arrives}
    if plain := sorted(used & set(WAYS) - dict(product.ways).keys()):
        yield f"table.toml: [ways] has no words for {_listed(plain)}; the general ones are shown."


def _listed(names: Sequence[str], joint: str = "and") -> str:
    *others, last = names
    return f"{', '.join(others)} {joint} {last}" if others else last
