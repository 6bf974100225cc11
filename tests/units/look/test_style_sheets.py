"""Only tokens.css names a colour or a size; its contrasts hold."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[3] / "src/kawaraban/look/static/kawaraban"
SHEETS = sorted(path.name for path in STATIC.glob("*.css") if path.name != "tokens.css")
COLOURS = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(|:\s*(?:black|white|red|gr[ae]y)\b", re.I)
# Hair's breadths and the least sizes that a specification names stand where they are used.
SIZES = re.compile(r"(?<![\w.-])(?:\d*\.)?\d+(?:px|pt|cm|mm)\b")
ALLOWED = {"2px"}


def rules_of(name: str) -> str:
    """The sheet without comments and without the conditions of media queries, which cannot hold a token."""
    text = re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text(encoding="utf-8"), flags=re.S)
    return re.sub(r"@(?:media|supports|container)[^{]*", "@media ", text)


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_names_no_colour_and_no_length_of_its_own(name: str) -> None:
    rules = re.sub(r"#[\w-]+(?=[\s{,.:>])", "", rules_of(name))

    assert COLOURS.findall(rules) == []
    assert set(SIZES.findall(rules)) <= ALLOWED


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_uses_only_tokens_that_exist(name: str) -> None:
    defined = set(re.findall(r"(--[\w-]+)\s*:", (STATIC / "tokens.css").read_text(encoding="utf-8")))

    used = set(re.findall(r"var\((--[\w-]+)", rules_of(name)))

    assert used - defined == set()


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_knows_no_left_and_no_right(name: str) -> None:
    physical = (
        r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b|(?<!-)\b(?:left|right|width|height)\s*:"
    )

    assert re.findall(physical, rules_of(name)) == []


def tokens(time_of_day: str) -> dict[str, str]:
    text = (STATIC / "tokens.css").read_text(encoding="utf-8")
    found = re.findall(rf"--(\w[\w-]*)-{time_of_day}: (#[0-9a-f]{{6}});", text)
    return dict(reversed(found)) | {"stamp-ink": "#fffaf2"}


def luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("time_of_day", ["day", "night"])
@pytest.mark.parametrize(
    ("ink", "grounds", "least"),
    [
        ("ink", ("paper", "sheet", "wash"), 12),
        ("quiet", ("paper", "sheet", "wash"), 7),
        ("seal", ("paper", "sheet", "wash"), 4.5),
        ("good", ("paper", "sheet", "wash"), 4.5),
        ("warn", ("paper", "sheet", "wash"), 4.5),
        ("seal-ink", ("seal",), 4.5),
        ("stamp-ink", ("stamp",), 4.5),
        ("edge", ("paper", "sheet"), 3),
        *((f"av{tint}", ("paper", "sheet"), 3.0) for tint in range(8)),
    ],
)
def test_ink_can_be_read_on_its_grounds(
    time_of_day: str, ink: str, grounds: tuple[str, ...], least: float
) -> None:
    colours = tokens(time_of_day)

    weak = {ground: contrast(colours[ink], colours[ground]) for ground in grounds}

    assert all(value >= least for value in weak.values()), weak
