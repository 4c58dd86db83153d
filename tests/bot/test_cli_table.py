"""`imerr table ...` as a user runs it: a process of its own, in a folder with nothing in it."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from db.source import read
from db.table import load
from tests.harness import starts
from tests.harness.small_source import edit, small_catalog, write_small_source
from tests.harness.terminal import Ended
from tests.harness.trained import command

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.catalog import Catalog

ROOT = Path(__file__).parents[2]


SHIPPED = read()
RAISED = sum(entry.behaviour.is_raised for entry in SHIPPED.entries)
CONSTANTS = len(SHIPPED.own) - SHIPPED.size
SIZE = (
    f"{RAISED} codes of {SHIPPED.size} errors and {len(SHIPPED.entries) - RAISED} codes of {CONSTANTS} constants "
    f"that nothing raises, in {len(SHIPPED.families)} families"
)


def test_the_readme_counts_as_the_table_does() -> None:
    told = f"**{SHIPPED.size} errors, {RAISED} numbers**, and {CONSTANTS} constants that nothing raises"
    assert told in (ROOT / "README.md").read_text(encoding="utf-8")


class Place:
    """An empty working folder, a place for the table, and a small source."""

    def __init__(self, folder: Path) -> None:
        self.cwd = folder / "cwd"
        self.cwd.mkdir()
        self.table = folder / "place" / "imerr.sqlite3"
        self.source = write_small_source(folder / "codes")

    def run(self, *arguments: str, **environment: str) -> Ended:
        """Run `imerr table` with these arguments."""
        return self._run([sys.executable, "-m", "bot", "table", *arguments], environment)

    def run_trained(self, trained: Path, *arguments: str) -> Ended:
        """Run `imerr table`; a build of the shipped source takes the training of another table."""
        return self._run([*command(trained), "table", *arguments], {})

    def _run(self, command: list[str], environment: dict[str, str]) -> Ended:
        done = starts.run(
            command,
            cwd=self.cwd,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "PYTHONUTF8": "1",
                "IMERR_TABLE": str(self.table),
                **environment,
            },
        )
        return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def shipped(place: Place, table_path: Path) -> Place:
    """A place in which the shipped table is built already."""
    place.table.parent.mkdir()
    place.table.write_bytes(table_path.read_bytes())
    return place


def files_below(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def test_build_builds_the_shipped_table_and_says_where(built: tuple[Path, Ended]) -> None:
    path, ended = built
    assert ended == Ended(0, f"{SIZE}: {path}\n", "")
    assert load(path) == read()
    assert (files_below(path.parent), files_below(path.parents[1] / "cwd")) == (["imerr.sqlite3"], [])


def test_build_takes_another_source(place: Place) -> None:
    assert place.run("build", "--source", str(place.source)) == Ended(
        0, f"3 codes in 2 families: {place.table}, from {place.source}\n", ""
    )
    assert load(place.table) == small_catalog(place.source)


def test_a_bad_source_has_its_faults_listed(place: Place) -> None:
    place.run("build", "--source", str(place.source))
    before = place.table.read_bytes()
    edit(place.source, "alpha.toml", '"Alpha one"', '""')
    edit(place.source, "beta.toml", 'name = "BETA_MINUS"\n', "")
    assert place.run("build", "--source", str(place.source)) == Ended(
        2,
        "",
        "imerr: The code table's source has faults:\n"
        "  alpha.toml: entry 1 (ALPHA_ONE), field title.en: it is empty.\n"
        "  beta.toml: entry -3, field name: it is missing.\n",
    )
    assert (place.table.read_bytes() == before, files_below(place.table.parent)) == (True, ["imerr.sqlite3"])


def test_build_in_an_unwritable_place_names_the_variable(place: Place, tmp_path: Path) -> None:
    blocker = tmp_path / "a-file"
    blocker.write_text("no folder", encoding="utf-8")
    outcome = place.run("build", IMERR_TABLE=str(blocker / "imerr.sqlite3"))
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert outcome.err.startswith(f"imerr: The code table cannot be written to {blocker}")
    assert outcome.err.endswith("Set IMERR_TABLE to a file you may write.\n")


def test_build_takes_the_place_of_the_table_from_a_dotenv_file(place: Place, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite3"
    (place.cwd / ".env").write_text(f"IMERR_TABLE={elsewhere}\n", encoding="utf-8")
    outcome = place.run("build", "--source", str(place.source), IMERR_TABLE="")
    assert outcome == Ended(0, f"3 codes in 2 families: {elsewhere}, from {place.source}\n", "")
    assert load(elsewhere) == small_catalog(place.source)


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_source_that_does_not_exist_is_a_wrong_use(place: Place, command: str) -> None:
    outcome = place.run(command, "--source", "nowhere")
    assert (outcome.status, outcome.out) == (2, "")
    assert "'nowhere' does not exist" in outcome.err


def test_check_accepts_the_shipped_source_and_builds_nothing(place: Place) -> None:
    assert place.run("check") == Ended(0, f"No faults in {SIZE}.\n", "")
    assert (place.table.parent.exists(), files_below(place.cwd)) == (False, [])


def test_check_takes_another_source(place: Place) -> None:
    outcome = place.run("check", "--source", str(place.source))

    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.endswith("\nNo faults in 3 codes in 2 families.\n")


def test_check_tells_of_an_empty_folder_of_phrasings(place: Place) -> None:
    (place.source / "phrasings").mkdir(exist_ok=True)

    assert place.run("check", "--source", str(place.source)).out.splitlines()[-4:-1] == [
        "phrasings: none for any error; all are found by their names, titles and sentences.",
        (
            "phrasings: 0 of 3 errors have 2 or more; from 3 on a model is trained on them, until then a question is "
            "compared with each line."
        ),
        (
            "phrasings: no lines under [none]; what shares words with an error and is none, like a greeting, "
            "may be answered with it."
        ),
    ]


def test_check_prints_every_fault_on_its_own_line(place: Place) -> None:
    edit(place.source, "alpha.toml", "{ code = -3", "{ code = 404")
    edit(place.source, "table.toml", '["beta", "alpha"]', '["alpha", "gamma"]')
    assert place.run("check", "--source", str(place.source)) == Ended(
        2,
        "",
        "imerr: The code table's source has faults:\n"
        "  alpha.toml: entry 20 (ALPHA_TWENTY), field see_also: 404 is not a code of the table.\n"
        "  table.toml: browse, field families: no file has the family 'gamma'.\n"
        "  table.toml: browse, field families: 'beta' of beta.toml is missing.\n",
    )


def test_check_reads_the_phrasings_too(place: Place) -> None:
    (place.source / "phrasings").mkdir()
    (place.source / "phrasings" / "alpha.toml").write_text(
        '[[codes]]\ncode = 404\nzh = ["x"]\nen = []\n', encoding="utf-8"
    )
    ended = place.run("check", "--source", str(place.source))

    assert ended.status == 2
    assert "phrasings/alpha.toml: entry 404" in ended.err


def test_check_of_an_empty_folder_says_so(place: Place) -> None:
    assert place.run("check", "--source", str(place.cwd)) == Ended(
        2,
        "",
        "imerr: The code table's source has faults:\n"
        f"  {place.cwd}: there is no .toml file in this folder; the code table needs its source.\n",
    )


def test_list_builds_a_missing_table_and_prints_every_code(place: Place, catalog: Catalog, table_path: Path) -> None:
    outcome = place.run_trained(table_path, "list")
    assert (outcome.status, outcome.err) == (0, "")
    assert [line.split(maxsplit=4) for line in outcome.out.splitlines()] == [
        [str(entry.code), entry.platform, entry.family, entry.name, entry.title.zh] for entry in catalog.entries
    ]
    assert load(place.table) == catalog


def test_list_rebuilds_a_damaged_table(shipped: Place, catalog: Catalog, table_path: Path) -> None:
    os.truncate(shipped.table, shipped.table.stat().st_size // 2)
    outcome = shipped.run_trained(table_path, "list")
    assert (outcome.status, len(outcome.out.splitlines()), outcome.err) == (0, len(catalog.entries), "")


def test_list_lines_its_columns_up(shipped: Place, catalog: Catalog) -> None:
    lines = shipped.run("list", "--lang", "en").out.splitlines()
    starts = {line.index(f"  {entry.title.en}") for line, entry in zip(lines, catalog.entries, strict=True)}
    assert len(starts) == 1


@pytest.mark.parametrize(
    ("arguments", "environment", "title"),
    [
        ([], {}, lambda catalog: catalog.by_key[606].title.zh),
        ([], {"IMERR_LANG": "en"}, lambda catalog: catalog.by_key[606].title.en),
        (["--lang", "en"], {}, lambda catalog: catalog.by_key[606].title.en),
        (["--lang", "zh"], {"IMERR_LANG": "en"}, lambda catalog: catalog.by_key[606].title.zh),
    ],
    ids=["by default", "by environment", "by option", "option over environment"],
)
def test_list_gives_titles_in_the_language_wanted(
    shipped: Place,
    catalog: Catalog,
    arguments: list[str],
    environment: dict[str, str],
    title: Callable[[Catalog], str],
) -> None:
    rows = json.loads(shipped.run("list", "--json", *arguments, **environment).out)
    assert [row["title"] for row in rows if (row["platform"], row["code"]) == ("web", 606)] == [title(catalog)]


def test_list_as_json_is_an_array_of_codes(shipped: Place, catalog: Catalog) -> None:
    outcome = shipped.run("list", "--json", "--lang", "en")
    assert json.loads(outcome.out) == [
        {
            "platform": entry.platform,
            "code": entry.code,
            "name": entry.name,
            "family": entry.family,
            "title": entry.title.en,
        }
        for entry in catalog.entries
    ]


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["lines", "json"])
def test_list_gives_only_the_codes_of_the_family_asked_for(shipped: Place, catalog: Catalog, form: list[str]) -> None:
    outcome = shipped.run("list", "--family", "group", *form)
    codes = (
        [row["code"] for row in json.loads(outcome.out)]
        if form
        else [int(line.split()[0]) for line in outcome.out.splitlines()]
    )
    assert codes == [entry.code for entry in catalog.entries if entry.family == "group"]


def test_every_family_has_its_codes_on_every_platform(shipped: Place, catalog: Catalog) -> None:
    everything = [row.split() for row in shipped.run("list", "--en").out.splitlines()]
    listed = [
        row.split() for family in catalog.families for row in shipped.run("list", family.id, "--en").out.splitlines()
    ]

    assert sorted(listed) == sorted(everything)
    assert ["604", "native", "group", "GROUP_MEMBERS_FULL", "Group", "is", "full"] in listed


def test_list_of_an_unknown_family_names_the_known_ones(shipped: Place, catalog: Catalog) -> None:
    families = ", ".join(family.id for family in catalog.families)
    assert shipped.run("list", "--family", "nobody") == Ended(
        2, "", f"imerr: There is no family 'nobody'. The families are: {families}.\n"
    )


@pytest.mark.parametrize("arguments", [[], ["--format", "json"]], ids=["by default", "by option"])
def test_export_writes_the_whole_table_as_json(shipped: Place, catalog: Catalog, arguments: list[str]) -> None:
    outcome = shipped.run("export", *arguments)
    document = json.loads(outcome.out)
    assert (outcome.status, outcome.err) == (0, "")
    assert [
        (code["platform"], code["code"], code["error"]["meaning"]["zh"], code["error"]["meaning"]["en"])
        for code in document["codes"]
    ] == [(entry.platform, entry.code, entry.meaning.zh, entry.meaning.en) for entry in catalog.entries]


def test_export_writes_the_codes_as_csv(shipped: Place, catalog: Catalog) -> None:
    outcome = shipped.run("export", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(outcome.out, newline="")))
    assert (outcome.status, outcome.err) == (0, "")
    assert [(row["code"], row["name"], row["title_zh"], len(json.loads(row["actions"]))) for row in rows] == [
        (str(entry.code), entry.name, entry.title.zh, len(entry.error.actions)) for entry in catalog.entries
    ]


def test_export_in_a_form_that_does_not_exist_is_a_wrong_use(shipped: Place) -> None:
    outcome = shipped.run("export", "--format", "xml")
    assert (outcome.status, outcome.out) == (2, "")
    assert "'xml' is not one of 'json', 'csv'" in outcome.err


@pytest.mark.parametrize("command", [["list"], ["export"]], ids=["list", "export"])
def test_reading_without_a_writable_place_names_the_variable(place: Place, tmp_path: Path, command: list[str]) -> None:
    blocker = tmp_path / "a-file"
    blocker.write_text("no folder", encoding="utf-8")
    outcome = place.run(*command, IMERR_TABLE=str(blocker / "imerr.sqlite3"))
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.endswith("Set IMERR_TABLE to a file you may write.\n")


def test_a_wrong_setting_is_reported_by_its_name(place: Place) -> None:
    assert place.run("list", IMERR_LANG="fr") == Ended(
        2, "", "imerr: IMERR_LANG has to be one of zh, en, and is 'fr'.\n"
    )
