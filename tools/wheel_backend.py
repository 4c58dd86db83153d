"""The build backend: setuptools', with a wheel that carries the trained table, the manifest and a README for outside the checkout.

A wheel is built in a copy of the packages, so that neither an old `build` folder nor the checkout's own table gets into it.
The training runs the application itself, so a wheel needs its dependencies at build time; an editable installation does not.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from setuptools.build_meta import (
    build_editable,
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    prepare_metadata_for_build_editable,
)
from setuptools.build_meta import build_wheel as build_plain_wheel
from setuptools.build_meta import get_requires_for_build_wheel as plain_requires
from setuptools.build_meta import prepare_metadata_for_build_wheel as prepare_plain_metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Config = Mapping[str, str | list[str] | None] | None

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

PACKAGES = ("bot", "db", "local_slack")
TABLE = Path("db", "packaged.sqlite3")
_FILES = ("pyproject.toml", "README.md", "LICENSE")
_NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.sqlite3", ".*")
_TRAINING = """\
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from bot import trained_table
from db import files
trained_table.ready(Path(sys.argv[2]), files.SOURCE, whole=True)
"""
_PICTURE = re.compile(r"!\[[^\]]*\]\((?!https?:)([^)]+)\)\n*")
_LINK = re.compile(r"\[([^\]]+)\]\((?!https?:|#)([^)]+)\)")


def get_requires_for_build_wheel(config_settings: Config = None) -> list[str]:
    """Return what a wheel's build needs beside setuptools: all that imerr itself needs."""
    return [*plain_requires(config_settings), *_project(Path.cwd())["dependencies"]]


def build_wheel(wheel_directory: str, config_settings: Config = None, metadata_directory: str | None = None) -> str:
    """Build the wheel, and return its name."""
    directory = str(Path(wheel_directory).resolve())
    checkout = Path.cwd()
    with _copy(checkout) as copy:
        _add_table(checkout, copy)
        name: str = build_plain_wheel(directory, config_settings, metadata_directory)
    return name


def prepare_metadata_for_build_wheel(metadata_directory: str, config_settings: Config = None) -> str:
    """Write the wheel's metadata, and return the name of their folder."""
    directory = str(Path(metadata_directory).resolve())
    with _copy(Path.cwd()):
        name: str = prepare_plain_metadata(directory, config_settings)
    return name


@contextlib.contextmanager
def _copy(checkout: Path) -> Iterator[Path]:
    """Yield a copy of what goes into a wheel, in which the build runs."""
    with tempfile.TemporaryDirectory(prefix="imerr-wheel-") as name:
        folder = Path(name)
        for package in PACKAGES:
            shutil.copytree(checkout / package, folder / package, ignore=_NOT_COPIED)
        for file in _FILES:
            shutil.copy(checkout / file, folder / file)
        shutil.copy(checkout / "manifest.json", folder / "bot" / "manifest.json")
        repository = _project(checkout).get("urls", {}).get("Repository", "")
        readme = folder / "README.md"
        readme.write_text(outside_checkout(readme.read_text(encoding="utf-8"), repository), encoding="utf-8")
        with contextlib.chdir(folder):
            yield folder


def _add_table(checkout: Path, copy: Path) -> None:
    """Put the trained table into the copy: the checkout's own where it is whole and of this source, else a new one."""
    built = checkout / "db" / "imerr.sqlite3"
    if built.is_file():
        shutil.copy(built, copy / TABLE)
    subprocess.run([sys.executable, "-c", _TRAINING, str(copy), str(copy / TABLE)], check=True)  # noqa: S603 - our own code


def outside_checkout(readme: str, repository: str) -> str:
    """Return a README whose links lead into `repository`; without one, relative pictures go and relative links become text."""
    if not repository:
        return _LINK.sub(r"\1", _PICTURE.sub("", readme))
    readme = _PICTURE.sub(lambda found: found[0].replace(found[1], f"{repository}/raw/HEAD/{found[1]}"), readme)
    return _LINK.sub(lambda found: f"[{found[1]}]({repository}/blob/HEAD/{found[2]})", readme)


def _project(root: Path) -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project
