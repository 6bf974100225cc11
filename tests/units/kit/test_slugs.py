"""Names in addresses, by the language they are written in."""

import pytest

from kawaraban.kit.slugs import folded, numbered, slug_of


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("IĞDIR'da yangın", "tr", "ığdırda-yangın"),
        ("İzmir", "tr", "izmir"),
        ("İzmir", "en", "izmir"),
        ("Istanbul ISSUE", "en", "istanbul-issue"),
        ("Straße nach Köln", "de", "straße-nach-köln"),
        ("港が再開", "ja", "港が再開"),
        ("ﾆｭｰｽ　速報", "ja", "ニュース-速報"),
        ("C++ & C#", "en", "c-c"),
        ("__a__", "en", "a"),
        ("Tide™ Ⅳ", "en", "tidetm-iv"),
        ("Bad\x0bheadline\uffff", "en", "bad-headline"),
    ],
)
def test_a_slug_is_written_as_its_language_writes_small_letters(text: str, language: str, slug: str) -> None:
    assert slug_of(text, language=language) == slug


@pytest.mark.parametrize("text", ["🎉", "!!!", "…", "\u200f", "___", "\ud800", ""])
def test_what_has_no_letter_gets_a_name_of_its_own_that_stays(text: str) -> None:
    slug = slug_of(text, language="en", instead="topic")

    assert slug.startswith("topic-")
    assert slug == slug_of(text, language="tr", instead="topic")
    assert slug_of(text, language="en") == ""


def test_two_names_without_letters_have_two_slugs() -> None:
    assert slug_of("🎉", language="en", instead="topic") != slug_of("🎊", language="en", instead="topic")


def test_a_slug_is_never_longer_than_asked_for() -> None:
    assert len(slug_of("long " * 100, language="en", longest=100)) <= 100
    assert not slug_of("abc-" * 100, language="en", longest=4).endswith("-")


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Işık", "IŞIK", "tr"),
        ("Işık", "ışık", "tr"),
        ("İzmir", "izmir", "tr"),
        ("Straße", "STRASSE", "de"),
        ("ΟΔΟΣ", "οδος", "el"),
        ("Çevre", "ÇEVRE", "en"),
        ("cafe\u0301", "CAFÉ", "fr"),
        (" Ada  Bo ", "ADA BO", "en"),
        ("İZMİR", "i\u0307zmi\u0307r", "tr"),  # as a program that knows no Turkish makes it small
        ("می\u200cخواهم", "میخواهم", "fa"),
        ("Har\u00adbour\u200b", "Harbour", "en"),
        ("ﾆｭｰｽ", "ニュース", "ja"),
        ("Ｋｉｍ", "Kim", "en"),
        ("❤\ufe0f", "❤", "en"),
    ],
)
def test_the_same_name_is_known_however_it_is_written(one: str, other: str, language: str) -> None:
    assert folded(one, language=language) == folded(other, language=language)


def test_two_turkish_words_that_only_a_dot_parts_are_two() -> None:
    assert folded("SINIR", language="tr") != folded("SİNİR", language="tr")
    assert folded("sınır", language="tr") == folded("SINIR", language="tr")


@pytest.mark.parametrize("other", ["ÇİĞDEM IŞIK", "çiğdem ışık", "CIGDEM"])
def test_a_person_is_known_in_every_language(other: str) -> None:
    assert (folded("Çiğdem Işık") == folded(other)) == (other != "CIGDEM")


def test_the_next_free_number_is_taken() -> None:
    assert numbered("port", []) == "port"
    assert numbered("port", {"port", "port-2", "porter"}) == "port-3"
