"""`imerr demo` as somebody types it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from tests.harness import plain_http, starts

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
TRIALS = {
    "a list": ["/imerr 606 607", "press nothing", "press 607"],
    "presses": ["home", "press", "press nothing"],
    "a family": ["home", "/imerr list", "press group", "press chatroom", "choose", "choose x"],
    "posts": ["post", "look up", "post"],
    "wrong choices": ["look up 群满", "choose", "choose x"],
    "a choice": ["look up 群满", "choose 607", "choose support", "post"],
    "the help's choice": ["look up 群满", "choose 603"],
    "home twice": ["home", "home"],
    "too many words": ["606", "explain me 606", "home please"],
    "an empty note": ["/imerr 606", "note"],
    "thumbs": ["@imerr 606", "press 👍", "press", "press [👎 不是这个]"],
    "labels": ["home", "press [english]", "press settings", "press permission (13)"],
}
"""What is typed into one demo, a part after the other, by what is looked at."""


def _environment(table: Path, **more: str) -> dict[str, str]:
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "IMERR_TABLE": str(table)}
    return environ | more


def _demo(
    table: Path, folder: Path, lines: list[str], *arguments: str, **more: str
) -> subprocess.CompletedProcess[str]:
    return starts.run(
        [sys.executable, "-m", "bot", "demo", *arguments],
        given="\n".join(lines) + "\n",
        env=_environment(table, **more),
        cwd=folder,
    )


@pytest.fixture(scope="module")
def trial(table_path: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the demo shows for each of the parts: two starts for each would be most of what these tests take."""
    typed = [line for part, lines in TRIALS.items() for line in (f"now {part}", *lines)]
    ended = _demo(table_path, tmp_path_factory.mktemp("trial"), typed)
    assert (ended.returncode, ended.stderr) == (0, "")
    beginning, *shown = re.split(r"\nnow (.+)\n", ended.stdout)
    return {"the beginning": beginning} | dict(zip(shown[::2], shown[1::2], strict=True))


def test_every_surface_can_be_tried(table_path: Path, tmp_path: Path) -> None:
    lines = [
        "/imerr 603",
        "@imerr 发消息报 507",
        "press delete",
        "onError {type: 504}",
        "> @imerr",
        "edit @imerr 605",
        "explain",
        "press share",
        "look up 群满",
        "post",
        "home",
        "search 704",
        "dm 607",
        "step 606",
        "press nothing",
        "quit",
        "/imerr 1",
    ]
    ended = _demo(table_path, tmp_path, lines)

    assert (ended.returncode, ended.stderr) == (0, "")
    for expected in (
        "--- imerr · #support, only you see this\n# 603 · ",
        "--- imerr · #support, in a thread\n# 507 · ",
        "--- imerr · #support, in a thread\n# 504 · ",
        "--- imerr · #support, in a thread\n# 605 · ",
        "--- dialog\n[ 查错误码 ]",
        "--- imerr · #support\n# 606 · ",
        "--- imerr's Home tab\n# imerr：查 IM SDK 错误码",
        "# 704 · ",
        "--- imerr · direct message, in a thread\n# 607 · ",
        "found: yes",
        "There is nothing called 'nothing' here. You can press: ",
    ):
        assert expected in ended.stdout
    assert "# 1 · " not in ended.stdout


def test_a_message_that_asks_nothing_is_told_how_to_ask_once(table_path: Path, tmp_path: Path) -> None:
    ended = _demo(table_path, tmp_path, ["606", "群满了", "> @imerr", "quit"])

    first, hint, after = ended.stdout.partition(
        "(imerr was not asked. Put /imerr or @imerr before the question, or type: explain)\n"
    )
    assert hint
    assert first.rstrip().endswith("--- you · #support\n606")
    assert hint not in after
    assert "# 606 · 群组已满" in after


def test_a_note_needs_an_explanation(table_path: Path, tmp_path: Path) -> None:
    ended = _demo(table_path, tmp_path, ["note ask the IM group", "/imerr 606", "note ask the IM group", "quit"])

    before, said, after = ended.stdout.partition(
        "There is no explanation here to add a note to. Ask for one first, with /imerr"
    )
    assert said
    assert "add_note" not in before + after
    assert "[ 团队笔记 ]\n606  群组已满" in after


def test_an_empty_note_is_told_its_field_and_form_alone(trial: dict[str, str]) -> None:
    _, _, said = trial["an empty note"].partition("Slack asks you to fill in ")

    assert said.startswith('"关于这个错误，同事应该知道什么":\n[ ')
    assert "# 606 · " not in said


def test_the_locale_is_that_of_the_person(table_path: Path, tmp_path: Path) -> None:
    ended = _demo(table_path, tmp_path, ["@imerr 606", "step"], "--locale", "en-US")

    assert "606 · Group is full" in ended.stdout
    assert "failed: The step got no text." in ended.stdout


def test_a_language_that_is_set_comes_before_the_locale(table_path: Path, tmp_path: Path) -> None:
    ended = _demo(table_path, tmp_path, ["step"], "--locale", "en-US", IMERR_LANG="zh")

    assert "failed: 这一步没有收到文字" in ended.stdout


def test_words_behind_a_word_that_takes_none_are_not_dropped(trial: dict[str, str]) -> None:
    shown = trial["too many words"]

    assert '"explain" is typed alone. To ask imerr, type: /imerr explain me 606\n' in shown
    assert '"home" is typed alone. ' in shown
    assert "--- imerr" not in shown


def test_an_opened_home_tab_is_shown_again(trial: dict[str, str]) -> None:
    shown = trial["home twice"]

    assert shown.count("--- imerr's Home tab\n") == 2
    assert "nothing new" not in shown


def test_a_setting_that_stops_imerr_is_told_in_a_sentence(table_path: Path, tmp_path: Path) -> None:
    ended = _demo(table_path, tmp_path, [], IMERR_LANG="fr")

    assert ended.returncode == 2
    assert "IMERR_LANG has to be one of zh, en, and is 'fr'." in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_button_of_a_list_is_pressed_by_the_code_it_opens(trial: dict[str, str]) -> None:
    shown = trial["a list"]

    _, _, said = shown.partition("There is nothing called 'nothing' here. You can press: ")
    assert said.startswith("查看 (606), 查看 (607), 分享到频道, 关闭\n")
    assert "--- imerr · #support, only you see this\n# 607 · " in said


def test_a_press_without_a_button_says_what_can_be_pressed(trial: dict[str, str]) -> None:
    shown = trial["presses"]

    # A search field is there too, and is no button.
    assert "Say what to press: English, 团队教过的问法, 设置, 查看 (login), 查看 (device), " in shown
    assert (
        "There is nothing called 'nothing' here. You can press: English, 团队教过的问法, 设置, 查看 (login), " in shown
    )


def test_a_button_is_pressed_by_its_label_in_any_case(trial: dict[str, str]) -> None:
    shown = trial["labels"]

    assert "# imerr: IM SDK errors explained" in shown
    assert "# Settings\n" in shown
    assert "There is nothing called 'permission (13)' here. You can press: " in shown


def test_both_thumbs_are_listed_and_pressed(trial: dict[str, str]) -> None:
    shown = trial["thumbs"]

    _, _, listed = shown.partition("Say what to press: ")
    up, down = re.findall(r"\[([👍👎] \S+)\]", shown)[:2]
    assert f"{up}, {down}, " in listed.partition("\n")[0]
    assert "(pressed; nothing new to see)\n" in shown
    assert "--- dialog\n" in listed


def test_a_family_is_opened_where_it_was_seen_last(trial: dict[str, str]) -> None:
    shown = trial["a family"]

    assert "--- imerr · #support, only you see this\n# 群组 · " in shown
    # The answer to the command shows its list now, so the only families left are those of the Home tab.
    assert "# 聊天室 · " in shown.rpartition("--- imerr's Home tab")[2]
    assert shown.count('There is no menu here: only a look-up dialog has some. Open one with "look up') == 2


def test_a_wrong_choice_is_told_the_options_of_the_menu(trial: dict[str, str]) -> None:
    shown = trial["wrong choices"]

    assert "Say what to choose: 206 · 在其他设备登录，被顶下线, " in shown
    assert "There is no option 'x'. You can choose: 206 · 在其他设备登录，被顶下线, " in shown


def test_another_error_and_the_channel_are_chosen_in_the_dialog(trial: dict[str, str]) -> None:
    shown = trial["a choice"]

    _, _, chosen = shown.partition("  > 607 · ")
    assert "--- dialog" in chosen
    assert "--- imerr · #support\n# 607 · " in chosen


def test_the_helps_option_can_be_chosen(trial: dict[str, str]) -> None:
    help_text = trial["the beginning"].splitlines()
    _, _, option = next(line for line in help_text if "choose OPTION" in line).rpartition(": ")

    assert option == TRIALS["the help's choice"][-1]
    assert "  > 603 · " in trial["the help's choice"]


def test_what_was_removed_is_said_to_be_gone(table_path: Path, tmp_path: Path) -> None:
    ended = _demo(table_path, tmp_path, ["@imerr 605", "press 删除这条回复", "/imerr 606", "press 关闭", "home"])

    assert ended.stdout.count("(it is gone)\n") == 2
    assert ended.stdout.count("nothing new to see") == 0


def test_nothing_is_posted_without_a_dialog_that_can_post(trial: dict[str, str]) -> None:
    shown = trial["posts"]

    assert 'There is no dialog open; open one with "look up WORDS".\n' in shown
    assert "There is nothing to post in this dialog.\n" in shown


def test_a_search_opens_the_home_tab_first(table_path: Path, tmp_path: Path) -> None:
    ended = _demo(table_path, tmp_path, ["search 704"])

    assert "--- imerr's Home tab\n" in ended.stdout
    assert "# 704 · " in ended.stdout


def test_the_slack_alone_prints_the_settings_that_connect_to_it(table_path: Path, tmp_path: Path) -> None:
    with _slack_alone(table_path, tmp_path) as (process, typed, shown):
        settings = _settings(shown)
        headers = {"Authorization": f"Bearer {settings['SLACK_BOT_TOKEN']}"}
        answer = plain_http.post(settings["SLACK_API_URL"] + "auth.test", headers=headers).json()
        typed.close()
        assert process.wait(10) == 0

    assert answer["ok"] is True
    assert set(settings) == {"SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"}


def test_a_server_of_ones_own_answers_in_the_slack_alone(table_path: Path, tmp_path: Path) -> None:
    with _slack_alone(table_path, tmp_path) as (process, typed, shown):
        settings = _settings(shown)
        (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))

        _type(typed, "/imerr 603")
        assert "imerr is not connected to this Slack; start `imerr serve`" in _shown_until(shown, "not connected")
        with _serving(table_path, tmp_path):
            _type_until_connected(typed, shown, "/imerr 603")
            _type(typed, "@imerr 605")
            assert "--- imerr · #support, in a thread\n# 605 · " in _shown_until(shown, "# 605 · ")
        _type(typed, "quit")
        assert process.wait(10) == 0


@contextmanager
def _slack_alone(table: Path, folder: Path) -> Iterator[tuple[subprocess.Popen[str], IO[str], IO[str]]]:
    """Run the Slack alone; give its process, what is typed into it, and what it shows."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--slack-only"],
        env=_environment(table),
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield process, process.stdin, process.stdout
        finally:
            process.kill()


@contextmanager
def _serving(table: Path, folder: Path) -> Iterator[None]:
    """Run `imerr serve` in a folder, with the settings of the file .env that is there."""
    with (folder / "log").open("w", encoding="utf-8") as sink:
        process = starts.start(
            [sys.executable, "-m", "bot", "serve"], env=_environment(table), cwd=folder, stdout=sink, stderr=sink
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(20)


def _settings(shown: IO[str]) -> dict[str, str]:
    return dict(shown.readline().rstrip().split("=", 1) for _ in range(4))


def _type(typed: IO[str], line: str) -> None:
    typed.write(f"{line}\n")
    typed.flush()


def _type_until_connected(typed: IO[str], shown: IO[str], line: str, within: float = 60.0) -> None:
    until = time.monotonic() + within
    while time.monotonic() < until:
        _type(typed, line)
        if "not connected" not in _shown_until(shown, "not connected", "# 603 · "):
            return
        time.sleep(0.1)
    raise AssertionError(f"Not connected within {within} seconds.")


def _shown_until(shown: IO[str], *texts: str) -> str:
    """Give what is shown, up to the first line that has one of the texts in it."""
    lines: list[str] = []
    for line in shown:
        lines.append(line)
        if any(text in line for text in texts):
            break
    return "".join(lines)
