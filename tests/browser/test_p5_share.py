"""P5 in a browser: plain links, and the device's own sheet and the clipboard where there are such."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.makers.look_samples import ORIGIN

pytestmark = pytest.mark.browser
PaperPage = Callable[..., Page]


def test_p5_without_javascript_sharing_is_plain_links(paper_page: PaperPage) -> None:
    page = paper_page(javascript=False)
    page.goto(f"{ORIGIN}/story/")

    page.click("details[data-share] > summary")

    links = page.locator("details[data-share] a")
    expect(links).to_have_text(["Facebook", "WhatsApp", "E-mail"])
    assert links.first.get_attribute("href") == "https://facebook.example/?u=x"
    expect(page.locator("[data-share-copy]")).to_be_hidden()


def test_p5_the_link_is_copied_and_it_is_said(paper_page: PaperPage) -> None:
    page = paper_page()
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (text) => (window.copied = text)}})"
    )
    page.goto(f"{ORIGIN}/story/")
    page.click("details[data-share] > summary")

    page.click("[data-share-copy]")

    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    assert page.evaluate("window.copied") == f"{ORIGIN}/en/42/"


def test_p5_the_devices_own_sheet_gets_headline_and_address(paper_page: PaperPage) -> None:
    page = paper_page()
    page.add_init_script("navigator.share = async (data) => (window.shared = data)")
    page.goto(f"{ORIGIN}/story/")
    page.click("details[data-share] > summary")

    page.click("[data-share-device]")

    assert page.evaluate("window.shared.url") == f"{ORIGIN}/en/42/"
    assert "$2.9 billion" in page.evaluate("window.shared.title")


def test_p5_escape_closes_the_list(paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")
    page.click("details[data-share] > summary")

    page.keyboard.press("Escape")

    expect(page.locator("details[data-share] .panel")).to_be_hidden()
    expect(page.locator("details[data-share] > summary")).to_be_focused()
