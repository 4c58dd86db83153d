"""The shapes of what Slack sends, as far as imerr reads it: what has another one is turned away before anything reads it.

What people and other apps put into messages is only held against the kinds of its parts: `bot.slack.payload.message` reads whatever
stands in them.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,64}$")]
"""Of a user, channel, team or view. Users' ids go into messages, as mentions."""
Ts = Annotated[str, Field(pattern=r"^[0-9]{1,16}(\.[0-9]{1,16})?$")]
Name = Annotated[str, Field(min_length=1, max_length=255)]
"""What an app calls its own things: `action_id`, `callback_id`."""
Word = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,255}$")]
Value = Annotated[str, Field(max_length=3000)]
"""What a client sends back, or what somebody typed into a field: no longer than Slack lets either be."""
Url = Annotated[str, Field(pattern=r"^https?://[!-~]{1,2000}$")]
Objects = list[dict[str, Any]]


class Shape(BaseModel):
    """Part of a payload; what is not named in it, imerr does not read."""

    model_config = ConfigDict(strict=True, extra="ignore")


class Who(Shape):
    """Whoever is behind an interaction; a channel has the same shape."""

    id: Id


class Edited(Shape):
    """When a message was corrected."""

    ts: Ts


class Content(Shape):
    """What stands in a message, by anybody."""

    text: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    blocks: Objects | None = None
    attachments: Objects | None = None
    files: Objects | None = None


class Message(Content):
    """A message with who wrote it, when and where."""

    ts: Ts
    user: Id | None = None
    thread_ts: Ts | None = None
    bot_profile: Any = None
    app_id: str | None = None
    edited: Edited | None = None


class MessageEvent(Message):
    """A message that is told of, a mention among them, or the change of one."""

    channel: Id
    event_ts: Ts | None = None
    message: Message | None = None
    previous_message: Message | None = None


class Stamped(Shape):
    """What a view bears that is not open yet, or of which only that is read."""

    private_metadata: Value | None = None


class HomeOpened(Shape):
    """Somebody opens a tab of imerr's."""

    user: Id
    tab: str | None = None
    event_ts: Ts | None = None
    view: Stamped | None = None


class Function(Shape):
    """A step's definition."""

    callback_id: Name


class Inputs(Shape):
    """What a workflow hands to the step."""

    text: str | None = None


class StepReached(Shape):
    """A workflow comes to a step."""

    function: Function
    function_execution_id: Word
    bot_access_token: Word | None = None
    inputs: Inputs | None = None


class AnyEvent(Shape):
    """An event that imerr does not listen for: Bolt looks at these."""

    type: Name
    bot_access_token: Word | None = None


class Command(Shape):
    """A slash command: the fields of a form."""

    command: Name
    user_id: Id
    channel_id: Id | None = None
    team_id: Id | None = None
    text: str | None = None
    response_url: Url | None = None


class Option(Shape):
    """What was picked from a menu."""

    value: Value | None = None


class Action(Shape):
    """What was pressed, picked or filled in."""

    action_id: Name
    action_ts: Ts | None = None
    value: Value | None = None
    selected_option: Option | None = None


class Container(Shape):
    """What the message that was pressed is."""

    message_ts: Ts
    channel_id: Id
    thread_ts: Ts | None = None
    is_ephemeral: bool | None = None


class State(Shape):
    """What a view's fields hold."""

    values: dict[str, Any] | None = None


class View(Stamped):
    """A modal or an App Home."""

    id: Id
    type: Name
    blocks: Objects | None = None
    state: State | None = None


class Interaction(Shape):
    """What every interaction has."""

    user: Who


class Triggered(Interaction):
    """An interaction that a view can be opened upon."""

    trigger_id: Word


class ViewPress(Triggered):
    """A press in a view."""

    actions: Annotated[list[Action], Field(min_length=1)]
    view: View


class MessagePress(Triggered):
    """A press under a message."""

    actions: Annotated[list[Action], Field(min_length=1)]
    container: Container
    api_app_id: str | None = None
    channel: Who
    response_url: Url
    message: Message | None = None


class Suggestion(Interaction):
    """A request for options."""

    action_id: Name
    value: Value | None = None


class SubmittedView(View):
    """A modal that is submitted."""

    callback_id: str


class ResponseUrl(Shape):
    """Leave to post into a channel that was chosen in a modal."""

    response_url: Url


class Submission(Triggered):
    """The submission of a modal."""

    view: SubmittedView
    response_urls: list[ResponseUrl] | None = None


class Shortcut(Triggered):
    """A global shortcut."""

    callback_id: Name


class MessageShortcut(Shortcut):
    """A shortcut on a message."""

    message: Message
    channel: Who
    response_url: Url
    message_ts: Ts | None = None
