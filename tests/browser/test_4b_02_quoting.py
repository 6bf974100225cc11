"""4b.2 Words that are selected in a comment are quoted with one press, and the ground's key is the next."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.makers.desk import waiting_comment
from tests.makers.law.restrictions import HOME
from tests.rigs.browsers.axe import faults_of

from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.law.models import Decision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.standing_windows]
OpenDesk = Callable[..., Page]
TEXT = "You are a fool.\n\nSee https://example.org/a and\ncall 0532 111 22 33."


@pytest.fixture
def comment(thread: Thread) -> Comment:
    first = waiting_comment(thread, minutes=9, text=TEXT, sender=HOME)
    waiting_comment(thread, name="Noor", minutes=3)
    return first


def select(page: Page, start: str, end: str) -> None:
    """From the first of these words to the last, across lines and links, as a hand does."""
    page.evaluate(
        """([start, end]) => {
            const text = document.querySelector("#card .shown .text");
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            const range = document.createRange();
            let begun = false;
            while (walker.nextNode()) {
                const words = walker.currentNode.data;
                if (!begun && words.includes(start)) {
                    range.setStart(walker.currentNode, words.indexOf(start));
                    begun = true;
                }
                if (words.includes(end)) range.setEnd(walker.currentNode, words.indexOf(end) + end.length);
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        [start, end],
    )


def floating(page: Page) -> Locator:
    return page.locator(".dock > .quoting button")


def test_4b_02_select_quote_and_press_the_key(open_desk: OpenDesk, comment: Comment) -> None:
    page = open_desk()
    expect(floating(page)).to_be_hidden()

    select(page, "fool", "call")
    floating(page).click()
    expect(page.locator("#passage")).to_have_value("fool. See example.org/a and call")
    expect(page.locator("#offer-personality_rights")).to_be_disabled()
    page.keyboard.press("s")

    expect(page.locator("#card-title")).to_have_text("Noor")
    assert Decision.objects.get().passage == "fool. See example.org/a and call"
    assert page.locator("#passage").input_value() == ""


def test_4b_02_with_the_sheet_open_the_button_stands_in_it(open_desk: OpenDesk, comment: Comment) -> None:
    page = open_desk()
    page.keyboard.press("r")

    select(page, "fool", "fool")
    page.locator("#reject .quote").click()
    expect(page.locator("#reject .quote")).to_be_hidden()
    page.keyboard.press("s")

    expect(page.locator("#card-title")).to_have_text("Noor")
    assert Decision.objects.get().passage == "fool"


def test_4b_02_a_selection_elsewhere_is_not_quoted(open_desk: OpenDesk, comment: Comment) -> None:
    page = open_desk()

    page.evaluate("getSelection().selectAllChildren(document.querySelector('#card-title'))")
    expect(floating(page)).to_be_hidden()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#card .shown'))")
    floating(page).click()

    expect(page.locator("#passage")).to_have_value(
        "You are a fool. See example.org/a and call 0532 111 22 33."
    )


def test_4b_02_two_keys_refuse_as_before_with_what_is_offered_in_sight(
    open_desk: OpenDesk, comment: Comment
) -> None:
    page = open_desk()

    page.keyboard.press("r")
    expect(page.locator("#offer-personality_rights")).to_be_checked()
    expect(page.locator("#offer-personality_rights")).to_be_visible()
    page.keyboard.press("y")

    expect(page.locator("#card-title")).to_have_text("Noor")
    assert Decision.objects.get().passage == "0532 111 22 33"


def test_4b_02_an_offer_is_taken_away_and_undo_is_no_word_in_the_sheet(
    open_desk: OpenDesk, comment: Comment
) -> None:
    page = open_desk()
    page.keyboard.press("r")

    page.locator("#offer-personality_rights").uncheck()
    page.keyboard.press("y")

    expect(page.locator("#card-title")).to_have_text("Noor")
    assert Decision.objects.get().passage == ""
    page.keyboard.press("u")
    expect(page.locator("#card-title")).to_have_text("Leyla")
    comment.refresh_from_db()
    assert comment.status == Status.PENDING


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_4b_02_the_sheet_is_accessible_and_fits(
    width: int, scheme: str, open_desk: OpenDesk, comment: Comment
) -> None:
    page = open_desk(width=width, height=844, scheme=scheme)
    select(page, "fool", "fool")
    expect(floating(page)).to_be_in_viewport()
    floating(page).click()

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults_of(page) == []
