"""Sizes and manners that no linter of the shelf knows."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "kawaraban"
SOURCES = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
TEMPLATES = [path for folder in PACKAGE.rglob("templates") for path in folder.rglob("*.html")]


def test_every_module_says_what_it_is() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        if path.read_text().strip() and not re.match(r'\s*(#[^\n]*\n)*\s*r?"""', path.read_text())
    ]

    assert silent == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"<script(?![^>]*(?:\bsrc=|application/ld\+json|type=\"application/json\"))[^>]*>",
        r"\sstyle=[\"']",
        r"\son(?:click|load|submit|change|input|error|focus|blur)=",
        r"<style[\s>]",
    ],
)
def test_templates_hold_nothing_that_the_content_security_policy_refuses(pattern: str) -> None:
    wrong = [
        path.relative_to(ROOT).as_posix()
        for path in TEMPLATES
        if "wagtail" not in path.parts[-2]
        and re.search(pattern, path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]

    assert wrong == []


def test_only_the_tokens_name_a_colour() -> None:
    comments_and_urls = re.compile(r"/\*.*?\*/|url\([^)]*\)", re.DOTALL)
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![-\w])|\brgba?\(|\bhsla?\(|\boklch\(")
    wrong = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in PACKAGE.rglob("static/**/*.css")
        if path.name not in {"tokens.css"} and "vendor" not in path.parts
        for match in colour.finditer(comments_and_urls.sub("", path.read_text(encoding="utf-8")))
    ]

    assert wrong == []


def test_no_file_carries_a_path_of_a_machine() -> None:
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    path_of_a_person = re.compile(r"(?<![\w.\-/])/(?:home|root|Users)/\w+")
    found = []
    for name in filter(None, files.split("\0")):
        file = ROOT / name
        if file.suffix in {".lock", ".gz", ".webp", ".png", ".mo", ".ico"} or not file.is_file():
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        found += [f"{name}: {match.group()}" for match in path_of_a_person.finditer(text)]

    assert found == []


def test_no_template_writes_a_date_for_a_machine_by_hand() -> None:
    """Django's letters are not PHP's: `P` is "11:58 p.m.". The filter `machine_time` is for machines."""
    xml = [path for folder in PACKAGE.rglob("templates") for path in folder.rglob("*.xml")]
    by_hand = re.compile(
        r"""\|\s*(?:date|time)\b(?=[^}%]*%?\}[^<]*</(?:lastmod|pubDate|updated|published))  # between XML's own tags
        |(?:datetime|content)=["'][^"'>]*\|\s*(?:date|time)\b                               # in an attribute
        |\|\s*(?:date|time):\s*["'](?![A-Z_]+["'])[^"']*[TPcrOU]     # a format with a time zone
        """,
        re.VERBOSE,
    )
    wrong = [
        path.relative_to(ROOT).as_posix()
        for path in [*TEMPLATES, *xml]
        if by_hand.search(path.read_text(encoding="utf-8"))
        or (path.suffix == ".xml" and re.search(r"\|\s*(?:date|time)\b", path.read_text(encoding="utf-8")))
    ]

    assert wrong == []
