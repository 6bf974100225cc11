"""P4 in a browser: a clean sheet from the same address."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.makers.look_samples import ORIGIN, WORDS

pytestmark = pytest.mark.browser
PaperPage = Callable[..., Page]
LEFT_OUT = (
    ".sections",
    ".tools",
    ".topics",
    ".shares",
    "#comments",
    ".most-read",
    ".foot",
    ".skip",
    "#related",
)


@pytest.mark.parametrize("language", ["en", "ja", "tr", "ar"])
def test_p4_the_printed_sheet_has_the_story_and_nothing_to_press(
    paper_page: PaperPage, language: str
) -> None:
    page = paper_page(language, scheme="dark", width=700)
    page.goto(f"{ORIGIN}/story/")

    page.emulate_media(media="print")

    for part in LEFT_OUT:
        expect(page.locator(part)).to_be_hidden()
    expect(page.locator("button:visible, form:visible, input:visible")).to_have_count(0)
    expect(page.locator("h1")).to_have_text(WORDS[language]["headline"])
    expect(page.locator(".byline")).to_be_visible()
    expect(page.locator(".name").first).to_contain_text("The Harbour Sheet")
    colophon = page.locator(".colophon")
    expect(colophon).to_contain_text(f"{ORIGIN}/{language}/42/")
    expect(colophon.locator("time").first).to_have_attribute("datetime", "2026-11-23T12:00:00+00:00")


def test_p4_ink_is_black_on_white_also_at_night(paper_page: PaperPage) -> None:
    page = paper_page(scheme="dark")
    page.goto(f"{ORIGIN}/story/")

    page.emulate_media(media="print", color_scheme="dark")

    style = "getComputedStyle(document.querySelector('.story-text')).color"
    assert page.evaluate(style) == "rgb(0, 0, 0)"


def test_p4_a_link_says_where_it_leads(paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")

    page.emulate_media(media="print")

    after = "getComputedStyle(document.querySelector('.story-text a[href^=http]'), '::after').content"
    assert "https://example.org/contract" in page.evaluate(after)


def test_p4_the_button_opens_the_browsers_own_dialogue(paper_page: PaperPage) -> None:
    page = paper_page()
    page.add_init_script("window.print = () => (window.printed = (window.printed ?? 0) + 1)")
    page.goto(f"{ORIGIN}/story/")

    page.get_by_role("button", name="Print").click()

    assert page.evaluate("window.printed") == 1


def test_p4_without_javascript_the_hint_says_how(paper_page: PaperPage) -> None:
    page = paper_page(javascript=False)
    page.goto(f"{ORIGIN}/story/")

    page.click("details[data-print] > summary")

    expect(page.locator("details[data-print] .panel")).to_contain_text("browser's own command")


def test_p4_the_sheet_is_whole_as_a_document(paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")

    document = page.pdf(format="A4")

    assert document.startswith(b"%PDF")
    assert 1 <= document.count(b"/Type /Page\n") <= 3
