"""The dress itself: axe finds nothing, nothing is cut off, nothing jumps, in every language, width and light."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.makers.look_samples import LANGUAGES, ORIGIN
from tests.rigs.browsers.axe import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.standing_windows]
PaperPage = Callable[..., Page]
SHEETS = ("/story/", "/bare/", "/closed/", "/", "/list/", "/about/")
SHIFTS = """() => new Promise((resolve) => {
    const moved = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) {
            moved.push(...entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 90)));
        }
    }).observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(moved), 50)));
})"""
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((node) => {
    const box = node.getBoundingClientRect();
    const hidden = node.closest(".vh, .trap, .skip, svg[hidden], .figures thead, summary, .picture");
    return !hidden && box.width && (box.right > innerWidth + 1 || box.left < -1);
}).map((node) => node.outerHTML.slice(0, 120))"""
TARGETS = "a, button, summary, input:not([type=hidden]), textarea"
# Links in running text are excepted by WCAG; the others are larger than their words.
IN_TEXT = ".prose p, .prose li, .byline, .notice, .policy p, .trap, .skip, .meta, .box[open] > summary"
STRETCHED = ".teaser :is(h2, h3), .link-card, .ranks, .band > h2"
SMALL = """([least, targets, excepted]) => [...document.querySelectorAll(targets)].map((node) => {
    const box = node.getBoundingClientRect();
    const around = getComputedStyle(node, "::after");
    const height = Math.max(box.height, around.position === "absolute" ? parseFloat(around.height) || 0 : 0);
    return { node, width: box.width, height };
}).filter(({ node, width, height }) => {
    return width && !node.closest(excepted) && (height < least - 0.5 || width < 24);
}).map(({ node, width, height }) => `${node.outerHTML.slice(0, 90)} ${width}x${height}`)"""


def open_boxes(page: Page) -> None:
    for box in page.locator("#write, .policy").all():
        box.evaluate("box => (box.open = true)")


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_sheet(paper_page: PaperPage, language: str, sheet: str) -> None:
    page = paper_page(language)

    page.goto(f"{ORIGIN}{sheet}")
    open_boxes(page)

    assert faults_of(page) == []


@pytest.mark.parametrize("sheet", ["/story/", "/"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_a_phone_and_at_night(paper_page: PaperPage, language: str, sheet: str) -> None:
    page = paper_page(language, width=390)
    page.goto(f"{ORIGIN}{sheet}")
    open_boxes(page)

    assert faults_of(page) == []
    page.emulate_media(color_scheme="dark")
    assert faults_of(page, rules=["color-contrast", "target-size"]) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert faults_of(page, rules=["color-contrast", "target-size"]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_off_at_any_width(paper_page: PaperPage, language: str) -> None:
    page = paper_page(language)
    cut: dict[tuple[str, int], list[str]] = {}

    for sheet in SHEETS:
        page.goto(f"{ORIGIN}{sheet}")
        open_boxes(page)
        for width in (320, 390, 600, 768, 960, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth > innerWidth") or page.evaluate(CUT_OFF):
                cut[sheet, width] = page.evaluate(CUT_OFF)

    assert cut == {}


def test_the_page_is_whole_at_four_hundred_per_cent(paper_page: PaperPage) -> None:
    # A window of 1280 x 1024 at 400 % is one of 320 x 256 (WCAG 1.4.10).
    page = paper_page(width=320, height=256)

    page.goto(f"{ORIGIN}/story/")

    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_while_a_page_loads(paper_page: PaperPage, width: int) -> None:
    page = paper_page(width=width)

    for sheet in SHEETS:
        page.goto(f"{ORIGIN}{sheet}")
        assert page.evaluate(SHIFTS) == [], sheet


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_where_a_page_comes_in_pieces(paper_page: PaperPage, width: int) -> None:
    """What stands first beside others stands where it stood before they had come."""
    page = paper_page(width=width)
    page.goto(f"{ORIGIN}{SHEETS[0]}")
    tool = page.locator(".tools > :first-child")

    whole = tool.bounding_box()
    page.evaluate(
        "document.querySelectorAll('.tools > :not(:first-child)').forEach((other) => other.remove())"
    )

    assert whole is not None
    assert tool.bounding_box() == whole


@pytest.mark.parametrize(("touch", "least"), [(False, 24), (True, 44)])
def test_targets_are_large_enough_for_a_pointer_and_for_a_thumb(
    paper_page: PaperPage, touch: bool, least: int
) -> None:
    page = paper_page(width=390, touch=touch)
    small: dict[str, list[str]] = {}

    for sheet in SHEETS:
        page.goto(f"{ORIGIN}{sheet}")
        open_boxes(page)
        if found := page.evaluate(SMALL, [least, TARGETS, f"{IN_TEXT}, {STRETCHED}"]):
            small[sheet] = found

    assert small == {}


def test_right_to_left_pages_start_on_the_right(paper_page: PaperPage) -> None:
    page = paper_page("ar")

    page.goto(f"{ORIGIN}/story/")

    assert page.locator("html").get_attribute("dir") == "rtl"
    rail, text = page.locator(".story-rail").bounding_box(), page.locator(".story-text").bounding_box()
    assert rail is not None
    assert text is not None
    assert rail["x"] > text["x"]


@pytest.mark.parametrize(
    ("language", "is_capped"), [("en", True), ("tr", True), ("ja", False), ("ar", False)]
)
def test_only_scripts_that_fill_the_column_carry_a_drop_cap(
    paper_page: PaperPage, language: str, is_capped: bool
) -> None:
    page = paper_page(language)
    page.goto(f"{ORIGIN}/story/")

    style = "getComputedStyle(document.querySelector('.story-text > p'), '::first-letter').initialLetter"

    assert (page.evaluate(style) != "normal") == is_capped
