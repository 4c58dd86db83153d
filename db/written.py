"""Schema of the source's TOML files, and its conversion to the catalog's records."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from db.checked import Checked
from db.entry import Action, Behaviour, Cue, Entry, Error, Family, Platform, Retryable, SeeAlso, Text
from db.written_parts import Expression, InLanguages, WrittenCode, named_in

_Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
_Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
_Name = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$", max_length=80)]
_AnyName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=80)]
_Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,40}$")]
_Link = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]


class _Text(InLanguages):
    zh: _Sentence
    en: _Sentence
    source: str = ""
    on: str = ""

    def text(self) -> Text:
        return Text(self.zh, self.en, self.source, self.on)


class TitleText(InLanguages):
    """A title in the table's languages."""

    zh: _Title
    en: _Title

    def text(self) -> Text:
        """Return the catalog's record."""
        return Text(self.zh, self.en)


class _Note(InLanguages):
    zh: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=800)]
    en: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=800)]
    source: str = ""

    def text(self) -> Text:
        return Text(self.zh, self.en, self.source)


class _Action(_Text):
    who: Annotated[str, AfterValidator(named_in("roles"))]


class _SeeAlsoCode(_Text):
    code: WrittenCode


class _SeeAlso(_Text):
    id: _Id


class _Told(Checked):
    title: TitleText
    meaning: _Text
    causes: Annotated[list[_Text], Field(min_length=1, max_length=8)]
    actions: Annotated[list[_Action], Field(min_length=1, max_length=8)]
    limits: list[_Text] = Field(default_factory=list, max_length=5)

    def told(self, error: str, family: str, see_also: tuple[SeeAlso, ...]) -> Error:
        return Error(
            id=error,
            family=family,
            title=self.title.text(),
            meaning=self.meaning.text(),
            causes=tuple(cause.text() for cause in self.causes),
            actions=tuple(Action(action.who, action.text()) for action in self.actions),
            limits=tuple(limit.text() for limit in self.limits),
            see_also=see_also,
        )


class _Behaves(Checked):
    names: list[_AnyName] = Field(default_factory=list)
    arrives: list[Annotated[str, AfterValidator(named_in("ways"))]] = Field(default_factory=list)
    raised_by: list[str] = Field(default_factory=list, max_length=6)
    messages: list[_Sentence] = Field(default_factory=list)
    is_raised: bool = True
    retryable: Retryable | None = None
    retry: _Text | None = None
    example: Annotated[str, StringConstraints(max_length=1200)] = ""
    note: _Note | None = None
    source: str = ""

    def behaviour(self) -> Behaviour:
        return Behaviour(
            tuple(self.arrives),
            tuple(self.raised_by),
            tuple(self.messages),
            self.is_raised,
            self.retryable,
            self.retry.text() if self.retry else None,
            self.example.strip("\n"),
            self.note.text() if self.note else None,
            self.source,
        )


class Code(_Told, _Behaves):
    """An error of a table without platforms, with one code that others refer to."""

    code: WrittenCode
    name: _Name
    see_also: list[_SeeAlsoCode] = Field(default_factory=list, max_length=5)

    def entry(self, family: str) -> Entry:
        """Return the catalog's record."""
        see_also = tuple(SeeAlso(str(other.code), other.text()) for other in self.see_also)
        error = self.told(str(self.code), family, see_also)
        return Entry(error, self.code, self.name, names=tuple(self.names), behaviour=self.behaviour())


class Number(_Behaves):
    """An error's code on one platform."""

    on: str
    code: WrittenCode
    name: _Name
    only: list[str] = Field(default_factory=list)

    def entry(self, error: Error) -> Entry:
        """Return the catalog's record, still without its key."""
        names, only = tuple(self.names), tuple(self.only)
        return Entry(error, self.code, self.name, self.on, "", names, only, behaviour=self.behaviour())


class WrittenError(_Told):
    """An error with its numbers on some platforms, and the numbers reported for it on others."""

    id: _Id
    numbers: Annotated[list[Number], Field(min_length=1)]
    reported_as: dict[str, WrittenCode] = Field(default_factory=dict)
    see_also: list[_SeeAlso] = Field(default_factory=list, max_length=5)

    def entries(self, family: str) -> list[Entry]:
        """Return the catalog's records: an entry a number."""
        see_also = tuple(SeeAlso(other.id, other.text()) for other in self.see_also)
        error = self.told(self.id, family, see_also)
        seen: set[str] = set()
        entries = []
        for number in self.numbers:
            entries.append(replace(number.entry(error), is_second=number.on in seen))
            seen.add(number.on)
        return entries


class _Family(Checked):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
    title: TitleText


class FamilyFile(Checked):
    """A file of one family: errors with their platforms, or codes of a table that has none."""

    family: _Family
    codes: list[Code] = Field(default_factory=list)
    errors: list[WrittenError] = Field(default_factory=list)

    def titled(self) -> Family:
        """Return the catalog's record of the family."""
        return Family(self.family.id, self.family.title.text())


class _Cue(Checked):
    pattern: Expression
    member: str = ""
    is_device: bool = False
    is_hint: bool = False
    yes: Annotated[list[str], Field(min_length=1)]
    no: list[str] = Field(default_factory=list)


class WrittenPlatform(Checked):
    """A platform, its members, and the cues that name them in a question."""

    id: _Id
    title: TitleText
    link: _Link
    members: dict[str, str] = Field(default_factory=dict)
    cues: list[_Cue] = Field(default_factory=list)

    def platform(self) -> Platform:
        """Return the catalog's record."""
        cues = tuple(
            Cue(cue.pattern, cue.member, cue.is_device, cue.is_hint, tuple(cue.yes), tuple(cue.no)) for cue in self.cues
        )
        return Platform(self.id, self.title.text(), self.link, tuple(self.members.items()), cues)


class PlatformsFile(Checked):
    """The file of all platforms, the table's own first."""

    platforms: Annotated[list[WrittenPlatform], Field(min_length=1)]
