"""The table's source: TOML files, one per family of errors, read and checked.

Every fault becomes one sentence that names the file, the entry and the field, so that whoever edits the table can mend it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError

from db.catalog import Catalog
from db.checked import Checked, SourceError, parse, sentence
from db.entry import Action, Entry, Family, Limits, SeeAlso, Text, Vendor, Who
from db.files import SOURCE, digest, source_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLE_FILE = "table.toml"
"""The one file that is about the whole table, not about a family."""


_Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
_Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
_Name = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$", max_length=80)]


class _Text(Checked):
    zh: _Sentence
    en: _Sentence

    def text(self) -> Text:
        return Text(self.zh, self.en)


class _TitleText(Checked):
    zh: _Title
    en: _Title

    def text(self) -> Text:
        return Text(self.zh, self.en)


class _Action(_Text):
    who: Who


class _SeeAlso(_Text):
    code: int


class _Code(Checked):
    code: Annotated[int, Field(ge=-999_999_999, le=999_999_999)]
    name: _Name
    title: _TitleText
    meaning: _Text
    causes: Annotated[list[_Text], Field(min_length=1, max_length=6)]
    actions: Annotated[list[_Action], Field(min_length=1, max_length=6)]
    see_also: list[_SeeAlso] = Field(default_factory=list, max_length=5)

    def entry(self, family: str) -> Entry:
        return Entry(
            code=self.code,
            name=self.name,
            family=family,
            title=self.title.text(),
            meaning=self.meaning.text(),
            causes=tuple(cause.text() for cause in self.causes),
            actions=tuple(Action(action.who, action.text()) for action in self.actions),
            see_also=tuple(SeeAlso(other.code, other.text()) for other in self.see_also),
        )


class _Family(Checked):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
    title: _TitleText


class _FamilyFile(Checked):
    family: _Family
    codes: Annotated[list[_Code], Field(min_length=1)]


class _Vendor(Checked):
    platform: _TitleText
    link: Annotated[str, StringConstraints(pattern=r"^https://\S+$")]


class _Browse(Checked):
    families: Annotated[list[str], Field(min_length=1)]
    usual: list[int] = Field(default_factory=list, max_length=20)


_Probability = Annotated[float, Field(gt=0, lt=1)]
_USUAL = Limits()


class _Verdict(Checked):
    number_firm: _Probability = _USUAL.number_firm
    number_firm_among_words: _Probability = _USUAL.number_firm_among_words
    number_probable: _Probability = _USUAL.number_probable
    number_possible: _Probability = _USUAL.number_possible
    number_unknown: _Probability = _USUAL.number_unknown
    meant: _Probability = _USUAL.meant
    meant_alike: _Probability = _USUAL.meant_alike
    alike: _Probability = _USUAL.alike
    firm: _Probability = _USUAL.firm
    possible: _Probability = _USUAL.possible
    part: _Probability = _USUAL.part
    part_firm: _Probability = _USUAL.part_firm
    apart: _Probability = _USUAL.apart
    apart_score: _Probability = _USUAL.apart_score
    damped: _Probability = _USUAL.damped


class _TableFile(Checked):
    vendor: _Vendor
    browse: _Browse
    verdict: _Verdict = _Verdict()


@dataclass(frozen=True)
class _Loaded:
    file: str
    family: Family
    entries: tuple[Entry, ...]


def read(source: Path = SOURCE) -> Catalog:
    """Read and check the source in the folder `source`.

    Raises:
        SourceError: the folder or something in it is not as it has to be.

    """
    paths = source_files(source)
    if not paths:
        raise SourceError([f"{source}: there is no .toml file in this folder; the code table needs its source."])
    # Before the reading: a file saved in between must make the table look old, not new.
    built_from = digest(source)
    faults: list[str] = []
    whole: _TableFile | None = None
    loaded: list[_Loaded] = []
    for path in paths:
        document: dict[str, Any] = {}
        try:
            document = parse(path, path.name)
            if path.name == TABLE_FILE:
                whole = _TableFile.model_validate(document)
            else:
                loaded.append(_family(path.name, _FamilyFile.model_validate(document)))
        except SourceError as error:
            faults.extend(error.faults)
        except ValidationError as error:
            faults.extend(sentence(path.name, document, detail) for detail in error.errors())
    if not (source / TABLE_FILE).exists():
        faults.append(f"{TABLE_FILE}: this file is missing; it names the vendor's page and the order of the families.")
    if whole is not None and not faults:
        faults.extend(_clashes(loaded))
        faults.extend(_unlisted(whole.browse.families, loaded))
        faults.extend(_unusual(whole.browse.usual, loaded))
    if whole is None or faults:
        raise SourceError(faults)
    families = {part.family.id: part.family for part in loaded}
    return Catalog(
        entries=tuple(sorted((entry for part in loaded for entry in part.entries), key=lambda entry: entry.code)),
        families=tuple(families[family_id] for family_id in whole.browse.families),
        vendor=Vendor(whole.vendor.platform.text(), whole.vendor.link),
        digest=built_from,
        limits=Limits(**whole.verdict.model_dump()),
        usual_codes=tuple(whole.browse.usual),
    )


def _family(file: str, checked: _FamilyFile) -> _Loaded:
    family = Family(checked.family.id, checked.family.title.text())
    return _Loaded(file, family, tuple(code.entry(family.id) for code in checked.codes))


def _clashes(loaded: list[_Loaded]) -> Iterator[str]:
    seen: dict[tuple[Literal["family", "code", "name"], str | int], str] = {}
    codes = {entry.code for part in loaded for entry in part.entries}
    for part in loaded:
        if (other := seen.setdefault(("family", part.family.id), part.file)) != part.file:
            yield f"{part.file}: family, field id: {part.family.id!r} is already the id of {other}."
        for entry in part.entries:
            where = f"{part.file}: entry {entry.code} ({entry.name})"
            if ("code", entry.code) in seen:
                yield f"{where}, field code: {entry.code} already stands in {seen['code', entry.code]}."
            if ("name", entry.name) in seen:
                yield f"{where}, field name: {entry.name} already stands in {seen['name', entry.name]}."
            seen["code", entry.code] = f"{part.file}, entry {entry.code} ({entry.name})"
            seen["name", entry.name] = f"{part.file}, entry {entry.code} ({entry.name})"
            for other_entry in entry.see_also:
                if other_entry.code == entry.code:
                    yield f"{where}, field see_also: it points to itself."
                elif other_entry.code not in codes:
                    yield f"{where}, field see_also: {other_entry.code} is not a code of the table."


def _unlisted(listed: list[str], loaded: list[_Loaded]) -> Iterator[str]:
    files = {part.family.id: part.file for part in loaded}
    for family_id in sorted({family_id for family_id in listed if listed.count(family_id) > 1}):
        yield f"{TABLE_FILE}: browse, field families: {family_id!r} stands there twice."
    for family_id in sorted(set(listed) - files.keys()):
        yield f"{TABLE_FILE}: browse, field families: no file has the family {family_id!r}."
    for family_id in sorted(files.keys() - set(listed)):
        yield f"{TABLE_FILE}: browse, field families: {family_id!r} of {files[family_id]} is missing."


def _unusual(usual: list[int], loaded: list[_Loaded]) -> Iterator[str]:
    codes = {entry.code for part in loaded for entry in part.entries}
    for code in sorted({code for code in usual if usual.count(code) > 1}):
        yield f"{TABLE_FILE}: browse, field usual: {code} stands there twice."
    for code in sorted(set(usual) - codes):
        yield f"{TABLE_FILE}: browse, field usual: {code} is not a code of the table."
