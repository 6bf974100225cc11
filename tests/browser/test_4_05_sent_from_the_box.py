"""4.5: after sending: errors that leave, and the link that is kept."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_p6_comment_box import SENT, answering, write
from tests.makers.look_samples import ORIGIN

pytestmark = pytest.mark.browser
PaperPage = Callable[..., Page]
CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (text) => { %s }}})"
REFUSALS = {
    "text": ("too_long", "This is 3 characters too long.", "#cf-text", "Short."),
    "name": ("name_missing", "Please write a name.", "#cf-name", "Noor"),
    "email": ("email_invalid", "This is no address.", "#cf-email", "noor@example.org"),
}


@pytest.mark.parametrize("field", REFUSALS)
def test_4_5_an_error_stands_beside_the_button_and_at_the_field_and_leaves_when_it_is_mended(
    field: str, paper_page: PaperPage
) -> None:
    reason, sentence, selector, mended = REFUSALS[field]
    page = paper_page(width=390, touch=True)
    page.goto(f"{ORIGIN}/story/")
    answering(page, (422, {"error": sentence, "reason": reason, "field": field}))
    write(page, text="x" * 2003)
    page.fill("#cf-email", "noor@example.org")

    page.click("button.primary")

    beside, at = page.locator("#cf-error"), page.locator(f"[data-error={field}]")
    expect(beside).to_have_text(sentence)
    expect(at).to_have_text(sentence)
    assert page.evaluate(
        "document.querySelector('#cf-error').parentElement === document.querySelector('button.primary').parentElement"
    )
    input_box, at_box = page.locator(selector).bounding_box(), at.bounding_box()
    assert input_box is not None
    assert at_box is not None
    assert 0 <= at_box["y"] - input_box["y"] - input_box["height"] < 20
    expect(page.locator(selector)).to_have_attribute("aria-invalid", "true")
    if field == "text":
        page.fill(selector, "x" * 2001)
        expect(beside).to_be_visible()
    page.fill(selector, mended)
    for gone in (beside, at):
        expect(gone).to_be_hidden()
    assert page.locator(selector).get_attribute("aria-invalid") is None
    assert "cf-error" not in (page.locator(selector).get_attribute("aria-describedby") or "")


@pytest.mark.parametrize("has_mail", [True, False])
def test_4_5_after_sending_the_link_is_one_press_away(has_mail: bool, paper_page: PaperPage) -> None:
    page = paper_page(width=390)
    page.add_init_script(CLIPBOARD % "window.copied = text")
    page.goto(f"{ORIGIN}/story/")
    answering(page, (201, SENT))
    write(page)
    if has_mail:
        page.fill("#cf-email", "noor@example.org")

    page.click("button.primary")

    notice = page.locator("[data-notices] .notice")
    expect(notice.locator("b")).to_have_text("Forwarded to the administrator.")
    expect(notice.get_by_text("We will mail you")).to_be_visible(visible=has_mail)
    expect(notice.get_by_role("link", name="My comment")).to_have_attribute("href", "/track/abc/")
    button = notice.get_by_role("button", name="Copy the link")
    button.click()
    expect(notice.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("window.copied") == f"{ORIGIN}/track/abc/"
    assert button.evaluate(
        "button => !button.querySelector('[role=status]') && !button.closest('[role=status]')"
    )


@pytest.mark.parametrize("clipboard", ["refuses", "is missing"])
def test_4_5_where_copying_is_refused_the_address_stands_there_selected(
    clipboard: str, paper_page: PaperPage
) -> None:
    page = paper_page()
    refusing = CLIPBOARD % "throw new DOMException('', 'NotAllowedError')"
    page.add_init_script(
        refusing
        if clipboard == "refuses"
        else "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
    )
    page.goto(f"{ORIGIN}/story/")
    answering(page, (201, SENT))
    write(page)
    page.click("button.primary")

    page.get_by_role("button", name="Copy the link").click()

    address = page.locator("[data-notices] input[readonly]")
    expect(address).to_have_value(f"{ORIGIN}/track/abc/")
    expect(address).to_be_focused()
    assert page.evaluate("getSelection().toString()") == f"{ORIGIN}/track/abc/"


def test_4_5_what_share_has_copied_is_said_beside_its_button(paper_page: PaperPage) -> None:
    page = paper_page()
    page.add_init_script(CLIPBOARD % "window.copied = text")
    page.goto(f"{ORIGIN}/story/")
    page.click("details[data-share] > summary")

    page.click("[data-share-copy]")

    expect(page.locator("details[data-share] [role=status]")).to_have_text("Copied")
    assert page.locator("[data-share-copy] [role=status]").count() == 0


def test_4_5_json_without_a_link_offers_none(paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")
    page.route(
        f"{ORIGIN}/comments/",
        lambda route: route.fulfill(
            status=200, content_type="application/json", body=json.dumps({"notice": "Sent before."})
        ),
    )
    write(page)

    page.click("button.primary")

    expect(page.locator("[data-notices] .notice")).to_contain_text("Sent before.")
    expect(page.locator("[data-notices] .actions")).to_have_count(0)
