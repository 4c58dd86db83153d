"""`imerr table`: the code table, built, checked and read."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.calls import Group
from bot.cli.common import Fault, list_faults, load_settings, open_lookup, show, source_fault, write

if TYPE_CHECKING:
    from db.catalog import Catalog
    from db.entry import Lang


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
def build(source: Path | None) -> None:
    """Check the source and build the SQLite table from it; a running server takes it up by itself."""
    from bot.trained_table import rebuild
    from db import files
    from db.table import TableError

    settings = load_settings()
    try:
        catalog = rebuild(settings.table, source or files.SOURCE)
    except TableError as error:
        raise Fault(str(error)) from error
    except Exception as error:
        raise source_fault(error) from error
    click.echo(f"{_size(catalog)}: {settings.table}")


@table.command()
@_SOURCE
def check(source: Path | None) -> None:
    """Check the source, and the table if it is built, without building anything; every fault is one line."""
    from db import files, inspection, phrasings
    from db.checked import SourceError
    from db.place import is_there
    from db.source import read

    path, source = load_settings().table, source or files.SOURCE
    told = []
    try:
        catalog = read(source)
        phrasings.read(files.phrasing_files(source), catalog.by_error)
    except SourceError as error:
        told.append(list_faults("The code table's source", error.faults))
    built = is_there(path)
    if built and (faults := inspection.faults(path, files.digest(source))):
        told.append(list_faults("The built code table", faults))
    if told:
        raise Fault("\nimerr: ".join(told))
    click.echo(f"No faults in {_size(catalog)}{f', nor in the table built from them: {path}' if built else ''}.")


def _size(catalog: Catalog) -> str:
    codes, errors = f"{len(catalog.entries)} codes", f"{len(catalog.own)} errors"
    return f"{codes if len(catalog.own) == len(catalog.entries) else f'{codes} of {errors}'} in {len(catalog.families)} families"


@table.command("list")
@click.option("--family", help="Only the codes of this family.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the titles; default IMERR_LANG.")
def list_(family: str | None, as_json: bool, lang: Lang | None) -> None:  # noqa: FBT001 - click calls it by keyword
    """List the codes of the table, a line each."""
    from bot import text_view

    settings = load_settings()
    catalog = open_lookup(settings).catalog
    lang = lang or settings.lang
    if family is not None and family not in catalog.by_family:
        raise Fault(f"There is no family {family!r}. The families are: {', '.join(catalog.by_family)}.")
    entries = catalog.entries if family is None else catalog.by_family[family]
    if as_json:
        rows = [
            {
                "platform": entry.platform,
                "code": entry.code,
                "name": entry.name,
                "family": entry.family,
                "title": entry.title.in_(lang),
            }
            for entry in entries
        ]
        write([json.dumps(rows, ensure_ascii=False, indent=2), "\n"])
        return
    show(partial(text_view.plain_list, entries, lang), partial(text_view.rich_list, entries, lang))


@table.command()
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json", show_default=True)
def export(form: str) -> None:
    """Write the whole table to standard output."""
    from db.export import as_csv, as_json

    catalog = open_lookup(load_settings()).catalog
    write(as_csv(catalog) if form == "csv" else as_json(catalog))
