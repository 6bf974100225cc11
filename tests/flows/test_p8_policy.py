"""Promise P8: which content is refused, and who answers for it: published, versioned, in the reader's language."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.makers.comments import sent
from tests.makers.public import post, tracking_path, words
from tests.page import Page

from kawaraban.comments.models import Comment, Thread
from kawaraban.law.grounds import Ground
from kawaraban.law.models import PolicyText, PolicyVersion
from kawaraban.law.policy.wording import GROUND_EXPLANATIONS, GROUND_LABELS

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(policy: PolicyVersion) -> PolicyVersion:
    """A version that has replaced the first."""
    version = PolicyVersion.objects.create(number=2, effective_at=timezone.now() - timedelta(days=1))
    for language, text in (("en", "Be kinder."), ("tr", "Daha nazik olun.")):
        PolicyText.objects.create(
            version=version, language=language, introduction=text, responsibility=f"{text} You answer."
        )
    return version


@pytest.fixture
def ahead(second: PolicyVersion) -> PolicyVersion:
    """A version that is published but not yet in force."""
    version = PolicyVersion.objects.create(number=3, effective_at=timezone.now() + timedelta(days=30))
    PolicyText.objects.create(
        version=version, language="en", introduction="Be kindest.", responsibility="You."
    )
    return version


def test_p8_the_plain_address_leads_to_the_version_in_force(
    client: Client, second: PolicyVersion, ahead: PolicyVersion
) -> None:
    answer = client.get("/policy/")

    assert (answer.status_code, answer["Location"]) == (302, "/policy/2/")
    assert "Surrogate-Key" not in answer


def test_p8_a_page_in_another_language_leads_to_the_policy_in_that_language(
    client: Client, second: PolicyVersion
) -> None:
    page = words(client.get("/how-we-count-reads/tr/"))

    assert 'href="/policy/tr/"' in page
    assert client.get("/policy/tr/")["Location"] == "/policy/2/tr/"
    assert client.get("/policy/en/")["Location"] == "/policy/2/"
    assert client.get("/policy/xx/").status_code == 404


def test_p8_a_page_lists_every_ground_with_its_explanation(client: Client, second: PolicyVersion) -> None:
    page = Page(client.get("/policy/2/").content)

    for ground in Ground:
        assert (str(GROUND_LABELS[ground]), str(GROUND_EXPLANATIONS[ground])) in page.terms
    assert "Be kinder." in page.text
    assert "Be kinder. You answer." in page.text


def test_p8_old_versions_stay_readable_and_say_that_they_are_old(
    client: Client, second: PolicyVersion
) -> None:
    old, new = words(client.get("/policy/1/")), words(client.get("/policy/2/"))

    assert "Be kind." in old
    assert "Be kinder." not in old
    assert old.count("Replaced by a newer version") == 2
    assert 'href="/policy/2/"' in old
    assert new.count("In force") == 2
    assert 'href="/policy/1/"' in new


def test_p8_a_version_that_lies_ahead_is_shown_as_not_yet_in_force(
    client: Client, ahead: PolicyVersion
) -> None:
    page = words(client.get("/policy/3/"))

    assert "Not yet in force" in page
    assert "takes effect on" in page


def test_p8_a_page_is_printed_unless_a_version_lies_ahead(
    client: Client, second: PolicyVersion, noon: datetime
) -> None:
    settled = client.get("/policy/2/")
    PolicyVersion.objects.create(number=3, effective_at=timezone.now() + timedelta(days=1))
    unsettled = client.get("/policy/2/tr/")

    assert set(settled["Surrogate-Key"].split()) >= {"policy", "paper"}
    assert "Surrogate-Key" not in unsettled


@pytest.mark.parametrize(
    ("path", "language", "direction", "introduction"),
    [
        ("/policy/2/", "en", "ltr", "Be kinder."),
        ("/policy/2/tr/", "tr", "ltr", "Daha nazik olun."),
        ("/policy/2/ja/", "ja", "ltr", '<div class="prose" lang="en"><p>Be kinder.'),
        ("/policy/2/ar/", "ar", "rtl", '<div class="prose" lang="en" dir="ltr"><p>Be kinder.'),
    ],
)
def test_p8_the_address_chooses_the_language_and_the_browser_does_not(
    client: Client, second: PolicyVersion, path: str, language: str, direction: str, introduction: str
) -> None:
    client.cookies["django_language"] = "ja"

    page = client.get(path, headers={"accept-language": "tr"})

    seen = Page(page.content)
    assert (seen.language, seen.direction) == (language, direction)
    assert introduction in seen.markup
    assert page["Content-Language"] == language
    assert seen.one('link[rel="canonical"]')["href"] == f"http://127.0.0.1:8000{path}"
    assert page["Vary"] == "Accept-Encoding"


def test_p8_a_page_has_one_address_for_each_language(client: Client, second: PolicyVersion) -> None:
    assert client.get("/policy/2/en/").status_code == 301
    assert client.get("/policy/2/en/")["Location"] == "/policy/2/"
    assert client.get("/policy/2/xx/").status_code == 404
    assert client.get("/policy/9/").status_code == 404


def test_p8_before_the_first_version_the_page_says_so(client: Client, db: None) -> None:
    answer = client.get("/policy/")

    assert answer.status_code == 404
    assert "No policy is in force yet." in words(answer)


def test_p8_what_the_publisher_writes_is_text(client: Client, policy: PolicyVersion) -> None:
    policy.texts.update(introduction="<script>alert(1)</script>\n\nSecond paragraph")

    page = words(client.get("/policy/1/"))

    assert "&lt;script&gt;" in page
    assert "Second paragraph" in Page(page).texts("p")


def test_p8_a_comment_names_the_version_under_which_it_was_sent(
    client: Client, thread: Thread, second: PolicyVersion
) -> None:
    earlier = sent(thread, "Under the first", now=timezone.now() - timedelta(days=10))
    post(client, thread)
    later = Comment.objects.latest("pk")

    assert 'href="/policy/1/"' in words(client.get(tracking_path(earlier)))
    assert 'href="/policy/2/"' in words(client.get(tracking_path(later)))


def test_p8_the_warning_stands_at_the_form_of_a_refusal_too(client: Client, thread: Thread) -> None:
    page = words(post(client, thread, text=""))

    assert "You answer for what you send." in page
    assert "Be kind." in page


def test_p8_a_page_asks_the_database_little(
    client: Client,
    ahead: PolicyVersion,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[None]],
) -> None:
    client.get("/policy/2/")

    with django_assert_max_num_queries(10):
        client.get("/policy/2/tr/")
