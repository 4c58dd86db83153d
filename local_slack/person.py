"""A person at the keyboard, with methods that make a test read like a conversation."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from local_slack import block_kit, messages, payloads, views
from local_slack.controls import Control, controls, listed, named
from local_slack.errors import ApiError, ResponseError, ScreenError
from local_slack.screen import as_text
from local_slack.state import SLACKBOT, Json, Message, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local_slack.delivery import Reply
    from local_slack.link import Link
    from local_slack.state import Channel, User

_SEES_SECONDS = 6.0
_LOOK_SECONDS = 0.02


class Person:
    """A member of the workspace, who acts by requests to the app and sees the workspace's state."""

    def __init__(self, user: User, link: Link) -> None:
        """Act as a user."""
        self.user = user
        self._link = link
        self._workspace = link.workspace

    @property
    def id(self) -> str:
        """The user's id."""
        return self.user.id

    @property
    def direct(self) -> Channel:
        """The direct messages with the app."""
        return self._workspace.direct(self.id)

    @property
    def modal(self) -> View | None:
        """The open modal."""
        return self._workspace.modals.get(self.id)

    @property
    def home(self) -> View | None:
        """The App Home, once the app has published it."""
        return self._workspace.homes.get(self.id)

    def types(self, line: str, channel: Channel) -> str:
        """Type a slash command, and return the text that Slack shows at once."""
        name, _, text = line.partition(" ")
        if name not in self._link.manifest.commands:
            return self._slackbot(channel, f"{name} is not a valid command.")
        form = payloads.command((name, text), self.user, channel, self._trigger(), self._url(channel))
        reply = self._link.send("command", form)
        if not reply.is_ok:
            return self._slackbot(channel, f'{name} failed with the error "{reply.failure}"')
        if not reply.body:
            return ""
        payload = reply.body if isinstance(reply.body, dict) else {"text": reply.body}
        try:
            return self.reads(messages.respond_with(self._workspace, channel, payload, self.id))
        except ApiError as error:
            return self._slackbot(channel, f'{name} failed with the error "{error}" {error.answer}')

    def says(self, text: str, channel: Channel, *, thread: Message | None = None, **more: Any) -> Message:  # noqa: ANN401 - fields of Slack's messages
        """Post a message, in a thread if given; `@` and the bot's name mention the app."""
        message = Message(
            channel, self._workspace.new_ts(), self.id, self._marked(text), bot_id=self.user.bot_id, **more
        )
        if thread is not None:
            message.thread_ts = thread.thread_ts or thread.ts
        messages.add(self._workspace, message)
        self._mention(message)
        return message

    def dm(self, text: str, *, thread: Message | None = None) -> Message:
        """Send a direct message to the app."""
        return self.says(text, self.direct, thread=thread)

    def edits(self, message: Message, text: str) -> None:
        """Edit one's own message; Slack then sends the mention again, as another event."""
        messages.change(self._workspace, message, self._marked(text), message.blocks)
        self._mention(message)

    def deletes(self, message: Message) -> None:
        """Delete one's own message."""
        messages.delete(self._workspace, message)

    def sees(self, text: str, within: float = _SEES_SECONDS) -> Message | View:
        """Return the latest message or view with a text; raise ScreenError if none appears within so many seconds."""
        until = time.monotonic() + within
        while True:
            for thing in self.visible():
                if text in self.reads(thing):
                    return thing
            if time.monotonic() > until:
                raise ScreenError(f"{self.user.name} does not see {text!r}, but:\n{self.screen()}")
            time.sleep(_LOOK_SECONDS)

    def sees_no(self, text: str) -> None:
        """Raise ScreenError if a text is visible."""
        for thing in self.visible():
            if text in self.reads(thing):
                raise ScreenError(f"{self.user.name} sees {text!r}:\n{self.reads(thing)}")

    def visible(self) -> list[Message | View]:
        """Return all visible messages and views, the latest change first."""
        space = self._workspace
        with space.lock:
            found: list[Message | View] = [
                message
                for message in space.messages
                if self.id in message.channel.members and not message.is_deleted and message.only_for in {"", self.id}
            ]
            found += [views[self.id] for views in (space.homes, space.modals) if self.id in views]
            return sorted(found, key=lambda each: -each.changed)

    def screen(self) -> str:
        """Return the text of everything visible, the latest change first."""
        return "\n---\n".join(map(self.reads, self.visible()))

    def reads(self, thing: Message | View) -> str:
        """Return the text of a message or view."""
        users, channels = self._workspace.users.values(), self._workspace.channels.values()
        return as_text(
            thing.payload(), {each.id: each.name for each in users} | {each.id: each.name for each in channels}
        )

    def private(self, channel: Channel) -> list[Message]:
        """Return the ephemeral messages to this person in a channel, oldest first."""
        return self._workspace.visible_in(channel, self.id)

    def presses(self, name: str, *, on: Message | View | None = None, value: str | None = None) -> Reply:
        """Press the latest button with an action id, a key or a label; a `value` forges the button's own."""
        control = self._control(name, [control for control in self.controls(on) if control.is_button])
        kept: Json = {
            key: control.element[key] for key in ("type", "action_id", "value", "text") if key in control.element
        }
        return self._act(control, kept if value is None else kept | {"value": value})

    def forges(self, action: Json, on: Message, **more: Any) -> Reply:  # noqa: ANN401 - fields of Slack's payloads
        """Send a press that no client would send; `more` replaces fields of the payload."""
        return self._interact(self._press(on, action) | more)

    def buttons(self, on: Message | View) -> list[str]:
        """Return the action ids of the controls in a message or view."""
        return [control.action_id for control in self.controls(on)]

    def controls(self, on: Message | View | None = None) -> list[Control]:
        """Return the controls in a message or view, by default in everything visible."""
        things = self.visible() if on is None else [on]
        return [control for thing in things for control in controls(thing, self.id)]

    def suggestions(self, name: str, typed: str, *, on: View | None = None) -> list[Json]:
        """Type into a menu with type-ahead, and return the options that the app offers."""
        return self._suggested(self._control(name, self.controls(on)), typed)

    def options(self, menu: Control, typed: str = "") -> dict[str, Json]:
        """Return the labels in a menu after some typing, each with the value that its choice sends."""
        if menu.element["type"] == "external_select":
            return {each["text"]["text"]: {"selected_option": each} for each in self._suggested(menu, typed)}
        if menu.element["type"] == "static_select":
            return {each["text"]["text"]: {"selected_option": each} for each in menu.element["options"]}
        channels = [each for each in self._workspace.channels.values() if self.id in each.members and each.kind != "im"]
        return {each.name: {"selected_conversation": each.id} for each in channels}

    def chooses(self, name: str, label: str, *, typed: str = "", on: Message | View | None = None) -> Reply | None:
        """Choose an option by its label, or else by a part of it, in a menu after some typing."""
        menu = self._control(name, [control for control in self.controls(on) if control.is_menu])
        options = self.options(menu, typed)
        found = label if label in options else next((each for each in options if label in each), None)
        if found is None:
            raise ScreenError(f"There is no option {label!r}. You can choose: {', '.join(options) or 'nothing'}")
        return self.fills_with(name, options[found], on=menu)

    def fills(self, name: str, text: str, *, on: View | None = None) -> Reply | None:
        """Type into a field, and press Enter."""
        return self.fills_with(name, {"type": "plain_text_input", "value": text}, on=on)

    def fills_with(self, name: str, value: Json, *, on: View | Control | None = None) -> Reply | None:
        """Put any value into a control, as a client would send it."""
        control = on if isinstance(on, Control) else self._control(name, self.controls(on))
        value = {"type": control.element["type"]} | value
        if isinstance(control.inside, View):
            control.inside.values.setdefault(control.block_id, {})[control.action_id] = value
            self._workspace.touch(control.inside)
        return self._act(control, {"action_id": control.action_id, **value}) if control.sends_at_once else None

    def submits(self) -> Reply:
        """Submit the open modal."""
        view = self.modal
        if view is None or "submit" not in view.content:
            raise ScreenError(f"{self.user.name} has nothing to submit:\n{self.screen()}")
        if missing := views.missing(view):
            labels = ", ".join(f'"{label}"' for label in missing)
            raise ScreenError(f"Slack asks {self.user.name} to fill in {labels}:\n{self.reads(view)}")
        reply = self._interact(payloads.submission(self.user, view, self._trigger(), list(self._chosen_urls(view))))
        if reply.is_ok:
            self._after_submission(view, reply.body if isinstance(reply.body, dict) else {})
        return reply

    def closes(self) -> None:
        """Close the open modal."""
        del self._workspace.modals[self.id]

    def uses_shortcut(self, callback_id: str, *, on: Message | None = None, late: float = 0.0) -> Reply:
        """Use a shortcut, on a message if given; `late` is its delay in seconds on the way to the app."""
        expected = "message" if on is not None else "global"
        if self._link.manifest.shortcuts.get(callback_id) != expected:
            raise ScreenError(f"The manifest has no {expected} shortcut {callback_id}.")
        trigger = self._trigger()
        if on is None:
            payload = payloads.global_shortcut(self.user, callback_id, trigger)
        else:
            payload = payloads.message_shortcut(self.user, on, callback_id, trigger, self._url(on.channel))
        self._workspace.ahead += late
        return self._interact(payload)

    def opens_home(self) -> None:
        """Open the app's Home tab."""
        self._opens("home")

    def opens_messages(self) -> None:
        """Open the app's Messages tab."""
        self._opens("messages")

    def _opens(self, tab: str) -> None:
        opened = payloads.home_opened(self.user, self.direct, tab, self.home, self._workspace.new_ts())
        self._workspace.tell(self.direct, "app_home_opened", opened)

    def _marked(self, text: str) -> str:
        bot = self._workspace.bot
        return text.replace(f"@{bot.name}", f"<@{bot.id}>")

    def _mention(self, message: Message) -> None:
        """Tell the app of a mention; Slack sends none from direct messages."""
        if f"<@{self._workspace.bot.id}>" in message.text and message.channel.kind != "im":
            self._workspace.tell(message.channel, "app_mention", payloads.mention_event(message))

    def _control(self, name: str, found: list[Control]) -> Control:
        control = named(name, found)
        if control is None:
            raise ScreenError(f"There is nothing called {name!r} here. You can press: {listed(found)}")
        return control

    def _suggested(self, menu: Control, typed: str) -> list[Json]:
        asked = {"action_id": menu.action_id, "block_id": menu.block_id, "value": typed}
        reply = self._interact(payloads.suggestion(self.user, menu.inside, asked))
        if not reply.is_ok or not isinstance(reply.body, dict):
            raise ResponseError(f"The app gives no options: {reply}")
        options: list[Json] = reply.body["options"]
        if faults := block_kit.option_faults(options):
            raise ResponseError(f"Slack would refuse these options: {faults}")
        return options

    def _act(self, control: Control, action: Json) -> Reply:
        whole = action | {"block_id": control.block_id, "action_ts": self._workspace.new_ts()}
        if isinstance(control.inside, View):
            return self._interact(payloads.view_press(self.user, control.inside, whole, self._trigger()))
        return self._interact(self._press(control.inside, whole))

    def _press(self, message: Message, action: Json) -> Json:
        return payloads.message_press(self.user, message, action, self._trigger(), self._url(message.channel, message))

    def _chosen_urls(self, view: View) -> Iterator[Json]:
        for control in controls(view, self.id):
            chosen = view.values.get(control.block_id, {}).get(control.action_id, {}).get("selected_conversation")
            if control.element.get("response_url_enabled") and chosen:
                ids = {"block_id": control.block_id, "action_id": control.action_id, "channel_id": chosen}
                yield ids | {"response_url": self._url(self._workspace.channels[chosen])}

    def _after_submission(self, view: View, response: Json) -> None:
        match response.get("response_action"):
            case "update":
                views.replace(self._workspace, view, response["view"])
            case "errors":
                raise ResponseError(f"The app refuses the submission: {response['errors']}")
            case "push":
                raise ResponseError("The response action push is not modelled here.")
            case _ if self.modal is view:
                self.closes()

    def _interact(self, payload: Json) -> Reply:
        return self._link.send("interaction", payload)

    def _trigger(self) -> str:
        return self._workspace.new_trigger(self.id)

    def _url(self, channel: Channel, original: Message | None = None) -> str:
        return self._workspace.new_response_url(channel, self.id, original)

    def _slackbot(self, channel: Channel, text: str) -> str:
        self._workspace.add(Message(channel, self._workspace.new_ts(), SLACKBOT, text, only_for=self.id))
        return text
