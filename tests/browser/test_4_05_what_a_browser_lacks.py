"""4.5: what an older or another browser lacks is said, or done otherwise. Here it is taken away from a new one."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.makers.desk import waiting_comment
from tests.makers.look_samples import ORIGIN

from kawaraban.comments.models import Thread

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CASES = json.loads((Path(__file__).parents[1] / "grapheme_cases.json").read_text(encoding="utf-8"))
REFUSING = """Object.defineProperty(navigator, 'clipboard', {value: {writeText: async () => {
    throw new DOMException('no', 'NotAllowedError') }}})"""


def test_4_5_a_link_that_was_not_copied_stands_there_selected(paper_page: Callable[..., Page]) -> None:
    page = paper_page()
    page.add_init_script(REFUSING)
    page.goto(f"{ORIGIN}/story/")
    page.click("details[data-share] > summary")

    page.click("[data-share-copy]")

    expect(page.locator("details[data-share] [role=status]")).to_have_text(
        "The browser did not copy it. Here it is:"
    )
    field = page.locator("details[data-share] input")
    expect(field).to_be_focused()
    expect(field).to_have_value(f"{ORIGIN}/en/42/")
    assert page.evaluate("document.activeElement.selectionEnd") == len(f"{ORIGIN}/en/42/")


def test_4_5_the_counter_counts_families_and_flags_without_the_browsers_help(
    paper_page: Callable[..., Page],
) -> None:
    page = paper_page()
    page.add_init_script("delete Intl.Segmenter")
    page.goto(f"{ORIGIN}/bare/")

    counted = page.evaluate(
        """async (texts) => {
            const { countCharacters } = await import("/static/kawaraban/js/counter.js");
            return texts.map(countCharacters);
        }""",
        [case["text"] for case in CASES],
    )

    families = page.evaluate(
        """async () => (await import("/static/kawaraban/js/counter.js")).countCharacters("👨‍👩‍👧‍👦🇹🇷👍🏽e\u0301")"""
    )
    assert families == 4
    exactly = {case["name"] for case, count in zip(CASES, counted, strict=True) if count == case["count"]}
    assert {"zwnj", "halfwidth", "thai sara am", "khmer", "devanagari conj", "bengali", "telugu"} <= exactly
    too_few = [case["name"] for case, count in zip(CASES, counted, strict=True) if count < case["count"]]
    # The vowel that stands before its letter is a character of its own there.
    assert too_few == ["myanmar"]


def test_4_5_a_browser_without_passkeys_says_so(open_desk: Callable[..., Page], settings: object) -> None:
    page = open_desk()
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto(page.url.split("/desk/")[0] + reverse("mfa_add_webauthn"))

    if page.get_by_label("Password").count():
        from tests.makers.staff import PASSWORD

        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()

    expect(page.locator("#no-passkeys")).to_be_visible()
    expect(page.locator("#passkey-form")).to_be_hidden()


# What stands on a ground of another colour: browsers put the page's own behind its letters, unless told not to.
LOST = """() => {
    const groundOf = (node) => {
        for (; node; node = node.parentElement) {
            const ground = getComputedStyle(node).backgroundColor;
            if (!/^rgba.*, 0\\)$/.test(ground)) return ground;
        }
    };
    const hasWords = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    return [...document.querySelectorAll("body *")]
        .filter((node) => hasWords(node) && node.checkVisibility() && node.localName !== "mark")
        .filter((node) => groundOf(node) !== getComputedStyle(document.body).backgroundColor)
        .filter((node) => getComputedStyle(node).forcedColorAdjust !== "none")
        .map((node) => node.outerHTML);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_4_5_no_words_are_lost_in_forced_colours(
    scheme: str,
    open_desk: Callable[..., Page],
    paper_page: Callable[..., Page],
    thread: Thread,
) -> None:
    waiting_comment(thread, minutes=9)
    waiting_comment(thread, name="Noor", minutes=3)
    story = paper_page(scheme=scheme)
    story.emulate_media(forced_colors="active")
    story.goto(f"{ORIGIN}/story/")
    story.click("#write > summary")
    story.keyboard.press("Shift+Tab")
    assert story.evaluate(LOST) == []

    desk = open_desk(scheme=scheme)
    desk.emulate_media(forced_colors="active")
    assert desk.evaluate(LOST) == []
    desk.keyboard.press("a")
    expect(desk.locator("#message .told")).to_be_visible()
    for key in ("r", "Escape", "e"):
        desk.keyboard.press(key)
        assert desk.evaluate(LOST) == []
    for path in ("figures/", "keys/"):
        desk.goto(desk.url.split("/desk/")[0] + f"/desk/{path}")
        assert desk.evaluate(LOST) == []


def test_4_5_the_present_section_is_told_apart_in_forced_colours(paper_page: Callable[..., Page]) -> None:
    page = paper_page()
    page.emulate_media(forced_colors="active")
    page.goto(f"{ORIGIN}/story/")

    colours = page.eval_on_selector_all(
        ".sections a",
        "all => all.map(a => [a.ariaCurrent ?? a.getAttribute('aria-current'),"
        " getComputedStyle(a).borderBlockEndColor, getComputedStyle(document.body).backgroundColor])",
    )

    assert {current for current, _line, _ground in colours} >= {None}
    for current, line, ground in colours:
        assert (line == ground) is (current is None)
