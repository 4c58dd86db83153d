"""A table of another product: what people see names that product and its codes, never the shipped table's."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.harness.installed import LocalSlack
from tests.harness.server import Server, environment, serving, texts
from tests.harness.small_source import edit, write_small_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHIPPED = re.compile(r"Easemob|环信|IM SDK|\b60[0-9]\b|\b50[0-9]\b|群组|group is full|GROUP_|WEBIM")
PRODUCT = """\
[product]
name = { zh = "同步盘", en = "SyncBox" }
support = { zh = "问同步盘客服", en = "Ask SyncBox support" }
codes = [20, 1]
constants = ["ALPHA_TWENTY"]
family = "alpha"
words = [{ zh = "文件同步不动", en = "files do not sync" }]

[browse]
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_small_source(tmp_path_factory.mktemp("product") / "source")
    edit(folder, "table.toml", "[browse]\n", PRODUCT)
    return folder


@pytest.fixture(scope="module")
def product(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LocalSlack, Server]]:
    folder = tmp_path_factory.mktemp("server")
    with (
        LocalSlack() as slack,
        serving(folder / "table.sqlite3", slack, folder / "log", IMERR_SOURCE=str(source)) as server,
    ):
        slack.deliver_to(f"{server.url}/slack/events")
        yield slack, server


@pytest.mark.parametrize(
    "typed",
    [
        "help",
        "help --en",
        "1",
        "-3 --en",
        "-3",
        "21",
        "ALPHA_ONE",
        "list",
        "list alpha --en",
        "qwertyuiop",
        "1,20,-3",
        "",
    ],
)
def test_no_answer_speaks_of_the_shipped_product(product: tuple[LocalSlack, Server], typed: str) -> None:
    read = texts(product[1].command(typed))

    assert read
    assert not SHIPPED.findall(read)


def test_the_help_shows_the_products_own_examples(product: tuple[LocalSlack, Server]) -> None:
    read = texts(product[1].command("help --en"))

    for expected in (
        "imerr: SyncBox errors explained",
        "/imerr 20",
        "1,20",
        "ALPHA_TWENTY",
        "files do not sync",
        "list alpha",
    ):
        assert expected in read


def test_an_action_of_the_vendors_names_whom_to_ask(product: tuple[LocalSlack, Server]) -> None:
    assert "Ask SyncBox support" in texts(product[1].command("-3 --en"))
    assert "问同步盘客服" in texts(product[1].command("-3 --zh"))


def test_a_no_offers_questions_of_the_product(product: tuple[LocalSlack, Server]) -> None:
    read = texts(product[1].command("qwertyuiop zxcvbnm"))

    assert "/imerr 20" in read
    assert "files do not sync" in read


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_the_home_is_the_products(product: tuple[LocalSlack, Server], locale: str) -> None:
    person = product[0].person(f"newcomer-{locale}", locale=locale)
    person.opens_home()
    person.sees("同步盘" if locale == "zh-CN" else "SyncBox")
    assert person.home is not None
    read = person.reads(person.home)

    assert not SHIPPED.findall(read)


def test_without_product_words_the_entries_give_the_examples(tmp_path: Path) -> None:
    source = write_small_source(tmp_path / "source")
    with (
        LocalSlack() as slack,
        serving(tmp_path / "table.sqlite3", slack, tmp_path / "log", IMERR_SOURCE=str(source)) as server,
    ):
        read = texts(server.command("help --en"))

    for expected in (
        "imerr: Some platform errors explained",
        "/imerr -3",
        "Beta minus three",
        "BETA_MINUS",
        "list beta",
    ):
        assert expected in read
    assert not SHIPPED.findall(read)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("explain", "--help"),
        ("serve", "--help"),
        ("table", "--help"),
        ("explain",),
        ("explain", "1"),
        ("explain", "--en", "nonsense words"),
        ("list",),
        ("table", "info"),
    ],
)
def test_the_command_line_is_the_products(source: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env=environment(tmp_path / "table.sqlite3", None, 1, IMERR_SOURCE=str(source)),
        input="",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    read = done.stdout + done.stderr
    assert read
    assert not SHIPPED.findall(read)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("codes = [20, 1]", "codes = [99]", "table.toml: product, field codes: 99 is not a code of the table."),
        ('"ALPHA_TWENTY"', '"GAMMA"', "table.toml: product, field constants: GAMMA is not a constant of the table."),
        ('family = "alpha"', 'family = "gamma"', "table.toml: product, field family: there is no family gamma."),
    ],
)
def test_an_example_that_leads_nowhere_is_a_fault(tmp_path: Path, old: str, new: str, fault: str) -> None:
    source = write_small_source(tmp_path / "source")
    edit(source, "table.toml", "[browse]\n", PRODUCT)
    edit(source, "table.toml", old, new)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "table", "check"],
        env=environment(tmp_path / "table.sqlite3", None, 1, IMERR_SOURCE=str(source)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert fault in done.stdout + done.stderr
