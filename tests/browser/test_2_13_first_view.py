"""2.13 in a browser: all that the first view needs fits in 60 kB, comes from us alone, and nothing jumps."""

from collections.abc import Callable
from urllib.parse import urlsplit

import brotli
import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Request
from tests.makers.look_samples import ORIGIN, sheets

pytestmark = pytest.mark.browser
PaperPage = Callable[..., Page]

WATCH = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) {
    const moved = entry.sources.map(source => source.node?.outerHTML?.slice(0, 200) ?? source.node?.nodeName);
    window.shifts.push([entry.value, Math.round(entry.startTime), scrollY, ...moved]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
SCROLL = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y);
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
}"""


def weight_of(url: str) -> int:
    """What the file weighs on its way: the paper's own files are laid out with Brotli beside them."""
    path = urlsplit(url).path
    if not path.startswith("/static/"):
        return len(brotli.compress(sheets("en")[path].encode(), quality=11))
    with open(str(finders.find(path.removeprefix("/static/"))), "rb") as file:
        return len(brotli.compress(file.read(), quality=11))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["/", "/story/"])
def test_2_13_the_first_view_is_light_ours_alone_and_still(
    paper_page: PaperPage, path: str, width: int
) -> None:
    page = paper_page(width=width)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.add_init_script(WATCH)

    page.goto(f"{ORIGIN}{path}", wait_until="networkidle")
    page.evaluate(SCROLL)

    assert {urlsplit(request.url).netloc for request in asked} == {urlsplit(ORIGIN).netloc}
    files = {request.url for request in asked if request.resource_type != "image"}
    assert len(files) > 4
    assert any(url.endswith(".css") for url in files)
    # The icon is asked for outside of what a page's own requests show.
    files.add(f"{ORIGIN}/static/kawaraban/favicon.svg")
    assert sum(weight_of(url) for url in files if urlsplit(url).path != "/reads") <= 60_000
    assert page.evaluate("window.shifts") == []
