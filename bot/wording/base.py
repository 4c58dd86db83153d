"""What there is to say, to be said in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.lookup.answer import Evidence
    from db.entry import Retryable, Where, Who

MOST_IN_HEADING = 5
"""A heading tells no more codes than that; Slack cuts it at 150 characters."""
MOST_IN_SENTENCE = 20
"""A pasted log can have hundreds of codes that the table lacks."""


class Wording(Protocol):
    """One language's sentences. Plain text throughout: a surface adds its own markup."""

    @property
    def examples(self) -> tuple[str, ...]:
        """Questions to try, one of each sort."""

    @property
    def causes(self) -> str:
        """Heading over the possible causes."""

    @property
    def actions(self) -> str:
        """Heading over what to do."""

    @property
    def see_also(self) -> str:
        """Heading over the codes that are easily confused with this one."""

    @property
    def differences(self) -> str:
        """Heading over what tells listed codes apart."""

    @property
    def source(self) -> str:
        """Label of the link to the vendor's page."""

    @property
    def not_http(self) -> str:
        """Warn that the code is no HTTP status, though HTTP has one of the same number."""

    @property
    def colon(self) -> str:
        """The colon between a label and what it labels."""

    @property
    def comma(self) -> str:
        """What stands between the items of a list in a sentence."""

    @property
    def semicolon(self) -> str:
        """What stands between the parts of a list that have commas."""

    @property
    def likeliest(self) -> str:
        """Heading over the likeliest cause."""

    @property
    def first_step(self) -> str:
        """Heading over what mends the likeliest cause."""

    @property
    def more(self) -> str:
        """Title of what is folded under the short form of an answer."""

    @property
    def details(self) -> str:
        """Heading over what the SDK does, limits, and numbers on all platforms."""

    @property
    def example(self) -> str:
        """Heading over a few lines of code that catch the error."""

    @property
    def note(self) -> str:
        """Label of what holds on this platform alone."""

    @property
    def retry(self) -> str:
        """Label of whether a retry helps."""

    @property
    def arrives(self) -> str:
        """Label of how the error reaches an app."""

    @property
    def raised_by(self) -> str:
        """Label of the calls that raise it."""

    @property
    def messages(self) -> str:
        """Label of what the SDK literally says with it."""

    @property
    def limit(self) -> str:
        """Label of a limit."""

    @property
    def spellings(self) -> str:
        """Label of other spellings of the constant."""

    @property
    def listed_for(self) -> str:
        """Label of the members of a platform whose pages list the number."""

    @property
    def numbers(self) -> str:
        """Label of the error's number on all platforms."""

    @property
    def sources(self) -> str:
        """Label of where else it is known from."""

    def where(self, where: Where) -> str:
        """Name a way in which an error reaches an app."""

    def retryable(self, retryable: Retryable, after: str) -> str:
        """Say whether a retry helps, and after what."""

    def reported_as(self, code: int, title: str) -> str:
        """Say that a platform reports the error as another one."""

    def elsewhere(self, platform: str, code: int, title: str) -> str:
        """Say what a number means on another platform."""

    def confusable(self, code: int, title: str, reason: str) -> str:
        """Say how another error differs."""

    def in_full_terminal(self, question: str) -> str:
        """Say how to see the code example of an entry on a terminal."""

    def who(self, who: Who) -> str:
        """Name somebody who can act."""

    def why(self, evidence: Evidence, quote: str) -> str:
        """Say what made an entry fit."""

    def several(self, count: int, shown: int) -> str:
        """Introduce several codes that were all named, of which so many are shown."""

    def one_error(self, platforms: int) -> str:
        """Introduce the numbers of one error on so many platforms."""

    def candidates(self, count: int) -> str:
        """Introduce so many entries to choose from; one is likely and not certain."""

    def unknown(self, codes: Sequence[int], platform: str) -> str:
        """Say that a platform, or where it has no name the table, has no such codes."""

    def unknown_next(self) -> str:
        """Say what to do about a code that the table lacks."""

    def check_platform(self) -> str:
        """Say to check on which platform a code was reported, as others have it."""

    def described(self) -> str:
        """Introduce entries that the words beside an unknown code could mean."""

    def other_platforms(self) -> str:
        """Introduce what a number means on other platforms than the one that was asked about."""

    def near(self) -> str:
        """Introduce the codes nearest to one that the table lacks."""

    def none(self) -> str:
        """Say that nothing fits."""

    def of_system(self, system: str) -> str:
        """Say that a question is about another system, whose errors the table does not have."""

    def none_next(self) -> str:
        """Say what to try when nothing fits."""

    def mentioned(self) -> str:
        """Introduce codes that a text's numbers may be, although its words name no error."""

    def beside(self, code: int, other: int) -> str:
        """Introduce how an entry differs from another one."""

    def also_unknown(self, codes: Sequence[int]) -> str:
        """Add to an answer that the text also names codes which the table lacks."""

    def open_in_terminal(self, question: str) -> str:
        """Say how to see one entry in full on a terminal."""

    @property
    def open(self) -> str:
        """Button: show this entry."""

    @property
    def share(self) -> str:
        """Button: post the answer for everyone."""

    @property
    def share_to_thread(self) -> str:
        """Button: post the answer into the thread of the message that was asked about."""

    @property
    def share_elsewhere(self) -> str:
        """Button: choose a channel and post the answer there."""

    @property
    def share_title(self) -> str:
        """Title of the modal that asks where to post; at most 24 characters."""

    @property
    def post(self) -> str:
        """Button of a modal: post into the chosen channel; at most 24 characters."""

    @property
    def post_where(self) -> str:
        """Label of the field that asks for a channel."""

    @property
    def choose_channel(self) -> str:
        """Placeholder of the field that asks for a channel."""

    @property
    def close(self) -> str:
        """Button of a modal: close it; at most 24 characters."""

    @property
    def delete(self) -> str:
        """Icon: remove imerr's answer for everyone."""

    @property
    def language(self) -> str:
        """This language, named in itself."""

    @property
    def home_page(self) -> str:
        """Button: return to the first page of the App Home."""

    @property
    def search_label(self) -> str:
        """Label of the search field in the App Home."""

    @property
    def lookup_title(self) -> str:
        """Title of the look-up modal; at most 24 characters."""

    @property
    def lookup_placeholder(self) -> str:
        """Placeholder of the type-ahead."""

    @property
    def lookup_hint(self) -> str:
        """Say what can be typed into a search field."""

    @property
    def dismiss(self) -> str:
        """Button: remove the answer from one's own view."""

    @property
    def back(self) -> str:
        """Button: return to the list."""

    @property
    def browse(self) -> str:
        """Button: browse all codes."""

    @property
    def choose_family(self) -> str:
        """Placeholder of the menu of families."""

    def shared_by(self, user: str) -> str:
        """Name who asked for a shared answer; `user` is a ready mention."""

    def shared(self) -> str:
        """Confirm to the asker that the answer was posted."""

    def shared_to_thread(self) -> str:
        """Confirm to the asker that the answer was posted into the thread."""

    def perhaps_shared(self) -> str:
        """Say that it is not known whether it was shared."""

    def families(self, codes: int) -> str:
        """Introduce the families of all codes."""

    def family_size(self, codes: int) -> str:
        """Say how many codes a family has."""

    def help_title(self) -> str:
        """Head the help."""

    def help_intro(self) -> str:
        """Say what imerr does."""

    def help_ways(self) -> Sequence[tuple[str, str]]:
        """Give what can be typed after the command, each with what it does."""

    def failed(self, reference: str) -> str:
        """Say that something broke on our side; `reference` is also in the log."""

    def abridged(self) -> str:
        """Say that only the beginning and the end of a long text were read."""

    def too_many(self, most: int) -> str:
        """Say that somebody asked more than `most` questions within a minute."""

    def too_many_presses(self, most: int) -> str:
        """Say that somebody pressed more than `most` times within a minute."""

    def too_late(self, reference: str) -> str:
        """Say that Slack's time for an answer was over; `reference` is also in the log."""

    def only_asker(self, user: str) -> str:
        """Say that only the asker may remove an answer; `user` is a ready mention."""

    def from_parent(self) -> str:
        """Say that the answer is about the message at the top of the thread, not about the question's own words."""

    def welcome(self) -> str:
        """Answer to thanks."""

    def from_above(self) -> str:
        """Say that the answer is about a message in the thread above the question."""

    def cannot_read_above(self) -> str:
        """Say that imerr is not let read the message above, and what to do instead."""

    def nothing_to_read(self) -> str:
        """Say that a message has no text to look an error up in."""

    def not_posted(self) -> str:
        """Say that Slack did not let the answer be posted in the chosen channel, and what to do."""

    def step_without_text(self) -> str:
        """Tell a workflow that its step got no text."""

    def home_intro(self, codes: int) -> str:
        """Say on the App Home what imerr does."""

    def doors(self) -> Sequence[tuple[str, str]]:
        """Give the ways to ask other than the command, each with what it does."""

    def gone_family(self) -> str:
        """Say that a family is no longer in the table."""

    def gone(self, code: int) -> str:
        """Say that a button's code is no longer in the table."""
