"""Pages of imerr's Home tab, opened as a person does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local_slack.person import Person
    from tests.harness.installed import LocalSlack


def opened_page(slack: LocalSlack, person: Person, page: str) -> str:
    """Open the Home tab, press the button of a page, from wherever the person left it, and return what stands there."""
    person.opens_home()
    # A busy machine may be quiet for a moment before the first page is there.
    slack.wait_for(lambda: person.home is not None, "the Home tab")
    slack.settle()
    assert person.home is not None
    if page not in person.buttons(person.home):
        person.presses("home_page", on=person.home)
        slack.settle()
    person.presses(page, on=person.home)
    slack.settle()
    return person.reads(person.home)
