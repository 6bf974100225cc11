"""P6: under every open story stands a form that is complete without a script: avatar, name, text, characters left."""

import pytest
from django.test import Client
from tests.makers.stories import make_paper, make_section, make_story
from tests.page import Form, Page

from kawaraban.comments.models import Thread
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import PolicyVersion

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db]


@pytest.fixture
def page(client: Client, policy: PolicyVersion) -> str:
    story = make_story(make_section(make_paper()), headline="Port reopens")
    return client.get(story.url).content.decode()


@pytest.fixture
def form(page: str) -> Form:
    return Page(page).form("/comments/")


def test_p6_the_form_sends_utf_8_to_the_comments_address(form: Form) -> None:
    assert (form["class"], form["method"], form["action"]) == ("form", "post", "/comments/")
    assert form["accept-charset"] == "utf-8"
    assert {"thread", "parent", "language", "name", "text", "email", "website", "asked"} == form.names


def test_p6_no_account_no_cookie_no_token_is_asked(client: Client, form: Form) -> None:
    assert "csrf" not in form.markup.lower()
    assert not client.cookies
    assert len(form.all("[required]")) == 2


def test_p6_the_text_is_never_cut_by_the_browser(form: Form) -> None:
    assert not form.has("[maxlength]")
    assert form["data-limit"] == "2000"
    assert "Plain text, up to 2,000 characters." in form.text
    assert form.one("[data-left]")["data-left"] == "Characters left"


def test_p6_what_is_refused_stands_before_the_button_and_who_answers_beside_it(form: Form) -> None:
    policy, button, responsibility = (
        form.text.index("What we do not publish (policy 1, since "),
        form.text.index("Send for approval"),
        form.text.index("You answer for what you send."),
    )

    assert policy < button < responsibility
    assert len(form.all("dt")) == 12


def test_p6_each_field_has_a_label_that_is_seen(form: Form) -> None:
    for field in ("cf-name", "cf-text", "cf-email"):
        assert form.has(f'label[for="{field}"]:not([class])')


def test_p6_a_closed_thread_says_why_and_has_no_form(client: Client, policy: PolicyVersion) -> None:
    story = make_story(make_section(make_paper()), headline="Port reopens")
    client.get(story.url)
    Thread.objects.update(closed_at=utc_now(), closed_reason="It went round in circles.")

    page = client.get(story.url).content.decode()

    assert not Page(page).has("form.form")
    assert "It went round in circles." in page
