"""1.20: every kind of page of the demo paper, as it is served, in every language, width and light.

A page is loaded once and turned about: one pair of width and light is searched by axe with all its rules, the
opposite pair with the rules that depend on the dress. The pairs go round from language to language.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.rigs.browsers.walk import PHONE, Visit, Walk
from tests.rigs.demo_served import PASSWORD, served_demo
from tests.rigs.serve_factory import Got, Served, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.serve, pytest.mark.standing_windows]
BrowserPage = Callable[..., Page]
STORIES = {
    "en": "/technology/repair-ships/",
    "tr": "/turkce/caulker/",
    "ja": "/nihongo/sento/",
    "ar": "/arabic/oud-maker/",
}
LANGUAGES = tuple(STORIES)
SECTIONS = {"en": "/harbour/", "tr": "/turkce/", "ja": "/nihongo/", "ar": "/arabic/"}
TRACKED = (
    ("pending", "ar"),
    ("pending", "ja"),
    ("approved", "tr"),
    ("approved", "ar"),
    ("rejected", "en"),
    ("rejected", "tr"),
    ("rejected", "ja"),
    ("withdrawn", "tr"),
    ("returned", "en"),
    ("withheld", "en"),
    ("erased", "en"),
)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served_demo(tmp_path_factory.mktemp("every-screen") / "paper") as served:
        yield served


@pytest.fixture
def walk(browser_page: BrowserPage, paper: Served) -> Iterator[Callable[..., Walk]]:
    made = []

    def make(**options: object) -> Walk:
        made.append(Walk(browser_page(**options), paper))
        return made[-1]

    yield make

    for each in made:
        each.end()


def comment_with(paper: Served, column: str, **wanted: str) -> str:
    """A column of the newest such comment: comment_with(paper, "public_id", status="approved")."""
    conditions = " AND ".join(f"{name} = ?" for name in wanted)
    [[found]] = paper.query(
        f"SELECT {column} FROM comments_comment WHERE {conditions} ORDER BY id DESC LIMIT 1", *wanted.values()
    )
    return str(found)


@pytest.fixture(scope="module")
def of_mika(chromium: Browser, paper: Served) -> list[Any]:
    """The cookies of the moderator, who has signed in once for all tests here."""
    with closing(chromium.new_context()) as context:
        sign_in(context.new_page(), paper, "mika")
        return list(context.cookies())


def sign_in(page: Page, paper: Served, name: str, path: str = "/desk/") -> None:
    page.goto(f"http://127.0.0.1:{paper.port}{path}")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def speak(paper: Served, language: str) -> None:
    """Let the desk speak to the moderator in this language."""
    paper.query("UPDATE people_user SET language = ? WHERE username = 'mika'", language)


READING = {
    "story": [Visit(path, language) for language, path in STORIES.items()],
    "closed story": [Visit("/town/ferry-inquiry/")],
    "section": [Visit(path, language) for language, path in SECTIONS.items()],
    "front": [Visit("/"), Visit("/")],
    "topic, author, standard page": [
        Visit("/topics/fish-market/"),
        Visit("/authors/orla-fennick/"),
        Visit("/authors/salma-marzuqi/"),
        Visit("/about/"),
        Visit("/privacy/"),
    ],
    "policy": [
        Visit("/policy/2/"),
        Visit("/policy/2/tr/", "tr"),
        Visit("/policy/2/ja/", "ja"),
        Visit("/policy/2/ar/", "ar"),
        Visit("/policy/1/"),
    ],
    "reads rule": [
        Visit("/how-we-count-reads/"),
        Visit("/how-we-count-reads/tr/", "tr"),
        Visit("/how-we-count-reads/ja/", "ja"),
        Visit("/how-we-count-reads/ar/", "ar"),
    ],
    "contact points": [Visit("/contact-points/"), Visit("/contact-points/ar/", "ar")],
    "how comments are moderated": [Visit("/moderation/"), Visit("/moderation/ja/", "ja")],
    "figures": [
        Visit("/transparency/"),
        Visit("/transparency/2026/"),
        Visit("/transparency/2026/ar/", "ar"),
    ],
    "what is not there": [Visit("/nobody/was/here/", status=404), Visit("/track/unknown/", status=404)],
}


@pytest.mark.parametrize("kind", READING)
def test_1_20_nothing_is_wrong_with_what_readers_see(walk: Callable[..., Walk], kind: str) -> None:
    window = walk()

    for visit in READING[kind]:
        window.go(visit)

    assert window.faults == []


def test_1_20_nothing_is_wrong_with_the_tracking_page_in_any_state(
    walk: Callable[..., Walk], paper: Served
) -> None:
    window = walk()

    for status, language in TRACKED:
        token = paper.opened(comment_with(paper, "tracking_token", status=status, language=language))
        arrival = "?sent=1" if status == "pending" else ""
        window.go(Visit(f"/track/{token}/{arrival}", language))

    assert window.faults == []


def test_1_20_nothing_is_wrong_with_the_page_of_a_comment_that_went(
    walk: Callable[..., Walk], paper: Served
) -> None:
    window = walk()

    for language in ("en", "tr"):
        gone = comment_with(paper, "public_id", status="withdrawn", language=language)
        window.go(Visit(f"/c/{gone}/", language, status=410))

    assert window.faults == []


def test_1_20_nothing_is_wrong_with_the_reply_page(walk: Callable[..., Walk], paper: Served) -> None:
    window = walk()

    for language in LANGUAGES:
        parent = comment_with(paper, "public_id", status="approved", language=language)
        window.go(Visit(f"/c/{parent}/reply/", language))

    assert window.faults == []


def test_1_20_nothing_is_wrong_with_the_refusal_page(walk: Callable[..., Walk]) -> None:
    window = walk()

    for language, path in STORIES.items():
        window.page.goto(window.address + path)
        window.page.locator("#cf-name").evaluate("field => (field.value = 'Aiko')")
        window.page.locator("#cf-text").evaluate("field => (field.value = 'x'.repeat(2001))")
        with window.page.expect_navigation():
            # As a browser sends it without a script.
            window.page.locator("#write form").evaluate("form => HTMLFormElement.prototype.submit.call(form)")
        expect(window.page.locator("#cf-text")).to_have_value("x" * 2001)
        window.look(Visit("/comments/", language))

    assert window.faults == []


def send_without_saying_whose_page(paper: Served, path: str, language: str) -> Got:
    """What a browser is answered that sends neither Origin nor Sec-Fetch-Site. None of today's is so silent."""
    [[locator]] = paper.query("SELECT locator FROM comments_thread WHERE url = ?", path)
    form = urlencode({"thread": locator, "name": "Aiko", "text": "Who pays?", "language": language})
    kind = "application/x-www-form-urlencoded"
    return paper.ask("/comments/", method="POST", body=form.encode(), Content_Type=kind, Accept="text/html")


def stand_in(page: Page, address: str, answer: Got) -> None:
    """Let the page find this answer, under its own policy, at the address."""
    headers = {name: answer.headers[name] for name in ("content-type", "content-security-policy")}
    page.route(address, lambda route: route.fulfill(body=answer.body, headers=headers))


def test_1_20_nothing_is_wrong_with_the_page_that_asks_once_more(
    walk: Callable[..., Walk], paper: Served
) -> None:
    window = walk()

    for language, path in STORIES.items():
        sheet = f"/comments/?asked-in={language}"
        stand_in(window.page, window.address + sheet, send_without_saying_whose_page(paper, path, language))
        window.go(Visit(sheet, language))
        expect(window.page.locator("input[name=confirm]")).to_be_attached()

    assert window.faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_1_20_nothing_is_wrong_with_signing_in_and_out(
    walk: Callable[..., Walk], paper: Served, of_mika: list[Any], language: str
) -> None:
    window = walk(locale=language)
    speak(paper, language)

    window.go(Visit("/desk/sign-in/", language))
    window.page.context.add_cookies(of_mika)
    window.go(Visit("/desk/sign-out/", language))

    assert window.faults == []


def test_1_20_nothing_is_wrong_with_the_desk(
    walk: Callable[..., Walk], paper: Served, of_mika: list[Any]
) -> None:
    window = walk()
    window.page.context.add_cookies(of_mika)

    for language in LANGUAGES:
        speak(paper, language)
        window.go(Visit("/desk/not-published/", language))
        comment = comment_with(paper, "public_id", status="pending", language=language)
        window.go(Visit(f"/desk/card/{comment}/", language))
        window.page.keyboard.press("r")
        expect(window.page.locator("#reject")).to_be_visible()
        window.search()

    assert window.faults == []


def test_1_20_the_editor_opens_and_its_policy_refuses_nothing(
    walk: Callable[..., Walk], paper: Served
) -> None:
    window = walk()
    [[number]] = paper.query("SELECT id FROM wagtailcore_page WHERE slug = 'repair-ships'")
    sign_in(window.page, paper, "ines", "/editor/")

    expect(window.page.locator("h1")).to_be_visible()
    window.page.goto(f"{window.address}/editor/pages/{number}/edit/")

    expect(window.page.locator("textarea[name=title], input[name=title]")).to_have_value(
        re.compile("Four ships")
    )
    expect(window.page.locator(".public-DraftEditor-content").first).to_be_visible()
    assert window.faults == []


def write(page: Page, words: str) -> None:
    page.click("#write > summary")
    page.fill("#cf-name", "Aiko")
    page.fill("#cf-text", words)
    page.click("#write button.primary")


def test_1_20_a_comment_is_posted_approved_by_a_key_and_there_for_everyone(
    browser_page: BrowserPage, paper: Served, of_mika: list[Any]
) -> None:
    words, path = "Who pays for the road to the dock?", STORIES["en"]
    speak(paper, "en")
    reader, desk = browser_page(width=PHONE), browser_page()
    reader.goto(f"http://127.0.0.1:{paper.port}{path}")
    write(reader, words)
    expect(reader.locator("[data-notices] .notice")).to_be_visible()
    desk.context.add_cookies(of_mika)

    desk.goto(f"http://127.0.0.1:{paper.port}/desk/card/{comment_with(paper, 'public_id', text=words)}/")
    expect(desk.locator(".shown")).to_contain_text(words)
    desk.keyboard.press("a")

    expect(desk.locator("#message")).to_contain_text("Approved")
    wait_until(lambda: words.encode() in paper.ask(path).body, "the comment on the page", seconds=10)
    reader.reload()
    expect(reader.locator("ol.cs")).to_contain_text(words)


def test_1_20_without_javascript_a_comment_is_posted_and_its_author_reads_the_ground(
    browser_page: BrowserPage, paper: Served, of_mika: list[Any]
) -> None:
    words, path = "Çırakların eline sağlık, ama ustalar aptal.", STORIES["tr"]
    speak(paper, "en")
    reader, desk = browser_page(javascript=False), browser_page()
    reader.goto(f"http://127.0.0.1:{paper.port}{path}")
    write(reader, words)
    expect(reader).to_have_url(re.compile(r"/track/[^/]+/\?sent=1$"))
    desk.context.add_cookies(of_mika)
    desk.goto(f"http://127.0.0.1:{paper.port}/desk/card/{comment_with(paper, 'public_id', text=words)}/")

    desk.keyboard.press("r")
    desk.keyboard.press("s")

    expect(desk.locator("#message")).to_contain_text("Insult or swearing")
    followed = urlsplit(reader.url).path
    # The author is told when the moderator cannot take it back any more.
    wait_until(lambda: "Hakaret veya küfür".encode() in paper.ask(followed).body, "the ground told")
    reader.reload()
    expect(reader.locator("main")).to_contain_text("Hakaret veya küfür")
    assert words.encode() not in paper.ask(path).body
