"""English wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lookup.answer import Evidence
from bot.wording.base import MOST_IN_HEADING, MOST_IN_SENTENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.entry import Retryable, Where, Who

_WHO: dict[Who, str] = {
    "developer": "App developer",
    "user": "The user",
    "group_admin": "Group owner or admin",
    "chatroom_admin": "Chat room owner or admin",
    "console_admin": "Console administrator",
    "vendor": "Easemob support",
}


_WHERE: dict[Where, str] = {
    "promise": "rejected promise of the call (catch)",
    "fail": "fail / error callback of the call",
    "on_error": "onError of addEventHandler",
    "on_disconnected": "onDisconnected of addEventHandler",
    "console": "printed to the console only",
    "callback": "callback of the message",
}


_WHY: dict[Evidence, str] = {
    Evidence.CODE: "Matched the code in “{}”",
    Evidence.NAME: "Matched the constant “{}”",
    Evidence.NAME_TYPO: "“{}” is a letter or two from this constant",
    Evidence.NAME_PART: "Matched a constant with “{}” in it",
    Evidence.PHRASE: "Similar to “{}”",
    Evidence.TITLE: "Similar to “{}”",
    Evidence.MESSAGE: "Matched the SDK's own message “{}”",
    Evidence.ELSEWHERE: "{} is a number of another platform",
    Evidence.NEAR: "Close to {} by number",
}


def _codes(codes: Sequence[int], most: int) -> str:
    shown = ", ".join(map(str, codes[:most]))
    return shown if len(codes) <= most else f"{shown} and {len(codes) - most} more"


class English:
    """English."""

    examples = ("603", "group is full", "WEBIM_CONNECTION_CLOSED", "recall failed after a few minutes")
    causes = "Why it happens"
    actions = "What to do"
    see_also = "Easily confused with"
    differences = "How they differ"
    source = "Vendor's page"
    not_http = "This is an SDK error code, not an HTTP status."
    comma = ", "
    semicolon = "; "
    likeliest = "Most likely cause"
    first_step = "First step"
    more = "Other causes, what else to do, numbers on all platforms"
    details = "Details"
    example = "Catching it"
    note = "On this platform"
    retry = "Retry"
    arrives = "How it arrives"
    raised_by = "Raised by"
    messages = "Literal messages"
    limit = "Limit"
    spellings = "The constant is also spelt"
    listed_for = "Listed on the pages for"
    numbers = "Number on each platform"
    sources = "Known from"
    colon = ": "
    open = "Open"
    share = "Share in channel"
    share_to_thread = "Share to thread"
    share_elsewhere = "Post to a channel…"
    share_title = "Post to a channel"
    post = "Post"
    post_where = "Post this explanation to"
    choose_channel = "Choose a channel"
    close = "Close"
    delete = "Remove this answer"
    language = "English"
    home_page = "Back to the start"
    search_label = "Look up an error"
    lookup_title = "Look up an error"
    lookup_placeholder = "Code, constant or what happens"
    lookup_hint = "A code, a constant, or a sentence that describes what happens"
    dismiss = "Dismiss"
    back = "Back to the list"
    browse = "Browse all codes"
    choose_family = "Choose a family"

    def where(self, where: Where) -> str:
        return _WHERE[where]

    def retryable(self, retryable: Retryable, after: str) -> str:
        return {"yes": f"Yes. {after}".strip(), "no": f"Does not help. {after}".strip(), "after": after}[retryable]

    def reported_as(self, code: int, title: str) -> str:
        return f"reports {code} ({title})"

    def elsewhere(self, platform: str, code: int, title: str) -> str:
        return f"{platform}: {code} is “{title}”"

    def confusable(self, code: int, title: str, reason: str) -> str:
        return f"{code} {title}: {reason}"

    def in_full_terminal(self, question: str) -> str:
        return f"Code example: imerr --full {question}"

    def who(self, who: Who) -> str:
        return _WHO[who]

    def why(self, evidence: Evidence, quote: str) -> str:
        return _WHY[evidence].format(quote)

    def several(self, count: int, shown: int) -> str:
        first = f"; the first {shown} are" if shown < count else ""
        return f"This text is about {count} errors{first}"

    def one_error(self, platforms: int) -> str:
        return f"One error, with its number on each of {platforms} platforms"

    def candidates(self, count: int) -> str:
        return (
            "It could be one of these. Which one do you mean?"
            if count > 1
            else "It may be this one, but that is not certain:"
        )

    def unknown(self, codes: Sequence[int], platform: str) -> str:
        return f"{platform or 'The code table'} has no {_codes(codes, MOST_IN_HEADING)}"

    def unknown_next(self) -> str:
        return (
            "Such a number may come from HTTP, the system or another service. "
            "Send the whole error object or message for a better answer."
        )

    def check_platform(self) -> str:
        return "Check which platform's SDK reports it: what the number means on others is below."

    def described(self) -> str:
        return "What the words beside it could mean"

    def other_platforms(self) -> str:
        return "On other platforms this number is:"

    def near(self) -> str:
        return "Closest codes by number (not necessarily related)"

    def none(self) -> str:
        return "No error in the table fits this"

    def of_system(self, system: str) -> str:
        return f"This is about {system}, whose errors are not in this table"

    def none_next(self) -> str:
        return "Try an error code, a constant, a sentence that describes what happens, or the whole log."

    def mentioned(self) -> str:
        return "If the number is an error code:"

    def beside(self, code: int, other: int) -> str:
        return f"{code}, compared with {other}: "

    def also_unknown(self, codes: Sequence[int]) -> str:
        return f"The text also has {_codes(codes, MOST_IN_SENTENCE)}, which the code table lacks."

    def open_in_terminal(self, question: str) -> str:
        return f"In full: imerr {question}"

    def shared_by(self, user: str) -> str:
        return f"{user} looked this up and shared it"

    def shared(self) -> str:
        return "Shared in the channel."

    def shared_to_thread(self) -> str:
        return "Shared in the thread."

    def perhaps_shared(self) -> str:
        return "The connection to Slack broke off, so it may or may not have been posted. Look there; if it is missing, ask again and share it."

    def families(self, codes: int) -> str:
        return f"All {codes} errors"

    def family_size(self, codes: int) -> str:
        return f"{codes} code" if codes == 1 else f"{codes} codes"

    def help_title(self) -> str:
        return "imerr: IM SDK errors explained"

    def help_intro(self) -> str:
        return (
            "It tells you what an error is, why it happens and what to do. "
            "What /imerr answers only you see, until you share it."
        )

    def help_ways(self) -> Sequence[tuple[str, str]]:
        return (
            ("603", "look up a code, or several: 601,602"),
            ("group is full", "describe what happens"),
            ("GROUP_MEMBERS_FULL", "look up a constant; case and a typo or two don't matter"),
            ('{type: 507, message: "…"}', "paste an error object or a log"),
            ("list", "browse by family, for example list group"),
            ("603 --zh", "answer in Chinese; --en for English"),
            ("help", "show this help"),
        )

    def failed(self, reference: str) -> str:
        return f"imerr ran into a problem and could not answer. Try again; if it persists, tell its keeper {reference}."

    def abridged(self) -> str:
        return "This text is very long: only its beginning and its end were read."

    def too_many(self, most: int) -> str:
        return f"That was more than {most} questions within a minute. imerr answers you again in a moment."

    def too_many_presses(self, most: int) -> str:
        return f"That was more than {most} clicks within a minute. imerr follows them again in a moment."

    def too_late(self, reference: str) -> str:
        return f"Slack did not wait long enough for imerr this time. Please try again ({reference})."

    def only_asker(self, user: str) -> str:
        return f"Only {user}, who asked, can remove this answer."

    def from_parent(self) -> str:
        return "About the message at the top of this thread"

    def welcome(self) -> str:
        return "You are welcome. Send the next error whenever there is one."

    def from_above(self) -> str:
        return "About a message further up in this thread"

    def cannot_read_above(self) -> str:
        return (
            "Slack does not let imerr read the message above here. "
            "Put it behind @imerr, or choose Explain error in its menu."
        )

    def nothing_to_read(self) -> str:
        return "This message has no text that an error could be looked up in."

    def not_posted(self) -> str:
        return "Slack did not let imerr post there. Invite imerr to that channel, or choose another one."

    def step_without_text(self) -> str:
        return "The step got no text. Give it the error code or the message to explain."

    def home_intro(self, codes: int) -> str:
        return f"{codes} errors of the IM SDK on every platform: what each is, why it happens, what to do. Type below, press Enter."

    def doors(self) -> Sequence[tuple[str, str]]:
        return (
            ("@imerr", "in a channel or thread: mention it with a question, or alone in a reply under a log"),
            ("Explain error", "in the menu of any message (⋮): explains it to you alone; works in threads"),
            ("Look up an error", "in the shortcuts (⚡): search as you type, then post to a channel"),
            ("Direct message", "to imerr: every message is a question"),
        )

    def gone_family(self) -> str:
        return "This list is no longer in the table. Look the error up again."

    def gone(self, code: int) -> str:
        return f"Code {code} is no longer in the table. Look it up again."
