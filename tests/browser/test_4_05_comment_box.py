"""4.5: the way to the box, and words that are not lost."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.test_p6_comment_box import SENT, answering, write
from tests.makers.comments import approved, sent
from tests.makers.look_samples import LANGUAGES, ORIGIN
from tests.makers.public import tracking_path

from kawaraban.comments.models import Comment, Thread
from kawaraban.people.models import User

pytestmark = pytest.mark.browser
PaperPage = Callable[..., Page]


def noted_dialogs(page: Page) -> list[str]:
    """The kinds of the dialogs that the page opens from now on; each is accepted."""
    kinds: list[str] = []

    def accept(dialog: Dialog) -> None:
        kinds.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    return kinds


@pytest.mark.parametrize("way", ["click", "keyboard", "address", "again"])
def test_4_5_comment_opens_the_box_at_the_text(way: str, paper_page: PaperPage) -> None:
    page = paper_page(width=390)
    page.goto(f"{ORIGIN}/story/{'#write' if way == 'address' else ''}")
    button = page.locator(".tools a[href='#write']")

    if way == "click":
        button.click()
    elif way == "keyboard":
        button.press("Enter")
    elif way == "again":
        button.click()
        page.evaluate("document.querySelector('#write').open = false")
        button.click()

    expect(page.locator("#write")).to_have_attribute("open", "")
    expect(page.locator("#cf-text")).to_be_focused()
    expect(page.locator("#cf-text")).to_be_in_viewport()
    expect(page.locator("#cf-name")).to_be_in_viewport()


def test_4_5_comment_comes_back_from_a_reply_with_what_was_typed(paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")
    page.locator("#comment-k7fq2m0001 > .a a >> nth=0").click()
    page.fill("#cf-text", "Half a thought")

    page.click(".tools a[href='#write']")

    expect(page.locator("#write #cf-text")).to_have_value("Half a thought")
    expect(page.locator("#cf-text")).to_be_focused()
    assert page.locator("input[name=parent]").input_value() == ""


def test_4_5_without_javascript_the_address_opens_the_box(paper_page: PaperPage) -> None:
    page = paper_page(javascript=False)
    page.goto(f"{ORIGIN}/story/")
    expect(page.locator("#cf-text")).to_be_hidden()

    page.click(".tools a[href='#write']")

    expect(page.locator("#cf-text")).to_be_visible()
    expect(page.locator("#write")).to_be_in_viewport()


def test_4_5_where_comments_are_closed_the_button_leads_to_the_reason(paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/closed/")

    assert page.locator(".tools a[href='#write']").count() == 0
    assert page.locator(".tools a[href='#comments']").count() == 1


@contextmanager
def asked_before_leaving(page: Page) -> Iterator[None]:
    """The browser asks before it leaves, which the block makes it do; it stays."""
    with page.expect_event("dialog", predicate=dismissed):
        yield


def dismissed(dialog: Dialog) -> bool:
    dialog.dismiss()
    return dialog.type == "beforeunload"


@pytest.mark.parametrize("place", ["box", "reply", "given up", "closed box"])
def test_4_5_unsent_words_are_not_lost_without_a_warning(place: str, paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")
    if place in {"box", "closed box"}:
        page.click("#write > summary")
    else:
        page.locator("#comment-k7fq2m0001 > .a a >> nth=0").click()
    page.locator("#cf-text").press_sequentially("Half a thought")
    if place == "given up":
        page.click(".reply-line button")
        expect(page.locator("#write #cf-text")).to_have_value("Half a thought")
    if place == "closed box":
        page.locator("#write > summary").press("Enter")
        expect(page.locator("#cf-text")).to_be_hidden()

    with asked_before_leaving(page):
        page.close(run_before_unload=True)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("case", ["nothing typed", "taken away", "sent"])
def test_4_5_nobody_is_warned_who_loses_nothing(case: str, paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")
    answering(page, (201, SENT))
    page.click("#write > summary")
    page.locator("#cf-name").press_sequentially("Aiko")
    if case != "nothing typed":
        page.locator("#cf-text").press_sequentially("Half a thought")
    if case == "taken away":
        page.fill("#cf-text", "")
    if case == "sent":
        page.click("button.primary")
        expect(page.locator("[data-notices] .notice")).to_be_visible()

    left = noted_dialogs(page)
    page.goto(f"{ORIGIN}/about/")

    assert left == []


def test_4_5_a_mail_to_write_opens_beside_the_page_and_nobody_is_asked_whether_to_leave_it(
    paper_page: PaperPage,
) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")
    page.click("#write > summary")
    page.locator("#cf-text").press_sequentially("Half a thought")
    page.evaluate(
        "document.querySelector('.shares').insertAdjacentHTML('beforeend',"
        " '<a id=mail href=\"mailto:?subject=x\">E-mail</a>')"
    )
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", note)

    page.locator("#mail").click(no_wait_after=True)
    page.evaluate("new Promise((done) => setTimeout(done, 1100))")
    assert asked == []
    page.remove_listener("dialog", note)
    with asked_before_leaving(page):
        page.locator(".foot a[href^='/']").first.click(no_wait_after=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", ["notice", "report", "new words"])
def test_4_5_every_form_with_words_asks_before_they_are_lost_and_not_before(
    form: str, browser_page: Callable[..., Page], live_server: LiveServer, thread: Thread, moderator: User
) -> None:
    comment = sent(thread)
    if form == "report":
        approved(comment, moderator)
    page = browser_page()
    asked = noted_dialogs(page)

    page.goto(f"{live_server}{address_of(form, comment)}")
    page.click("h1")  # a browser asks nobody who has touched nothing
    page.reload()
    assert asked == []
    if form == "new words":
        page.locator("details > summary").first.click()
    page.locator("form.form textarea").first.press_sequentially("Half a thought")
    page.reload()

    assert asked == ["beforeunload"]


def address_of(form: str, comment: Comment) -> str:
    if form == "notice":
        return "/notice/"
    return f"/c/{comment.public_id}/report/" if form == "report" else tracking_path(comment)


@pytest.mark.django_db(transaction=True)
def test_4_5_what_the_paper_finds_missing_in_a_notice_leaves_when_it_is_there(
    browser_page: Callable[..., Page], live_server: LiveServer, thread: Thread
) -> None:
    page = browser_page()
    page.goto(f"{live_server}/notice/")
    page.click("form.form button.primary")
    wrong = page.locator("form.form [aria-invalid]")
    expect(wrong).to_have_count(4)
    for field in wrong.all():
        named = str(field.get_attribute("aria-describedby")).split()
        assert page.locator(f"#{named[-1]}.error").count() == 1

    page.locator("form.form textarea").first.fill("It names a price for votes.")
    page.check("[name=is_in_good_faith]")

    expect(wrong).to_have_count(2)
    expect(page.locator("form.form .error")).to_have_count(2)
    assert "_error" not in str(page.locator("form.form textarea").first.get_attribute("aria-describedby"))


def test_4_5_words_that_the_browser_brings_back_stand_in_an_open_box(paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")
    write(page, text="Half a thought")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{ORIGIN}/about/")

    page.go_back()

    expect(page.locator("#cf-text")).to_have_value("Half a thought")
    expect(page.locator("#cf-text")).to_be_visible()
    expect(page.locator(".left b")).to_have_text("1,986")
    expect(page.locator("#cf-text")).not_to_be_focused()


def test_4_5_a_restored_reply_stands_under_the_comment_that_it_answers(paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")

    # What a browser does on the way back: it fills the fields in, the hidden one too, and says so to nobody.
    page.evaluate(
        """() => {
            const form = document.querySelector("form.form");
            form.elements.text.value = "Half a reply";
            form.elements.parent.value = "k7fq2m0001";
            window.dispatchEvent(new PageTransitionEvent("pageshow"));
        }"""
    )

    expect(page.locator("#comment-k7fq2m0001 > form #cf-text")).to_have_value("Half a reply")
    expect(page.locator(".reply-line")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_4_5_reply_and_report_are_large_and_apart_under_a_thumb(language: str, paper_page: PaperPage) -> None:
    page = paper_page(language, width=390, touch=True)
    page.goto(f"{ORIGIN}/story/")

    rows = page.locator(".a")
    for number in range(rows.count()):
        boxes = (
            rows.nth(number)
            .locator("a")
            .evaluate_all("links => links.map((link) => link.getBoundingClientRect().toJSON())")
        )
        assert len(boxes) == 2
        assert all(box["height"] >= 44 for box in boxes)
        first, second = sorted(boxes, key=lambda box: box["x"])
        assert second["x"] - first["x"] - first["width"] >= 16
    weights = rows.first.locator("a").evaluate_all(
        "links => links.map((link) => Number(getComputedStyle(link).fontWeight))"
    )
    assert weights[1] < weights[0]


def luminance(colour: str) -> float:
    channels = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_4_5_where_the_focus_is_does_not_look_wrong_and_what_is_wrong_does(
    scheme: str, paper_page: PaperPage
) -> None:
    page = paper_page(scheme=scheme)
    page.goto(f"{ORIGIN}/story/")
    answering(page, (422, {"error": "No.", "reason": "empty", "field": "text"}))
    seal = page.locator(".label").first.evaluate("label => getComputedStyle(label).color")
    page.click("#write > summary")
    shown = "field => { const style = getComputedStyle(field); return [style.outlineColor, style.borderTopColor]; }"

    page.locator("#cf-name").focus()
    ring, edge = page.locator("#cf-name").evaluate(shown)
    page.fill("#cf-name", "Aiko")
    page.fill("#cf-text", "x")
    page.click("button.primary")
    expect(page.locator("#cf-text")).to_be_focused()
    ring_of_wrong, edge_of_wrong = page.locator("#cf-text").evaluate(shown)

    assert seal not in {ring, edge}
    assert (ring_of_wrong, edge_of_wrong) == (ring, seal)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    lighter, darker = sorted((luminance(ring), luminance(paper)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 3
