"""4b.8: the pages on the law name every article, say how it was read, and do not claim more."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
DUTIES = (DOCS / "duties.md").read_text(encoding="utf-8")
ELSEWHERE = (DOCS / "other-countries.md").read_text(encoding="utf-8")


def one_line(text: str) -> str:
    return " ".join(text.replace("**", "").split())


@pytest.mark.parametrize("article", [*range(9, 19), 20, 23])
def test_4b_08_every_article_has_a_row(article: int) -> None:
    assert re.search(rf"^\| {article} \S.*\|$", DUTIES, re.MULTILINE)


@pytest.mark.parametrize("article", ["19 to 28", "24(3)", "24(5)"])
def test_4b_08_so_have_those_of_platforms(article: str) -> None:
    assert f"| {article}" in DUTIES


@pytest.mark.parametrize(
    "words",
    [
        "This is not legal advice.",
        "No lawyer has read it.",
        "partner and linked enterprises",
        "turnover and/or balance sheet total",
        "minor and purely ancillary feature",
        '"could constitute such a feature"',
        "languages in which they may write, public",
        "choose the means",
        "No size is left out.",
        "Europol",
        "I ZR 166/07",
        "C-492/23",
        "2021/784",
        "within one hour",
        "it is thin",
        "out-of-court bodies of Article 21",
        "*Suspected crimes*",
        "*Orders* at the desk",
        "personal data",
    ],
)
def test_4b_08_the_duties_say(words: str) -> None:
    assert words in one_line(DUTIES)


@pytest.mark.parametrize(
    "claim",
    ["lowers your risk", "Articles 20 to 24 do not bind", "at most 10 million euro a year", "normally no"],
)
def test_4b_08_the_duties_do_not_claim(claim: str) -> None:
    assert claim not in one_line(DUTIES)


@pytest.mark.parametrize("page", ["duties.md", "other-countries.md"])
def test_4b_08_it_says_when_and_how_it_was_read(page: str) -> None:
    text = one_line((DOCS / page).read_text(encoding="utf-8"))

    assert re.search(r"\d{1,2} November 2026", text)
    assert "(m)" in text
    assert "from memory" in text
    assert re.search(r"Not read:|Not looked at", text)


@pytest.mark.parametrize(
    "words",
    [
        "Article 13 wants a legal representative",
        "5651",
        "yer sağlayıcı",
        "Whether it became law we could not verify.",
        "5187",
        "情報流通プラットフォーム対処法",
        "within seven days",
        "Schedule 1, paragraph 4",
        "What would lose it",
        "Defamation Act 2013, section 5",
        "§ 230",
        "The form of Kawaraban is not a DMCA form",
    ],
)
def test_4b_08_papers_outside_of_the_union_read(words: str) -> None:
    assert words in one_line(ELSEWHERE)


def test_4b_08_the_page_of_other_countries_is_found() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")

    assert "docs/other-countries.md" in readme
    assert "(other-countries.md)" in DUTIES
    assert "web-server.md#where-a-law-asks-for-addresses" in ELSEWHERE
    assert "\n## Where a law asks for addresses\n" in (DOCS / "web-server.md").read_text(encoding="utf-8")


def test_4b_08_it_is_read_in_ten_minutes() -> None:
    assert len(DUTIES.split()) < 2_700
