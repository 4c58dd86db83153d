"""imerr as people install it: a wheel of the source distribution, in an environment outside the checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import time
import venv
import zipfile
from pathlib import Path

import pytest

from tests.harness.small_source import write_small_source
from tools.wheel_backend import outside_checkout

ROOT = Path(__file__).parents[1]
NOT_IN_CHECKOUT = shutil.ignore_patterns(".*", "__pycache__", "*.sqlite3", "*.egg-info", "build", "dist")
BUILD_SDIST = "import sys; sys.path.insert(0, 'tools'); import wheel_backend as made; made.build_sdist(sys.argv[1])"
RUNS = 7
MOST_TO_SQLITE_UTILS = 1.5

pytestmark = pytest.mark.slow


class Installed:
    """An environment with imerr in it, and a home folder of whoever uses it."""

    def __init__(self, folder: Path) -> None:
        self.environment = folder / "environment"
        venv.create(self.environment, with_pip=False)
        self.packages = Path(sysconfig.get_path("purelib", vars={"base": str(self.environment)}))
        # The libraries come from the environment of the tests; imerr does not, since a .pth in there is not read.
        libraries = [path for path in sys.path if Path(path).name == "site-packages"]
        (self.packages / "libraries.pth").write_text("\n".join(libraries), encoding="utf-8")
        self.python = str(self.environment / "bin" / "python")
        self.command = str(self.environment / "bin" / "imerr")
        self.home = folder / "home"
        self.home.mkdir()

    def pip(self, *arguments: str) -> None:
        """Run pip on this environment."""
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", self.python]
        subprocess.run([*pip, *arguments], check=True, capture_output=True, timeout=60)

    def run(self, *command: str, typed: str = "", **changes: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the home folder."""
        return subprocess.run(
            command,
            cwd=self.home,
            env={"PATH": os.environ["PATH"], "HOME": str(self.home), "PYTHONUTF8": "1", **changes},
            input=typed,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    def seconds(self, *command: str) -> float:
        """Return how long a command takes."""
        started = time.perf_counter()
        assert self.run(*command).returncode == 0
        return time.perf_counter() - started

    def files(self) -> dict[str, int]:
        """Return every file of the environment, with the time of its last change."""
        found = (path for path in self.environment.rglob("*") if path.is_file())
        return {str(path.relative_to(self.environment)): path.stat().st_mtime_ns for path in found}


@pytest.fixture(scope="module")
def wheel(table_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, folder / "checkout", ignore=NOT_IN_CHECKOUT)
    subprocess.run(
        [sys.executable, "-c", BUILD_SDIST, str(folder)],
        cwd=folder / "checkout",
        check=True,
        capture_output=True,
        timeout=60,
    )
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    source = folder / archive.name.removesuffix(".tar.gz")
    shutil.copy(table_path, source / "db" / "imerr.sqlite3")
    wheeling = ["wheel", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run(
        [sys.executable, "-m", "pip", *wheeling, "--wheel-dir", str(folder), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    there = Installed(tmp_path_factory.mktemp("installed"))
    there.pip("install", "--no-index", "--no-deps", "--ignore-installed", str(wheel))
    return there


def test_it_runs_from_outside_the_checkout(installed: Installed) -> None:
    ended = installed.run(installed.python, "-c", "import bot, db, local_slack; print(bot.__file__, db.__file__)")

    assert ended.stdout.split() == [str(installed.packages / name / "__init__.py") for name in ("bot", "db")]


def test_the_first_question_is_answered_without_a_build(installed: Installed) -> None:
    ended = installed.run(installed.command, "群组满了")

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("606  ")
    assert list(installed.home.iterdir()) == []


def test_an_answer_takes_hardly_longer_than_a_version(installed: Installed) -> None:
    question = [installed.command, "603"]
    version = [installed.python, "-m", "sqlite_utils", "--version"]
    # In turn, so that whatever else the machine does meets both; the best of each is the least disturbed.
    times = [(installed.seconds(*question), installed.seconds(*version)) for _ in range(RUNS)]

    assert min(asked for asked, _ in times) < MOST_TO_SQLITE_UTILS * min(told for _, told in times)


def test_the_demo_answers(installed: Installed) -> None:
    ended = installed.run(installed.command, "demo", typed="/imerr 603\nquit\n")

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "\n# 603 · " in ended.stdout


def test_a_start_without_settings_names_only_what_is_there(installed: Installed) -> None:
    ended = installed.run(installed.command, "serve")

    assert "SLACK_APP_TOKEN, for Socket Mode" in ended.stderr
    assert "in a file .env. Without Slack" in ended.stderr


def test_a_read_only_installation_is_enough(installed: Installed) -> None:
    before = installed.files()
    folders = [path for path in installed.environment.rglob("*") if path.is_dir()]
    for path in folders:
        path.chmod(0o555)
    # No user, not even root, can make a folder in a device.
    nowhere = {"HOME": "/dev/null/home"}
    try:
        asked = installed.run(installed.command, "群组满了", **nowhere)
        checked = installed.run(installed.command, "table", "check", **nowhere)
    finally:
        for path in folders:
            path.chmod(0o755)

    assert (asked.returncode, asked.stderr, asked.stdout[:5]) == (0, "", "606  ")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert f"{installed.packages / 'db' / 'packaged.sqlite3'}.\n" in checked.stdout
    assert installed.files() == before


def test_a_table_of_ones_own_stands_in_the_data_folder(installed: Installed, tmp_path: Path) -> None:
    own = write_small_source(tmp_path / "own")
    data = {"XDG_DATA_HOME": str(tmp_path / "data")}
    before = installed.files()
    built = installed.run(installed.command, "table", "build", "--source", str(own), **data)
    asked = installed.run(installed.command, "20", **data)
    info = installed.run(installed.command, "table", "info", **data)

    assert (built.returncode, built.stderr, asked.returncode) == (0, "", 0)
    assert "ALPHA_TWENTY" in asked.stdout
    assert info.stdout.startswith(f"file    {tmp_path / 'data' / 'imerr' / 'imerr.sqlite3'} (")
    assert installed.files() == before


def test_its_removal_leaves_nothing(wheel: Path, tmp_path: Path) -> None:
    there = Installed(tmp_path)
    before = set(there.files())
    there.pip("install", "--no-index", "--no-deps", "--ignore-installed", str(wheel))
    assert there.run(there.command, "群组满了").returncode == 0
    assert set(there.files()) > before
    there.pip("uninstall", "--yes", "imerr")

    assert set(there.files()) == before
    assert list(there.packages.glob("bot*")) == []


def test_its_description_needs_no_checkout(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        (name,) = (name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = opened.read(name).decode("utf-8")
    targets = re.findall(r"\]\(([^)]+)\)", metadata)

    assert "\n# imerr\n" in metadata
    assert [target for target in targets if not target.startswith(("https://", "#"))] == []


@pytest.mark.parametrize(
    ("repository", "expected"),
    [
        ("", "See the table.\n"),
        (
            "https://code.example/imerr",
            """![A card](https://code.example/imerr/raw/HEAD/docs/card.png)

See [the table](https://code.example/imerr/blob/HEAD/db/codes).
""",
        ),
    ],
)
def test_links_of_the_readme_lead_into_the_repository(repository: str, expected: str) -> None:
    assert outside_checkout("![A card](docs/card.png)\n\nSee [the table](db/codes).\n", repository) == expected


@pytest.mark.parametrize("link", ["[page](https://a.example/x)", "[part](#how-it-performs)"])
def test_other_links_of_the_readme_stay(link: str) -> None:
    assert {outside_checkout(link, ""), outside_checkout(link, "https://code.example/imerr")} == {link}
