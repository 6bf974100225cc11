"""4.4 A sign that nobody can see stops no feed: texts are fitted at every door, and feeds are safe from old rows."""

import json
from contextlib import suppress
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test import Client
from tests.makers.editor_forms import PUBLISH, publish_new, story_form
from tests.makers.stories import make_author, make_story
from wagtail.fields import StreamField
from wagtail.models import Collection, Page

from kawaraban.people.models import User
from kawaraban.stories.models import (
    Author,
    Correction,
    FrontPage,
    PaperImage,
    PaperSettings,
    SectionPage,
    StandardPage,
    StoryPage,
)

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db, pytest.mark.usefixtures("policy")]

SIGNS = ["\x0b", "\x10", "\uffff", "\ufdd0", "\U0001fffe", "\ud800", "\x00", "\x85", "\x1f", "\x7f"]
IN_XML = [sign for sign in SIGNS if sign != "\ud800"]  # what a database can hold
FEEDS = ("/feed.xml", "/feeds/city.xml", "/sitemap.xml", "/sitemap-stories-0.xml", "/news-sitemap.xml")
EVERY_MODEL = [Author, Correction, FrontPage, PaperImage, PaperSettings, SectionPage, StandardPage, StoryPage]


def well_formed(client: Client) -> bool:
    answers = [client.get(feed) for feed in FEEDS]
    for answer in answers:
        assert answer.status_code == 200
        ElementTree.fromstring(answer.content)
    return True


def texts_of(model: type[models.Model]) -> list[Any]:
    """Every field of text that a person fills in."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, StreamField)
        and field.editable
        and not field.choices
        and field.name not in {"path", "url_path"}
    ]


@pytest.mark.parametrize("model", EVERY_MODEL, ids=lambda model: model.__name__)
@pytest.mark.parametrize("sign", SIGNS, ids=ascii)
def test_4_4_every_text_of_every_row_of_the_paper_is_fitted_before_it_is_checked(
    model: type[models.Model], sign: str
) -> None:
    fields = texts_of(model)
    row = model(**{field.name: f"One{sign}two" for field in fields})

    with suppress(ValidationError):  # the rest of the row is empty
        row.full_clean()

    assert fields
    for field in fields:
        assert getattr(row, field.name) in {"One two", "Onetwo", "One\ntwo"}, field.name


@pytest.mark.parametrize("sign", SIGNS, ids=ascii)
def test_4_4_an_editor_publishes_what_a_paste_has_left_and_every_feed_stays_whole(
    at_work: Client, section: SectionPage, sign: str
) -> None:
    # The editor's own text comes as JSON, where half a sign can be written, too.
    body = json.dumps(f"Body{sign}words.")[1:-1]
    form = story_form(
        title=f"Bad{sign}headline",
        slug="bad",
        lead=f"The{sign}lead.",
        dateline=f"Is{sign}tanbul",
        topics=f"Har{sign}bour, {sign}",
        corrections=[("2026-11-28 10:00", f"Nine{sign}ships.")],
    ) | {"body-0-value": _contentstate(body)}

    sent = {name: value.replace("\ud800", "\ufffd") for name, value in form.items()}  # as browsers do

    answer = at_work.post(f"/editor/pages/add/stories/storypage/{section.pk}/", sent | PUBLISH)

    assert answer.status_code == 302, answer.context["form"].errors
    story = StoryPage.objects.get()
    said = json.dumps(story.body.get_prep_value(), ensure_ascii=False) + story.title + story.lead
    assert sign not in said
    assert Client().get(story.url).status_code == 200
    assert well_formed(Client())


def _contentstate(words: str) -> str:
    return (
        '{"blocks": [{"key": "a", "text": "' + words + '", "type": "unstyled", "depth": 0,'
        ' "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}'
    )


@pytest.mark.parametrize(
    "sign", [sign for sign in IN_XML if connection.vendor == "sqlite" or sign != "\0"], ids=ascii
)
def test_4_4_a_row_from_before_texts_were_fitted_stops_no_feed(
    client: Client, section: SectionPage, sign: str
) -> None:
    fresh = make_story(section, "Fresh", authors=("Ada Bo",))
    dirty = make_story(section, "Dirty")
    # SQLite stores text up to NUL as given, but a NUL in a row of old is as good as any. PostgreSQL stores none.
    StoryPage.objects.filter(pk=dirty.pk).update(lead=f"Le{sign}ad")
    Page.objects.filter(pk=dirty.pk).update(title=f"Di{sign}rty")
    Page.objects.filter(pk=section.pk).update(title=f"Ci{sign}ty")
    Author.objects.update(name=f"Ada{sign} Bo")
    PaperSettings.objects.update(name=f"The{sign} Sheet", motto=f"Pri{sign}nted")

    assert well_formed(client)
    feed = client.get("/feed.xml").content.decode()
    assert "Fresh" in feed
    assert sign not in feed
    assert client.get(fresh.url).status_code == 200
    assert client.get(dirty.url).status_code == 200


def test_4_4_two_lines_of_a_paste_are_two_words_of_a_headline(at_work: Client, section: SectionPage) -> None:
    story = publish_new(at_work, section, title="Bad\x0bheadline \u2028again", slug="")

    assert story.title == "Bad headline again"
    assert story.slug == "bad-headline-again"


def test_4_4_wagtails_own_forms_get_fitted_texts_too(
    client: Client, publisher: User, section: SectionPage
) -> None:
    client.force_login(publisher)
    root = Collection.get_first_root_node()

    made = client.post("/editor/collections/add/", {"name": "Har\x00bo\x10ur", "parent": root.pk})

    assert made.status_code == 302, made.context["form"].errors
    assert Collection.objects.filter(name="Harbour").exists()


def test_4_4_an_author_named_by_a_program_is_fitted() -> None:
    assert make_author("Ada\x0bBo\x00").name == "Ada Bo"
