"""Redraw the README's pictures from real answers: `python docs/make_pictures.py`.

The pictures of Slack are drawn from what imerr really sends to a local Slack. Needs Chromium and a font with Chinese
(Debian: `apt-get install chromium fonts-noto-cjk`) and Pillow, which cuts the pictures to what is on them.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageChops
from rich.console import Console
from rich.terminal_theme import MONOKAI

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot import demo_start, text_view, trained_table
from docs import slack_html as html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local_slack import LocalSlack
    from local_slack.person import Person
    from local_slack.state import Message

FOLDER = Path(__file__).parent
QUESTIONS = ("安卓报606", "group is full")
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
_TALL = 2400
_MARGIN = 24


def main() -> None:
    """Write all pictures."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is not installed (Debian: `apt-get install chromium fonts-noto-cjk`).")
    for name, page, width in [("terminal.png", _terminal(), 880), *((n, p, 720) for n, p in _slack())]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "page.html")
            # As it arrives: what is folded is opened by whoever wants it.
            path.write_text(page.replace("<details open>", "<details>"), encoding="utf-8")
            shot = Path(folder, "page.png")
            size = f"--window-size={width},{_TALL}"
            command = [chromium, *_CHROMIUM, f"--user-data-dir={folder}/profile", size, f"--screenshot={shot}"]
            subprocess.run([*command, path.as_uri()], check=True, capture_output=True)  # noqa: S603 - our own command
            _cut(Image.open(shot).convert("RGB")).quantize(128).save(FOLDER / name, optimize=True)
        sys.stdout.write(f"{name}\n")


def _cut(picture: Image.Image) -> Image.Image:
    """Crop the empty bottom."""
    background = Image.new("RGB", picture.size, picture.getpixel((0, picture.height - 1)))
    box = ImageChops.difference(picture, background).getbbox()
    return picture.crop((0, 0, picture.width, min(picture.height, (box[3] if box else 0) + _MARGIN)))


def _terminal() -> str:
    with tempfile.TemporaryDirectory() as folder:
        lookup = trained_table.ready(Path(folder, "imerr.sqlite3"), whole=True).current
    console = Console(record=True, width=92, file=io.StringIO(), force_terminal=True, highlight=False)
    for question in QUESTIONS:
        console.print(f"[bold green]$[/] imerr {question}\n")
        console.print(text_view.rich(lookup.explain(question), lookup.catalog))
        console.print()
    return console.export_html(theme=MONOKAI, code_format=_PAGE, inline_styles=True)


def _slack() -> Iterator[tuple[str, str]]:
    """Yield the name and the page of every surface, played in a local Slack."""
    with demo_start.running(port=0, locale="zh-CN") as (slack, _):
        support = slack.channel("support")
        asker, other = slack.person("小林", locale="zh-CN"), slack.person("Mara", locale="en-US")

        asker.types("/imerr 群组满了", support)
        yield "slack-command.png", html.page(_drawn(slack, asker.private(support)[-1]))

        question = asker.says("@imerr 发消息报 507", support)
        yield "slack-mention.png", _conversation(slack, question)

        yield "slack-direct.png", _conversation(slack, other.dm("cannot recall a message sent ten minutes ago"))

        log = asker.says('onError: {type: 206, message: "the user is logged in on another device"}', support)
        other.uses_shortcut("explain_error", on=log)
        slack.settle()
        yield "slack-explain.png", html.page(_drawn(slack, log), _drawn(slack, other.private(support)[-1]))

        yield "slack-look-up.png", _looked_up(slack, asker)

        asker.opens_home()
        slack.settle()
        yield "slack-home.png", html.page(html.view(asker.home.payload()) if asker.home else "")

        yield "slack-note.png", _noted(slack, other, asker)

        asker.types("/imerr 登录失败", support)
        asker.types("/imerr stats", support)
        yield "slack-stats.png", html.page(_drawn(slack, asker.private(support)[-1]))

        outputs = slack.runs_step("explain_error", {"text": "GROUP_MEMBERS_FULL"}).outputs or {}
        rows = "".join(f"<p><b>{name}</b>: {html.Drawing().markup(str(value))}</p>" for name, value in outputs.items())
        yield "slack-step.png", html.page(rows)


def _noted(slack: LocalSlack, author: Person, reader: Person) -> str:
    channel = slack.channel("on-call")
    author.types("/imerr 504", channel)
    author.presses("add_note")
    slack.settle()
    author.fills(
        "note", "Customer *Blue Sky* recalls after 5 minutes: their plan has the **longer limit**, set in the console."
    )
    author.submits()
    author.closes()
    reader.types("/imerr 504 --en", channel)
    return html.page(_drawn(slack, reader.private(channel)[-1]))


def _looked_up(slack: LocalSlack, asker: Person) -> str:
    asker.uses_shortcut("look_up_error")
    slack.settle()
    asker.chooses("lookup", "606", typed="群满")
    slack.settle()
    return html.page(html.view(asker.modal.payload()) if asker.modal else "")


def _conversation(slack: LocalSlack, question: Message) -> str:
    slack.settle()
    return html.page(_drawn(slack, question), *(_drawn(slack, reply) for reply in slack.thread(question)))


def _drawn(slack: LocalSlack, message: Message) -> str:
    names = {user.id: user.name for user in slack.workspace.users.values()}
    note = "Only visible to you" if message.only_for else ""
    return html.message(message.payload(), names[message.user], names=names, note=note)


if __name__ == "__main__":
    main()
