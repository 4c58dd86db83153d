"""The project's documents match its code."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.settings import variables

ROOT = Path(__file__).parents[1]


def test_the_readme_documents_every_setting_and_no_other() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `([A-Z_]+)` \|", readme, re.MULTILINE)

    assert sorted(documented) == sorted(variable.name for variable in variables())


@pytest.mark.parametrize(
    "command",
    [
        "explain",
        "list",
        "serve",
        "demo",
        "forget",
        "lessons",
        "manifest",
        "mcp",
        "memory upgrade",
        "misses",
        "notes export",
        "notes import",
        "stats",
        "table",
        "table build",
        "table check",
        "table list",
        "table info",
        "table export",
    ],
)
def test_every_command_is_in_the_readme_and_has_help(command: str) -> None:
    result = CliRunner().invoke(main, [*command.split(), "--help"])

    assert result.exit_code == 0
    assert f"imerr {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_commands_tested_above_are_all_there_are() -> None:
    commands = {name: getattr(command, "commands", {}) for name, command in main.commands.items()}

    assert {name: set(below) for name, below in commands.items()} == {
        "explain": set(),
        "forget": set(),
        "lessons": set(),
        "memory": {"upgrade"},
        "misses": set(),
        "notes": {"export", "import"},
        "list": set(),
        "serve": set(),
        "demo": set(),
        "manifest": set(),
        "mcp": set(),
        "stats": set(),
        "table": {"build", "check", "info", "list", "export"},
    }


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for file, requirements in (
        ("requirements.txt", project["dependencies"]),
        ("requirements-dev.txt", project["dependencies"] + project["optional-dependencies"]["dev"]),
    ):
        pinned = set(
            re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
        )
        assert {re.split(r"[<>=;\[ ]", requirement)[0] for requirement in requirements} <= pinned
