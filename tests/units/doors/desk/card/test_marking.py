"""Words that a finding means are marked, and nothing else changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kawaraban.doors.desk.card.marking import marked
from kawaraban.kit.html import paragraphs


@pytest.mark.parametrize(
    ("text", "quotes", "expected"),
    [
        ("You idiots!", ["idiots"], '<p dir="auto">You <mark>idiots</mark>!</p>'),
        ("You IDIOTS!", ["idiots"], '<p dir="auto">You <mark>IDIOTS</mark>!</p>'),
        ("a & b < c", ["& b <"], '<p dir="auto">a <mark>&amp; b &lt;</mark> c</p>'),
        ("one\ntwo", ["one two"], '<p dir="auto"><mark>one</mark><br><mark>\ntwo</mark></p>'),
        ("abcd", ["abc", "bcd"], '<p dir="auto"><mark>abcd</mark></p>'),
        ("fine", ["foul"], '<p dir="auto">fine</p>'),
        ("fine", [], '<p dir="auto">fine</p>'),
        ("fine", ["", "  "], '<p dir="auto">fine</p>'),
    ],
)
def test_a_quote_is_marked_where_it_stands(text: str, quotes: list[str], expected: str) -> None:
    assert marked(paragraphs(text), quotes) == expected


def test_a_link_whose_address_is_quoted_is_marked_whole() -> None:
    html = paragraphs("See https://loans.example/a?b=1 now")

    result = marked(html, ["https://loans.example/a?b=1"])

    assert re.search(r'See <mark><a href="[^"]+" rel="[^"]+">loans\.example/a\?b=1</a></mark> now', result)


def test_markup_in_a_quote_stays_text() -> None:
    result = marked(paragraphs("x <script>alert(1)</script> y"), ["<script>", 'href="'])

    assert "<mark>&lt;script&gt;</mark>" in result
    assert "<script>" not in result


@given(st.text(max_size=200), st.lists(st.text(max_size=12), max_size=4))
def test_without_the_marks_the_html_is_what_it_was(text: str, quotes: list[str]) -> None:
    html = paragraphs(text)

    result = marked(html, quotes)

    assert result.replace("<mark>", "").replace("</mark>", "") == html
    assert result.count("<mark>") == result.count("</mark>")


@pytest.mark.parametrize(
    ("text", "quotes", "weighed", "expected"),
    [
        ("You idiot!", [], ["idiot"], 'You <mark class="weighed">idiot</mark>!'),
        ("Idiots and an idiot", [], ["idiot"], 'Idiots and an <mark class="weighed">idiot</mark>'),
        ("an idiot", ["idiot"], ["idiot"], "an <mark>idiot</mark>"),
        (
            "an old idiot",
            ["idiot"],
            ["old idiot", "an"],
            '<mark class="weighed">an</mark> old <mark>idiot</mark>',
        ),
        ("ab cd ef", ["ab", "ef"], ["cd"], '<mark>ab</mark> <mark class="weighed">cd</mark> <mark>ef</mark>'),
        ("sen aptalsın", [], ["aptalsın"], 'sen <mark class="weighed">aptalsın</mark>'),
        ("<b>", [], ["b", "", "<"], '&lt;<mark class="weighed">b</mark>&gt;'),
        ("fine", [], ["foul"], "fine"),
    ],
)
def test_6_05_what_weighed_is_marked_as_whole_words_where_no_finding_marks_it(
    text: str, quotes: list[str], weighed: list[str], expected: str
) -> None:
    assert marked(paragraphs(text), quotes, weighed=weighed) == f'<p dir="auto">{expected}</p>'


@given(
    st.text(alphabet="ab &<>\n.", max_size=40),
    st.lists(st.text(alphabet="ab &<", max_size=4), max_size=3),
    st.lists(st.text(alphabet="ab &<", max_size=4), max_size=3),
)
def test_6_05_marks_of_both_kinds_change_nothing_else(
    text: str, quotes: list[str], weighed: list[str]
) -> None:
    html = paragraphs(text)

    assert re.sub(r"</?mark[^>]*>", "", marked(html, quotes, weighed=weighed)) == html
