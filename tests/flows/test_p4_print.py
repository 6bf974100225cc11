"""P4: the page that is read is the sheet that is printed. What it looks like is tested in a browser."""

import pytest
from django.test import Client
from tests.stories_factories import make_paper, make_section, make_story

from kawaraban.law.models import PolicyVersion

pytestmark = pytest.mark.django_db


def test_p4_one_address_serves_the_screen_and_the_sheet(client: Client, policy: PolicyVersion) -> None:
    story = make_story(make_section(make_paper()), headline="Port reopens")

    page = client.get(story.url).content.decode()

    assert 'media="print"' in page
    assert "details data-print" in page
    colophon = page[page.index('class="print-only colophon"') :]
    assert colophon.index("The Harbour Sheet") < colophon.index(story.url)


def test_p4_print_needs_no_address_of_its_own(client: Client, policy: PolicyVersion) -> None:
    story = make_story(make_section(make_paper()), headline="Port reopens")

    page = client.get(story.url).content.decode()

    assert "?print" not in page
    assert "/print" not in page
