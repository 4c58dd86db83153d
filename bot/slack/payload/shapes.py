"""Schemas of Slack's payloads, as far as imerr reads them: a payload of another shape is refused before it is read.

Message content by people and other apps is validated only by type; `bot.slack.payload.message` reads whatever is in it.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,64}$")]
"""Id of a user, channel, team or view. Users' ids go into messages, as mentions."""
Ts = Annotated[str, Field(pattern=r"^[0-9]{1,16}(\.[0-9]{1,16})?$")]
Name = Annotated[str, Field(min_length=1, max_length=255)]
"""Name that an app gives its own things: `action_id`, `callback_id`."""
Word = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,255}$")]
Value = Annotated[str, Field(max_length=3000)]
"""Value sent by a client, or typed into a field; the limit is Slack's."""
Url = Annotated[str, Field(pattern=r"^https?://[!-~]{1,2000}$")]
Objects = list[dict[str, Any]]
APP_UNINSTALLED = "app_uninstalled"
UNINSTALLS = (APP_UNINSTALLED, "tokens_revoked")
"""The events after which tokens are void."""


class Shape(BaseModel):
    """Part of a payload; fields that are not declared are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore")


class Who(Shape):
    """The user of an interaction; a channel and a workspace have the same shape."""

    id: Id
    team_id: Id | None = None
    """Of a user, their own workspace."""


class Authorization(Shape):
    """An installation to which an event was sent."""

    enterprise_id: Id | None = None
    is_enterprise_install: bool | None = None
    user_id: Id | None = None
    """The app's own user."""


class Envelope(Shape):
    """The fields around an event."""

    team_id: Id | None = None
    authorizations: list[Authorization] | None = None
    is_ext_shared_channel: bool | None = None


class Edited(Shape):
    """The time of an edit."""

    ts: Ts


class Content(Shape):
    """The content of a message, by a person or an app."""

    text: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    blocks: Objects | None = None
    attachments: Objects | None = None
    files: Objects | None = None


class Message(Content):
    """A message with its author, time and thread."""

    ts: Ts
    user: Id | None = None
    team: Id | None = None
    """The author's own workspace."""
    thread_ts: Ts | None = None
    bot_profile: Any = None
    app_id: str | None = None
    edited: Edited | None = None


class MessageEvent(Message):
    """The event of a message, of a mention, or of an edit."""

    channel: Id
    event_ts: Ts | None = None
    message: Message | None = None
    previous_message: Message | None = None


class Stamped(Shape):
    """A view that is not open yet, or of which only the metadata is read."""

    private_metadata: Value | None = None


class HomeOpened(Shape):
    """The user opened a tab of imerr."""

    user: Id
    tab: str | None = None
    event_ts: Ts | None = None
    view: Stamped | None = None


class Function(Shape):
    """A step's definition."""

    callback_id: Name


class Inputs(Shape):
    """The inputs of the step."""

    text: str | None = None


class StepReached(Shape):
    """A workflow reached the step."""

    function: Function
    function_execution_id: Word
    bot_access_token: Word | None = None
    inputs: Inputs | None = None


class Tokens(Shape):
    """The ids of the users whose tokens were revoked."""

    bot: list[Id] | None = None


class UninstalledEvent(Shape):
    """The app was uninstalled, or tokens were revoked."""

    tokens: Tokens | None = None


class Uninstalled(Shape):
    """The event of an uninstallation with what stands around it."""

    event: UninstalledEvent
    event_time: int | None = None
    team_id: Id | None = None
    enterprise_id: Id | None = None
    is_enterprise_install: bool | None = None
    authorizations: list[Authorization] | None = None


class AnyEvent(Shape):
    """Any event, also one without a listener: Bolt reads these fields."""

    type: Name
    bot_access_token: Word | None = None


class Command(Shape):
    """A slash command: the fields of a form."""

    command: Name
    user_id: Id
    channel_id: Id | None = None
    channel_name: str | None = None
    team_id: Id | None = None
    text: str | None = None
    response_url: Url | None = None


class Option(Shape):
    """A picked option of a menu."""

    value: Value | None = None


class Action(Shape):
    """A pressed button, picked option or filled-in field."""

    action_id: Name
    action_ts: Ts | None = None
    value: Value | None = None
    selected_option: Option | None = None
    selected_conversation: Id | None = None


class Container(Shape):
    """The container of a press: which message it was in."""

    message_ts: Ts
    channel_id: Id
    thread_ts: Ts | None = None
    is_ephemeral: bool | None = None


class State(Shape):
    """The state of a view's fields."""

    values: dict[str, Any] | None = None


class View(Stamped):
    """A modal or an App Home."""

    id: Id
    type: Name
    blocks: Objects | None = None
    state: State | None = None


class Interaction(Shape):
    """The fields of every interaction."""

    user: Who
    team: Who | None = None


class Triggered(Interaction):
    """An interaction with a trigger, by which a view can be opened."""

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
    view: Stamped | None = None


class SubmittedView(View):
    """A modal that is submitted."""

    callback_id: str


class ResponseUrl(Shape):
    """The URL for posting into a channel chosen in a modal."""

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
