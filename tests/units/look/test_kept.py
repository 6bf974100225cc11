"""Parts of pages that are rendered once: by their values, their language and their time zone, and nothing else."""

from typing import Any

from django.template import engines
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from kawaraban.look.paper_view import Link, PaperView

TEASER = '{% load kept_parts %}{% include_kept "look/masthead.html" paper=paper %}'


def paper(name: str) -> PaperView:
    return PaperView(
        name=name,
        motto="",
        origin="",
        logo_url="",
        default_language="en",
        sections=(Link("Şehir", "/sehir/", "tr"),),
        footer_pages=(),
        feed_url="",
        policy_url="",
        reads_rule_url="",
        contact_email="",
    )


def rendered(source: str = TEASER, **values: Any) -> str:
    return engines["django"].from_string(source).render(values)


def test_other_values_give_another_text() -> None:
    assert "The Quay" in rendered(paper=paper("The Quay"))
    assert "The Pier" in rendered(paper=paper("The Pier"))


def test_it_is_what_including_it_gives() -> None:
    included = '{% include "look/masthead.html" %}'

    assert rendered(paper=paper("The Quay")) == rendered(included, paper=paper("The Quay"))


def test_the_words_and_the_page_have_their_own_languages() -> None:
    english = rendered(paper=paper("The Quay"), page_language="en")
    turkish_page = rendered(paper=paper("The Quay"), page_language="tr")
    with translation.override("tr"):
        turkish = rendered(paper=paper("The Quay"), page_language="en")

    assert 'lang="tr"' in english
    assert 'lang="tr"' not in turkish_page
    assert "Sections" in english
    assert "Sections" not in turkish


def test_nothing_else_of_the_page_is_found_in_it() -> None:
    assert "The Quay" not in rendered(
        '{% load kept_parts %}{% include_kept "look/masthead.html" %}', paper=paper("The Quay")
    )


def test_a_lazy_value_is_kept_as_what_it_stands_for() -> None:
    assert rendered(paper=SimpleLazyObject(lambda: paper("The Quay"))) == rendered(paper=paper("The Quay"))
