"""The root of a new paper, and the rights of its staff in the editor."""

from datetime import datetime

import pytest
from django.test import Client
from wagtail.models import Page, Site

from kawaraban.comments.models import HouseRules
from kawaraban.law.models import PolicyVersion
from kawaraban.people.models import User
from kawaraban.stories.editors import grant
from kawaraban.stories.founding.founding import found_paper
from kawaraban.stories.models import FrontPage, PaperSettings, StandardPage

pytestmark = pytest.mark.django_db


def found(noon: datetime, **changes: str) -> FrontPage:
    chosen = {
        "name": "The Harbour Sheet",
        "language": "en",
        "time_zone": "Europe/Istanbul",
        "site_url": "https://sheet.example",
        **changes,
    }
    return found_paper(now=noon, **chosen)


def test_a_new_paper_has_a_front_page_the_pages_every_paper_needs_and_a_policy(noon: datetime) -> None:
    front = found(noon)

    site, policy = Site.objects.get(), PolicyVersion.objects.get()
    assert (site.hostname, site.port, site.root_page_id) == ("sheet.example", 443, front.pk)
    assert set(StandardPage.objects.live().values_list("slug", flat=True)) == {"about", "contact", "privacy"}
    assert set(policy.texts.values_list("language", flat=True)) == {"en", "tr", "ja", "ar"}
    assert (policy.number, policy.effective_at) == (1, noon)
    assert HouseRules.objects.count() == 1
    assert PaperSettings.objects.current().time_zone == "Europe/Istanbul"
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_founding_again_changes_nothing_of_the_publishers(noon: datetime) -> None:
    front = found(noon)
    FrontPage.objects.update(title="Renamed")
    PaperSettings.objects.update(name="Renamed")
    StandardPage.objects.get(slug="about").delete()

    again = found(noon, name="Other", site_url="http://127.0.0.1:8000")

    assert again.pk == front.pk
    assert PaperSettings.objects.get().name == "Renamed"
    assert StandardPage.objects.count() == 2
    assert PolicyVersion.objects.count() == 1
    assert (Site.objects.get().hostname, Site.objects.get().port) == ("127.0.0.1", 8000)


@pytest.mark.parametrize("language", ["tr", "ja", "ar"])
def test_a_paper_can_be_founded_in_every_language(noon: datetime, client: Client, language: str) -> None:
    found(noon, language=language)

    assert f'<html lang="{language}"' in client.get("/").content.decode()
    assert client.get("/privacy/").status_code == 200


def test_an_editor_may_work_in_the_tree_a_publisher_everywhere_and_a_moderator_nowhere(
    noon: datetime, client: Client, editor: User, publisher: User, moderator: User
) -> None:
    front = found(noon)
    pages = (f"/editor/pages/{front.pk}/", "/editor/paper-settings/")
    seen = {}

    for person in (editor, publisher, moderator):
        grant(person)
        client.force_login(person)
        seen[person] = [client.get(page).status_code == 200 for page in pages]

    assert seen == {publisher: [True, True], editor: [True, False], moderator: [False, False]}
