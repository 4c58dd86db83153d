"""The README holds true."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from local_slack.block_kit.tables import BLOCK
from local_slack.calls import SCOPES

ROOT = Path(__file__).parents[2]
README = (ROOT / "local_slack" / "README.md").read_text(encoding="utf-8")


def test_the_example_passes(tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (tmp_path / "test_wave.py").write_text(example, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_wave.py"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout
    assert "1 passed" in ended.stdout


def _named(heading: str) -> set[str]:
    (found,) = re.findall(rf"{heading}: (.*?)[.;]\s", README, re.DOTALL)
    return set(re.findall(r"`([a-zA-Z0-9_.]+)`", found))


def test_the_methods_are_named() -> None:
    assert _named("Methods") == set(SCOPES)


def test_the_blocks_are_named() -> None:
    (fault,) = BLOCK({"type": "video"}, "")

    assert _named("Blocks") == set(fault.partition("only ")[2].split(", "))
