"""Takes the pictures of the README from a demo paper that it makes, serves and throws away.

    python tools/take_pictures.py

Needs what the browser tests need: playwright and a Chromium (KAWARABAN_CHROMIUM, else the one on the PATH).
"""

import io
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
LARGEST_BYTES = 150_000
SENDER_ON_THE_DESK = "quick-bins-4u"


@dataclass(frozen=True)
class Paper:
    address: str
    data: Path

    def card_of(self, name: str) -> str:
        """The desk's page for the waiting comment of this sender."""
        with closing(sqlite3.connect(self.data / "paper.sqlite3")) as database:
            [found] = database.execute("SELECT public_id FROM comments_comment WHERE name = ?", [name])
        return f"{self.address}/desk/card/{found[0]}/"


@dataclass(frozen=True)
class Picture:
    """What is opened and made ready in a window of this size. `is_night`: in the dark dress."""

    name: str
    width: int
    height: int
    compose: Callable[[Page, Paper], None]
    is_night: bool = False


@contextmanager
def demo_paper() -> Iterator[Paper]:
    """A served demo paper in a folder of its own."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("KAWARABAN_", "DJANGO"))}
    program = [sys.executable, "-u", "-m", "kawaraban"]
    with TemporaryDirectory() as folder:
        data = Path(folder) / "paper"
        for words in (["init", str(data)], ["demo", "--data", str(data)]):
            subprocess.run([*program, *words], env=own, check=True, stdout=subprocess.DEVNULL)
        serving = [*program, "serve", "--data", str(data), "--port", "0"]
        with subprocess.Popen(serving, env=own, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                yield Paper(process.stdout.readline().split()[4].rstrip("/"), data)
            finally:
                process.terminate()


def show_front(page: Page, paper: Paper) -> None:
    page.goto(f"{paper.address}/")


def show_desk(page: Page, paper: Paper) -> None:
    """A waiting comment, what was found in it, and the grounds on which it can be refused."""
    sign_in(page, paper.card_of(SENDER_ON_THE_DESK))
    page.locator("#refuse > summary").click()
    expect(page.locator("#reject")).to_be_visible()


def sign_in(page: Page, address: str) -> None:
    """Go there as the demo's moderator."""
    page.goto(address)
    page.fill("input[name=login]", "mika")
    page.fill("input[name=password]", "kawaraban-demo")
    page.press("input[name=password]", "Enter")
    page.wait_for_url(address)


def show_notice(page: Page, paper: Paper) -> None:
    """A published comment about which somebody gave notice."""
    sign_in(page, f"{paper.address}/desk/reported/")


def show_appeal(page: Page, paper: Paper) -> None:
    sign_in(page, f"{paper.address}/desk/appeals/")


def show_figures(page: Page, paper: Paper) -> None:
    sign_in(page, f"{paper.address}/desk/figures/")


def show_box(page: Page, paper: Paper) -> None:
    """The comments of a story, and the box in which somebody is writing."""
    page.goto(f"{paper.address}/town/gulls/")
    page.click("#write > summary")
    page.fill("#cf-name", "Emre")
    page.fill(
        "#cf-text",
        "A gull took my pen while I was signing the petition against the ban. What does that count as?",
    )
    page.locator("#comments").evaluate(
        "node => window.scrollTo(0, node.getBoundingClientRect().top + scrollY - 8)"
    )


PICTURES = (
    Picture("paper", 1280, 1064, show_front),
    Picture("paper-dark", 1280, 1064, show_front, is_night=True),
    Picture("desk", 1280, 864, show_desk),
    Picture("desk-dark", 1280, 864, show_desk, is_night=True),
    Picture("phone", 390, 844, show_box),
    Picture("notice", 1280, 800, show_notice),
    Picture("appeal", 390, 844, show_appeal),
    Picture("figures", 1280, 1000, show_figures),
)


def take(browser: Browser, picture: Picture, paper: Paper) -> bytes:
    """The picture as WebP, finer than it is large, and no heavier than a README can carry."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=1.5,
        color_scheme="dark" if picture.is_night else "light",
        locale="en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    picture.compose(page, paper)
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.wait_for_load_state("networkidle")
    png = page.screenshot()
    context.close()
    return as_webp(png)


def as_webp(png: bytes) -> bytes:
    """The best quality that is light enough. Raises ValueError where none is."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in range(86, 40, -4):
        file = io.BytesIO()
        image.save(file, "WEBP", quality=quality, method=6)
        if file.tell() <= LARGEST_BYTES:
            return file.getvalue()
    raise ValueError(f"This picture cannot be made lighter than {LARGEST_BYTES} bytes.")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    chromium = os.environ.get("KAWARABAN_CHROMIUM") or shutil.which("chromium")
    with demo_paper() as paper, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for picture in PICTURES:
            webp = take(browser, picture, paper)
            (FOLDER / f"{picture.name}.webp").write_bytes(webp)
            print(f"{picture.name}.webp: {len(webp) // 1000} kB")
        browser.close()


if __name__ == "__main__":
    main()
