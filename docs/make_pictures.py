"""Draw the README's pictures anew, from real answers: `python docs/make_pictures.py`.

Needs Chromium and a font with Chinese of fixed width (Debian: `apt-get install chromium fonts-noto-cjk`).
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI

from bot import terminal
from bot.lookup.explain import Lookup
from db.source import read

FOLDER = Path(__file__).parent
QUESTIONS = ("群组满了", "603 --en")
_PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>{stylesheet}
body {{ color: {foreground}; background: {background}; margin: 18px; }}
pre {{ font: 15px/1.45 "Noto Sans Mono CJK SC", monospace; margin: 0; }}
</style><pre>{code}</pre>"""
_CHROMIUM = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-device-scale-factor=1.5",
]


def main() -> None:
    """Write terminal.png."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is not installed (Debian: `apt-get install chromium fonts-noto-cjk`).")
    catalog = read()
    console = Console(record=True, width=92, file=io.StringIO(), force_terminal=True, highlight=False)
    for question in QUESTIONS:
        console.print(f"[bold green]$[/] imerr {question}\n")
        console.print(terminal.rich(Lookup(catalog).explain(question), catalog.vendor))
        console.print()
    lines = console.export_text(clear=False).count("\n")
    page = console.export_html(theme=MONOKAI, code_format=_PAGE, inline_styles=True)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "terminal.html")
        path.write_text(page, encoding="utf-8")
        size = f"--window-size=880,{lines * 22 + 30}"
        picture = f"--screenshot={FOLDER / 'terminal.png'}"
        command = [chromium, *_CHROMIUM, f"--user-data-dir={name}/profile", size, picture, path.as_uri()]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own command


if __name__ == "__main__":
    main()
