"""The command line with the table of another product, which has one language and codes that are text."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from bot import trained_table
from bot.lookup.answer import Verdict
from db.source import read
from tests.harness import starts
from tests.harness.paylane import PAYLANE, foreign_in
from tests.harness.small_source import edit

ROOT = Path(__file__).parents[2]


class Shell:
    """A folder with the product's table."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.table = folder / "imerr.sqlite3"

    def run(self, *arguments: str, typed: str = "", **changes: str) -> tuple[int, str, str]:
        """Return status, standard output and standard error of `imerr ARGUMENTS`."""
        ended = starts.run(
            [sys.executable, "-m", "bot", *arguments],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "PYTHONUTF8": "1",
                "IMERR_TABLE": str(self.table),
                **changes,
            },
            cwd=self.folder,
            given=typed,
        )
        return ended.returncode, ended.stdout, ended.stderr


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    shell = Shell(tmp_path_factory.mktemp("paylane"))
    status, out, err = shell.run("table", "build", "--source", str(PAYLANE))
    assert (status, err) == (0, "")
    assert out == f"30 codes in 4 families: {shell.table}, from {PAYLANE}\n"
    return shell


def test_its_source_is_checked_with_what_it_leaves_out(shell: Shell) -> None:
    status, out, err = shell.run("table", "check", "--source", str(PAYLANE))

    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "table.toml: [roles] has no words for developer and user; the general ones are shown.",
        (
            "phrasings: none for AUTH-3, AUTH-5, AUTH-10, AUTH-11, AUTH-12, E104, E105, E106, E108, E110, E301, E302, "
            "E311, E312, E320, H-7, HOOK_GONE, HOOK_SIGNATURE, 1E5; these are found by their names, titles and sentences."
        ),
        (
            "phrasings: 10 of 30 errors have 2 or more; from 27 on a model is trained on them, until then a question is "
            "compared with each line."
        ),
        f"No faults in 30 codes in 4 families, nor in the table built from them: {shell.table}.",
    ]


CAUSES = {
    "no languages": (
        ('languages = ["en"]\n', ""),
        (
            'table.toml: vendor, field platform: it needs { zh = "…", en = "…" }; a table in one language says so in '
            'table.toml: [product] languages = ["en"]. The same holds for 133 more.'
        ),
    ),
    "an unknown language": (
        ('languages = ["en"]', 'languages = ["fr"]'),
        "table.toml: product, field languages.1: 'fr' has to be 'zh' or 'en'.",
    ),
    "no file": (
        None,
        "table.toml: this file is missing; it names the vendor's page and the order of the families.",
    ),
    "no TOML": (("[vendor]", "[vendor"), "table.toml: this is not valid TOML: "),
}


@pytest.mark.parametrize(("change", "fault"), CAUSES.values(), ids=CAUSES.keys())
def test_only_the_cause_of_many_faults_is_told(
    shell: Shell, tmp_path: Path, change: tuple[str, str] | None, fault: str
) -> None:
    source = tmp_path / "own"
    shutil.copytree(PAYLANE, source)
    if change:
        edit(source, "table.toml", *change)
    else:
        (source / "table.toml").unlink()

    status, out, err = shell.run("table", "check", "--source", str(source), IMERR_TABLE=str(tmp_path / "none"))

    first, told = err.splitlines()
    assert (status, out, first) == (2, "", "imerr: The code table's source has faults:")
    assert told.startswith(f"  {fault}")


@pytest.mark.parametrize(
    "question", ["E100", "e-100", "my card was declined", "CARD_DECLINED", "do_not_honor by issuer"]
)
def test_an_error_is_explained_in_the_words_of_its_source(shell: Shell, question: str) -> None:
    status, out, err = shell.run(question, "--zh", LANG="zh_CN.UTF-8")

    assert (status, err) == (0, "")
    assert out.startswith("E100  CARD_DECLINED  ·  Paylane API\nCard declined\n")
    assert "How it arrives: field `error` of the response" in out
    assert "Official documentation: https://docs.paylane.example/errors" in out
    assert foreign_in(out) == []


def test_few_phrasings_leave_every_error_to_be_found_in_words(shell: Shell) -> None:
    titled = {entry.title.en: str(entry.code) for entry in read(PAYLANE).entries}
    asked = titled | {
        "refund larger than the charge": "E311",
        "payouts are paused": "E302",
        "the event is too old": "H-7",
        "customer disputes": "E320",
        "the bank said no": "E100",
    }

    lookup = trained_table.read(shell.table)
    answers = {question: lookup.explain(question) for question in asked}

    assert {answer.verdict for answer in answers.values()} == {Verdict.EXACT, Verdict.MATCH}
    assert {question: [str(match.entry.code) for match in answer.shown] for question, answer in answers.items()} == {
        question: [code] for question, code in asked.items()
    }
    assert shell.run("refund larger than the charge")[1].startswith("E311 ")


def test_a_phrasing_of_two_errors_offers_both(shell: Shell) -> None:
    status, out, _ = shell.run("the key was not accepted", "--json")

    assert (status, [one["code"] for one in json.loads(out)["shown"]]) == (1, ["AUTH-1", "AUTH-2"])


def test_info_says_that_the_phrasings_are_too_few(shell: Shell) -> None:
    assert "trained on nothing: entries are found by their words and 29 phrasings\n" in shell.run("table", "info")[1]


def test_a_phrasing_in_another_language_is_a_fault(shell: Shell, tmp_path: Path) -> None:
    source = tmp_path / "own"
    shutil.copytree(PAYLANE, source)
    edit(source, "phrasings/said.toml", 'code = "E102"\n', 'code = "E102"\nzh = ["卡过期了"]\n')

    status, out, err = shell.run("table", "build", "--source", str(source), IMERR_TABLE=str(tmp_path / "none"))

    assert (status, out) == (2, "")
    assert err.splitlines()[1:] == [
        "  phrasings/said.toml: entry E102, field zh: it is in 'zh', which is none of the languages of [product] in table.toml."
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            ("card.toml", '"Card expired"', f'"{"x" * 75}"'),
            "card.toml: entry E102 (CARD_EXPIRED), field title.en: it may have 60 characters at most, and has 75.",
        ),
        (
            ("table.toml", "[roles]", "[verdict]\nfirm = 1.5\n\n[roles]"),
            "table.toml, field verdict.firm: it has to be less than 1.",
        ),
        (
            ("card.toml", 'retryable = "no"', 'retryable = "never"'),
            "card.toml: entry E100 (CARD_DECLINED), field retryable: 'never' has to be 'yes', 'no' or 'after'.",
        ),
    ],
    ids=["a long title", "a limit", "a word"],
)
def test_a_fault_is_told_in_words_of_the_source(
    shell: Shell, tmp_path: Path, change: tuple[str, str, str], fault: str
) -> None:
    source = tmp_path / "own"
    shutil.copytree(PAYLANE, source)
    edit(source, *change)

    assert shell.run("table", "check", "--source", str(source))[2].splitlines()[1:] == [f"  {fault}"]


def test_its_own_roles_are_named(shell: Shell) -> None:
    assert "1. The risk team: Review the charge" in shell.run("E110")[1]
    assert "1. Write to Paylane's support: Write to the payouts desk." in shell.run("E302")[1]


def test_a_code_of_the_same_shape_is_called_unknown(shell: Shell) -> None:
    status, out, _ = shell.run("E199")

    assert status == 1
    assert out.startswith("The code table has no E199\n")
    assert "E110 Blocked as risky" in out


@pytest.mark.parametrize("question", ["E199", "e-1990", "E9"])
def test_an_unknown_code_of_text_comes_from_nowhere_else(shell: Shell, question: str) -> None:
    said = shell.run(question)[1].splitlines()[:2]

    assert said == [
        f"The code table has no {question.upper().replace('-', '')}",
        "Check how it is spelt, or send the whole error object or message for a better answer.",
    ]


@pytest.mark.parametrize(("number", "code"), [("312", "E312"), ("12", "AUTH-12")])
def test_a_number_without_its_letters_is_asked_about(shell: Shell, number: str, code: str) -> None:
    said = shell.run(number)[1].splitlines()

    assert (said[0], said[3]) == (f"The code table has no {number}", "Did you mean")
    assert said[4].split()[0] == code
    assert "HTTP" in said[1]


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("E100", "E101 Not enough money on the card: There the balance is known to be too low."),
        ("E100 E101", "E100, compared with E101: There the bank gives no reason."),
    ],
)
def test_similar_codes_are_told_apart_as_the_readme_shows(shell: Shell, question: str, line: str) -> None:
    assert f"  - {line}\n" in shell.run(question)[1]
    for name in ("README.md", "README.zh-CN.md"):
        assert f"`{line}`" in (ROOT / name).read_text(encoding="utf-8")


def test_json_holds_codes_as_they_are_written(shell: Shell) -> None:
    status, out, _ = shell.run("explain", "--json", "e100, auth4 and E199")
    answer = json.loads(out)

    assert (status, answer["verdict"], answer["lang"], answer["unknown"]) == (0, "exact", "en", ["E199"])
    assert [(one["code"], one["platform"]) for one in answer["shown"]] == [("E100", ""), ("AUTH-4", "")]


def test_lists_are_sorted_by_letters_and_numbers(shell: Shell) -> None:
    listed = shell.run("list", "account", "--zh")[1].splitlines()

    assert [line.split()[0] for line in listed][3:6] == ["AUTH-4", "AUTH-5", "AUTH-10"]
    assert len({line.index("account") for line in listed}) == 1
    assert listed[0] == " AUTH-1  account  KEY_MISSING            No API key was sent"


@pytest.mark.parametrize(
    "call",
    [
        ("--help",),
        ("help",),
        ("explain", "--help"),
        ("list", "--help"),
        ("table", "list", "--help"),
        ("demo", "--help"),
        ("explain",),
        ("list",),
        ("nothing that fits at all",),
        ("serve",),
        ("table", "info"),
        ("table", "export"),
        ("table", "export", "--format", "csv"),
    ],
    ids=" ".join,
)
def test_nothing_says_a_word_of_the_shipped_product(shell: Shell, call: tuple[str, ...]) -> None:
    _, out, err = shell.run(*call)

    assert out + err
    assert foreign_in(out + err) == []


def test_help_names_the_product_and_its_examples(shell: Shell) -> None:
    out = " ".join(shell.run("--help")[1].split())

    assert "Explain the error codes of Paylane, the payments API." in out
    assert "`imerr E100` and `imerr my card was declined` are short for" in out
    assert shell.run("explain")[2] == (
        "imerr: What is the question? For example: imerr E100, or imerr my card was declined.\n"
    )


def test_help_names_the_product_before_the_table_is_built(shell: Shell, tmp_path: Path) -> None:
    own = {"IMERR_TABLE": str(tmp_path / "none.sqlite3"), "IMERR_SOURCE": str(PAYLANE)}

    status, out, _ = shell.run("--help", **own)

    assert status == 0
    assert "Paylane, the payments API" in out
    assert not (tmp_path / "none.sqlite3").exists()


def test_help_is_there_without_any_table(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    own = {"IMERR_TABLE": str(tmp_path / "none.sqlite3"), "IMERR_SOURCE": str(tmp_path / "empty")}

    status, out, err = shell.run("--help", **own)

    assert (status, err) == (0, "")
    assert "Explain the error codes of a product." in out


def test_the_demo_runs_in_the_words_of_the_product(shell: Shell) -> None:
    typed = "/imerr help\n/imerr E199\n/imerr nothing that fits at all\n@imerr auth 4\nhome\nstep E107\nquit\n"

    status, out, _ = shell.run("demo", typed=typed)

    assert status == 0
    columns = {
        line.index(told) for line in out.splitlines() for told in ("the slash command;", "a mention;") if told in line
    }
    assert columns == {31}
    for expected in (
        "/imerr E100",
        "@imerr my card was declined",
        "imerr: Paylane errors explained",
        "AUTH-4 · API key lacks",
    ):
        assert expected in out
    assert foreign_in(out) == []


@pytest.mark.parametrize("options", [(), ("--url", "https://imerr.example.com")])
def test_the_slack_app_is_described_in_its_words(shell: Shell, options: tuple[str, ...]) -> None:
    status, out, err = shell.run("manifest", *options)
    told = json.loads(out)
    scopes = told.pop("oauth_config")

    assert (status, err) == (0, "")
    assert "channels:history" in scopes["scopes"]["bot"]
    assert foreign_in(str(told)) == []
    assert told["display_information"]["description"] == "Explains the error codes of Paylane, the payments API"
    assert told["features"]["agent_view"]["suggested_prompts"][1]["message"] == "my card was declined"
    assert told["features"]["slash_commands"][0]["usage_hint"].startswith("E100 | my card was declined | CARD_DECLINED")
    assert told["functions"]["explain_error"]["output_parameters"]["code"]["type"] == "string"
