"""4b.2 and 4b.8: long pages begin with what they hold, and what belongs together stands together."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.makers.comments import rejected, sent
from tests.makers.law.recorded_world import publish_policies
from tests.makers.law.restrictions import restricted
from tests.page import Page

from kawaraban.comments.models import Thread
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


def test_4b_02_each_decision_has_its_own_appeal_and_its_own_headings(
    client: Client, thread: Thread, moderator: User
) -> None:
    now = utc_now() - timedelta(hours=1)
    comment = sent(thread, "Rude words.", now=now, sender_address="203.0.113.7")
    rejected(comment, moderator, now=now)
    restricted(comment, moderator, now=now)

    page = Page(client.get(f"/track/{comment.tracking_token}/").content)

    of_suspension, of_comment = page.one("section.card.suspension"), page.without("section.card.suspension")
    assert "The ground" in of_comment.texts("h2")
    assert "The ground" in of_suspension.texts("h3")
    assert not of_suspension.has("h2:not([id])")
    # The comment's own appeal stands below its reasons, and no two buttons have one name.
    appeals = of_comment.texts("summary.button"), of_suspension.texts("summary.button")
    assert [len(buttons) for buttons in appeals] == [1, 1]
    assert appeals[0] != appeals[1]


@pytest.mark.parametrize("path", ["/policy/", "/moderation/"])
def test_4b_08_a_long_page_names_its_parts_in_their_order(client: Client, publisher: User, path: str) -> None:
    publish_policies(publisher)

    page = Page(client.get(path, follow=True).content)

    assert page.one("nav.contents").links == [f"#{name}" for name in page.each("h2[id]", "id")]


def test_4b_08_what_a_reader_can_do_stands_before_what_programs_do(client: Client) -> None:
    chapters = Page(client.get("/moderation/").content).each("h2[id]", "id")

    assert chapters.index("appeals") < chapters.index("automation")
