"""`imerr table`: the code table, built, checked and read."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.calls import Group, chosen, language_options
from bot.cli.common import Fault, list_faults, load_settings, open_lookup, show, source_fault, write
from bot.cli.languages import default

if TYPE_CHECKING:
    from bot.settings import Settings
    from db.catalog import Catalog


@click.group(cls=Group)
def table() -> None:
    """Build, check and read the code table."""


_SOURCE = click.option(
    "--source",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of TOML files to take instead of the shipped one.",
)


@table.command()
@_SOURCE
@click.option(
    "--shipped", is_flag=True, help="Build from the shipped source, whatever the table was built from before."
)
def build(source: Path | None, shipped: bool) -> None:  # noqa: FBT001 - click calls it by keyword
    """Check the source and build the SQLite table from it; a running server takes it up by itself.

    Without an option, the source is IMERR_SOURCE, else the one that the table was built from.
    """
    from bot.trained_table import rebuild
    from db import files
    from db.table import TableError

    settings = load_settings()
    try:
        catalog = rebuild(settings.table, files.SOURCE if shipped else source_in_use(settings, source))
    except TableError as error:
        raise Fault(str(error)) from error
    except Exception as error:
        raise source_fault(error) from error
    click.echo(f"{_size(catalog)}: {settings.table}{f', from {catalog.source}' if catalog.source else ''}")


@table.command()
@_SOURCE
def check(source: Path | None) -> None:
    """Check the source, and the table if it is built from it, without building anything; every fault is one line, and everything that the source leaves out."""
    from db import files, inspection, phrasings, store
    from db.checked import SourceError
    from db.place import is_there
    from db.remarks import remarks
    from db.source import read

    settings = load_settings()
    source = source_in_use(settings, source)
    path = store.in_use(settings.table, source)
    told = []
    try:
        catalog = read(source)
        said = phrasings.read(files.phrasing_files(source), catalog.by_error, catalog.languages)
    except SourceError as error:
        told.append(list_faults("The code table's source", error.faults))
    built = is_there(path)
    other = built and inspection.is_of_another_source(path, source)
    # What an unsound source is not built into is no fault of the table.
    digest = None if told else files.digest(source)
    if built and not other and (faults := inspection.faults(path, digest)):
        told.append(list_faults("The built code table", faults))
    if told:
        raise Fault("\nimerr: ".join(told))
    for remark in remarks(catalog, said):
        click.echo(remark)
    and_built = f", nor in the table built from them: {path}" if built and not other else ""
    click.echo(f"No faults in {_size(catalog)}{and_built}.")
    if other:
        click.echo(f"The table in use is of another source: {path}. `imerr table build --source {source}` replaces it.")


@table.command()
def info() -> None:
    """Tell which table is in use, and what it was built from."""
    from db import inspection, store
    from db.table import TableError

    settings = load_settings()
    path = store.in_use(settings.table, settings.source)
    try:
        found = inspection.info(path)
    except TableError as error:
        raise Fault(str(error)) from error
    rows = {
        "file": f"{path} ({found.megabytes:.1f} MB)",
        "built": f"{found.built:%Y-%m-%d %H:%M} UTC",
        "source": found.catalog.source or "the shipped one",
        "holds": _size(found.catalog),
        "trained": f"on {found.phrasings} phrasings"
        if found.is_trained
        else f"on nothing: entries are found by their words{f' and {found.phrasings} phrasings' if found.phrasings else ''}",
    }
    if found.is_outdated:
        rows["but"] = "its source has changed since; the next question rebuilds it"
    click.echo("\n".join(f"{name:<8}{told}" for name, told in rows.items()))


def source_in_use(settings: Settings, asked: Path | None = None) -> Path:
    """Return the source to build from, to check or to add to: as asked, else as set, else that of the table, else the shipped one."""
    from db import store

    source = asked or settings.source or store.source_of(settings.table)
    if not source.is_dir():
        raise Fault(
            f"The source of the code table, {source}, is gone. Name one with --source, or go back with "
            "`imerr table build --shipped`."
        )
    return source


def _size(catalog: Catalog) -> str:
    """Return how much a table holds; constants that nothing raises are no errors, and counted apart."""
    raised = sum(entry.behaviour.is_raised for entry in catalog.entries)
    told = f"{raised} codes" if raised == catalog.size else f"{raised} codes of {catalog.size} errors"
    if unraised := len(catalog.entries) - raised:
        constants = len(catalog.own) - catalog.size
        told += f" and {unraised} codes of {constants} constants that nothing raises,"
    return f"{told} in {len(catalog.families)} families"


@table.command("list")
@click.argument("family", required=False)
@click.option("--family", "only", help="The same as FAMILY.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
@language_options
def list_(family: str | None, only: str | None, as_json: bool, lang: str, short: str | None) -> None:  # noqa: FBT001 - click calls it by keyword
    """List all codes, or those of a FAMILY, a line each."""
    from bot import text_view

    settings = load_settings()
    catalog = open_lookup(settings).catalog
    titles = catalog.spoken(chosen(lang, short) or default(settings).lang)
    family = only or family
    if family is not None and family not in catalog.by_family:
        near = catalog.family_near(family)
        raise Fault(
            f"There is no family {family!r}.{f' Did you mean {near}?' if near else ''} "
            f"The families are: {', '.join(catalog.by_family)}."
        )
    entries = catalog.entries if family is None else catalog.codes_by_family[family]
    if as_json:
        rows = [
            {
                "platform": entry.platform,
                "code": entry.code,
                "name": entry.name,
                "family": entry.family,
                "title": entry.title.in_(titles),
            }
            for entry in entries
        ]
        write([json.dumps(rows, ensure_ascii=False, indent=2), "\n"])
        return
    show(partial(text_view.plain_list, entries, titles), partial(text_view.rich_list, entries, titles))


@table.command()
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json", show_default=True)
def export(form: str) -> None:
    """Write the whole table to standard output."""
    from db.export import as_csv, as_json

    catalog = open_lookup(load_settings()).catalog
    write(as_csv(catalog) if form == "csv" else as_json(catalog))
