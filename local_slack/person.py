"""Somebody at the keyboard, so that a test reads like a conversation."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from local_slack import block_kit, controls, message_events, payloads, response_urls, views
from local_slack.calls import ApiError
from local_slack.state import Message, View

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from local_slack import LocalSlack
    from local_slack.controls import Control
    from local_slack.delivery import Reply
    from local_slack.state import Channel, User

_SEES_SECONDS = 6.0
_LOOK_SECONDS = 0.02


class Person:
    """A member of the workspace. What they do reaches the app; what they see is the workspace's state."""

    def __init__(self, slack: LocalSlack, user: User) -> None:
        """Sit a user down at the keyboard."""
        self._slack = slack
        self._workspace = slack.workspace
        self.user = user

    @property
    def id(self) -> str:
        """The user's id."""
        return self.user.id

    @property
    def direct(self) -> Channel:
        """Their conversation with the app."""
        return self._workspace.direct(self.id)

    @property
    def modal(self) -> View | None:
        """The modal that is open, if one is."""
        stack = self._workspace.modals.get(self.id)
        return stack[-1] if stack else None

    @property
    def home(self) -> View | None:
        """Their App Home, once the app has published it."""
        return self._workspace.homes.get(self.id)

    def types(self, line: str, channel: Channel) -> str:
        """Type a slash command; give what Slack shows for it at once, as text."""
        name, _, text = line.partition(" ")
        url = self._slack.server.origin + "/response/" + self._workspace.new_response_url(channel, self.id, None)
        form = payloads.command((name, text), self.user, channel, self._workspace.new_trigger(self.id), url)
        if name not in self._slack.manifest.commands:
            return self._slackbot(channel, f"{name} is not a valid command.")
        reply = self._send("command", form)
        if not reply.is_ok:
            return self._slackbot(channel, f'{name} failed with the error "{reply.failure}"')
        if not reply.body:
            return ""
        payload = reply.body if isinstance(reply.body, dict) else {"text": reply.body}
        only_for = "" if payload.get("response_type") == "in_channel" else self.id
        try:
            message = response_urls.post(self._workspace, channel, payload, only_for)
        except ApiError as error:
            return self._slackbot(channel, f'{name} failed with the error "{error}" {error.answer}')
        return self._read(message)

    def says(self, text: str, channel: Channel, *, thread: Message | None = None, **more: Any) -> Message:  # noqa: ANN401 - fields of Slack's messages
        """Post a message, in the thread of another one if given; `@imerr` mentions the app."""
        text = text.replace(f"@{self._workspace.bot.name}", f"<@{self._workspace.bot.id}>")
        message = Message(channel, self._workspace.new_ts(), self.id, text, bot_id=self.user.bot_id, **more)
        if thread is not None:
            message.thread_ts = thread.thread_ts or thread.ts
        self._workspace.add(message)
        message_events.posted(self._workspace, message)
        self._mentions(message)
        return message

    def dm(self, text: str, *, thread: Message | None = None) -> Message:
        """Write to the app."""
        return self.says(text, self.direct, thread=thread)

    def edits(self, message: Message, text: str) -> None:
        """Correct a message of one's own; Slack then sends the mention again, as another event."""
        before = message.payload()
        message.text = text.replace(f"@{self._workspace.bot.name}", f"<@{self._workspace.bot.id}>")
        message.edited_ts = self._workspace.new_ts()
        self._workspace.touch(message)
        message_events.changed(self._workspace, before, message)
        self._mentions(message)

    def deletes(self, message: Message) -> None:
        """Delete a message of one's own."""
        message_events.delete(self._workspace, message)

    def sees(self, text: str, within: float = _SEES_SECONDS) -> Message | View:
        """Wait until something that this person can see has a text in it; give the latest that has.

        Raises:
            AssertionError: nothing has within so many seconds; it says what there is to see instead.

        """
        until = time.monotonic() + within
        while True:
            for thing in controls.visible(self._workspace, self.id):
                if text in self._read(thing):
                    return thing
            if time.monotonic() > until:
                raise AssertionError(f"{self.user.name} does not see {text!r}, but:\n{self.screen()}")
            time.sleep(_LOOK_SECONDS)

    def sees_no(self, text: str) -> None:
        """Check that nothing to be seen has a text in it.

        Raises:
            AssertionError: something has.

        """
        for thing in controls.visible(self._workspace, self.id):
            if text in self._read(thing):
                raise AssertionError(f"{self.user.name} sees {text!r}:\n{self._read(thing)}")

    def screen(self) -> str:
        """Give all that this person can see, the latest first."""
        return "\n---\n".join(self._read(thing) for thing in controls.visible(self._workspace, self.id))

    def reads(self, thing: Message | View) -> str:
        """Give a message or view as this person reads it."""
        return self._read(thing)

    def newer_than(self, change: int) -> list[Message | View]:
        """Give what this person can see that changed after a change of the workspace, the latest first."""
        return [thing for thing in controls.visible(self._workspace, self.id) if thing.changed > change]

    def private(self, channel: Channel) -> list[Message]:
        """Give what this person alone sees in a channel, oldest first."""
        with self._workspace.lock:
            return [
                message
                for message in self._workspace.messages
                if message.only_for == self.id and message.channel is channel and not message.is_deleted
            ]

    def presses(self, name: str, *, on: Message | View | None = None, value: str | None = None) -> Reply:
        """Press the latest button of an action id, label, or code that it opens.

        With a `value`, forge it: Slack would never send that.
        """
        control = self._named(name, [control for control in self._controls(on) if control.is_button])
        action: dict[str, Any] = {
            key: control.element[key] for key in ("type", "action_id", "value", "text") if key in control.element
        }
        if value is not None:
            action["value"] = value
        return self._act(control, action)

    def forges(self, action: dict[str, Any], on: Message, **more: Any) -> Reply:  # noqa: ANN401 - fields of Slack's payloads
        """Send a press that no client would send, like that of a button which is not shown to this person.

        `more` takes the place of what Slack would say of the message.
        """
        return self._slack.run(self._slack.deliverer.send("interaction", self._press(on, action) | more))

    def buttons(self, on: Message | View) -> list[str]:
        """Give the action ids that this person can press, choose or fill in."""
        return [control.action_id for control in controls.controls(on, self.id)]

    def pressable(self) -> str:
        """Name every button that this person sees, the latest first."""
        return controls.listed(control for control in self._controls(None) if control.is_button)

    def suggestions(self, name: str, typed: str, *, on: View | None = None) -> list[dict[str, Any]]:
        """Type into a select with type-ahead; give the options that the app offers."""
        return self._suggested(self._control(name, on), typed)

    def _suggested(self, control: Control, typed: str) -> list[dict[str, Any]]:
        asked = {"action_id": control.action_id, "block_id": control.block_id, "value": typed}
        inside = control.inside
        view, message = (inside, None) if isinstance(inside, View) else (None, inside)
        reply = self._send("interaction", payloads.suggestion(self.user, view, message, asked))
        assert reply.is_ok, reply  # noqa: S101 - a test's own failure
        options: list[dict[str, Any]] = reply.body["options"]
        if faults := block_kit.option_faults(options):
            raise AssertionError(f"Slack would refuse these options: {faults}")
        return options

    def chooses(self, name: str, label: str, *, typed: str = "", on: Message | View | None = None) -> Reply | None:
        """Choose an option by its label, or a channel by its name."""
        control = self._control(name, on)
        kind = control.element["type"]
        if kind == "conversations_select":
            return self._fill(control, {"type": kind, "selected_conversation": self._workspace.channel(label).id})
        options = self._options(control, typed)
        chosen = next((option for option in options if label in option["text"]["text"]), None)
        if chosen is None:
            raise AssertionError(f"No option {label!r} among {[option['text']['text'] for option in options]}")
        return self._fill(control, {"type": kind, "selected_option": chosen})

    def picks(self, label: str) -> Reply | None:
        """Choose an option by its label, or else by part of it, in the latest menu that has such an option.

        Raises:
            AssertionError: no menu has; it says what there is to choose instead.

        """
        offered = [(menu, *each) for menu in self._menus() for each in self._offered(menu, label)]
        whole = [each for each in offered if each[1] == label]
        for menu, option, value in whole or offered:
            if label in option:
                return self._fill(menu, {"type": menu.element["type"], **value})
        raise AssertionError(f"There is no {label!r} for {self.user.name} to choose, but: {self.choosable()}")

    def choosable(self) -> str:
        """Name every option of the menus that this person sees, the latest first."""
        options = (option for menu in self._menus() for option, _ in self._offered(menu, ""))
        return ", ".join(dict.fromkeys(options)) or "nothing"

    def _menus(self) -> list[Control]:
        return [control for control in self._controls(None) if control.is_menu]

    def _offered(self, menu: Control, typed: str) -> list[tuple[str, dict[str, Any]]]:
        """Give what stands in a menu into which so much was typed, each with what is sent when it is chosen."""
        if menu.element["type"] == "conversations_select":
            theirs = [each for each in self._workspace.channels.values() if self.id in each.members]
            return [(each.name, {"selected_conversation": each.id}) for each in theirs if each.kind != "im"]
        return [(option["text"]["text"], {"selected_option": option}) for option in self._options(menu, typed)]

    def _options(self, menu: Control, typed: str) -> list[dict[str, Any]]:
        if menu.element["type"] == "external_select":
            return self._suggested(menu, typed)
        options: list[dict[str, Any]] = menu.element["options"]
        return options

    def fills(self, name: str, text: str, *, on: View | None = None) -> Reply | None:
        """Type into a field, and press Enter."""
        return self._fill(self._control(name, on), {"type": "plain_text_input", "value": text})

    def fills_with(self, name: str, value: dict[str, Any]) -> Reply | None:
        """Put any value into a field, as a client would send it."""
        return self._fill(self._control(name, None), value)

    def submits(self) -> Reply:
        """Submit the open modal."""
        view = self.modal
        if view is None or "submit" not in view.content:
            raise AssertionError(f"{self.user.name} has nothing to submit:\n{self.screen()}")
        if missing := views.missing(view):
            raise AssertionError(f"Slack asks {self.user.name} to fill in {missing}:\n{self.screen()}")
        urls = list(self._chosen_urls(view))
        trigger = self._workspace.new_trigger(self.id)
        reply = self._send("interaction", payloads.submission(self.user, view, trigger, urls))
        if reply.is_ok:
            self._after_submission(view, reply.body if isinstance(reply.body, dict) else {})
        return reply

    def closes(self) -> None:
        """Close the open modal, or go back to the one below it."""
        view = self._workspace.modals[self.id].pop()
        if view.content.get("notify_on_close"):
            self._send("interaction", payloads.view_closed(self.user, view))

    def uses_shortcut(self, callback_id: str, *, on: Message | None = None, late: float = 0.0) -> Reply:
        """Use a shortcut, on a message if given; with `late`, it ages so many seconds on its way."""
        expected = "message" if on is not None else "global"
        if self._slack.manifest.shortcuts.get(callback_id) != expected:
            raise AssertionError(f"The manifest has no {expected} shortcut {callback_id}.")
        trigger = self._workspace.new_trigger(self.id)
        if on is None:
            payload = payloads.global_shortcut(self.user, callback_id, trigger)
        else:
            url = self._url(on.channel, None)
            payload = payloads.message_shortcut(self.user, on, callback_id, trigger, url)
        self._slack.forward(late)
        return self._send("interaction", payload)

    def opens_home(self) -> None:
        """Open the app's Home tab."""
        self._opens("home")

    def opens_messages(self) -> None:
        """Open the app's Messages tab."""
        self._opens("messages")

    def _opens(self, tab: str) -> None:
        if "app_home_opened" in self._slack.manifest.events:
            ts = self._workspace.new_ts()
            self._slack.send_event(payloads.home_opened(self.user, self.direct, tab, self.home, ts))

    def _mentions(self, message: Message) -> None:
        """Send a mention, if the message is one; in its own conversation the app gets none."""
        if f"<@{self._workspace.bot.id}>" in message.text and message.channel.kind != "im":
            self._workspace.tell(message.channel, "app_mention", payloads.mention_event(message))

    def _controls(self, on: Message | View | None) -> list[Control]:
        things: Sequence[Message | View] = [on] if on is not None else controls.visible(self._workspace, self.id)
        return [control for thing in things for control in controls.controls(thing, self.id)]

    def _control(self, name: str, on: Message | View | None) -> Control:
        return self._named(name, self._controls(on))

    def _named(self, name: str, found: list[Control]) -> Control:
        control = controls.named(name, found)
        if control is None:
            there = controls.listed(found)
            raise AssertionError(f"There is no {name!r} for {self.user.name} to press, but: {there}")
        return control

    def _act(self, control: Control, action: dict[str, Any]) -> Reply:
        whole = action | {"block_id": control.block_id, "action_ts": self._workspace.new_ts()}
        inside = control.inside
        if isinstance(inside, View):
            trigger = self._workspace.new_trigger(self.id)
            return self._send("interaction", payloads.view_press(self.user, inside, whole, trigger))
        return self._send("interaction", self._press(inside, whole))

    def _press(self, message: Message, action: dict[str, Any]) -> dict[str, Any]:
        trigger, url = self._workspace.new_trigger(self.id), self._url(message.channel, message)
        return payloads.message_press(self.user, message, action, trigger, url)

    def _fill(self, control: Control, value: dict[str, Any]) -> Reply | None:
        inside = control.inside
        if isinstance(inside, View):
            inside.values.setdefault(control.block_id, {})[control.action_id] = value
            self._workspace.touch(inside)
        return self._act(control, {"action_id": control.action_id, **value}) if control.sends_at_once else None

    def _chosen_urls(self, view: View) -> Iterator[dict[str, Any]]:
        for control in controls.controls(view, self.id):
            if control.element.get("response_url_enabled"):
                chosen = view.values.get(control.block_id, {}).get(control.action_id, {}).get("selected_conversation")
                if not chosen:
                    continue
                yield {
                    "block_id": control.block_id,
                    "action_id": control.action_id,
                    "channel_id": chosen,
                    "response_url": self._url(self._workspace.channels[chosen], None),
                }

    def _after_submission(self, view: View, response: dict[str, Any]) -> None:
        stack = self._workspace.modals[self.id]
        match response.get("response_action"):
            case "update":
                views.replace(self._workspace, view, response["view"])
            case "push":
                views.push(self._workspace, self.id, response["view"])
            case "errors":
                raise AssertionError(f"The app refuses what was filled in: {response['errors']}")
            case "clear":
                stack.clear()
            case _:
                if view in stack:
                    stack.remove(view)

    def _send(self, kind: str, payload: dict[str, Any]) -> Reply:
        return self._slack.run(self._slack.deliverer.send(kind, payload))

    def _url(self, channel: Channel, original: Message | None) -> str:
        name = self._workspace.new_response_url(channel, self.id, original)
        return f"{self._slack.server.origin}/response/{name}"

    def _slackbot(self, channel: Channel, text: str) -> str:
        self._workspace.add(Message(channel, self._workspace.new_ts(), "USLACKBOT", text, only_for=self.id))
        return text

    def _read(self, thing: Message | View) -> str:
        users, channels = self._workspace.users.values(), self._workspace.channels.values()
        return controls.read(thing, {each.id: each.name for each in users} | {each.id: each.name for each in channels})
