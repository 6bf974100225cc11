"""One Chromium for each test module, and pages in it: `browser_page` for any address, `paper_page` for samples.

    page = browser_page(width=390, scheme="dark", locale="ja-JP")
    page.goto(live_server.url + "/")

A page fails its test when a script of ours fails or the content security policy refuses something.
Each test has new windows, except in files marked `standing_windows`: there they are wiped and used again. What a
wipe does not take away (scripts and listeners that a test gives a window, a clock that it sets) wants new ones.
`KAWARABAN_CHROMIUM` names another browser; without it Debian's is taken, else Playwright's own.
"""

import mimetypes
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Route, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from tests.makers.desk import signed_in
from tests.makers.look_samples import ORIGIN, sheets
from tests.rigs.browsers.windows import PATIENCE_SECONDS, Glass, Scheme, Windows

from kawaraban.look.security_headers import STRICT
from kawaraban.people.models import User

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Nobody looks: without a drawing processor a page takes a tenth less of the processor that there is.
    "--disable-gpu",
]
# Not about what a page of ours does: a missing resource is its own test's business, a header is the doors'.
FOREIGN = ("Failed to load resource", "Error with Permissions-Policy header")
DEBIAN_CHROMIUM = Path("/usr/bin/chromium")
expect.set_options(timeout=PATIENCE_SECONDS * 1000)
BrowserPage = Callable[..., Page]


def chromium_path() -> str | None:
    if named := os.environ.get("KAWARABAN_CHROMIUM"):
        return named
    return str(DEBIAN_CHROMIUM) if DEBIAN_CHROMIUM.exists() else None


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # For a module and not for the session: while Playwright runs, its event loop is the thread's, and tests
    # with a loop of their own would find it. For the same reason Django is told that this thread is safe.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def windows(chromium: Browser) -> Windows:
    return Windows(chromium)


@pytest.fixture
def browser_page(windows: Windows, request: pytest.FixtureRequest) -> Iterator[BrowserPage]:
    """Makes pages: width, height, scheme ("light" | "dark"), locale, javascript, touch."""
    lent = []
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A resource that is missing or refused by the server is the business of the test itself.
        if message.type == "error" and not message.text.startswith(FOREIGN):
            complaints.append(message.text)

    def note_error(error: Error) -> None:
        complaints.append(str(error))

    def make(*, width: int = 1280, height: int = 900, scheme: Scheme = "light", **glass: Any) -> Page:
        window = windows.lend(Glass(**glass), width=width, height=height, scheme=scheme)
        lent.append(window)
        window.page.on("console", note)
        window.page.on("pageerror", note_error)
        return window.page

    yield make

    for window in lent:
        if request.node.get_closest_marker("standing_windows"):
            windows.take_back(window)
            window.page.remove_listener("console", note)
            window.page.remove_listener("pageerror", note_error)
        else:
            window.context.close()
    assert complaints == []


@pytest.fixture
def paper_page(browser_page: BrowserPage) -> BrowserPage:
    """Makes pages on which the sample paper of one language is served, under the paper's own strict policy."""

    def make(language: str = "en", **options: object) -> Page:
        page = browser_page(**options)
        rendered = sheets(language)

        def answer(route: Route) -> None:
            path = route.request.url.removeprefix(ORIGIN).split("?")[0].split("#")[0]
            file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
            if file:
                route.fulfill(path=file, content_type=mimetypes.guess_type(file)[0] or "text/plain")
            elif path in rendered:
                headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": STRICT}
                route.fulfill(body=rendered[path], headers=headers)
            else:
                route.fulfill(status=404, body="")

        page.route(f"{ORIGIN}/**", answer)
        return page

    return make


@pytest.fixture
def open_desk(
    browser_page: Callable[..., Page], live_server: LiveServer, moderator: User
) -> Callable[..., Page]:
    """A page on the desk, signed in. `path` behind /desk/, the rest as for `browser_page`."""

    def make(path: str = "", **options: object) -> Page:
        page = browser_page(**options)
        name = settings.SESSION_COOKIE_NAME
        value = signed_in(moderator).cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page.goto(f"{live_server.url}/desk/{path}")
        return page

    return make
