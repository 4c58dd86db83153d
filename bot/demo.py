"""`imerr demo`: a console on a local Slack, which does each line that is typed and prints each change on the screen."""

from __future__ import annotations

import contextlib
import unicodedata
from typing import TYPE_CHECKING

from bot import demo_terminal
from bot.in_use import InUse
from bot.wording import wording
from local_slack.controls import listed
from local_slack.errors import LocalSlackError, ScreenError, WaitError
from local_slack.state import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from local_slack import LocalSlack
    from local_slack.controls import Control
    from local_slack.person import Person
    from local_slack.state import Message

INTRODUCTION = "You are in #support of a Slack that runs on this machine alone, and imerr is a member. Type"
COMMANDS = (
    ("/imerr {code}", "the slash command; only you see the answer"),
    ("@imerr {described}", "a mention; answered in the thread"),
    ("> @imerr", "the same as a reply to the latest message of the channel"),
    ("some text", "a message in the channel"),
    ("dm TEXT", "a message to imerr"),
    ("explain", 'the shortcut "Explain error" on the latest message of the channel'),
    ("look up WORDS", 'the shortcut "Look up an error", with WORDS typed into it and the first option picked'),
    ("home, search WORDS", "imerr's Home tab, and its search field"),
    ("edit TEXT", "correct your latest message"),
    ("press NAME", "a button, by its label or id, or the code it opens: press {share}, press share, press {code}"),
    ("choose OPTION", "an option of a look-up dialog's menu, by its label or part of it: choose {code}"),
    ("note TEXT", "add TEXT as a note to the explanation that you see"),
    ("post", "post from a dialog to #support"),
    ("step TEXT", "the Workflow Builder step, with TEXT as its input"),
)
LAST = "  screen, help, quit"

_WIDEST_COLUMN = 40
"""Limit of the first column: beside a wider one, the second is too narrow to read."""
_MENTION = "@imerr"
_NEEDS_NO_IMERR = {"", "help", "screen"}
_SHOWS_NOTHING = _NEEDS_NO_IMERR | {"step"}
"""Words that may leave the screen unchanged."""
_TAKES_NO_WORDS = {"explain", "help", "home", "post", "screen"}
"""Words that do the same whatever follows: so something that follows was meant for imerr."""
_NOT_ASKED = "(imerr was not asked. Put /imerr or @imerr before the question, or type: explain)\n"
_ANSWER_SECONDS = 3.0
"""How long a question may stand alone on the screen before something else can be typed."""
_BUSY = "imerr is still at work, or does not answer. Type `screen` to see what has come since."


def help_text() -> str:
    """Return what can be typed, with examples of the table in use."""
    in_use = InUse()
    words = wording(in_use.lang)
    code, described = in_use.put_into("{code}"), in_use.put_into("{described}")
    if _width(f"@imerr {described}") > _WIDEST_COLUMN:
        described = code
    filled = [
        [part.format(code=code, described=described, share=words.share) for part in command] for command in COMMANDS
    ]
    column = max(_width(typed) for typed, _ in filled) + 2
    lines = [f"  {typed}{' ' * (column - _width(typed))}{effect}" for typed, effect in filled]
    return "\n".join([INTRODUCTION, *lines, LAST])


def _width(text: str) -> int:
    """Return the width of a text on a terminal: Chinese characters are two wide."""
    return len(text) + sum(unicodedata.east_asian_width(character) in "WF" for character in text)


class Console:
    """Keyboard and screen of one person."""

    def __init__(self, slack: LocalSlack, person: Person, fault: Callable[[], str]) -> None:
        """Act as a person in #support; `fault` says why imerr cannot answer, and is empty while it can."""
        self.screen = demo_terminal.screen()
        self._slack = slack
        self._person = person
        self._channel = slack.channel("support")
        self._fault = fault
        self._said: Message | None = None
        self._hints = True

    def do(self, line: str) -> bool:
        """Do what a line says, and return whether to go on."""
        word, _, rest = line.strip().partition(" ")
        if word in {"quit", "exit"}:
            return False
        if word not in _NEEDS_NO_IMERR and (fault := self._fault()):
            self.screen.tell(fault)
            return True
        before = self._person.visible()
        # The objects on the screen may change in place, so the latest change has to be read beforehand.
        newest = max((thing.changed for thing in before), default=0)
        try:
            self._done(line.strip(), word, rest.strip())
            self._slack.settle()
            self._await_answer(newest, line)
        except WaitError:
            self.screen.tell(self._fault() or _BUSY)
            return True
        except LocalSlackError as error:
            self.screen.tell(self._fault() or str(error))
            return True
        changed = [thing for thing in self._person.visible() if thing.changed > newest]
        if word == "home" and not changed and self._person.home is not None:
            # Slack shows what is there, whether or not imerr publishes it anew.
            changed = [self._person.home]
        for thing in reversed(changed):
            self.screen.show(f"{self._heading(thing)}\n{self._person.reads(thing)}\n")
        if self._hints and len(changed) == 1 and changed[0] is self._said and _MENTION not in line:
            self._hints = False
            self.screen.show(_NOT_ASKED)
        if not changed and word not in _SHOWS_NOTHING:
            pressed = "pressed; " if word == "press" else ""
            self.screen.show("(it is gone)\n" if self._misses(before) else f"({pressed}nothing new to see)\n")
        return True

    def _await_answer(self, newest: int, line: str) -> None:
        """Wait longer where only the question is there: on a busy machine, imerr may be quiet before it answers."""
        said = self._said
        if said is None or said.changed <= newest or (said.channel.kind != "im" and _MENTION not in line):
            return

        def is_answered() -> bool:
            return any(thing.changed > newest and thing is not said for thing in self._person.visible())

        with contextlib.suppress(WaitError):
            self._slack.wait_for(is_answered, "the answer", within=_ANSWER_SECONDS)

    def _misses(self, before: list[Message | View]) -> bool:
        """Return whether something is no longer visible."""
        still_there = self._person.visible()
        return any(thing not in still_there for thing in before)

    def _heading(self, thing: Message | View) -> str:
        """Return the place of a message or view, and who sees it."""
        if isinstance(thing, View):
            return "--- dialog" if thing.content["type"] == "modal" else "--- imerr's Home tab"
        writer = self._slack.workspace.users.get(thing.user)
        place = "direct message" if thing.channel.kind == "im" else f"#{thing.channel.name}"
        thread = ", in a thread" if thing.is_reply else ""
        private = ", only you see this" if thing.only_for else ""
        return f"--- {writer.name if writer else 'Slack'} · {place}{thread}{private}"

    def _done(self, line: str, word: str, rest: str) -> None:
        person, channel = self._person, self._channel
        actions: dict[str, Callable[[], object]] = {
            "": lambda: None,
            ">": lambda: self._say(rest, reply=True),
            "choose": lambda: self._choose(rest),
            "dm": lambda: self._note(person.dm(rest)),
            "edit": lambda: person.edits(self._own(), rest),
            "explain": lambda: person.uses_shortcut("explain_error", on=self._latest()),
            "help": lambda: self.screen.explain(help_text()),
            "home": person.opens_home,
            "note": lambda: self._write_note(rest),
            "post": self._post,
            "press": lambda: self._press(rest),
            "screen": lambda: self.screen.show(person.screen()),
            "search": lambda: self._search(rest),
            "step": lambda: self._step(rest),
        }
        if rest and word in _TAKES_NO_WORDS:
            raise ScreenError(f'"{word}" is typed alone. To ask imerr, type: /imerr {line}')
        if line.startswith("/"):
            person.types(line, channel)
        elif line.startswith("look up"):
            self._look_up(line.removeprefix("look up").strip())
        elif word in actions and not line.startswith(_MENTION):
            actions[word]()
        else:
            self._say(line, reply=False)

    def _say(self, text: str, *, reply: bool) -> None:
        thread = self._latest() if reply else None
        self._note(self._person.says(text, self._channel, thread=thread))

    def _note(self, message: Message) -> None:
        self._said = message

    def _own(self) -> Message:
        if self._said is None:
            raise ScreenError("You have said nothing yet.")
        return self._said

    def _latest(self) -> Message:
        top = [message for message in self._slack.messages(self._channel) if not message.is_reply]
        if not top:
            raise ScreenError("There is no message in the channel yet; type one.")
        return top[-1]

    def _look_up(self, typed: str) -> None:
        self._person.uses_shortcut("look_up_error")
        self._slack.settle()
        options = self._person.suggestions("lookup", typed)
        self.screen.show("\n".join(f"  {option['text']['text']}" for option in options) or "  (no results)")
        if typed and options:
            self._person.chooses("lookup", options[0]["text"]["text"], typed=typed)

    def _press(self, name: str) -> None:
        if not name:
            buttons = listed(control for control in self._person.controls() if control.is_button)
            raise ScreenError(f"Say what to press: {buttons}")
        self._person.presses(name)

    def _choose(self, option: str) -> None:
        if not self._menus():
            raise ScreenError('There is no menu here: only a look-up dialog has some. Open one with "look up WORDS".')
        if not option:
            raise ScreenError(f"Say what to choose: {self._choosable()}")
        # A whole label in an older menu takes precedence over a part of one in the latest menu.
        offered = [(menu, label) for menu in self._menus() for label in self._person.options(menu, option)]
        whole = [(menu, label) for menu, label in offered if label == option]
        for menu, label in whole or offered:
            if option in label:
                self._person.chooses(menu.action_id, label, typed=option, on=menu.inside)
                return
        raise ScreenError(f"There is no option {option!r}. You can choose: {self._choosable()}")

    def _choosable(self) -> str:
        labels = (label for menu in self._menus() for label in self._person.options(menu))
        return ", ".join(dict.fromkeys(labels)) or "nothing"

    def _menus(self) -> list[Control]:
        return [control for control in self._person.controls() if control.is_menu]

    def _search(self, words: str) -> None:
        if self._person.home is None:
            self._person.opens_home()
            self._slack.wait_for(lambda: self._person.home is not None, "imerr's Home tab")
        self._person.fills("home_search", words, on=self._person.home)

    def _write_note(self, text: str) -> None:
        if self._person.modal is not None:
            self._person.closes()
        try:
            self._person.presses("add_note")
        except ScreenError as error:
            raise ScreenError(
                "There is no explanation here to add a note to. Ask for one first, with /imerr"
            ) from error
        self._slack.wait_for(lambda: self._person.modal is not None, "the form for a note")
        self._person.fills("note", text)
        self._person.submits()

    def _post(self) -> None:
        dialog = self._person.modal
        if dialog is None:
            raise ScreenError('There is no dialog open; open one with "look up WORDS".')
        if "submit" not in dialog.content:
            raise ScreenError("There is nothing to post in this dialog.")
        self._person.chooses("channel", self._channel.name, on=dialog)
        self._person.submits()

    def _step(self, text: str) -> None:
        step = self._slack.runs_step("explain_error", {"text": text})
        self.screen.show(f"failed: {step.error}" if step.outputs is None else _listed(step.outputs))


def _listed(outputs: dict[str, object]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in outputs.items())
