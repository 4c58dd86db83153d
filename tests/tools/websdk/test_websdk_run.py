"""The Easemob Web SDK still does what db/sdk says: run it again and compare."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[3]
RUN = ROOT / "tools" / "websdk" / "run"
_NOT_INSTALLED = 3


def _skip(reason: str) -> NoReturn:
    """Skip, unless the environment says that everything has to be there: then a test that cannot run has failed."""
    if os.environ.get("IMERR_FORBID_SKIPS"):
        pytest.fail(f"must not be skipped (IMERR_FORBID_SKIPS): {reason}")
    pytest.skip(reason)


@pytest.fixture
def package() -> None:
    """The SDK, installed."""
    for program in ("bash", "node", "npm"):
        if not shutil.which(program):
            _skip(f"{program} is not on this machine")
    try:
        done = subprocess.run([RUN, "--install"], capture_output=True, text=True, timeout=90, check=False)
    except subprocess.TimeoutExpired:
        _skip("easemob-websdk cannot be installed within 90 s")
    if done.returncode == _NOT_INSTALLED:
        _skip(f"easemob-websdk cannot be installed: {done.stderr.strip()[-200:]}")
    assert done.returncode == 0, done.stderr


@pytest.mark.usefixtures("package")
@pytest.mark.timeout(300)
def test_the_sdk_does_what_is_written(tmp_path: Path) -> None:
    subprocess.run([RUN, tmp_path], check=True, timeout=240)

    written = sorted(path.name for path in tmp_path.iterdir())
    kept = ROOT / "db" / "sdk"
    assert written == sorted(path.name for path in kept.iterdir() if path.name != "web_never_raised.toml")
    for name in written:
        again = (tmp_path / name).read_text(encoding="utf-8").splitlines()
        assert again == (kept / name).read_text(encoding="utf-8").splitlines(), name
