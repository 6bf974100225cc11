"""4.5: style sheets keep to what Chrome 109, Firefox 115 and Safari 15.6 can do, or say what else holds there."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "kawaraban"
SHEETS = sorted(PACKAGE.rglob("static/**/*.css"))
SCRIPTS = [path for path in PACKAGE.rglob("static/**/*.js") if "vendor" not in path.parts]
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def rules(sheet: Path) -> list[tuple[str, str]]:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [(selector.strip(), body) for selector, body in RULE.findall(text)]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_4_5_a_first_letter_is_never_matched_where_letters_join(sheet: Path) -> None:
    for selector, _body in rules(sheet):
        if "::first-letter" in selector:
            assert ":not(:lang(ar)" in selector, selector


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_4_5_a_mixed_colour_stands_where_it_is_understood(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    guarded = re.sub(r"@supports \(color: color-mix\([^{]*\)\) \{(?:[^{}]*\{[^{}]*\})*\s*\}", "", text)

    assert "color-mix(" not in guarded


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_4_5_a_backdrop_needs_no_value_of_the_page(sheet: Path) -> None:
    for selector, body in rules(sheet):
        if "::backdrop" in selector:
            assert "var(" not in body, selector


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_4_5_scripts_call_nothing_that_safari_15_lacks(script: Path) -> None:
    text = script.read_text(encoding="utf-8")

    assert ".requestSubmit(" not in text
    assert not re.search(r"\(\?<[=!]", text), "Safari before 16.4 cannot look behind"
