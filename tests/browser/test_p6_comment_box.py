"""P6 and P7 in a browser: the box opens, sends in place, and keeps the text whatever happens."""

import json
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Route, expect
from tests.makers.look_samples import ORIGIN

pytestmark = pytest.mark.browser
PaperPage = Callable[..., Page]
SENT = {"tracking_url": "/track/abc/", "notice": "Forwarded to the administrator.", "status": "pending"}


def answering(page: Page, *answers: tuple[int, dict[str, str]]) -> list[dict[str, list[str]]]:
    """Answers what is sent to /comments/, the last answer again and again. The list fills with what was sent."""
    posted: list[dict[str, list[str]]] = []

    def answer(route: Route) -> None:
        posted.append(parse_qs(route.request.post_data or "", keep_blank_values=True))
        status, body = answers[min(len(posted), len(answers)) - 1]
        route.fulfill(status=status, content_type="application/json", body=json.dumps(body))

    page.route(f"{ORIGIN}/comments/", answer)
    return posted


def write(page: Page, name: str = "Aiko", text: str = "Who pays?\n\nThe town?") -> None:
    page.click("#write > summary")
    page.fill("#cf-name", name)
    page.fill("#cf-text", text)


def test_p6_the_box_is_one_line_and_opens(paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")
    expect(page.locator("#cf-text")).to_be_hidden()

    page.locator("#write > summary").press("Enter")

    for part in ("#cf-name", "#cf-text", ".policy summary", ".left", ".send .hint", "button.primary"):
        expect(page.locator(part)).to_be_visible()
    expect(page.locator("#cf-name")).to_be_focused()
    expect(page.locator("#cf-website")).not_to_be_in_viewport()


def test_p6_without_javascript_the_form_is_complete(paper_page: PaperPage) -> None:
    page = paper_page(javascript=False)
    page.goto(f"{ORIGIN}/story/")

    page.click("#write > summary")

    form = page.locator("form.form")
    assert (form.get_attribute("method"), form.get_attribute("action")) == ("post", "/comments/")
    for part in ("#cf-name", "#cf-text", "#cf-limit", ".policy summary", "button.primary"):
        expect(page.locator(part)).to_be_visible()
    expect(page.locator(".left")).to_be_hidden()
    expect(page.locator(".a a").first).to_have_attribute("href", "/c/k7fq2m0001/reply/")


def test_p6_the_policy_stands_before_the_button(paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")
    page.click("#write > summary")

    page.click(".policy summary")

    policy, button = page.locator(".policy").bounding_box(), page.locator("button.primary").bounding_box()
    assert policy is not None
    assert button is not None
    assert policy["y"] + policy["height"] <= button["y"]
    expect(page.locator(".policy dt").first).to_be_visible()


def test_p6_the_avatar_follows_the_name(paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")
    page.click("#write > summary")

    page.fill("#cf-name", "Emre")

    shown = page.locator("ol.cs > li > svg").first
    drawn = page.locator("[data-avatar]")
    assert drawn.get_attribute("class") == shown.get_attribute("class")
    expect(drawn.locator("use")).to_have_attribute("href", shown.locator("use").get_attribute("href") or "")


def test_p7_after_sending_the_notice_stands_until_it_is_closed(paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")
    posted = answering(page, (201, SENT))
    write(page)

    page.click("button.primary")

    notice = page.locator("[data-notices] .notice")
    expect(notice).to_contain_text("Forwarded to the administrator.")
    expect(notice.locator("a")).to_have_attribute("href", "/track/abc/")
    waiting = page.locator("ol.cs > li").first
    expect(waiting).to_contain_text("Aiko")
    expect(waiting.locator("p")).to_have_text(["Who pays?", "The town?"])
    expect(waiting.locator(".tag")).to_have_text("waiting for a moderator")
    expect(page.locator("#cf-text")).to_be_hidden()
    assert [len(form.pop("nonce")[0]) for form in posted] == [32]
    assert posted == [
        {
            "thread": ["story-42"],
            "parent": [""],
            "language": ["en"],
            "asked": [""],
            "name": ["Aiko"],
            "text": ["Who pays?\n\nThe town?"],
            "email": [""],
            "website": [""],
        }
    ]
    notice.locator("button").click()
    expect(notice).to_have_count(0)


def test_p6_a_refusal_stands_at_the_field_and_the_text_is_kept(paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")
    refusal = {"error": "This is 3 characters too long.", "reason": "too_long", "field": "text"}
    answering(page, (422, refusal), (201, SENT))
    write(page, text="too long")

    page.click("button.primary")

    error, text = page.locator("#cf-error"), page.locator("#cf-text")
    expect(error).to_have_text("This is 3 characters too long.")
    expect(text).to_have_value("too long")
    expect(text).to_have_attribute("aria-invalid", "true")
    assert (text.get_attribute("aria-describedby") or "").split() == ["cf-error", "cf-limit"]
    expect(text).to_be_focused()
    page.click("button.primary")
    expect(page.locator("[data-notices] .notice")).to_be_visible()
    expect(error).to_be_hidden()


def test_p6_without_a_connection_the_text_is_kept_and_can_be_sent_later(paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")
    page.route(f"{ORIGIN}/comments/", lambda route: route.abort("internetdisconnected"))
    write(page)

    page.click("button.primary")

    expect(page.locator("#cf-error")).to_contain_text("Your text is still here")
    expect(page.locator("#cf-text")).to_have_value("Who pays?\n\nThe town?")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.unroute(f"{ORIGIN}/comments/")
    answering(page, (201, SENT))
    page.click("button.primary")
    expect(page.locator("[data-notices] .notice")).to_be_visible()


def test_p6_a_double_click_sends_once(paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")
    posted = answering(page, (201, SENT))
    write(page)

    page.evaluate(
        "const form = document.querySelector('form.form'); form.requestSubmit(); form.requestSubmit()"
    )

    expect(page.locator("[data-notices] .notice")).to_be_visible()
    assert len(posted) == 1


def test_p6_a_reply_is_written_under_the_comment_it_answers(paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")
    posted = answering(page, (201, SENT))

    page.locator("#comment-k7fq2m0001 > .a a >> nth=0").click()

    form = page.locator("#comment-k7fq2m0001 > form")
    expect(form.locator(".reply-line b")).to_have_text("In reply to Emre")
    expect(page.locator("#cf-name")).to_be_focused()
    page.fill("#cf-name", "Noor")
    page.fill("#cf-text", "Thank you.")
    form.locator("button.primary").click()
    expect(page.locator("#comment-k7fq2m0001 > ol > li", has_text="Thank you.")).to_be_visible()
    assert posted[0]["parent"] == ["k7fq2m0001"]
    expect(page.locator("#write > form")).to_have_count(1)


def test_p6_a_reply_can_be_given_up(paper_page: PaperPage) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/story/")
    page.locator("#comment-k7fq2m0001 > .a a >> nth=0").click()
    page.fill("#cf-text", "Half a thought")

    page.click(".reply-line button")

    expect(page.locator("#write #cf-text")).to_have_value("Half a thought")
    assert page.locator("input[name=parent]").input_value() == ""
    expect(page.locator(".reply-line")).to_be_hidden()


def test_p6_enter_that_ends_a_composition_sends_nothing(paper_page: PaperPage) -> None:
    page = paper_page("ja")
    page.goto(f"{ORIGIN}/story/")
    posted = answering(page, (201, SENT))
    write(page, name="佐藤", text="道路")
    page.focus("#cf-text")
    session = page.context.new_cdp_session(page)

    session.send("Input.imeSetComposition", {"text": "ひよう", "selectionStart": 3, "selectionEnd": 3})
    left_while_composing = page.locator(".left b").text_content()
    session.send("Input.insertText", {"text": "費用"})
    page.keyboard.press("Enter")

    expect(page.locator(".left b")).to_have_text("1,995")
    assert left_while_composing == "1,998"
    assert posted == []
