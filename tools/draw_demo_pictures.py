"""Draws the pictures of the demo paper: SVG from the scenes, then WebP as a browser prints them.

    python tools/draw_demo_pictures.py            all
    python tools/draw_demo_pictures.py gulls tram only these

Needs what the browser tests need: playwright and a Chromium (KAWARABAN_CHROMIUM, else the one on the PATH).
"""

import io
import os
import shutil
import sys
from pathlib import Path

from demo_pictures.scenes import SCENES
from demo_pictures.woodcut import HEIGHT, INK, PAPER, SEAL, WIDTH, Block
from PIL import Image, ImageColor
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "src/kawaraban/cli/demo_paper/pictures"
LARGEST_BYTES = 60_000


def print_webp(browser: Browser, svg: Path) -> int:
    """The WebP beside the SVG: six flat colours, lossless, so that an edge stays an edge. Answers its bytes."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{svg.read_text(encoding='utf-8')}")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.close()
    flat = picture.quantize(palette=_colours(), dither=Image.Dither.NONE).convert("RGB")
    flat.save(svg.with_suffix(".webp"), "WEBP", lossless=True, quality=100, method=6)
    size = svg.with_suffix(".webp").stat().st_size
    if size > LARGEST_BYTES:
        sys.stdout.write(f"{svg.stem} is too busy: {size:,} bytes, {LARGEST_BYTES:,} are allowed\n")
    return size


def _colours() -> Image.Image:
    """The three colours, and what lies between two of them at an edge."""
    ink, paper, seal = (ImageColor.getrgb(colour)[:3] for colour in (INK, PAPER, SEAL))

    def between(a: tuple[int, ...], b: tuple[int, ...], share: float) -> tuple[int, ...]:
        return tuple(round(x + (y - x) * share) for x, y in zip(a, b, strict=True))

    colours = (
        ink,
        paper,
        seal,
        between(ink, paper, 0.33),
        between(ink, paper, 0.67),
        between(seal, paper, 0.5),
    )
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in colours for part in colour])
    return palette


def main(names: list[str]) -> None:
    chromium = os.environ.get("KAWARABAN_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name in names or sorted(SCENES):
            block = Block(name)
            SCENES[name](block)
            size = print_webp(browser, block.write(FOLDER))
            sys.stdout.write(f"{name}: {size:,} bytes\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
