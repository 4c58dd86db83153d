"""`pip install -r requirements.txt` is enough to run imerr from a checkout, as platforms with a Procfile do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
import time
import venv
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from packaging.requirements import Requirement

from tests.harness.installed import LocalSlack
from tests.harness.server import environment, free_port
from tests.harness.small_source import write_small_source

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
CHECKED_OUT = ("bot", "db", "local_slack", "manifest.json", "pyproject.toml", "requirements.txt", "Procfile")

pytestmark = pytest.mark.slow


class Platform:
    """A copy of the checkout, and a Python with the libraries of requirements.txt and no others."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "checkout"
        self.checkout.mkdir()
        for name in CHECKED_OUT:
            if (ROOT / name).is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "*.sqlite3")
                shutil.copytree(ROOT / name, self.checkout / name, ignore=ignored)
            else:
                shutil.copy(ROOT / name, self.checkout / name)
        self.home = folder / "home"
        self.home.mkdir()
        self.environment = folder / "environment"
        venv.create(self.environment, with_pip=False)
        packages = Path(sysconfig.get_path("purelib", vars={"base": str(self.environment)}))
        for library in self._required():
            _link(library, packages)

    def _required(self) -> Iterator[str]:
        for line in (self.checkout / "requirements.txt").read_text(encoding="utf-8").splitlines():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate():
                yield requirement.name

    def variables(self, **more: str) -> dict[str, str]:
        """Return the environment of a process: `python` is the platform's."""
        path = f"{self.environment / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return {**more, "PATH": path, "HOME": str(self.home), "PYTHONUTF8": "1"}

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m bot` in the copy."""
        return subprocess.run(
            [str(self.environment / "bin" / "python"), "-m", "bot", *arguments],
            cwd=self.checkout,
            env=self.variables(**more),
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )


def _link(library: str, packages: Path) -> None:
    """Link what an installed library consists of into another folder of packages."""
    found = distribution(library)
    tops = {file.parts[0] for file in found.files or () if file.parts[0] not in {"..", "__pycache__"}}
    for top in tops:
        link = packages / top
        if not link.exists():
            link.symlink_to(Path(str(found.locate_file(top))).resolve())


@pytest.fixture(scope="module")
def platform(table_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Platform:
    there = Platform(tmp_path_factory.mktemp("platform"))
    shutil.copy(table_path, there.checkout / "db" / "imerr.sqlite3")
    return there


def test_nothing_else_is_at_hand(platform: Platform) -> None:
    importing = "import importlib.util as found; print([n for n in ('pytest', 'mcp', 'imerr') if found.find_spec(n)])"
    told = subprocess.run(
        [str(platform.environment / "bin" / "python"), "-c", importing],
        env=platform.variables(),
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )

    assert told.stdout == "[]\n"


@pytest.mark.parametrize("question", ["603", "群组满了"])
def test_a_question_is_answered(platform: Platform, question: str) -> None:
    ended = platform.run(question)

    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_version_is_that_of_the_checkout(platform: Platform) -> None:
    ended = platform.run("--version")

    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version is not None
    assert (ended.stdout, ended.stderr) == (f"imerr, version {version[1]}\n", "")


def test_a_table_is_built_and_trained(platform: Platform, tmp_path: Path) -> None:
    source = write_small_source(tmp_path / "codes")
    (source / "phrasings").mkdir()
    (source / "phrasings" / "alpha.toml").write_text(
        '[[codes]]\ncode = 1\nzh = ["甲一坏了"]\nen = ["alpha is broken"]\n'
        '[[codes]]\ncode = 20\nzh = ["甲二十坏了"]\nen = ["alpha twenty is gone"]\n'
        '[[codes]]\ncode = -3\nzh = ["乙坏了"]\nen = ["beta is gone"]\n',
        encoding="utf-8",
    )
    table = str(tmp_path / "imerr.sqlite3")
    built = platform.run("table", "build", "--source", str(source), IMERR_TABLE=table)
    asked = platform.run("table", "info", IMERR_TABLE=table)

    assert (built.returncode, built.stderr) == (0, "")
    assert "trained on 6 phrasings" in asked.stdout


def test_the_web_process_answers(platform: Platform) -> None:
    (command,) = re.findall(r"^web: (.+)$", (platform.checkout / "Procfile").read_text(encoding="utf-8"), re.MULTILINE)
    port = free_port()
    with LocalSlack() as slack:
        settings = environment(platform.checkout / "db" / "imerr.sqlite3", slack, port, PYTHONPATH="", IMERR_TABLE="")
        process = subprocess.Popen(
            ["/bin/sh", "-c", f"exec {command}"],
            cwd=platform.checkout,
            env=platform.variables(**(settings | {"IMERR_HOST": "127.0.0.1"})),
            stderr=subprocess.DEVNULL,
        )
        try:
            ready = _answer(f"http://127.0.0.1:{port}/readyz", process)
        finally:
            process.terminate()
            status = process.wait(timeout=30)

    assert (ready.status_code, ready.json()["ready"], status) == (200, True, 0)


def _answer(url: str, process: subprocess.Popen[bytes]) -> httpx.Response:
    for _ in range(600):
        assert process.poll() is None
        try:
            return httpx.get(url, timeout=2)
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError(url)
