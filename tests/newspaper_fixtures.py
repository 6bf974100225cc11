"""What tests of the newspaper start from; `tests/conftest.py` names this file where there is one."""

import pytest
from django.test import Client
from tests.makers.stories import make_paper, make_section, make_story

from kawaraban.people.models import User
from kawaraban.stories.editors import grant
from kawaraban.stories.models import SectionPage, StoryPage


@pytest.fixture
def section() -> SectionPage:
    """The city pages of a paper. One for each test."""
    return make_section(make_paper(), "City", slug="city")


@pytest.fixture
def story(section: SectionPage) -> StoryPage:
    """A story of the city pages."""
    return make_story(section)


@pytest.fixture
def at_work(client: Client, editor: User, section: SectionPage) -> Client:
    """A browser in which an editor is signed in who may publish everywhere."""
    grant(editor)
    client.force_login(editor)
    return client


@pytest.fixture
def publishing(client: Client, publisher: User, section: SectionPage) -> Client:
    """A browser in which the publisher is signed in."""
    client.force_login(publisher)
    return client
