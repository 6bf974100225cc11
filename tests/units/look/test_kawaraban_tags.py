"""The template tags: languages, times, numbers, symbols."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from kawaraban.look.paper_view import Link

MOMENT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def render(source: str, **context: Any) -> str:
    return Template("{% load kawaraban %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "23 November 2026, 14:05"),
        ("tr", "23 Kasım 2026 14:05"),
        ("ja", "2026年11月23日 14:05"),
        ("ar", "23 نوفمبر 2026، 2:05 م"),
    ],
)
def test_a_moment_is_told_as_its_language_tells_it(language: str, words: str) -> None:
    with translation.override(language), timezone.override("UTC"):
        shown = render("{% moment value %}", value=MOMENT).replace("\u202f", " ").replace("\xa0", " ")

    assert shown == f'<time datetime="2026-11-23T14:05:00+00:00">{words}</time>'


def test_a_moment_is_told_in_the_papers_time_zone() -> None:
    with translation.override("en"), timezone.override("Asia/Tokyo"):
        shown = render(
            "{% day value %} {% short_moment value %}", value=datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
        )

    assert shown == (
        '<time datetime="2026-11-24T01:00:00+09:00">24 November 2026</time> '
        '<time datetime="2026-11-24T01:00+0900">24 Nov 2026 01:00</time>'
    )


def test_a_language_that_babel_does_not_know_is_told_in_english() -> None:
    with translation.override("xx-nowhere"), timezone.override("UTC"):
        assert "23 November 2026" in render("{% moment value %}", value=MOMENT)


def test_a_rule_of_the_paper_is_linked_in_the_language_of_the_page() -> None:
    link = "{% in_page_language '/policy/' %}"

    with translation.override("tr"):
        assert render(link) == "/policy/tr/"
        assert render(link, page_language="ja") == "/policy/ja/"
        assert render(link, page_language="en") == "/policy/"
        assert render(link, page_language="xx") == "/policy/"


@pytest.mark.parametrize(("language", "shown"), [("en", "12,345"), ("tr", "12.345"), ("ja", "12,345")])
def test_a_number_is_grouped_as_its_language_groups(language: str, shown: str) -> None:
    with translation.override(language):
        assert render("{{ value|number }}", value=12345) == shown


def test_reads_carry_the_words_for_every_number_the_script_may_get() -> None:
    with translation.override("en"):
        shown = render("{% reads 1 %} {% reads 1418 %}")

    assert shown == (
        '<span class="num" data-reads="1" data-one="# read" data-other="# reads">1 read</span> '
        '<span class="num" data-reads="1418" data-one="# read" data-other="# reads">1,418 reads</span>'
    )


def test_the_page_names_its_language_and_direction() -> None:
    with translation.override("en"):
        assert render("{% page_language_attributes %}") == 'lang="en" dir="ltr"'
        assert render("{% page_language_attributes %}", page_language="ar") == 'lang="ar" dir="rtl"'


def test_a_part_names_its_language_only_where_it_differs() -> None:
    with translation.override("en"):
        shown = [render("{% language_attributes code %}", code=code) for code in ("en", "", "ja", "ar")]
        directions = [render("{% direction_attribute code %}", code=code) for code in ("en", "ja", "ar")]
        comments = [render("{% comment_language code %}", code=code) for code in ("en", "ar")]

    assert shown == ["", "", ' lang="ja"', ' lang="ar" dir="rtl"']
    assert directions == ["", "", ' dir="rtl"']
    assert comments == [' dir="auto"', ' lang="ar" dir="auto"']


def test_names_are_links_joined_as_the_language_joins_and_escaped() -> None:
    links = (Link("Mina <Sato>", "/mina/"), Link("Deniz", ""), Link("佐藤", "/sato/"))

    with translation.override("en"):
        shown = render("{% names links %}", links=links)

    assert shown == '<a href="/mina/">Mina &lt;Sato&gt;</a>, <b>Deniz</b> and <a href="/sato/">佐藤</a>'


def test_data_can_not_end_its_script_element() -> None:
    shown = render("{{ value|as_data }}", value='{"a": "</script><!-- & \u2028"}')

    assert shown == '{"a": "\\u003C/script\\u003E\\u003C!-- \\u0026 \\u2028"}'


def test_symbols_are_hidden_from_screen_readers() -> None:
    avatar = SimpleNamespace(shape=7, tint=3)

    shown = render('{% icon "print" %}{% avatar value %}{% seal %}', value=avatar)

    assert shown.count('aria-hidden="true"') == 3
    assert '<svg class="av av-t3" aria-hidden="true"><use href="#av-s7"/></svg>' in shown


def test_a_host_is_told_without_its_www() -> None:
    assert render("{{ url|host }}", url="https://www.example.org:8000/x") == "example.org"
