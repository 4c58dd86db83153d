from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from db import table
from db.source import read
from tests.harness.small_source import edit, write_small_source

ROOT = Path(__file__).parents[2]

# One process of the race: waits for the word, then builds the same table again and again.
BUILDER = """
import sys
from pathlib import Path
from db import table
from db.source import read
path, source, times = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
catalog = read(source)
table.build(catalog, path.with_name(source.name + ".warm-up"))
print("ready", flush=True)
sys.stdin.readline()
for _ in range(times):
    table.build(catalog, path)
"""


def test_concurrent_builds_leave_a_good_table(tmp_path: Path) -> None:
    path = tmp_path / "place" / "imerr.sqlite3"
    sources = [write_small_source(tmp_path / "one"), write_small_source(tmp_path / "two")]
    edit(sources[1], "alpha.toml", '"Alpha one"', '"Alpha, the first"')
    wanted = [read(source) for source in sources]
    table.build(wanted[0], path)
    builders = [
        subprocess.Popen(
            [sys.executable, "-c", BUILDER, str(path), str(source), "15"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for source in sources
    ]
    try:
        for builder in builders:
            assert builder.stdout is not None
            assert builder.stdout.readline() == "ready\n"
        for builder in builders:
            assert builder.stdin is not None
            builder.stdin.write("go\n")
            builder.stdin.flush()
        seen = [table.load(path)]
        while any(builder.poll() is None for builder in builders):
            seen.append(table.load(path))
        results = [(builder.communicate(timeout=30)[1], builder.returncode) for builder in builders]
    finally:
        for builder in builders:
            if builder.poll() is None:
                builder.kill()
                builder.communicate()
    assert results == [("", 0), ("", 0)]
    assert [catalog for catalog in [*seen, table.load(path)] if catalog not in wanted] == []
    assert sorted(file.name for file in path.parent.iterdir()) == ["imerr.sqlite3", "one.warm-up", "two.warm-up"]
