"""An editor who opens a story from the wire is told what the agency asks for."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils.html import escape
from tests.conftest import NOON
from tests.makers.stories import make_paper, make_section, make_story
from tests.makers.wire import ninjs, ninjs_3, read_story

from kawaraban.people.models import User
from kawaraban.stories.models import StoryPage
from kawaraban.wire.actions import ingest
from kawaraban.wire.items import WireStory

pytestmark = pytest.mark.django_db

NOTE = 'Usage terms: only <b>today</b> & "here"'


def wire_story() -> WireStory:
    return replace(read_story(ninjs(ninjs_3())), notes=(NOTE,))


def test_the_notes_are_shown_when_the_story_is_opened_and_escaped(client: Client, publisher: User) -> None:
    section = make_section(make_paper(), "City", slug="city")
    ingest([wire_story()], section=section, publish=False, now=NOON)
    client.force_login(publisher)

    answer = client.get(f"/editor/pages/{StoryPage.objects.get().pk}/edit/")

    assert answer.status_code == 200
    assert f"From agency.example. {escape(NOTE)}" in answer.content.decode()


def test_a_story_of_our_own_has_no_notes(client: Client, publisher: User) -> None:
    story = make_story(make_section(make_paper(), "City", slug="city"))
    client.force_login(publisher)

    answer = client.get(f"/editor/pages/{story.pk}/edit/")

    assert "From agency" not in answer.content.decode()
