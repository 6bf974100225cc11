"""P6: under every open story stands a form that is complete without a script: avatar, name, text, characters left."""

import re

import pytest
from django.test import Client
from tests.makers.stories import make_paper, make_section, make_story

from kawaraban.comments.models import Thread
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import PolicyVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client, policy: PolicyVersion) -> str:
    story = make_story(make_section(make_paper()), headline="Port reopens")
    return client.get(story.url).content.decode()


@pytest.fixture
def form(page: str) -> str:
    match = re.search(r'<form class="form".*?</form>', page, re.S)
    assert match
    return match[0]


def test_p6_the_form_sends_utf_8_to_the_comments_address(form: str) -> None:
    assert 'method="post" action="/comments/" accept-charset="utf-8"' in form
    assert {"thread", "parent", "language", "name", "text", "email", "website"} == set(
        re.findall(r'name="(\w+)"', form)
    )


def test_p6_no_account_no_cookie_no_token_is_asked(client: Client, form: str) -> None:
    assert "csrf" not in form.lower()
    assert not client.cookies
    assert form.count(" required") == 2


def test_p6_the_text_is_never_cut_by_the_browser(form: str) -> None:
    assert "maxlength" not in form
    assert 'data-limit="2000"' in form
    assert "Plain text, up to 2,000 characters." in form
    assert "Characters left" in form


def test_p6_what_is_refused_stands_before_the_button_and_who_answers_beside_it(form: str) -> None:
    policy, button, responsibility = (
        form.index("What we do not publish (policy 1, since "),
        form.index("Send for approval"),
        form.index("You answer for what you send."),
    )

    assert policy < button < responsibility
    assert form.count("<dt>") == 12


def test_p6_each_field_has_a_label_that_is_seen(form: str) -> None:
    for field in ("cf-name", "cf-text", "cf-email"):
        assert f'<label for="{field}">' in form


def test_p6_a_closed_thread_says_why_and_has_no_form(client: Client, policy: PolicyVersion) -> None:
    story = make_story(make_section(make_paper()), headline="Port reopens")
    client.get(story.url)
    Thread.objects.update(closed_at=utc_now(), closed_reason="It went round in circles.")

    page = client.get(story.url).content.decode()

    assert '<form class="form"' not in page
    assert "It went round in circles." in page
