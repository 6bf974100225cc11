"""1.10: the browser counts characters as the server does."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.makers.look_samples import ORIGIN

from kawaraban.people.avatars import avatar_for

pytestmark = [pytest.mark.browser, pytest.mark.standing_windows]
CASES = json.loads((Path(__file__).parents[1] / "grapheme_cases.json").read_text(encoding="utf-8"))
NAMES = ["Emre", "  Aiko ", "佐藤", "İpek", "IŞIK", "Zoe\u0308", "Zoë", "نور", "ΟΔΟΣ", "👩‍🚀", "x" * 300]


def test_1_10_browser_and_case_set_agree_on_every_text(paper_page: Callable[..., Page]) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/bare/")

    counted = page.evaluate(
        """async (texts) => {
            const { countCharacters } = await import("/static/kawaraban/js/counter.js");
            return texts.map(countCharacters);
        }""",
        [case["text"] for case in CASES],
    )

    wrong = [
        (case["name"], case["count"], count)
        for case, count in zip(CASES, counted, strict=True)
        if count != case["count"]
    ]
    assert wrong == []


def test_1_10_browser_and_server_draw_the_same_avatar(paper_page: Callable[..., Page]) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/bare/")

    drawn = page.evaluate(
        """async (names) => {
            const { avatarFor } = await import("/static/kawaraban/js/avatar.js");
            return names.map(avatarFor);
        }""",
        NAMES,
    )

    assert drawn == [{"shape": avatar_for(name).shape, "tint": avatar_for(name).tint} for name in NAMES]


def test_1_10_three_nodes_tell_how_many_characters_are_left(paper_page: Callable[..., Page]) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/bare/")
    page.click("#write > summary")

    page.fill("#cf-text", "👨‍👩‍👧‍👦" * 3 + "\n" + "e\u0301")

    seen = page.locator(".left")
    assert seen.get_attribute("aria-hidden") == "true"
    expect(seen).to_have_text("Characters left: 1,995")
    assert page.locator("#cf-text").get_attribute("maxlength") is None
    assert "cf-limit" in (page.locator("#cf-text").get_attribute("aria-describedby") or "")
    expect(page.locator("#cf-limit")).to_contain_text("2,000")
    expect(page.locator("[data-announce]")).to_have_text("")


def test_1_10_near_the_limit_the_number_is_announced_and_over_it_the_surplus(
    paper_page: Callable[..., Page],
) -> None:
    page = paper_page()
    page.goto(f"{ORIGIN}/bare/")
    page.click("#write > summary")

    page.fill("#cf-text", "x" * 1990)
    expect(page.locator("[data-announce]")).to_have_text("Characters left: 10")

    page.fill("#cf-text", "x" * 2003)
    expect(page.locator(".left")).to_have_text("Characters too many: 3")
    assert page.locator("#cf-text").input_value() == "x" * 2003
    expect(page.locator("[data-announce]")).to_have_text("Characters too many: 3")
