"""The table's source: TOML files, one per family of errors, read and checked.

Every fault becomes one sentence with the file, the entry and the field to fix.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from db.catalog import Catalog
from db.checked import SourceError, parse
from db.code import compared, order
from db.entry import Limits
from db.faults import TABLE_FILE, Faults
from db.files import SOURCE, digest, recorded, source_files
from db.written import FamilyFile, PlatformsFile
from db.written_parts import context
from db.written_table import TableFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from db.code import Code
    from db.entry import Entry, Family, Key, Platform
    from db.product import Examples

PLATFORMS_FILE = "platforms.toml"
"""The file of the platforms; a table whose errors have one number each has none."""


@dataclass(frozen=True)
class _Loaded:
    file: str
    family: Family
    entries: tuple[Entry, ...]
    reported_as: dict[tuple[str, str], Code] = field(default_factory=dict)


def read(source: Path = SOURCE) -> Catalog:
    """Return the catalog of the source in the folder `source`, validated.

    Raises:
        SourceError: the folder or its files have faults.

    """
    paths = source_files(source)
    if not paths:
        raise SourceError([f"{source}: there is no .toml file in this folder; the code table needs its source."])
    # Before the reading: a file saved in between must make the table look old, not new.
    built_from = digest(source)
    faults = Faults()
    whole: TableFile | None = None
    platforms: tuple[Platform, ...] = ()
    loaded: list[_Loaded] = []
    known = _context(source)
    if not (source / TABLE_FILE).exists():
        faults.add_unreadable(
            TABLE_FILE,
            [f"{TABLE_FILE}: this file is missing; it names the vendor's page and the order of the families."],
        )
    for path in sorted(paths, key=lambda path: path.name != TABLE_FILE):
        document: dict[str, Any] = {}
        try:
            document = parse(path, path.name)
            if path.name == TABLE_FILE:
                whole = TableFile.model_validate(document, context=known)
            elif path.name == PLATFORMS_FILE:
                written = PlatformsFile.model_validate(document, context=known)
                platforms = tuple(one.platform() for one in written.platforms)
            else:
                loaded.append(_family(path.name, FamilyFile.model_validate(document, context=known)))
        except SourceError as error:
            faults.add_unreadable(path.name, error.faults)
        except ValidationError as error:
            faults.add_invalid(path.name, document, error)
    if whole is not None and not faults:
        loaded = _with_keys(loaded, platforms)
        faults.add(_clashes(loaded))
        faults.add(_lost(loaded))
        faults.add(_out_of_place(loaded, platforms))
        faults.add(_unlisted(whole.browse.families, loaded))
        faults.add(_unusual(whole.browse.usual, loaded))
        faults.add(_misleading(whole.told().examples, loaded))
    if whole is None or faults:
        raise SourceError(faults.told())
    families = {part.family.id: part.family for part in loaded}
    places = {platform.id: at for at, platform in enumerate(platforms)}
    entries = [entry for part in loaded for entry in part.entries]
    first = {(entry.platform, entry.code): entry.key for entry in reversed(entries)}
    return Catalog(
        entries=tuple(
            sorted(entries, key=lambda entry: (places.get(entry.platform, 0), order(entry.code), str(entry.key)))
        ),
        families=tuple(families[family_id] for family_id in whole.browse.families),
        vendor=whole.origin(),
        product=whole.told(),
        digest=built_from,
        source=recorded(source),
        limits=Limits(**whole.verdict),
        usual_keys=tuple(whole.browse.usual),
        platforms=platforms,
        reported_as={
            (error, platform): first[platform, code]
            for part in loaded
            for (error, platform), code in part.reported_as.items()
        },
    )


def _context(source: Path) -> dict[str, tuple[str, ...]]:
    """Return what the files are validated by; faults of `table.toml` are reported with its own validation."""
    try:
        return context(parse(source / TABLE_FILE, TABLE_FILE))
    except SourceError:
        return context({})


def _family(file: str, checked: FamilyFile) -> _Loaded:
    family = checked.titled()
    if not checked.codes and not checked.errors:
        raise SourceError([f"{file}: there has to be at least one of [[errors]] or [[codes]]."])
    entries = [code.entry(family.id) for code in checked.codes]
    entries += [entry for error in checked.errors for entry in error.entries(family.id)]
    reported = {(error.id, platform): code for error in checked.errors for platform, code in error.reported_as.items()}
    return _Loaded(file, family, tuple(entries), reported)


def _with_keys(loaded: list[_Loaded], platforms: tuple[Platform, ...]) -> list[_Loaded]:
    """Return the entries with their keys; of two errors with one number on a platform, the second key ends in its id."""
    own = platforms[0].id if platforms else ""
    taken: set[Key] = set()

    def keyed(entry: Entry) -> Entry:
        key: Key = entry.code if entry.platform == own else f"{entry.platform}:{entry.code}"
        if key in taken:
            key = f"{entry.platform}:{entry.code}:{entry.error.id}"
        taken.add(key)
        return replace(entry, key=key)

    return [replace(part, entries=tuple(map(keyed, part.entries))) for part in loaded]


def _clashes(loaded: list[_Loaded]) -> Iterator[str]:
    seen: dict[tuple[Literal["family", "code", "name", "error"], str], str] = {}
    spelt: dict[str, str] = {}
    for part in loaded:
        if (other := seen.setdefault(("family", part.family.id), part.file)) != part.file:
            yield f"{part.file}: family, field id: {part.family.id!r} is already the id of {other}."
        for entry in part.entries:
            here = f"{part.file}, entry {entry.code} ({entry.name})"
            where = f"{part.file}: entry {entry.code} ({entry.name})"
            if not entry.platform:
                # On a platform the SDK itself may use one number for two errors.
                code = compared(entry.code) if isinstance(entry.code, str) else str(entry.code)
                if ("code", code) in seen:
                    yield f"{where}, field code: {entry.code} already stands in {seen['code', code]}."
                if ("name", entry.name) in seen:
                    yield f"{where}, field name: {entry.name} already stands in {seen['name', entry.name]}."
                seen["code", code] = seen["name", entry.name] = here
            elif seen.setdefault(("error", entry.error.id), part.file) != part.file:
                yield f"{where}, field id: {entry.error.id!r} already stands in {seen['error', entry.error.id]}."
            elif isinstance(entry.code, str):
                first = spelt.setdefault(compared(entry.code), entry.code)
                if first != entry.code:
                    yield f"{where}, field code: it is spelt {first} elsewhere; spell it the same everywhere."


def _lost(loaded: list[_Loaded]) -> Iterator[str]:
    """Yield the faults of references between errors."""
    errors = {entry.error.id for part in loaded for entry in part.entries}
    for part in loaded:
        for entry in part.entries:
            where = f"{part.file}: entry {entry.code} ({entry.name})"
            for mentioned in entry.error.see_also:
                if mentioned.error == entry.error.id:
                    yield f"{where}, field see_also: it points to itself."
                elif mentioned.error not in errors:
                    yield f"{where}, field see_also: {mentioned.error} is {_NO_ENTRY[bool(entry.platform)]}."


_NO_ENTRY = {False: "not a code of the table", True: "not the id of an error"}


def _out_of_place(loaded: list[_Loaded], platforms: tuple[Platform, ...]) -> Iterator[str]:
    """Yield the faults of platforms: unknown ones, unknown members, and substitutes that do not exist."""
    members = {platform.id: {member for member, _ in platform.members} for platform in platforms}
    codes = {(entry.platform, entry.code) for part in loaded for entry in part.entries}
    for part in loaded:
        for entry in part.entries:
            where = f"{part.file}: entry {entry.code} ({entry.name})"
            if (entry.platform or platforms) and entry.platform not in members:
                yield f"{where}, field on: {entry.platform!r} is no platform of {PLATFORMS_FILE}."
            elif unknown := set(entry.only) - members.get(entry.platform, set()):
                yield f"{where}, field only: {min(unknown)!r} is no member of the platform {entry.platform!r}."
            for text in (*entry.error.causes, *(action.text for action in entry.error.actions), *entry.error.limits):
                if text.on and text.on not in members:
                    yield f"{where}, field on: {text.on!r} is no platform of {PLATFORMS_FILE} (of {text.en[:40]!r})."
        for (error, platform), code in part.reported_as.items():
            if (platform, code) not in codes:
                yield f"{part.file}: error {error}, field reported_as: {platform} has no {code} in the table."


def _unlisted(listed: list[str], loaded: list[_Loaded]) -> Iterator[str]:
    files = {part.family.id: part.file for part in loaded}
    for family_id in sorted({family_id for family_id in listed if listed.count(family_id) > 1}):
        yield f"{TABLE_FILE}: browse, field families: {family_id!r} stands there twice."
    for family_id in sorted(set(listed) - files.keys()):
        yield f"{TABLE_FILE}: browse, field families: no file has the family {family_id!r}."
    for family_id in sorted(files.keys() - set(listed)):
        yield f"{TABLE_FILE}: browse, field families: {family_id!r} of {files[family_id]} is missing."


def _unusual(usual: list[Code], loaded: list[_Loaded]) -> Iterator[str]:
    codes = {entry.key for part in loaded for entry in part.entries}
    for code in sorted({code for code in usual if usual.count(code) > 1}, key=order):
        yield f"{TABLE_FILE}: browse, field usual: {code} stands there twice."
    for code in sorted(set(usual) - codes, key=order):
        yield f"{TABLE_FILE}: browse, field usual: {code} is not a code of the table."


def _misleading(examples: Examples, loaded: list[_Loaded]) -> Iterator[str]:
    """Yield the faults of examples that lead nowhere."""
    entries = [entry for part in loaded for entry in part.entries]
    codes, names = {entry.code for entry in entries}, {entry.name for entry in entries}
    wanted = [("code", code) for code in [examples.code] if code is not None]
    for field_name, code in [*wanted, *(("several", code) for code in examples.several)]:
        if code not in codes:
            yield f"{TABLE_FILE}: examples, field {field_name}: {code} is not a code of the table."
    if examples.name and examples.name not in names:
        yield f"{TABLE_FILE}: examples, field name: {examples.name} is not a constant of the table."
    if examples.family and examples.family not in {part.family.id for part in loaded}:
        yield f"{TABLE_FILE}: examples, field family: no file has the family {examples.family!r}."
